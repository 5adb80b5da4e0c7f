"""The menu: a card with a living picture for each scene."""

from __future__ import annotations

import logging
from functools import partial
from typing import ClassVar

import pygame
from pygame_gui.elements import UIButton

from game.scenes import SCENES, Preview
from game.ui.scene import Scene
from game.ui.surfaces import cover
from game.ui.widgets.controls import button
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height
from game.workers.status import State

log = logging.getLogger(__name__)


WIDE = 0.72
"""A preview's height by its width, at most."""
BESIDE = 1.6
"""Cards that are wider than this by their height have their words beside the preview, not below it."""
SHARE = 0.46
"""Of such a card's width, the preview's."""


class MenuScene(Scene):
    """Choose a scene by mouse, by Tab and Enter, or by its number."""

    id: ClassVar[str] = "menu"

    def __init__(self) -> None:
        self._previews: dict[str, Preview | None] = {}
        self._frames = 0

    def layout(self) -> None:
        """Lay the cards out in a grid and draw all that stays."""
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        area, margin = ctx.area, style.margin
        self._backdrop = Backdrop((area.width, area.bottom), style)
        target = self._backdrop.surface
        y = area.y + style.px(26)
        title = draw_text(target, style, "Latent Arcade", (margin * 2, y), size="display", face="display")
        room = pygame.Rect(margin * 2, title.bottom, area.width - 4 * margin, style.px(70))
        y = room.y + draw_paragraph(
            target, style, t("menu.lecture"), room, size="heading", colour=style.colour.muted
        )
        hints = pygame.Rect(margin * 2, area.bottom - style.px(46), area.width - 4 * margin, style.px(30))
        draw_text(
            target,
            style,
            t("menu.hint"),
            hints.midleft,
            size="small",
            colour=style.colour.muted,
            anchor="midleft",
        )
        room = pygame.Rect(margin * 2, y + style.px(18), area.width - 4 * margin, 0)
        room.height = hints.y - style.px(10) - room.y
        self._cards = self._grid(room)
        self._pictures: dict[str, pygame.Rect] = {}
        self._buttons: list[UIButton] = []
        for number, (spec, card) in enumerate(zip(SCENES, self._cards, strict=True), start=1):
            inner = self._backdrop.panel(card)
            self._card(number, spec.id, spec.part, inner, target)
            open_it = partial(ctx.go, spec.id)
            self._buttons.append(button(ctx, card, "", open_it, kind="card", object_id=f"#card_{spec.id}"))

    def _grid(self, room: pygame.Rect) -> list[pygame.Rect]:
        gap = self.ctx.style.px(20)
        count = len(SCENES)
        columns = 2 if count == 4 else min(count, 3)
        rows = -(-count // columns)
        width = (room.width - gap * (columns - 1)) // columns
        height = (room.height - gap * (rows - 1)) // rows
        inner = width - 2 * self.ctx.style.px(14)
        self._beside = width > BESIDE * height
        if not self._beside:
            # The previews are wide: a higher card would only cut off their sides.
            height = min(height, round(inner * WIDE) + self._words(inner) + 2 * self.ctx.style.px(12))
        top = room.y + (room.height - rows * height - gap * (rows - 1)) // 3
        return [
            pygame.Rect(
                room.x + (i % columns) * (width + gap), top + (i // columns) * (height + gap), width, height
            )
            for i in range(count)
        ]

    def _words(self, width: int) -> int:
        """What the words below a picture take: the same for all, so that the pictures are equal."""
        style = self.ctx.style
        longest = max(paragraph_height(style, self.ctx.t(f"{spec.id}.about"), width) for spec in SCENES)
        heads = style.font("title", "bold").get_linesize() + style.font("small", "bold").get_linesize()
        return longest + heads + style.px(30)

    def _card(
        self, number: int, scene_id: str, part: int, inner: pygame.Rect, target: pygame.Surface
    ) -> None:
        style, t = self.ctx.style, self.ctx.t
        about = t(f"{scene_id}.about")
        title_height = style.font("title", "bold").get_linesize()
        if self._beside:
            picture = pygame.Rect(inner.x, inner.y, round(inner.width * SHARE), inner.height)
            left = picture.right + style.px(18)
            room = pygame.Rect(left, inner.y + style.px(8), inner.right - left, inner.height - style.px(8))
        else:
            picture = pygame.Rect(inner.x, inner.y, inner.width, 0)
            picture.height = max(style.px(80), inner.height - self._words(inner.width))
            top = picture.bottom + style.px(12)
            room = pygame.Rect(inner.x, top, inner.width, inner.bottom - top)
        self._pictures[scene_id] = picture
        y = room.y
        y += draw_paragraph(
            target,
            style,
            t("menu.part", n=part, title=t(f"lecture.part{part}")),
            room,
            size="small",
            face="bold",
            colour=style.colour.accent,
        )
        y += style.px(4)
        badge = pygame.Rect(room.right - style.px(36), y, style.px(36), style.px(36))
        target.blit(rounded(badge.size, style.px(8), style.colour.raised, style.colour.line), badge)
        draw_text(target, style, str(number), badge.center, size="body", face="mono_bold", anchor="center")
        draw_text(target, style, t(f"{scene_id}.title"), (room.x, y), size="title", face="bold")
        y += title_height + style.px(2)
        draw_paragraph(
            target,
            style,
            about,
            pygame.Rect(room.x, y, room.width, room.bottom - y + style.px(8)),
            colour=style.colour.muted,
        )

    def update(self, dt: float) -> None:
        """Make the previews one by one, after the first frames, and let them live.

        While the libraries load, importing what a preview needs would wait for them, and the window with it.
        """
        self._frames += 1
        loading = self.ctx.loader.status.state is State.RUNNING
        for spec in SCENES:
            if spec.id not in self._previews and not loading:
                if self._frames > 3:
                    self._frames = 0
                    self._previews[spec.id] = self._preview(spec.id)
                break
        for preview in self._previews.values():
            if preview is not None:
                preview.update(dt)

    def _preview(self, scene_id: str) -> Preview | None:
        spec = next(spec for spec in SCENES if spec.id == scene_id)
        try:
            return spec.make_preview(self.ctx.assets, self.ctx.seed, self.ctx.workers)
        except Exception:
            log.exception("no preview of %s", scene_id)
            return None

    def close(self) -> None:
        """End what the previews compute."""
        for preview in self._previews.values():
            end = getattr(preview, "close", None)
            if end is not None:
                end()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the cards."""
        screen.blit(self._backdrop.surface, (0, 0))
        style = self.ctx.style
        for scene_id, room in self._pictures.items():
            screen.fill(style.colour.background, room)
            preview = self._previews.get(scene_id)
            if preview is not None:
                picture = preview.picture()
                rect = cover(picture.get_size(), room)
                screen.set_clip(room)
                screen.blit(pygame.transform.scale(picture, rect.size), rect)
                screen.set_clip(None)
        for made in self._buttons:
            if made.hovered:
                pygame.draw.rect(
                    screen, style.colour.accent, made.rect, style.px(2), border_radius=style.px(12)
                )

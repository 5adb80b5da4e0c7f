"""The menu: a card with a living picture for each scene."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from itertools import product
from typing import ClassVar

import pygame
from pygame_gui.elements import UIButton

from game.scenes import SCENES, Preview, SceneSpec
from game.ui.layout import Stack, column, grid, row
from game.ui.scene import Scene
from game.ui.surfaces import CachedSurface, cover, fit
from game.ui.widgets.controls import button
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height
from game.workers.latest_call import LatestCall
from game.workers.status import State
from game.workers.workers import Workers

log = logging.getLogger(__name__)

WIDE = 0.72
"""A preview's height by its width, at most."""
BESIDE = 1.6
"""Cards that are wider than this by their height have their words beside the preview rather than below it."""
SHARES = (0.46, 0.34)
"""Of such a card's width, the preview's."""
LOW = 0.36
"""A preview's height by its width, at least: less would show nothing of a portrait."""
MOST_CROPPED = 0.7
"""A preview that would show less of itself than this share is shown whole."""
SIZES = (("title", "body"), ("heading", "small"), ("heading", ""), ("body", ""), ("small", ""))
"""Of a card's title, and of what is said about it, from the best to the last resort: a title alone."""


class MenuScene(Scene):
    """Choose a scene by mouse, by Tab and Enter, or by its number."""

    id: ClassVar[str] = "menu"

    def __init__(self) -> None:
        self._previews: dict[str, Preview | None] = {}
        self._scaled = {spec.id: CachedSurface() for spec in SCENES}
        self._maker: LatestCall[SceneSpec, Callable[[Workers], Preview]] | None = None
        self._loading = False

    def layout(self) -> None:
        """Lay the cards out in a grid and draw all that stays."""
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        self._backdrop = Backdrop((ctx.area.width, ctx.area.bottom), style)
        target, room = self._backdrop.surface, ctx.area.inflate(-4 * style.margin, 0)
        at = (room.x, room.y + style.px(26))
        title = draw_text(target, style, "Latent Arcade", at, size="display", face="display")
        lecture = pygame.Rect(room.x, title.bottom, room.width, style.px(70))
        y = lecture.y + draw_paragraph(target, style, t("menu.lecture"), lecture, "heading", colour="muted")
        at = (room.x, room.bottom - style.px(31))
        draw_text(target, style, t("menu.hint", n=len(SCENES)), at, "small", "regular", "muted", "midleft")
        room.y, room.height = y + style.px(18), room.bottom - style.px(56) - y - style.px(18)
        self._pictures: dict[str, pygame.Rect] = {}
        self._buttons: list[UIButton] = []
        for number, (spec, card) in enumerate(zip(SCENES, self._grid(room), strict=False), start=1):
            self._card(number, spec, self._backdrop.panel(card))
            about = "" if self._sizes[1] else t(f"{spec.id}.about")
            name = f"#card_{spec.id}"
            open_it = partial(ctx.go, spec.id)
            self._buttons.append(button(ctx, card, "", open_it, tip=about, kind="card", object_id=name))

    def _grid(self, room: pygame.Rect) -> list[pygame.Rect]:
        """The cards' places: as few columns, and words as large, as leave all of them readable."""
        style, gap, count = self.ctx.style, self.ctx.style.px(20), len(SCENES)
        columns = 2 if count == 4 else min(count, 3)
        rows = -(-count // columns)
        places = grid(room, columns, rows, gap)
        shares = (*SHARES, 0.0) if places[0].width > BESIDE * places[0].height else (0.0, *SHARES)
        pad = (2 * style.px(14), 2 * style.px(12))
        inner = places[0].inflate(-pad[0], -pad[1])
        for self._sizes, self._share in product(SIZES, shares):
            picture, words = self._split(inner)
            needed, fits = self._words(words.width)
            if fits and needed <= words.height and picture.height >= LOW * picture.width:
                break
        if not self._share:
            # The previews are wide: a higher card would only cut off their sides.
            needed = round(inner.width * WIDE) + self._words(inner.width)[0] + style.px(12) + pad[1]
            height = min(places[0].height, needed)
            room = pygame.Rect(room.x, 0, room.width, rows * height + gap * (rows - 1))
            room.y = places[0].y + (places[-1].bottom - places[0].y - room.height) // 3
        return grid(room, columns, rows, gap)

    def _split(self, inner: pygame.Rect) -> tuple[pygame.Rect, pygame.Rect]:
        """Where a card's picture goes, and where its words: beside it, or below it when it has no share."""
        style = self.ctx.style
        if self._share:
            picture, words = row(inner, [round(inner.width * self._share), -1], style.px(18))
            return picture, pygame.Rect(
                words.x, words.y + style.px(8), words.width, words.height - style.px(8)
            )
        picture, words = column(inner, [-1, self._words(inner.width)[0]], style.px(12))
        return picture, words

    def _words(self, width: int) -> tuple[int, bool]:
        """How high the words of a card are, the same for all; and whether every title fits into its line."""
        style, t = self.ctx.style, self.ctx.t
        title, about = self._sizes
        font = style.font(title, "bold")
        heads = [
            paragraph_height(style, self._part(spec), width, size="small", face="bold") for spec in SCENES
        ]
        texts = [
            paragraph_height(style, t(f"{spec.id}.about"), width, size=about) for spec in SCENES if about
        ]
        titles = [font.size(t(f"{spec.id}.title"))[0] for spec in SCENES]
        line = max(font.get_linesize(), style.px(36))
        return max(heads) + max(texts, default=0) + line + style.px(6), max(titles) <= width - style.px(44)

    def _part(self, spec: SceneSpec) -> str:
        t = self.ctx.t
        return t("menu.part", n=spec.part, title=t(f"lecture.part{spec.part}"))

    def _card(self, number: int, spec: SceneSpec, inner: pygame.Rect) -> None:
        style, t, target = self.ctx.style, self.ctx.t, self._backdrop.surface
        picture, words = self._split(inner)
        self._pictures[spec.id] = picture
        title, about = self._sizes
        lines = Stack(words, 0)
        part = self._part(spec)
        lines.take(draw_paragraph(target, style, part, words, "small", "bold", "accent") + style.px(4))
        line = lines.take(max(style.font(title, "bold").get_linesize(), style.px(36)))
        badge = pygame.Rect(line.right - style.px(36), line.y, style.px(36), style.px(36))
        target.blit(rounded(badge.size, style.px(8), style.colour.raised, style.colour.line), badge)
        draw_text(target, style, str(number), badge.center, "body", "mono_bold", anchor="center")
        draw_text(target, style, t(f"{spec.id}.title"), line.topleft, title, "bold")
        if about:
            lines.skip(style.px(2))
            draw_paragraph(target, style, t(f"{spec.id}.about"), lines.rest, about, colour="muted")

    def update(self, dt: float) -> None:
        """Make the previews one by one, and let them live.

        Not before the libraries are loaded: until then, whoever imports waits for the loader, and may do so
        inside the system's own one, with the interpreter's lock held.
        """
        state = self.ctx.loader.status.state
        if state is State.ERROR and self._loading:
            self.ctx.go("splash")  # which says so, and tries again; who comes from there stays
        self._loading = state is not State.ERROR
        if state in (State.DONE, State.ERROR):
            self._make_previews()
        for preview in self._previews.values():
            if preview is not None:
                preview.update(dt)

    def _make_previews(self) -> None:
        """Have the next one prepared beside the window, and finish it here."""
        ctx = self.ctx
        missing = [spec for spec in SCENES if spec.id not in self._previews]
        if not missing:
            return
        if self._maker is None:
            assets, seed = ctx.assets, ctx.seed
            self._maker = ctx.workers.call(lambda spec: spec.prepare_preview(assets, seed), name="previews")
            self._maker.submit(missing[0])
        answer = self._maker.poll()
        if answer is None:
            return
        scene_id = missing[0].id
        self._previews[scene_id] = None
        if answer.value is not None:
            try:
                self._previews[scene_id] = answer.value(ctx.workers)
            except Exception:
                log.exception("no preview of %s", scene_id)
        if missing[1:]:
            self._maker.submit(missing[1])

    def close(self) -> None:
        """End what the previews compute."""
        if self._maker is not None:
            self._maker.close()
        for preview in self._previews.values():
            end = getattr(preview, "close", None)
            if end is not None:
                end()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the cards."""
        screen.blit(self._backdrop.surface, (0, 0))
        style, loader = self.ctx.style, self.ctx.loader
        for scene_id, room in self._pictures.items():
            screen.fill(style.colour.background, room)
            preview = self._previews.get(scene_id)
            if preview is None and loader.status.state is State.RUNNING:
                bar = pygame.Rect(0, 0, room.width // 3, style.px(6))
                bar.center = room.center
                screen.fill(style.colour.raised, bar)
                bar.width = round(bar.width * loader.progress)
                screen.fill(style.colour.accent, bar)
            elif preview is not None:
                picture = preview.picture()
                rect = cover(picture.get_size(), room)
                if room.width * room.height < MOST_CROPPED * rect.width * rect.height:
                    rect = fit(picture.get_size(), room)
                scale = partial(pygame.transform.scale, picture, rect.size)
                screen.set_clip(room)
                screen.blit(self._scaled[scene_id].get((preview.version, rect.size), scale, picture), rect)
                screen.set_clip(None)
        for made in self._buttons:
            if made.hovered:
                pygame.draw.rect(
                    screen, style.colour.accent, made.rect, style.px(2), border_radius=style.px(12)
                )

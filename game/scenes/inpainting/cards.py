"""Small pictures side by side: what each method makes of the same place, and how good it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np
import pygame
from pygame_gui.elements import UIButton

from game.scenes.inpainting.metrics import Measurement
from game.scenes.inpainting.overlays import part_of
from game.scenes.inpainting.requests import Byte
from game.scenes.inpainting.view import measured, spent
from game.ui.context import Context
from game.ui.layout import row
from game.ui.surfaces import fit, to_surface
from game.ui.widgets.controls import button
from game.ui.widgets.text import draw_paragraph, draw_text, shorten


class Cards:
    """A row of cards, one a method; pressing one shows that method's result large."""

    def __init__(self, choose: Callable[[str], None]) -> None:
        self._choose = choose
        self._cards: dict[str, tuple[pygame.Rect, UIButton]] = {}
        self._pictures: dict[str, tuple[object, pygame.Surface]] = {}

    def layout(self, ctx: Context, room: pygame.Rect, methods: Sequence[str], group: str) -> None:
        """Build the cards in a room.

        Args:
            ctx: the scene's context.
            room: the place for them.
            methods: their ids, from left to right.
            group: the texts' group: `{group}.method_{id}` names a method, `..._tip` explains it.
        """
        self.ctx, self._group = ctx, group
        places = row(room, [-1] * len(methods), ctx.style.px(12))
        self._cards = {
            method: (
                place,
                button(
                    ctx,
                    place,
                    "",
                    partial(self._choose, method),
                    kind="card",
                    tip=ctx.t(f"{group}.method_{method}_tip"),
                    object_id=f"#method_{method}",
                ),
            )
            for method, place in zip(methods, places, strict=True)
        }
        self._pictures = {}

    def clear(self) -> None:
        """No cards: the comparison is off."""
        self._cards = {}

    def _room(self, place: pygame.Rect) -> pygame.Rect:
        """Where a card's picture goes: between its name and its numbers."""
        line = self.ctx.style.font("small").get_linesize()
        return pygame.Rect(
            place.x, place.y + line, place.width, place.height - 2 * line - self.ctx.style.px(4)
        )

    @property
    def room(self) -> tuple[int, int]:
        """Width and height of a card's picture."""
        places = [place for place, _ in self._cards.values()]
        return self._room(places[0]).size if places else (1, 1)

    def follow(self, measurements: Mapping[str, Measurement], region: pygame.Rect) -> None:
        """Make the pictures that are new; one a frame, so that no frame is late."""
        for method, (place, _) in self._cards.items():
            found = measurements.get(method)
            image = found.rgb if found is not None else None
            room = self._room(place)
            key = (id(image), tuple(region), room.size)
            if image is None:
                self._pictures.pop(method, None)
            elif (method not in self._pictures or self._pictures[method][0] != key) and _holds(image, region):
                self._pictures[method] = (key, _cut(image, region, room))
                return

    def draw(
        self,
        screen: pygame.Surface,
        measurements: Mapping[str, Measurement],
        fresh: set[str],
        chosen: str,
        waiting: str,
    ) -> None:
        """Draw the cards' faces; the best numbers stand out."""
        style = self.ctx.style
        scores = {
            m: v.psnr
            for m, v in measurements.items()
            if m in fresh and m in self._cards and v.psnr is not None
        }
        best = max(scores, key=lambda m: scores[m], default="") if len(scores) > 1 else ""
        for method, (place, made) in self._cards.items():
            found = measurements.get(method)
            self._head(screen, place, method, found, method == chosen)
            room = self._room(place)
            picture = self._pictures.get(method)
            if picture is not None:
                target = picture[1].get_rect(center=room.center)
                screen.blit(picture[1], target)
                edge = style.colour.accent if method == chosen else style.colour.line
                pygame.draw.rect(screen, edge, target.inflate(2, 2), style.px(2) if method == chosen else 1)
            else:
                pygame.draw.rect(screen, style.colour.background, room, border_radius=style.px(6))
                words = self._problem(found) or waiting
                note = room.inflate(-style.px(16), -style.px(10))
                draw_paragraph(screen, style, words, note, size="tiny", colour=style.colour.muted)
            if made.hovered:
                pygame.draw.rect(
                    screen, style.colour.accent, room.inflate(4, 4), 1, border_radius=style.px(4)
                )
            if found is not None:
                self._numbers(screen, place, found, method == best, method in fresh)

    def _problem(self, found: Measurement | None) -> str:
        if found is None:
            return ""
        too_large = found.problem == "too_large"
        return self.ctx.t("inpainting.too_large") if too_large else found.problem

    def _head(
        self, screen: pygame.Surface, place: pygame.Rect, method: str, found: Measurement | None, chosen: bool
    ) -> None:
        style, t = self.ctx.style, self.ctx.t
        used = 0
        if found is not None and found.milliseconds:
            words = spent(self.ctx, found.milliseconds)
            at, muted = place.topright, style.colour.muted
            drawn = draw_text(screen, style, words, at, size="tiny", colour=muted, anchor="topright")
            used = drawn.width + style.px(6)
        name = t(f"{self._group}.method_{method}")
        name = shorten(name, style.font("small", "bold"), place.width - used)
        colour = style.colour.accent if chosen else style.colour.text
        draw_text(screen, style, name, place.topleft, size="small", face="bold", colour=colour)

    def _numbers(
        self, screen: pygame.Surface, place: pygame.Rect, found: Measurement, best: bool, fresh: bool
    ) -> None:
        if found.psnr is None:
            return
        style = self.ctx.style
        colour = style.colour.good if best else style.colour.text if fresh else style.colour.faint
        y = place.bottom - style.font("small").get_linesize()
        face = "mono_bold" if best else "mono"
        left = measured(self.ctx, found.psnr, self.ctx.t("inpainting.db"), 1)
        right = measured(self.ctx, found.ssim, "", 3)
        draw_text(screen, style, left, (place.x, y), size="small", face=face, colour=colour)
        draw_text(
            screen, style, right, (place.right, y), size="small", face=face, colour=colour, anchor="topright"
        )


def _holds(image: Byte, region: pygame.Rect) -> bool:
    """Whether a place lies in a picture; that of another picture, which is still shown, may not."""
    return pygame.Rect(0, 0, image.shape[1], image.shape[0]).contains(region)


def _cut(image: Byte, region: pygame.Rect, room: pygame.Rect) -> pygame.Surface:
    surface = to_surface(np.ascontiguousarray(part_of(image, region)))
    target = fit(surface.get_size(), room)
    if target.width >= 2 * surface.get_width():
        return pygame.transform.scale(surface, target.size)
    return pygame.transform.smoothscale(surface, target.size)


def region_around(bounds: pygame.Rect | None, size: tuple[int, int], room: tuple[int, int]) -> pygame.Rect:
    """The part of a picture to show small: what matters with some space around, in the room's proportions.

    Args:
        bounds: what matters; the whole picture when absent.
        size: the picture's width and height.
        room: the room's width and height.
    """
    whole = pygame.Rect(0, 0, *size)
    if bounds is None:
        return whole
    pad = max(16, round(0.15 * max(bounds.size)))
    rect = bounds.inflate(2 * pad, 2 * pad)
    shape = room[0] / max(1, room[1])
    if rect.width < rect.height * shape:
        rect.inflate_ip(round(rect.height * shape) - rect.width, 0)
    else:
        rect.inflate_ip(0, round(rect.width / shape) - rect.height)
    rect.width, rect.height = min(rect.width, size[0]), min(rect.height, size[1])
    return rect.clamp(whole)

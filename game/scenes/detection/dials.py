"""Sliders with their name and value above them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pygame
import pygame_gui

from game.ui.context import Context
from game.ui.layout import column
from game.ui.widgets.controls import Slider, slider
from game.ui.widgets.text import draw_text, shorten

TRACK = 24
"""The height of a slider, in pixels at scale 1."""
LEAST = 14
"""Its height where there is little room."""


@dataclass(frozen=True)
class Dial:
    """What a slider turns.

    Attributes:
        name: `detection.{name}` is its text, `…_tip` explains it.
        limits: the lowest and the highest value, in `step`s.
        step: what one step is.
        value: what it is now.
        put: takes another value.
        words: how a value is written.
    """

    name: str
    limits: tuple[int, int]
    step: float
    value: Callable[[], float]
    put: Callable[[float], None]
    words: Callable[[float], str]


class Dials:
    """Several sliders, one above the other."""

    def __init__(self, dials: Sequence[Dial]) -> None:
        self._dials = tuple(dials)
        self._made: list[tuple[Dial, Slider, pygame.Rect]] = []

    def height(self, ctx: Context) -> int:
        """What they need."""
        style = ctx.style
        one = style.font("small").get_linesize() + style.px(TRACK) + style.px(4)
        return len(self._dials) * (one + style.px(6)) - style.px(6)

    def least(self, ctx: Context) -> int:
        """What they need where there is little room."""
        style = ctx.style
        one = style.font("small").get_linesize() + style.px(LEAST)
        return len(self._dials) * (one + style.px(6)) - style.px(6)

    def layout(self, ctx: Context, room: pygame.Rect) -> None:
        """Build them; where there is little room they are lower."""
        self._ctx, style = ctx, ctx.style
        line, gap, count = style.font("small").get_linesize(), style.px(6), len(self._dials)
        one = min(line + style.px(TRACK + 4), (room.height + gap) // count - gap)
        self._made = []
        for dial, place in zip(self._dials, column(room, [one] * count, gap), strict=True):
            used = min(line + style.px(4), one - style.px(LEAST))
            track = pygame.Rect(place.x, place.y + used, place.width, one - used)
            made = slider(
                ctx,
                track,
                round(dial.value() / dial.step),
                dial.limits,
                object_id=f"#{dial.name}",
                tip=ctx.t(f"detection.{dial.name}_tip"),
            )
            self._made.append((dial, made, place))

    def handle(self, event: pygame.event.Event) -> bool:
        """Take what a slider says; True when it is one of these."""
        if event.type != pygame_gui.UI_HORIZONTAL_SLIDER_MOVED:
            return False
        for dial, made, _ in self._made:
            if event.ui_element is made:
                dial.put(round(event.value) * dial.step)
                return True
        return False

    def update(self) -> None:
        """Let the sliders show what a link or a key has changed."""
        for dial, made, _ in self._made:
            made.stand(dial.value() / dial.step)

    def draw(self, screen: pygame.Surface) -> None:
        """Write names and values."""
        style = self._ctx.style
        for dial, _, place in self._made:
            words = dial.words(dial.value())
            value = draw_text(screen, style, words, place.topright, "small", "mono_bold", anchor="topright")
            font, room = style.font("small"), value.x - place.x - style.px(8)
            name = shorten(self._ctx.t(f"detection.{dial.name}"), font, room)
            draw_text(screen, style, name, place.topleft, "small", colour="muted")

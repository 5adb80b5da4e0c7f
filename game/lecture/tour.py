"""The exhibition's story: the lecture tells itself, stop by stop, until somebody touches it."""

from __future__ import annotations

import math

import pygame

from game.lecture.route import Phase, Route, Stop
from game.lecture.shell import Shell, show_first
from game.ui.context import Context
from game.ui.style import TYPE, Style
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height

PART = 120.0
"""Seconds that the story of a part takes, as far as `LEAST` and `MOST` allow."""
LEAST, MOST = 20.0, 25.0
"""Seconds of a stop."""
ASKED = 0.45
"""Of a stop's time, until the answer is told."""
PHASES: tuple[Phase, Phase] = ("question", "reveal")
"""What is said below the headline, before the answer is told and from then on."""
LETTERS = 1 / 24
"""Of the window's height: the size of every letter, to be read from three metres."""
TALLEST = 0.4
"""Of the window's height that the caption may take."""


def story(route: Route) -> tuple[tuple[Stop, float], ...]:
    """The stops that are told, and the seconds of each."""
    told: list[tuple[Stop, float]] = []
    for part in route.parts:
        stops = [stop for stop in part.stops if stop.story]
        seconds = min(max(PART / max(1, len(stops)), LEAST), MOST)
        told += [(stop, seconds) for stop in stops]
    return tuple(told)


class Tour:
    """Tells the story.

    Args:
        shell: the app.
        route: the bundled one.

    Attributes:
        stop: what is told; None while nobody tells anything.
        revealed: whether the answer is told.
    """

    def __init__(self, shell: Shell, route: Route) -> None:
        self._shell = shell
        self._story = story(route)
        self._index = 0
        self._seconds = 0.0
        self._time = 0.0
        self._heights: dict[object, int] = {}
        self.stop: Stop | None = None
        self.revealed = False

    # ------------------------------------------------------------------ time

    def begin(self) -> None:
        """Tell the story from its beginning."""
        self._bring(0, fresh=True)

    def end(self) -> Stop | None:
        """Tell no more; returns what was being told."""
        stop, self.stop = self.stop, None
        return stop

    def _bring(self, index: int, *, fresh: bool = False) -> None:
        """Show a stop, or the next one whose scene there is."""
        for step in range(len(self._story)):
            at = (index + step) % len(self._story)
            stop, _ = self._story[at]
            self.stop = stop  # the layout asks for its caption
            if show_first(self._shell, stop.links, fresh=fresh):
                self._index, self._seconds, self.revealed = at, 0.0, False
                return
        self.stop = None

    def update(self, dt: float) -> None:
        """Let the time go on, and the scene play itself."""
        if self.stop is None:
            return
        self._seconds += dt
        self._time += dt
        stop, seconds = self._story[self._index]
        if self._seconds >= seconds:
            self._bring(self._index + 1)
        elif not self.revealed and self._seconds >= ASKED * seconds and stop.question is not None:
            self.revealed = True
            if stop.question.reveal_link:
                show_first(self._shell, (stop.question.reveal_link,))

    def attract(self, dt: float) -> None:
        """Let the scene play itself, where it does."""
        if self.stop is not None and self.stop.story == "play":
            self._shell.scene.attract(dt)

    # ------------------------------------------------------------------ the caption

    def _style(self, ctx: Context, height: int) -> Style:
        return ctx.assets.style(ctx.settings.theme, math.ceil(LETTERS * height) / TYPE["body"])

    def height(self, ctx: Context, size: tuple[int, int]) -> int:
        """Of the caption, so that every text of the story fits into it; in pixels."""
        key = (size, ctx.t.code, ctx.settings.theme)
        if key not in self._heights:
            style = self._style(ctx, size[1])
            width = _inner(style, pygame.Rect((0, 0), size)).width
            needed = [
                _height(style, stop.headline(ctx.t.code), width, "bold")
                + _height(style, stop.words(phase, ctx.t.code), width)
                for stop, _ in self._story
                for phase in PHASES
            ]
            pad = size[1] - _inner(style, pygame.Rect((0, 0), size)).height
            self._heights = {key: min(max(needed, default=0) + pad, round(TALLEST * size[1]))}
        return self._heights[key]

    def draw(self, screen: pygame.Surface, ctx: Context) -> None:
        """Draw the caption above the scene, and the invitation over it."""
        stop = self.stop
        if stop is None:
            return
        size = screen.get_size()
        style = self._style(ctx, size[1])
        box = pygame.Rect(0, 0, size[0], self.height(ctx, size))
        screen.fill(style.colour.surface, box)
        edge = max(3, style.px(3))
        told = (self._index + self._seconds / self._story[self._index][1]) / len(self._story)
        screen.fill(style.colour.line, (0, box.bottom - edge, box.width, edge))
        screen.fill(style.colour.accent, (0, box.bottom - edge, round(box.width * told), edge))
        room = _inner(style, box)
        headline = stop.headline(ctx.t.code)
        draw_paragraph(screen, style, headline, room, "body", "bold", colour="accent")
        used = _height(style, headline, room.width, "bold")
        room.y, room.height = room.y + used, room.height - used
        draw_paragraph(screen, style, stop.words(PHASES[self.revealed], ctx.t.code), room, "body")
        self._draw_invitation(screen, style, ctx.t("kiosk.touch"))

    def _draw_invitation(self, screen: pygame.Surface, style: Style, words: str) -> None:
        """A sign that breathes, at the bottom."""
        wide = style.font("body", "bold").size(words)[0] + style.px(62)
        sign = pygame.Rect(0, 0, wide, style.px(32))
        rise = style.px(3) * (1 + math.sin(2.5 * self._time))
        sign.midbottom = (screen.get_width() // 2, round(screen.get_height() - style.px(8) - rise))
        screen.blit(rounded(sign.size, sign.height // 2, style.colour.accent, style.colour.accent), sign)
        icon = style.icon("hand", style.px(20), style.colour.on_accent)
        screen.blit(icon, icon.get_rect(midleft=(sign.x + style.px(16), sign.centery)))
        at = (sign.x + style.px(42), sign.centery)
        draw_text(screen, style, words, at, "body", "bold", "on_accent", "midleft")


def _inner(style: Style, box: pygame.Rect) -> pygame.Rect:
    inner = box.inflate(-2 * style.px(14), -2 * style.px(7))
    inner.height -= max(3, style.px(3))
    return inner


def _height(style: Style, words: str, width: int, face: str = "regular") -> int:
    return paragraph_height(style, words, width, size="body", face=face)

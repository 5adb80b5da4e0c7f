"""A line plot that is drawn again only when its data changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pygame

from game.ui.style import Style, mix

Point = tuple[float, float]


def ticks(low: float, high: float, count: int) -> list[float]:
    """Round numbers between two limits, about `count` of them (steps of 1, 2 or 5 times a power of ten)."""
    span = max(high - low, 1e-9)
    raw = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= raw)
    first = math.ceil(low / step) * step
    return [first + i * step for i in range(int((high - first) / step + 1e-9) + 1)]


class Plot:
    """One curve over time, with axes.

    Attributes:
        low, high: the limits of y.
        baseline: a y that is drawn as a dashed line, or None.
    """

    def __init__(self, low: float, high: float, baseline: float | None = None) -> None:
        self.low, self.high, self.baseline = low, high, baseline
        self._key: object = None
        self._surface: pygame.Surface | None = None

    def draw(
        self,
        screen: pygame.Surface,
        style: Style,
        rect: pygame.Rect,
        points: Sequence[Point],
        *,
        x_text: Callable[[float], str],
        y_text: Callable[[float], str],
        colour: pygame.Color,
        baseline_text: str = "",
        marks: Sequence[tuple[float, float, str]] = (),
    ) -> None:
        """Draw the plot inside `rect`; x starts at 0. Marks (x, y, name) beyond the newest x are left out."""
        key = (rect.size, style, len(points), points[-1] if points else None, baseline_text, tuple(marks))
        if key != self._key or self._surface is None:
            self._key = key
            self._surface = self._render(
                style, rect.size, points, x_text, y_text, colour, baseline_text, marks
            )
        screen.blit(self._surface, rect)

    def _render(
        self,
        style: Style,
        size: tuple[int, int],
        points: Sequence[Point],
        x_text: Callable[[float], str],
        y_text: Callable[[float], str],
        colour: pygame.Color,
        baseline_text: str,
        marks: Sequence[tuple[float, float, str]],
    ) -> pygame.Surface:
        surface = pygame.Surface(size)
        surface.fill(style.colour.surface)
        line_height = style.font("tiny", "mono").get_linesize()
        font = style.font("tiny", "mono")
        rough = ticks(self.low, self.high, max(2, (size[1] - 2 * line_height) // (line_height * 2)))
        left = max(font.size(text)[0] for text in ("−00", *map(y_text, rough))) + style.px(8)
        frame = pygame.Rect(left, line_height // 2, 0, 0)
        frame.size = (size[0] - left - style.px(10), size[1] - round(line_height * 1.7))
        if frame.width < 10 or frame.height < 10:
            return surface
        end = max(points[-1][0] if points else 0.0, 60.0)
        grid = mix(style.colour.surface, style.colour.line, 0.5)

        def place(x: float, y: float) -> tuple[float, float]:
            share = (min(max(y, self.low), self.high) - self.low) / (self.high - self.low)
            return frame.x + x / end * frame.width, frame.bottom - share * frame.height

        for value in ticks(self.low, self.high, max(2, frame.height // (line_height * 2))):
            y = place(0, value)[1]
            pygame.draw.line(surface, grid, (frame.x, y), (frame.right, y))
            text = style.text(y_text(value), "tiny", "mono", style.colour.muted)
            surface.blit(text, text.get_rect(midright=(frame.x - style.px(6), y)))
        for value in ticks(0, end, max(2, frame.width // style.px(110))):
            x = place(value, 0)[0]
            text = style.text(x_text(value), "tiny", "mono", style.colour.muted)
            at = text.get_rect(midtop=(x, frame.bottom + style.px(4)))
            surface.blit(text, at.clamp(surface.get_rect()))
        if self.baseline is not None:
            y = round(place(0, self.baseline)[1])
            for x in range(frame.x, frame.right, 12):
                pygame.draw.line(
                    surface, style.colour.muted, (x, y), (min(x + 6, frame.right), y), style.px(1.5)
                )
            if baseline_text:
                text = style.text(baseline_text, "tiny", "regular", style.colour.muted)
                surface.blit(text, text.get_rect(bottomright=(frame.right, y - 1)))
        if len(points) > 1:
            corners = [place(x, y) for x, y in points]
            for dy in range(max(2, style.px(2.5))):
                pygame.draw.aalines(surface, colour, False, [(x, y + dy - 1) for x, y in corners])
        if points:
            pygame.draw.aacircle(surface, colour, place(*points[-1]), style.px(4))
        for x_mark, y_mark, name in marks:
            if x_mark > end:
                continue
            (x, y), side = place(x_mark, y_mark), style.px(5)
            corners = [(x - side, y), (x, y - side), (x + side, y), (x, y + side)]
            pygame.draw.polygon(surface, style.colour.text, corners)
            text = style.text(name, "tiny", "regular", style.colour.text)
            at = text.get_rect(midleft=(x + side + style.px(3), y + side))
            surface.blit(text, at.clamp(surface.get_rect()))
        return surface

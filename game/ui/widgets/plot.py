"""A plot of curves that is drawn again only when its data changed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from game.ui.style import Style, mix
from game.ui.surfaces import CachedSurface

Point = tuple[float, float]


def ticks(low: float, high: float, count: int) -> list[float]:
    """Round numbers between two limits, about `count` of them (steps of 1, 2 or 5 times a power of ten)."""
    span = max(high - low, 1e-9)
    raw = span / max(count, 1)
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= raw)
    first = math.ceil(low / step) * step
    return [first + i * step for i in range(int((high - first) / step + 1e-9) + 1)]


@dataclass(frozen=True)
class Line:
    """A curve.

    Attributes:
        points: (N, 2), x and y of each point; x is not negative and grows.
        colour: of the curve and its name.
        name: stands above the plot; empty for none.
    """

    points: Sequence[Point] | NDArray[np.float32]
    colour: pygame.Color
    name: str = ""

    @property
    def newest(self) -> Point | None:
        """The last point."""
        return (float(self.points[-1][0]), float(self.points[-1][1])) if len(self.points) else None


@dataclass(frozen=True)
class Axes:
    """What is written and marked around curves.

    Attributes:
        x_text: how x is written.
        x_name: what x is; stands at the end of its axis.
        y_text: how y is written.
        least: the x axis begins at 0 and ends at the last point, but not before this.
        baseline_text: what stands at the baseline.
        marks: points (x, y, name) that are marked; those beyond the newest x are left out.
        at: an x that is marked by an upright line.
    """

    x_text: Callable[[float], str] = "{:g}".format
    x_name: str = ""
    y_text: Callable[[float], str] = "{:g}".format
    least: float = 60.0
    baseline_text: str = ""
    marks: Sequence[tuple[float, float, str]] = ()
    at: float | None = None


class Plot:
    """Curves with axes.

    Attributes:
        low, high: the limits of y; without an upper one it follows the curves.
        baseline: a y that is drawn as a dashed line, or None.
    """

    def __init__(self, low: float, high: float | None, baseline: float | None = None) -> None:
        self.low, self.high, self.baseline = low, high, baseline
        self._cache = CachedSurface()

    def draw(
        self,
        screen: pygame.Surface,
        style: Style,
        rect: pygame.Rect,
        points: Sequence[Point],
        *,
        colour: pygame.Color,
        **axes: Any,
    ) -> None:
        """Draw a single curve."""
        self.draw_lines(screen, style, rect, (Line(points, colour),), **axes)

    def draw_lines(
        self, screen: pygame.Surface, style: Style, rect: pygame.Rect, lines: Sequence[Line], **axes: Any
    ) -> None:
        """Draw curves inside a rectangle; `axes` are the fields of `Axes`."""
        around = Axes(**axes)
        shown = tuple((line.name, len(line.points), line.newest) for line in lines)
        marks = around.baseline_text, around.x_name, tuple(around.marks), around.at
        key = (rect.size, style, self.low, self.high, shown, marks)
        screen.blit(self._cache.get(key, lambda: self._render(style, rect.size, lines, around)), rect)

    def _render(
        self, style: Style, size: tuple[int, int], lines: Sequence[Line], axes: Axes
    ) -> pygame.Surface:
        surface = pygame.Surface(size)
        surface.fill(style.colour.surface)
        font, muted = style.font("tiny", "mono"), style.colour.muted
        line_height = font.get_linesize()
        top = _draw_names(surface, style, lines)
        low, high = self.low, self._top(lines)
        rough = ticks(low, high, max(2, (size[1] - top - 2 * line_height) // (line_height * 2)))
        left = max(font.size(text)[0] for text in ("−00", *map(axes.y_text, rough))) + style.px(8)
        frame = pygame.Rect(left, top + line_height // 2, 0, 0)
        frame.size = (size[0] - left - style.px(10), size[1] - top - round(line_height * 1.7))
        if frame.width < 10 or frame.height < 10:
            return surface
        end = max([axes.least, *(line.newest[0] for line in lines if line.newest)])
        grid = mix(style.colour.surface, style.colour.line, 0.5)

        def place(x: float, y: float) -> Point:
            share = (min(max(y, low), high) - low) / (high - low)
            return frame.x + x / end * frame.width, frame.bottom - share * frame.height

        for value in ticks(low, high, max(2, frame.height // (line_height * 2))):
            y = place(0, value)[1]
            pygame.draw.line(surface, grid, (frame.x, y), (frame.right, y))
            text = style.text(axes.y_text(value), "tiny", "mono", muted)
            surface.blit(text, text.get_rect(midright=(frame.x - style.px(6), y)))
        for value in ticks(0, end, max(2, frame.width // style.px(110))):
            text = style.text(axes.x_text(value), "tiny", "mono", muted)
            below = text.get_rect(midtop=(place(value, 0)[0], frame.bottom + style.px(4)))
            surface.blit(text, below.clamp(surface.get_rect()))
        if axes.x_name:
            text = style.text(axes.x_name, "tiny", "regular", muted)
            surface.blit(text, text.get_rect(bottomright=(frame.right, frame.bottom - 1)))
        if self.baseline is not None:
            y = round(place(0, self.baseline)[1])
            for x in range(frame.x, frame.right, 12):
                pygame.draw.line(surface, muted, (x, y), (min(x + 6, frame.right), y), style.px(1.5))
            text = style.text(axes.baseline_text, "tiny", "regular", muted)
            surface.blit(text, text.get_rect(bottomright=(frame.right, y - 1)))
        if axes.at is not None:
            x = round(place(axes.at, 0)[0])
            pygame.draw.line(surface, style.colour.text, (x, frame.y), (x, frame.bottom), style.px(1))
        for line in lines:
            corners = [place(float(x), float(y)) for x, y in line.points]
            for dy in range(max(2, style.px(2.5))) if len(corners) > 1 else ():
                pygame.draw.aalines(surface, line.colour, False, [(x, y + dy - 1) for x, y in corners])
            if corners:
                pygame.draw.aacircle(surface, line.colour, corners[-1], style.px(4))
        for x_mark, y_mark, name in axes.marks:
            if x_mark <= end:
                _draw_mark(surface, style, place(x_mark, y_mark), name)
        return surface

    def _top(self, lines: Sequence[Line]) -> float:
        if self.high is not None:
            return self.high
        # A single point beyond all others would press the curves flat.
        tops = [float(np.quantile(np.asarray(line.points)[:, 1], 0.98)) for line in lines if line.newest]
        return max(2.0, 1.15 * max(tops, default=0.0))


def _draw_names(surface: pygame.Surface, style: Style, lines: Sequence[Line]) -> int:
    """Name the curves above the plot; returns the height used."""
    if not any(line.name for line in lines):
        return 0
    x, y, gap, dot, font = 0, 0, style.px(14), style.px(4), style.font("tiny")
    height = int(font.get_linesize())
    for line in lines:
        words = style.text(line.name, "tiny", "regular", line.colour)
        if x and x + 3 * dot + words.get_width() > surface.get_width():
            x, y = 0, y + height
        pygame.draw.aacircle(surface, line.colour, (x + dot, y + height // 2), dot)
        surface.blit(words, (x + 3 * dot, y))
        x += 3 * dot + words.get_width() + gap
    return y + height + style.px(4)


def _draw_mark(surface: pygame.Surface, style: Style, at: Point, name: str) -> None:
    """Draw a diamond at a point, and its name beside it."""
    (x, y), side = at, style.px(5)
    pygame.draw.polygon(
        surface, style.colour.text, [(x - side, y), (x, y - side), (x + side, y), (x, y + side)]
    )
    text = style.text(name, "tiny", "regular", style.colour.text)
    surface.blit(text, text.get_rect(midleft=(x + side + style.px(3), y + side)).clamp(surface.get_rect()))

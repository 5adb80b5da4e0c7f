"""Brushes, lines and shapes, all made of one thing: a round stamp with smooth edges, set along a way."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

import pygame

Shape = Literal["line", "rectangle", "ellipse"]
SHAPES: tuple[Shape, ...] = ("line", "rectangle", "ellipse")
MIN_BRUSH, MAX_BRUSH = 1, 160
# How quickly the width of a stroke follows the pressure: sensors tremble, strokes should not.
EASE = 0.35


@dataclass(frozen=True)
class Tool:
    """What a stroke is made with: `size` is the diameter in picture pixels."""

    colour: tuple[int, int, int] = (24, 28, 40)
    size: int = 12


@lru_cache(maxsize=256)
def stamp(size: int, colour: tuple[int, int, int]) -> pygame.Surface:
    """A disc of `size` pixels with smooth edges on a transparent square."""
    smooth = 4
    side = size + 2
    big = pygame.Surface((side * smooth, side * smooth), pygame.SRCALPHA)
    big.fill((*colour, 0))
    centre = side * smooth / 2
    pygame.draw.circle(big, (*colour, 255), (centre, centre), size * smooth / 2)
    return pygame.transform.smoothscale(big, (side, side))


class Stroke:
    """Turns the points of a hand into evenly spaced stamps along a smooth curve.

    Between two mouse positions the way is a quadratic Bézier curve through their middles, so that the
    corners of fast movements are rounded, and the width eases towards the pressure.
    """

    def __init__(self, at: tuple[float, float], size: int, pressure: float = 1.0) -> None:
        self.points = [pygame.Vector2(at)]
        self.size = size
        self._width = pressure
        self._left = 0.0

    def first(self) -> tuple[pygame.Vector2, int]:
        """The stamp where the brush was put down."""
        return self.points[0], self._diameter()

    def move(self, at: tuple[float, float], pressure: float = 1.0) -> Iterator[tuple[pygame.Vector2, int]]:
        """The stamps up to the middle of the newest piece of the way."""
        point = pygame.Vector2(at)
        if point == self.points[-1]:
            return
        self._width += EASE * (pressure - self._width)
        self.points = [*self.points[-2:], point]
        if len(self.points) == 2:
            yield from self._segment(self.points[0], (self.points[0] + point) / 2)
            return
        a, corner, b = self.points
        start, end = (a + corner) / 2, (corner + b) / 2
        steps = max(2, int((corner - start).length() + (end - corner).length()) // 6)
        last = start
        for i in range(1, steps + 1):
            t = i / steps
            here = start * (1 - t) ** 2 + corner * 2 * t * (1 - t) + end * t**2
            yield from self._segment(last, here)
            last = here

    def end(self) -> Iterator[tuple[pygame.Vector2, int]]:
        """The stamps up to the last point."""
        if len(self.points) > 1:
            yield from self._segment((self.points[-2] + self.points[-1]) / 2, self.points[-1])

    def _diameter(self) -> int:
        return max(MIN_BRUSH, round(self.size * min(max(self._width, 0.1), 1.0)))

    def _segment(self, start: pygame.Vector2, end: pygame.Vector2) -> Iterator[tuple[pygame.Vector2, int]]:
        spacing = max(0.5, self._diameter() / 10)
        way = end - start
        length = way.length()
        travelled = spacing - self._left
        while travelled <= length:
            yield start + way * (travelled / length), self._diameter()
            travelled += spacing
        self._left = length - (travelled - spacing)


def constrained(shape: Shape, start: tuple[float, float], end: tuple[float, float]) -> tuple[float, float]:
    """The end that makes a line go in a multiple of 45 degrees, a rectangle a square, an ellipse a circle."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    if shape == "line":
        angle = round(math.atan2(dy, dx) / (math.pi / 4)) * (math.pi / 4)
        length = math.hypot(dx, dy)
        return start[0] + length * math.cos(angle), start[1] + length * math.sin(angle)
    side = max(abs(dx), abs(dy))
    return start[0] + math.copysign(side, dx), start[1] + math.copysign(side, dy)


def outline(shape: Shape, start: tuple[float, float], end: tuple[float, float]) -> list[tuple[float, float]]:
    """The corners of a shape's outline, the first one again at the end where it is closed."""
    (x0, y0), (x1, y1) = start, end
    if shape == "line":
        return [start, end]
    if shape == "rectangle":
        return [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    cx, cy, rx, ry = (x0 + x1) / 2, (y0 + y1) / 2, abs(x1 - x0) / 2, abs(y1 - y0) / 2
    count = max(12, min(180, round(math.pi * (rx + ry) / 4)))
    turns = (2 * math.pi * i / count for i in range(count + 1))
    return [(cx + rx * math.cos(turn), cy + ry * math.sin(turn)) for turn in turns]


def draw_shape(
    surface: pygame.Surface,
    shape: Shape,
    start: tuple[float, float],
    end: tuple[float, float],
    tool: Tool,
    *,
    filled: bool,
) -> pygame.Rect:
    """Draw a shape with the brush as its pen; returns what has changed, clipped to the surface."""
    corners = outline(shape, start, end)
    if filled and shape != "line":
        pygame.draw.polygon(surface, tool.colour, corners)
    pen = stamp(tool.size, tool.colour)
    half = pen.get_width() / 2
    spacing = max(1.0, tool.size / 8)
    for (x0, y0), (x1, y1) in pairwise(corners):
        steps = max(1, math.ceil(math.hypot(x1 - x0, y1 - y0) / spacing))
        for i in range(steps + 1):
            x, y = x0 + (x1 - x0) * i / steps, y0 + (y1 - y0) * i / steps
            surface.blit(pen, (round(x - half), round(y - half)))
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    left, top = math.floor(min(xs) - half) - 1, math.floor(min(ys) - half) - 1
    changed = pygame.Rect(
        left, top, math.ceil(max(xs) + half) + 2 - left, math.ceil(max(ys) + half) + 2 - top
    )
    return changed.clip(surface.get_rect())

"""Rectangles cut from rectangles: rows, columns and grids."""

from __future__ import annotations

from collections.abc import Sequence

import pygame


def _cut(length: int, parts: Sequence[int], gap: int) -> list[tuple[int, int]]:
    """Start and length of each part: positive ones in pixels, negative ones share the rest by weight."""
    fixed = sum(part for part in parts if part > 0) + gap * (len(parts) - 1)
    weight = sum(-part for part in parts if part < 0)
    rest = max(0, length - fixed)
    result, at = [], 0
    for part in parts:
        pixels = part if part > 0 else round(rest * -part / weight) if part else 0
        result.append((at, pixels))
        at += pixels + gap
    return result


def row(rect: pygame.Rect, widths: Sequence[int], gap: int) -> list[pygame.Rect]:
    """Cut from left to right: positive widths in pixels, negative ones share the rest by weight."""
    return [
        pygame.Rect(rect.x + at, rect.y, width, rect.height) for at, width in _cut(rect.width, widths, gap)
    ]


def column(rect: pygame.Rect, heights: Sequence[int], gap: int) -> list[pygame.Rect]:
    """Cut from top to bottom: positive heights in pixels, negative ones share the rest by weight."""
    return [
        pygame.Rect(rect.x, rect.y + at, rect.width, height) for at, height in _cut(rect.height, heights, gap)
    ]


def grid(rect: pygame.Rect, columns: int, rows: int, gap: int) -> list[pygame.Rect]:
    """Cut into cells of one size, row by row."""
    lines = column(rect, [-1] * rows, gap)
    return [cell for line in lines for cell in row(line, [-1] * columns, gap)]


def flow(width: int, wanted: Sequence[int], gap: int) -> list[list[int]]:
    """Break parts into as many rows as a width asks for; returns the rows' parts by their numbers.

    Args:
        width: of a row.
        wanted: the width that each part needs at least.
        gap: between two parts of a row.
    """
    rows: list[list[int]] = []
    used = width + 1
    for index, part in enumerate(wanted):
        if used + gap + part > width:
            rows.append([])
            used = -gap
        rows[-1].append(index)
        used += gap + part
    return rows


class Stack:
    """Hands out what lies in an area from top to bottom, for panels whose parts come one after the other.

    Args:
        rect: the area.
        gap: pixels between two parts.

    Attributes:
        y: where the next part begins.
    """

    def __init__(self, rect: pygame.Rect, gap: int = 0) -> None:
        self._rect = rect
        self._gap = gap
        self.y = rect.y

    def take(self, height: int) -> pygame.Rect:
        """The next part, as wide as the area."""
        result = pygame.Rect(self._rect.x, self.y, self._rect.width, height)
        self.y = result.bottom + self._gap
        return result

    def skip(self, height: int) -> None:
        """Leave some pixels empty."""
        self.y += height

    @property
    def rest(self) -> pygame.Rect:
        """What is left."""
        return pygame.Rect(self._rect.x, self.y, self._rect.width, max(0, self._rect.bottom - self.y))

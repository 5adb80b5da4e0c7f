"""Matrices with square cells: how a number is written, where a cell lies, and a grid to look at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pygame
from numpy.typing import NDArray

from game.ui.style import Style, ink_on, mix
from game.ui.surfaces import CachedSurface
from game.ui.widgets.text import draw_text

MINUS = "\N{MINUS SIGN}"
SIZES = ("heading", "body", "small", "tiny")


def plain(value: float, digits: int = 1) -> str:
    """A number without needless digits, with a proper minus sign."""
    text = f"{value:.{digits}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return ("0" if text == "-0" else text).replace("-", MINUS)


def signed(style: Style, value: float, strongest: float, most: float = 0.75) -> pygame.Color:
    """A cell's colour: orange above zero, blue below, the stronger the larger.

    Args:
        style: whose colours.
        value: the number.
        strongest: the absolute value that is drawn at full strength.
        most: the share of orange or blue at full strength.
    """
    colour = style.colour
    tint = colour.human if value > 0 else colour.agent
    return mix(colour.raised, tint, most * min(abs(value) / strongest, 1.0))


def write_fitting(
    surface: pygame.Surface,
    style: Style,
    text: str,
    cell: pygame.Rect,
    colour: pygame.Color | None = None,
    sizes: Sequence[str] = SIZES,
    face: str = "mono_bold",
) -> None:
    """Write a text in the middle of a cell, in the first size that fits; not at all when none does."""
    for size in sizes:
        font = style.font(size, face)
        if font.size(text)[0] <= cell.width - 2 and font.get_height() <= cell.height + 1:
            draw_text(surface, style, text, cell.center, size, face, colour, "center")
            return


class CellGrid:
    """Square cells in the middle of a room.

    Args:
        shape: rows and columns.
        largest: of a cell's side, in pixels at scale 1.
    """

    def __init__(self, shape: tuple[int, ...], largest: float) -> None:
        self.shape, self.largest = shape, largest
        self.rect, self.side = pygame.Rect(0, 0, 1, 1), 1
        self._drawn = CachedSurface()

    def layout(self, style: Style, room: pygame.Rect, shape: tuple[int, ...] = ()) -> None:
        """Take the largest place in the middle of `room`, for other rows and columns if they are given."""
        self._style, self._room, self.shape = style, room.copy(), shape or self.shape
        rows, columns = self.shape
        self.side = max(2, min(room.width // columns, room.height // rows, style.px(self.largest)))
        self.rect = pygame.Rect(0, 0, self.side * columns, self.side * rows)
        self.rect.center = room.center

    def at(self, pos: tuple[int, int]) -> tuple[int, int] | None:
        """Row and column of the cell under a point of the window."""
        if not self.rect.collidepoint(pos):
            return None
        return (pos[1] - self.rect.y) // self.side, (pos[0] - self.rect.x) // self.side

    def place(self, cell: tuple[int, ...]) -> pygame.Rect:
        """A cell's rectangle in the window."""
        x, y = self.rect.x + cell[1] * self.side, self.rect.y + cell[0] * self.side
        return pygame.Rect(x, y, self.side, self.side)

    def inner(self, cell: tuple[int, ...]) -> pygame.Rect:
        """A cell's rectangle without the gap to the next one, which is less for small cells."""
        gap = min(self._style.px(4), max(1, self.side // 10))
        return self.place(cell).inflate(-gap, -gap)


class NumberGrid(CellGrid):
    """A matrix to look at: signed colours, cells that are not known yet left empty."""

    def __init__(self, largest: float = 84) -> None:
        super().__init__((1, 1), largest)

    def draw(self, screen: pygame.Surface, matrix: NDArray[np.float32], known: int, strongest: float) -> None:
        """Draw the first `known` cells in reading order, and frames for the rest.

        Args:
            screen: where to draw.
            matrix: (rows, columns), as laid out.
            known: how many cells are shown.
            strongest: the absolute value that is drawn at full strength.
        """
        key = (matrix.tobytes(), known, strongest, tuple(self.rect), self._style)
        drawn = self._drawn.get(key, lambda: self._render(matrix, known, max(strongest, 1e-9)))
        screen.blit(drawn, self.rect)

    def _render(self, matrix: NDArray[np.float32], known: int, strongest: float) -> pygame.Surface:
        surface = pygame.Surface(self.rect.size, pygame.SRCALPHA)
        style, colour = self._style, self._style.colour
        for index, cell in enumerate(np.ndindex(*matrix.shape)):
            rect = self.inner(cell).move(-self.rect.x, -self.rect.y)
            radius = min(style.px(6), rect.width // 4)
            if index >= known:
                pygame.draw.rect(surface, colour.line, rect, 1, border_radius=radius)
                continue
            value = float(matrix[cell])
            ground = signed(style, value, strongest)
            pygame.draw.rect(surface, ground, rect, border_radius=radius)
            write_fitting(surface, style, plain(value), rect, ink_on(ground))
        return surface

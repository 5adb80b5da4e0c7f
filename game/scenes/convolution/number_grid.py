"""A matrix of numbers to look at: shades or signed colours, cells that are not known yet left empty."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.arithmetic import plain
from game.ui.style import Style, mix
from game.ui.widgets.text import draw_text


class NumberGrid:
    """Draws a matrix with square cells and finds the cell under the pointer."""

    def __init__(self, largest: float = 84) -> None:
        self.largest = largest
        self.rect = pygame.Rect(0, 0, 1, 1)
        self.side = 1
        self._shape = (1, 1)
        self._key: object = None
        self._drawn: pygame.Surface | None = None

    def layout(self, style: Style, room: pygame.Rect, shape: tuple[int, int]) -> None:
        """Take the largest place in the middle of `room` for (rows, columns) cells."""
        self._style, self._shape = style, shape
        rows, columns = shape
        self.side = max(2, min(room.width // columns, room.height // rows, style.px(self.largest)))
        self.rect = pygame.Rect(0, 0, self.side * columns, self.side * rows)
        self.rect.center = room.center

    def cell(self, pos: tuple[int, int]) -> tuple[int, int] | None:
        """Row and column under a point of the window."""
        if not self.rect.collidepoint(pos):
            return None
        return (
            min((pos[1] - self.rect.y) // self.side, self._shape[0] - 1),
            min((pos[0] - self.rect.x) // self.side, self._shape[1] - 1),
        )

    def place(self, cell: tuple[int, int]) -> pygame.Rect:
        """A cell's rectangle in the window."""
        row, column = cell
        return pygame.Rect(
            self.rect.x + column * self.side, self.rect.y + row * self.side, self.side, self.side
        )

    def draw(self, screen: pygame.Surface, matrix: NDArray[np.float32], known: int, strongest: float) -> None:
        """Draw the first `known` cells in reading order, and frames for the rest.

        Args:
            screen: where to draw.
            matrix: (rows, columns), as laid out.
            known: how many cells are shown.
            strongest: the absolute value that is drawn at full strength.
        """
        key = (matrix.tobytes(), known, strongest, tuple(self.rect), self._style)
        if key != self._key or self._drawn is None:
            self._key = key
            self._drawn = pygame.Surface(self.rect.size, pygame.SRCALPHA)
            self._render(self._drawn, matrix, known, max(strongest, 1e-9))
        screen.blit(self._drawn, self.rect)

    def _render(
        self, surface: pygame.Surface, matrix: NDArray[np.float32], known: int, strongest: float
    ) -> None:
        style, colour = self._style, self._style.colour
        gap = min(style.px(4), max(1, self.side // 10))
        for index, (row, column) in enumerate(np.ndindex(*matrix.shape)):
            rect = pygame.Rect(column * self.side, row * self.side, self.side, self.side).inflate(-gap, -gap)
            radius = min(style.px(6), rect.width // 4)
            if index >= known:
                pygame.draw.rect(surface, colour.line, rect, 1, border_radius=radius)
                continue
            value = float(matrix[row, column])
            tint = colour.human if value > 0 else colour.agent
            share = 0.75 * min(abs(value) / strongest, 1.0)
            pygame.draw.rect(surface, mix(colour.raised, tint, share), rect, border_radius=radius)
            text = plain(value)
            for size in ("heading", "body", "small", "tiny"):
                font = style.font(size, "mono_bold")
                if font.size(text)[0] <= rect.width and font.get_height() <= rect.height + 1:
                    draw_text(surface, style, text, rect.center, size=size, face="mono_bold", anchor="center")
                    break

"""The cells of a kernel: typed, turned by the wheel, dragged up and down, walked by the arrow keys."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.number_grid import MINUS, CellGrid, signed, write_fitting
from game.ui.style import ink_on

LIMIT = 999.0
TYPED = "0123456789.,-/"


def format_cell(value: float) -> str:
    """A coefficient as short as it can be: a whole number, a ninth, a sixteenth, or three digits."""
    if value == int(value):
        return str(int(value)).replace("-", MINUS)
    short = any((value * n).is_integer() for n in (2, 4, 5, 10))
    for bottom in () if short else (9, 16, 25):
        top = value * bottom
        if abs(top - round(top)) < 1e-6 and abs(top) < 100:
            return f"{round(top)}/{bottom}".replace("-", MINUS)
    return f"{value:.3g}".replace("-", MINUS)


def parse_cell(text: str) -> float | None:
    """Read "2", "-0.5", "0,5" or "1/9"; None for what is no number between -999 and 999."""
    text = text.replace(",", ".").replace(MINUS, "-").strip()
    top, slash, bottom = text.partition("/")
    try:
        value = float(top) / float(bottom) if slash else float(top)
    except (ValueError, ZeroDivisionError):
        return None
    return value if math.isfinite(value) and abs(value) <= LIMIT else None


def grey(value: float, white: float) -> pygame.Color:
    """The shade of a pixel from 0 to `white`."""
    level = round(min(max(value / white, 0.0), 1.0) * 255)
    return pygame.Color(level, level, level)


class KernelGrid(CellGrid):
    """An editable matrix.

    Args:
        matrix: (kh, kw) float64; copied.
        changed: called after every change by the user.

    Attributes:
        white: the value that is drawn white, in a grid that shows a picture; None in one that shows weights.
    """

    def __init__(self, matrix: NDArray[np.float64], changed: Callable[[], None]) -> None:
        self.matrix = np.array(matrix, dtype=np.float64)
        super().__init__(self.matrix.shape, 84)
        self._changed = changed
        self.cell: tuple[int, int] | None = None
        self._typed: str | None = None
        self._drag: tuple[tuple[int, int], int, float] | None = None
        self._hover: tuple[int, int] | None = None
        self.white: float | None = None

    @property
    def pointed(self) -> tuple[int, int] | None:
        """The cell under the pointer, or the chosen one."""
        return self._hover if self._hover is not None else self.cell

    @property
    def dragged(self) -> tuple[int, int] | None:
        """The cell that the mouse is turning."""
        return self._drag[0] if self._drag is not None else None

    @property
    def typing(self) -> bool:
        """Whether keys belong to a cell."""
        return self.cell is not None

    def set(self, matrix: NDArray[np.float64]) -> None:
        """Show another matrix, of any shape."""
        another = self.matrix.shape != np.shape(matrix)
        self.matrix = np.array(matrix, dtype=np.float64)
        self.cell = self._typed = None
        if another:
            self._hover = self._drag = None
            self.shape = self.matrix.shape
            if hasattr(self, "_room"):
                self.layout(self._style, self._room)

    def follow(self, matrix: NDArray[np.float64]) -> None:
        """Show new numbers in the same cells, while the user may be typing or dragging."""
        self.matrix = np.array(matrix, dtype=np.float64)

    def choose_first(self) -> None:
        """Put the keyboard on the first cell."""
        self._accept()
        self.cell = (0, 0)

    def handle(self, event: pygame.event.Event) -> bool:
        """Edit; True when the event was used."""
        if event.type == pygame.MOUSEBUTTONDOWN:
            return self._press(event)
        if event.type == pygame.MOUSEMOTION:
            return self._motion(event)
        if event.type == pygame.MOUSEBUTTONUP and self._drag is not None:
            self._drag = None
            return True
        if event.type == pygame.MOUSEWHEEL and self._hover is not None:
            fine = bool(pygame.key.get_mods() & pygame.KMOD_SHIFT)
            self._put(self._hover, self.matrix[self._hover] + event.y * (0.1 if fine else 1.0))
            return True
        if event.type == pygame.KEYDOWN and self.cell is not None:
            return self._key(event, self.cell)
        return False

    def _press(self, event: pygame.event.Event) -> bool:
        self._accept()
        self.cell = self.at(event.pos) if event.button == 1 else None
        if self.cell is not None:
            self._drag = (self.cell, event.pos[1], float(self.matrix[self.cell]))
        return self.cell is not None

    def _motion(self, event: pygame.event.Event) -> bool:
        self._hover = self.at(event.pos)
        if self._drag is None:
            return False
        cell, start, value = self._drag
        steps = round((start - event.pos[1]) / max(4, self.side / 8))
        if steps or self.matrix[cell] != value:
            self._typed = None
            self._put(cell, value + steps * 0.5)
        return True

    def _key(self, event: pygame.event.Event, cell: tuple[int, int]) -> bool:
        row, column = cell
        moves = {pygame.K_LEFT: (0, -1), pygame.K_RIGHT: (0, 1), pygame.K_UP: (-1, 0), pygame.K_DOWN: (1, 0)}
        if event.key in moves:
            self._accept()
            down, right = moves[event.key]
            rows, columns = self.matrix.shape
            self.cell = ((row + down) % rows, (column + right) % columns)
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER):
            self._accept()
            self.cell = (row + (column + 1) // self.matrix.shape[1], (column + 1) % self.matrix.shape[1])
            if self.cell[0] >= self.matrix.shape[0]:
                self.cell = None
        elif event.key == pygame.K_ESCAPE:
            self._typed = self.cell = None
        elif event.key == pygame.K_BACKSPACE:
            self._typed = (self._typed or "")[:-1]
        elif event.unicode and event.unicode in TYPED:
            self._typed = ((self._typed or "") + event.unicode)[:8]
        else:
            return False
        return True

    def _accept(self) -> None:
        """Take over what was typed; what is no number is forgotten."""
        typed, self._typed = self._typed, None
        if typed is not None and self.cell is not None:
            value = parse_cell(typed)
            if value is not None:
                self._put(self.cell, value)

    def _put(self, cell: tuple[int, int], value: float) -> None:
        value = round(min(max(value, -LIMIT), LIMIT), 12)
        if self.matrix[cell] != value:
            self.matrix[cell] = value
            self._changed()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the cells: orange above zero, blue below, the stronger the larger; or shades of grey."""
        key = (self.matrix.tobytes(), self.cell, self._hover, self._typed, tuple(self.rect), self._style)
        screen.blit(self._drawn.get(key, self._render), self.rect)

    def _render(self) -> pygame.Surface:
        surface, style = pygame.Surface(self.rect.size, pygame.SRCALPHA), self._style
        strongest = max(float(np.abs(self.matrix).max()), 1e-9)
        for cell in np.ndindex(*self.matrix.shape):
            value = float(self.matrix[cell])
            rect = self.inner(cell).move(-self.rect.x, -self.rect.y)
            fill = self.ground(value, strongest)
            radius = min(style.px(6), rect.width // 4)
            pygame.draw.rect(surface, fill, rect, border_radius=radius)
            chosen = cell == self.cell
            edge = style.colour.accent if cell == self._hover else style.colour.line
            if chosen:
                edge = style.colour.text
            pygame.draw.rect(surface, edge, rect, style.px(2 if chosen else 1), border_radius=radius)
            text = f"{self._typed}|" if chosen and self._typed is not None else format_cell(value)
            write_fitting(surface, style, text, rect, ink_on(fill))
        return surface

    def ground(self, value: float, strongest: float) -> pygame.Color:
        """A cell's colour in a matrix whose strongest number is as far from 0 as `strongest`."""
        if self.white is None:
            return signed(self._style, value, strongest, 0.65)
        return grey(value, self.white)

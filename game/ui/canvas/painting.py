"""The picture that is painted on: strokes, shapes, fills, undo and redo, and which part has changed.

No widget: `game.ui.canvas.paint_canvas` shows it and turns mouse movements into strokes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from game.ui.canvas.strokes import Shape, Stroke, Tool, constrained, draw_shape, stamp
from game.ui.history import History
from game.ui.surfaces import pixels, to_array, write

PAPER = pygame.Color(255, 255, 255)
TOLERANCE = 40


@dataclass(frozen=True)
class Change:
    """What stood at a place before it was painted over.

    Attributes:
        rect: the place, or None for the whole picture, whose size may have been another one.
        pixels: what stood there; None when the picture was left alone.
        blank: whether the picture was white paper then.
    """

    rect: pygame.Rect | None
    pixels: pygame.Surface | None
    blank: bool

    @property
    def bytes(self) -> int:
        """The memory that it takes."""
        return self.pixels.get_pitch() * self.pixels.get_height() if self.pixels is not None else 0


@dataclass(frozen=True)
class _ShapeInHand:
    shape: Shape
    start: tuple[float, float]
    filled: bool


class Painting:
    """A picture with a history.

    Args:
        size: width and height in pixels.

    Attributes:
        surface: the picture; another object after a picture of another size was placed.
        blank: whether this is white paper.
        version: a number that grows with every change.
    """

    def __init__(self, size: tuple[int, int] = (512, 512)) -> None:
        self.surface = pygame.Surface(size, depth=32)
        self.surface.fill(PAPER)
        self.blank = True
        self.version = 0
        self.history: History[Any] = History(self._swap, size=lambda change: change.bytes)
        self._dirty: pygame.Rect | None = self.surface.get_rect()
        self._tool: Tool | None = None
        self._stroke: Stroke | None = None
        self._shape: _ShapeInHand | None = None
        self._before: pygame.Surface | None = None
        self._touched: pygame.Rect | None = None

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.surface.get_size()

    @property
    def painting(self) -> bool:
        """Whether a stroke or a shape is under way."""
        return self._tool is not None

    def array(self) -> NDArray[np.uint8]:
        """A copy of the pixels, (H, W, 3) RGB uint8."""
        return to_array(self.surface)

    def take_dirty(self) -> pygame.Rect | None:
        """The rectangle that changed since the last call, or None."""
        dirty, self._dirty = self._dirty, None
        return dirty

    def pick(self, at: tuple[float, float]) -> tuple[int, int, int]:
        """The colour of the pixel at a point, or of the nearest one inside."""
        red, green, blue, _ = self.surface.get_at(self._pixel(at))
        return red, green, blue

    # ------------------------------------------------------------------ strokes and shapes

    def begin(self, at: tuple[float, float], tool: Tool, *, pressure: float = 1.0) -> None:
        """Put the brush on the picture; `pressure` from 0 to 1 makes it thinner or wider."""
        self._take_up(tool)
        self._stroke = Stroke(at, tool.size, pressure)
        self._stamp(*self._stroke.first())

    def begin_shape(self, shape: Shape, at: tuple[float, float], tool: Tool, *, filled: bool = False) -> None:
        """Start a line, a rectangle or an ellipse at a corner; `move` drags the other one."""
        self._take_up(tool)
        self._shape = _ShapeInHand(shape, at, filled)
        self._draw_shape(at)

    def move(self, at: tuple[float, float], *, pressure: float = 1.0, even: bool = False) -> None:
        """Go on to a point; `even` keeps shapes square, round, or at multiples of 45 degrees."""
        if self._stroke is not None:
            for where, size in self._stroke.move(at, pressure):
                self._stamp(where, size)
        elif self._shape is not None:
            self._restore()
            self._draw_shape(constrained(self._shape.shape, self._shape.start, at) if even else at)

    def end(self) -> None:
        """Lift the brush: what it did becomes one step of the history."""
        if self._tool is None:
            return
        if self._stroke is not None:
            for where, size in self._stroke.end():
                self._stamp(where, size)
        before, rect = self._before, self._touched
        self._put_down()
        if before is not None and rect is not None:
            self._remember(rect, before)

    def cancel(self) -> None:
        """Lift the brush and forget what it did."""
        self._restore()
        self._put_down()

    def _take_up(self, tool: Tool) -> None:
        self.end()
        self._tool = tool
        self._before = self.surface.copy()

    def _put_down(self) -> None:
        self._tool = self._before = self._touched = self._stroke = self._shape = None

    def _restore(self) -> None:
        if self._before is not None and self._touched is not None:
            self.surface.blit(self._before, self._touched, self._touched)
            self._mark(self._touched)
            self._touched = None

    def _draw_shape(self, end: tuple[float, float]) -> None:
        if self._tool is None or self._shape is None:
            return
        held = self._shape
        changed = draw_shape(self.surface, held.shape, held.start, end, self._tool, filled=held.filled)
        self._touch(changed)

    def _stamp(self, at: pygame.Vector2, size: int) -> None:
        if self._tool is None:
            return
        disc = stamp(size, self._tool.colour)
        rect = disc.get_rect(center=(round(at.x), round(at.y)))
        self.surface.blit(disc, rect)
        self._touch(rect.clip(self.surface.get_rect()))

    def _touch(self, changed: pygame.Rect) -> None:
        if changed.width and changed.height:
            self._touched = changed.union(self._touched) if self._touched else changed
            self._mark(changed)

    # ------------------------------------------------------------------ areas and whole pictures

    def fill(self, at: tuple[float, float], colour: tuple[int, int, int], tolerance: int = TOLERANCE) -> bool:
        """Flood the area around a point whose colours are within `tolerance` (a channel) of that point's.

        Returns:
            False when nothing changed.
        """
        import cv2

        self.end()
        width, height = self.size
        mask = np.zeros((height + 2, width + 2), np.uint8)
        flags = 4 | cv2.FLOODFILL_MASK_ONLY | cv2.FLOODFILL_FIXED_RANGE | (255 << 8)
        near = (tolerance,) * 3
        cv2.floodFill(self.array(), mask, self._pixel(at), (0, 0, 0), near, near, flags)
        flooded = mask[1:-1, 1:-1] > 0
        number = colour[0] << 16 | colour[1] << 8 | colour[2]
        if bool((pixels(self.surface)[flooded] & 0xFFFFFF == number).all()):
            return False
        rows, columns = np.flatnonzero(flooded.any(axis=1)), np.flatnonzero(flooded.any(axis=0))
        x, y = int(columns[0]), int(rows[0])
        rect = pygame.Rect(x, y, int(columns[-1]) - x + 1, int(rows[-1]) - y + 1)
        before = self.surface.copy()
        pixels(self.surface)[flooded] = number
        self._remember(rect, before)
        self._mark(rect)
        return True

    def clear(self) -> None:
        """Make the paper white; can be taken back."""
        if self.blank:
            return
        self.cancel()
        self.history.remember(Change(None, self.surface.copy(), self.blank))
        self.surface.fill(PAPER)
        self.blank = True
        self._mark(self.surface.get_rect())

    def place(self, image: NDArray[np.uint8]) -> None:
        """Put a picture in the place of the old one; the canvas takes its size. Can be taken back.

        Args:
            image: (H, W, 3) RGB uint8.
        """
        self.cancel()
        self.history.remember(Change(None, self.surface, self.blank))
        self.surface = pygame.Surface((image.shape[1], image.shape[0]), depth=32)
        write(self.surface, image)
        self.blank = False
        self._mark(self.surface.get_rect())

    # ------------------------------------------------------------------ history

    def undo(self) -> bool:
        """Take the last change back; False when there is none."""
        self.end()
        return self.history.undo()

    def redo(self) -> bool:
        """Do again what was taken back; False when there is nothing."""
        self.end()
        return self.history.redo()

    def forget(self) -> None:
        """Drop the history: what is on the canvas now is where it begins."""
        self.history.clear()

    def _swap(self, change: Change) -> Change:
        """Put a change's pixels where they stood; returns what they replaced."""
        if change.pixels is None:
            return change
        if change.rect is None:
            replaced = Change(None, self.surface, self.blank)
            self.surface = change.pixels
        else:
            replaced = Change(change.rect, self.surface.subsurface(change.rect).copy(), self.blank)
            self.surface.blit(change.pixels, change.rect)
        self.blank = change.blank
        self._mark(change.rect or self.surface.get_rect())
        return replaced

    def _remember(self, rect: pygame.Rect, before: pygame.Surface) -> None:
        self.history.remember(Change(rect.copy(), before.subsurface(rect).copy(), self.blank))
        self.blank = False

    def _mark(self, rect: pygame.Rect) -> None:
        self.version += 1
        whole = self.surface.get_rect()
        self._dirty = (rect.union(self._dirty) if self._dirty else rect.copy()).clip(whole)

    def _pixel(self, at: tuple[float, float]) -> tuple[int, int]:
        x, y = (min(max(int(part), 0), side - 1) for part, side in zip(at, self.size, strict=True))
        return x, y

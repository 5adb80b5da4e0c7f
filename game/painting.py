"""The picture that is painted on: strokes, undo and redo, and which part has changed.

No widget: `game.widgets.paint_canvas` shows it and turns mouse movements into strokes.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pygame
from numpy.typing import NDArray

from game.surfaces import to_array, write

PAPER = pygame.Color(255, 255, 255)
DEPTH = 50
LIMIT_BYTES = 96 * 2**20
MIN_BRUSH, MAX_BRUSH = 1, 160


@dataclass(frozen=True)
class Tool:
    """What a stroke is made with: `size` is the diameter in picture pixels."""

    colour: tuple[int, int, int] = (24, 28, 40)
    size: int = 12


@dataclass(frozen=True)
class _Patch:
    """One change: what a rectangle looked like before and after."""

    rect: pygame.Rect
    before: pygame.Surface
    after: pygame.Surface
    blank_before: bool
    blank_after: bool

    @property
    def bytes(self) -> int:
        return 2 * self.rect.width * self.rect.height * self.before.get_bytesize()


class Painting:
    """A picture with a history.

    Args:
        size: width and height in pixels.

    The history keeps the last 50 changes, and fewer where they would take more than 96 MB.
    """

    def __init__(self, size: tuple[int, int] = (512, 512)) -> None:
        self.surface = pygame.Surface(size, depth=32)
        self.surface.fill(PAPER)
        self.blank = True
        """Whether this is white paper."""
        self._undo: deque[_Patch] = deque(maxlen=DEPTH)
        self._redo: list[_Patch] = []
        self._dirty: pygame.Rect | None = self.surface.get_rect()
        self._tool: Tool | None = None
        self._before: pygame.Surface | None = None
        self._stroke: pygame.Rect | None = None
        self._points: list[pygame.Vector2] = []
        self._left = 0.0

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.surface.get_size()

    @property
    def can_undo(self) -> bool:
        """Whether there is something to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether something that was taken back can come again."""
        return bool(self._redo)

    @property
    def painting(self) -> bool:
        """Whether a stroke is under way."""
        return self._tool is not None

    def array(self) -> NDArray[np.uint8]:
        """A copy of the pixels, (H, W, 3) RGB uint8."""
        return to_array(self.surface)

    def take_dirty(self) -> pygame.Rect | None:
        """The rectangle that changed since the last call, or None."""
        dirty, self._dirty = self._dirty, None
        return dirty

    # ------------------------------------------------------------------ strokes

    def begin(self, at: tuple[float, float], tool: Tool) -> None:
        """Put the brush on the picture."""
        self.end()
        self._tool = tool
        self._before = self.surface.copy()
        self._stroke = None
        self._points = [pygame.Vector2(at)]
        self._left = 0.0
        self._stamp(self._points[0])

    def move(self, at: tuple[float, float]) -> None:
        """Draw the brush on to a point; the corners of fast movements are rounded."""
        if self._tool is None:
            return
        point = pygame.Vector2(at)
        if point == self._points[-1]:
            return
        self._points.append(point)
        if len(self._points) == 2:
            self._segment(self._points[0], (self._points[0] + point) / 2)
        else:
            a, corner, b = self._points[-3:]
            start, end = (a + corner) / 2, (corner + b) / 2
            steps = max(2, int((corner - start).length() + (end - corner).length()) // 6)
            last = start
            for i in range(1, steps + 1):
                t = i / steps
                here = start * (1 - t) ** 2 + corner * 2 * t * (1 - t) + end * t**2
                self._segment(last, here)
                last = here

    def end(self) -> None:
        """Lift the brush: the stroke becomes one step of the history."""
        if self._tool is None:
            return
        if len(self._points) > 1:
            self._segment((self._points[-2] + self._points[-1]) / 2, self._points[-1])
        before, rect = self._before, self._stroke
        self._tool = self._before = self._stroke = None
        if before is not None and rect is not None:
            self._remember(rect, before)

    def cancel(self) -> None:
        """Lift the brush and forget the stroke."""
        if self._before is not None and self._stroke is not None:
            self.surface.blit(self._before, self._stroke, self._stroke)
            self._mark(self._stroke)
        self._tool = self._before = self._stroke = None

    def _segment(self, start: pygame.Vector2, end: pygame.Vector2) -> None:
        tool = self._tool
        if tool is None:
            return
        spacing = max(0.5, tool.size / 10)
        way = end - start
        length = way.length()
        travelled = spacing - self._left
        while travelled <= length:
            self._stamp(start + way * (travelled / length))
            travelled += spacing
        self._left = length - (travelled - spacing)

    def _stamp(self, at: pygame.Vector2) -> None:
        tool = self._tool
        if tool is None:
            return
        stamp = _brush(tool.size, tool.colour)
        rect = stamp.get_rect(center=(round(at.x), round(at.y)))
        self.surface.blit(stamp, rect)
        changed = rect.clip(self.surface.get_rect())
        if changed.width and changed.height:
            self._stroke = changed.union(self._stroke) if self._stroke else changed
            self._mark(changed)

    # ------------------------------------------------------------------ whole pictures

    def clear(self) -> None:
        """Make the paper white; can be taken back."""
        if self.blank:
            return
        self.cancel()
        before = self.surface.copy()
        self.surface.fill(PAPER)
        self._remember(self.surface.get_rect(), before, blank=True)
        self._mark(self.surface.get_rect())

    def place(self, image: NDArray[np.uint8]) -> None:
        """Put a picture of the canvas's size in the place of the old one; can be taken back.

        Args:
            image: (H, W, 3) RGB uint8.
        """
        self.cancel()
        before = self.surface.copy()
        write(self.surface, image)
        self._remember(self.surface.get_rect(), before)
        self._mark(self.surface.get_rect())

    # ------------------------------------------------------------------ history

    def undo(self) -> bool:
        """Take the last change back; False when there is none."""
        self.end()
        if not self._undo:
            return False
        patch = self._undo.pop()
        self.surface.blit(patch.before, patch.rect)
        self._redo.append(patch)
        self.blank = patch.blank_before
        self._mark(patch.rect)
        return True

    def redo(self) -> bool:
        """Do again what was taken back; False when there is nothing."""
        self.end()
        if not self._redo:
            return False
        patch = self._redo.pop()
        self.surface.blit(patch.after, patch.rect)
        self._undo.append(patch)
        self.blank = patch.blank_after
        self._mark(patch.rect)
        return True

    def forget(self) -> None:
        """Drop the history: what is on the canvas now is where it begins."""
        self._undo.clear()
        self._redo.clear()

    def _remember(self, rect: pygame.Rect, before: pygame.Surface, *, blank: bool = False) -> None:
        self._redo.clear()
        old, new = before.subsurface(rect).copy(), self.surface.subsurface(rect).copy()
        self._undo.append(_Patch(rect, old, new, self.blank, blank))
        self.blank = blank
        while len(self._undo) > 1 and sum(patch.bytes for patch in self._undo) > LIMIT_BYTES:
            self._undo.popleft()

    def _mark(self, rect: pygame.Rect) -> None:
        self._dirty = rect.union(self._dirty) if self._dirty else rect.copy()


@lru_cache(maxsize=64)
def _brush(size: int, colour: tuple[int, int, int]) -> pygame.Surface:
    """A round stamp with smooth edges."""
    smooth = 4
    side = size + 2
    big = pygame.Surface((side * smooth, side * smooth), pygame.SRCALPHA)
    big.fill((*colour, 0))
    centre = side * smooth / 2
    pygame.draw.circle(big, (*colour, 255), (centre, centre), size * smooth / 2)
    return pygame.transform.smoothscale(big, (side, side))

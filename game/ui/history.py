"""What undo and redo remember: at most fifty changes, and no more memory than is allowed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

DEPTH = 50
LIMIT_BYTES = 96 * 2**20


@dataclass(frozen=True)
class Change:
    """What stood at a place before it was painted over.

    Attributes:
        rect: the place, or None for the whole picture, whose size may have been another one.
        pixels: what stood there; None when the picture was left alone.
        blank: whether the picture was white paper then.
        mask: what stood there in the mask over the picture, (H, W) bool; None when it was left alone.
        kind: what kind of picture it was.
        intact: whether the pixels under the mask were the true ones.
    """

    rect: pygame.Rect | None
    pixels: pygame.Surface | None
    blank: bool
    mask: NDArray[np.bool_] | None = None
    kind: str = ""
    intact: bool = True

    @property
    def bytes(self) -> int:
        """The memory that it takes."""
        mask = self.mask.nbytes if self.mask is not None else 0
        if self.pixels is None:
            return mask
        return mask + self.pixels.get_width() * self.pixels.get_height() * self.pixels.get_bytesize()


class History:
    """Two stacks. Only one side of every change is kept: taking it back swaps it with the other.

    Args:
        depth: how many changes are remembered.
        limit: how many bytes they may take together; the newest is kept whatever its size.
    """

    def __init__(self, depth: int = DEPTH, limit: int = LIMIT_BYTES) -> None:
        self.depth, self.limit = depth, limit
        self.undo: list[Change] = []
        self.redo: list[Change] = []

    @property
    def bytes(self) -> int:
        """The memory that all changes take."""
        return sum(change.bytes for change in (*self.undo, *self.redo))

    def remember(self, change: Change) -> None:
        """Add a new change; what had been taken back can no longer come again."""
        self.redo.clear()
        self.undo.append(change)
        while len(self.undo) > self.depth or (len(self.undo) > 1 and self.bytes > self.limit):
            del self.undo[0]

    def clear(self) -> None:
        """Forget everything."""
        self.undo.clear()
        self.redo.clear()

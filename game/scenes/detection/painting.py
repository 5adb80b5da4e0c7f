"""The picture with what is truly there: one history for strokes, pictures and marks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.detection.scoring import Thing, contains
from game.ui.canvas.painting import PAPER, Change, Painting

Marks = tuple[Thing, ...] | None
PAPER_ORIGIN = "paper"


@dataclass(frozen=True)
class MarkedChange(Change):
    """What stood there, and what was said of it: pixels are None when only the marks changed."""

    marks: Marks
    origin: str


class MarkedPainting(Painting):
    """A painting on which things are marked.

    Attributes:
        marks: what is there; None as long as nobody has said.
        origin: what it began with: "paper", a picture of the gallery by its id, or "" for any other.
        marks_version: a number that grows with every change of the marks.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__(size)
        self.marks: Marks = None
        self.origin = PAPER_ORIGIN
        self.marks_version = 0

    def mark(self, thing: Thing) -> None:
        """Say that something is there."""
        self.set_marks((*(self.marks or ()), thing))

    def unmark(self, at: tuple[float, float]) -> bool:
        """Take the smallest mark about a point away; False when there is none."""
        about = [thing for thing in self.marks or () if contains(thing.box, at)]
        if not about:
            return False
        gone = min(about, key=lambda thing: thing.box[2] * thing.box[3])
        left = tuple(thing for thing in self.marks or () if thing is not gone)
        self.set_marks(left or None)
        return True

    def set_marks(self, marks: Marks) -> None:
        """Replace all marks; () says that nothing is there. One step of the history."""
        if marks != self.marks:
            self.end()
            self.history.remember(MarkedChange(None, None, self.blank, self.marks, self.origin))
            self._say(marks, self.origin)

    def place(self, image: NDArray[np.uint8], *, origin: str = "", marks: Marks = None) -> None:
        """Put a picture in the place of the old one, with what is known of it. Can be taken back.

        Args:
            image: (H, W, 3) RGB uint8.
            origin: its id in the gallery.
            marks: what is there.
        """
        before = self._all()
        super().place(image)
        self.history.drop()
        self.history.remember(before)
        self._say(marks, origin)

    def clear(self) -> None:
        """White paper of the same size, about which nothing is said. Can be taken back."""
        if self.blank and self.marks is None:
            return
        self.cancel()
        self.history.remember(self._all())
        self.surface = pygame.Surface(self.size, depth=32)
        self.surface.fill(PAPER)
        self.blank = True
        self._say(None, PAPER_ORIGIN)
        self._mark(self.surface.get_rect())

    def _all(self) -> MarkedChange:
        return MarkedChange(None, self.surface, self.blank, self.marks, self.origin)

    def _swap(self, change: Change) -> Change:
        if not isinstance(change, MarkedChange):
            return super()._swap(change)
        pixels = self.surface if change.pixels is not None else None
        old = MarkedChange(None, pixels, self.blank, self.marks, self.origin)
        super()._swap(change)
        self._say(change.marks, change.origin)
        return old

    def _say(self, marks: Marks, origin: str) -> None:
        self.marks, self.origin = marks, origin
        self.marks_version += 1

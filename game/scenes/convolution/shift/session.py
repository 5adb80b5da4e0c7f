"""A pattern on a small picture, the feature map of a filter, and how the maximum travels."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from models.convolution.convolve import convolve

SIDE = 24
START = (4, 5)
TRAIL = 160


def _pattern(*rows: str) -> NDArray[np.float32]:
    return np.array([[float(c == "#") for c in line] for line in rows], np.float32)


PATTERNS: dict[str, NDArray[np.float32]] = {
    "diagonal": _pattern("#....", ".#...", "..#..", "...#.", "....#"),
    "cross": _pattern("..#..", "..#..", "#####", "..#..", "..#.."),
    "corner": _pattern("#####", "#....", "#....", "#....", "#...."),
    "ring": _pattern(".###.", "#...#", "#...#", "#...#", ".###."),
    "smile": _pattern(".#.#.", ".#.#.", ".....", "#...#", ".###."),
}


def other(name: str, step: int) -> str:
    """The pattern after or before one, round and round."""
    names = list(PATTERNS)
    return names[(names.index(name) + step) % len(names)]


class ShiftSession:
    """What is seen and what is found in it.

    Attributes:
        pattern: which of `PATTERNS` lies on the picture.
        filter: which of them is looked for.
        at: column and row of the pattern's left upper corner.
        noise: whether the ground is noisy.
        image: (SIDE, SIDE) float32, 0 to 1.
        result: the feature map, (SIDE, SIDE) float32.
        first: maximum and its place at the start.
        trail: where the maximum has been, column and row.
        moves: how often a hand has moved the pattern.
    """

    def __init__(self) -> None:
        self.pattern = self.filter = "cross"
        self.at = START
        self.noise = False
        self.trail: list[tuple[int, int]] = []
        self.moves = 0
        self.restart()

    @property
    def maximum(self) -> float:
        """The largest number of the feature map."""
        return float(self.result.max())

    @property
    def where(self) -> tuple[int, int]:
        """Column and row of the (first) largest number."""
        index = int(self.result.argmax())
        return index % SIDE, index // SIDE

    def _compute(self) -> None:
        image = np.zeros((SIDE, SIDE), np.float32)
        if self.noise:
            image += np.random.default_rng(7).random((SIDE, SIDE), np.float32) * 0.45
        x, y = self.at
        shape = PATTERNS[self.pattern]
        image[y : y + shape.shape[0], x : x + shape.shape[1]] += shape
        self.image = np.minimum(image, 1.0)
        self.result = convolve(self.image, PATTERNS[self.filter])

    def move(self, x: int, y: int, *, by_hand: bool = True) -> None:
        """Put the pattern's left upper corner at a place, inside the picture."""
        height, width = PATTERNS[self.pattern].shape
        at = min(max(x, 0), SIDE - width), min(max(y, 0), SIDE - height)
        if at != self.at:
            self.at = at
            self.moves += by_hand
            self._compute()
            if not self.trail or self.trail[-1] != self.where:
                self.trail = [*self.trail, self.where][-TRAIL:]

    def push(self, x: int, y: int) -> None:
        """Move the pattern by so many cells."""
        self.move(self.at[0] + x, self.at[1] + y)

    def restart(self) -> None:
        """Compare with what there is now."""
        self._compute()
        self.trail = []
        self.first = (self.maximum, self.where)

    def choose(self, *, pattern: str = "", filter_: str = "") -> None:
        """Take another pattern or another filter."""
        self.pattern, self.filter = pattern or self.pattern, filter_ or self.filter
        self.restart()

    def toggle_noise(self) -> None:
        """Put noise under the pattern, or take it away."""
        self.noise = not self.noise
        self.restart()

    def home(self) -> None:
        """Put the pattern back to its start."""
        self.at = START
        self.restart()

"""The latent in hand, and the way back: undo and redo of everything that was done to it."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np

from game.scenes.generator.shared_state import Latent

DEPTH = 200
PAUSE = 0.8
"""Seconds after which the same key pressed again is a step of its own."""
FLAT = 0.05
"""A truncation below this leaves next to nothing of a latent."""


@dataclass(frozen=True)
class Point:
    """A latent, as the sliders made it.

    Attributes:
        base: (64,) float32 before truncation.
        truncation: 0 is the mean portrait, 1 the base itself.
        seed: what the base was drawn from; None once it has been edited.
    """

    base: Latent
    truncation: float = 1.0
    seed: int | None = None

    @property
    def latent(self) -> Latent:
        """What the generator gets: (64,) float32."""
        return self.base * np.float32(self.truncation)

    def at(self, latent: Latent) -> Point:
        """Another latent under the same truncation, as far as that one leaves anything of it."""
        if self.truncation < FLAT:
            return Point(latent.copy())
        return Point(latent / np.float32(self.truncation), self.truncation)

    def cut(self, truncation: float) -> Point:
        """The same latent, truncated differently."""
        return replace(self, truncation=truncation)


class LatentHistory:
    """Two stacks around the point in hand; a drag is one step, however long it was.

    Attributes:
        now: the point in hand; None before the first one.
        start: the point that the step in hand began with.
        steps: how many steps have been begun so far.
    """

    def __init__(self) -> None:
        self.now: Point | None = None
        self.start: Point | None = None
        self.steps = 0
        self._undo: list[Point] = []
        self._redo: list[Point] = []
        self._key = ""
        self._touched = 0.0

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._undo)

    @property
    def can_redo(self) -> bool:
        """Whether there is a step to repeat."""
        return bool(self._redo)

    def begin(self, key: str) -> Point | None:
        """Begin a step, or go on with the one that has this key; returns what it began with."""
        now = time.monotonic()
        if key != self._key or now - self._touched > PAUSE:
            self._key, self.start = key, self.now
            self.steps += 1
            if self.now is not None:
                self._undo.append(self.now)
                del self._undo[:-DEPTH]
            self._redo.clear()
        self._touched = now
        return self.start

    def put(self, point: Point) -> None:
        """What the step in hand has led to."""
        self.now = point

    def set(self, point: Point) -> None:
        """Take a whole step."""
        self.settle()
        self.begin("")
        self.put(point)
        self.settle()

    def settle(self) -> None:
        """The hand has let go: what comes next is a step of its own."""
        self._key, self._touched = "", 0.0

    def undo(self) -> bool:
        """Take the latest step back; False when there is none."""
        return self._move(self._undo, self._redo)

    def redo(self) -> bool:
        """Repeat the step that was taken back; False when there is none."""
        return self._move(self._redo, self._undo)

    def _move(self, source: list[Point], target: list[Point]) -> bool:
        if not source or self.now is None:
            return False
        self.settle()
        target.append(self.now)
        self.now = source.pop()
        return True

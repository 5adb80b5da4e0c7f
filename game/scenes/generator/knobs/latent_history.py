"""The latent in hand, and undo and redo of everything that was done to it."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from game.scenes.generator.shared_state import Latent
from game.ui.history import History

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
        seed: what the base was drawn from, or edited after that; None when it comes from elsewhere.
        edited: whether it is no longer what the seed draws.
    """

    base: Latent
    truncation: float = 1.0
    seed: int | None = None
    edited: bool = False

    @property
    def latent(self) -> Latent:
        """What the generator gets: (64,) float32."""
        return self.base * np.float32(self.truncation)

    def at(self, latent: Latent) -> Point:
        """Another latent under the same truncation, as far as that one leaves anything of it."""
        if self.truncation < FLAT:
            return Point(latent.copy(), 1.0, self.seed, True)
        return Point(latent / np.float32(self.truncation), self.truncation, self.seed, True)


class LatentHistory(History[Point]):
    """The points before and after the one in hand; a drag is one step, however long it was.

    Attributes:
        now, start: the point in hand, and the one that the step in hand began with; None before the first.
        steps: how many steps have been begun so far.
    """

    def __init__(self) -> None:
        super().__init__(self._replace, DEPTH)
        self.now: Point | None = None
        self.start: Point | None = None
        self.steps = 0
        self._key = ""
        self._touched = 0.0

    def _replace(self, point: Point) -> Point:
        before, self.now = self.now, point
        return before or point

    def begin(self, key: str) -> Point | None:
        """Begin a step, or go on with the one that has this key; returns what it began with."""
        now = time.monotonic()
        if key != self._key or now - self._touched > PAUSE:
            self._key, self.start = key, self.now
            self.steps += 1
            if self.now is not None:
                self.remember(self.now)
        self._touched = now
        return self.start

    def set(self, point: Point) -> None:
        """Take a whole step."""
        self.settle()
        self.begin("")
        self.now = point
        self.settle()

    def settle(self) -> None:
        """The hand has let go: what comes next is a step of its own."""
        self._key, self._touched = "", 0.0

    def undo(self) -> bool:
        """Take the latest step back; False when there is none."""
        self.settle()
        return super().undo()

    def redo(self) -> bool:
        """Repeat the step that was taken back; False when there is none."""
        self.settle()
        return super().redo()

"""One state of the restyling, and what undo and redo remember of it: latent, paint, even the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from game.scenes.generator.restyle.paint import NONE, Paint
from game.scenes.generator.restyle.requests import Shown, Subject

DEPTH = 100


@dataclass(frozen=True)
class Step:
    """A state.

    Attributes:
        subject: the picture that is restyled.
        given: the same as the networks see it, enlarged, (SIDE, SIDE, 3) uint8.
        found: the portrait that is nearest to it.
        shown: what has become of that.
        paint: the colours that are wanted.
    """

    subject: Subject
    given: NDArray[np.uint8]
    found: Shown
    shown: Shown
    paint: Paint = NONE


class Steps:
    """The present state, and those before and after it.

    Attributes:
        now: the present one; None before there is a picture.
    """

    def __init__(self) -> None:
        self.now: Step | None = None
        self._past: list[Step] = []
        self._future: list[Step] = []

    @property
    def can_undo(self) -> bool:
        """Whether there is a state before."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a state that was gone back from."""
        return bool(self._future)

    def remember(self) -> None:
        """Keep the present state: something is about to change it."""
        if self.now is not None and (not self._past or self._past[-1] is not self.now):
            self._past.append(self.now)
            del self._past[:-DEPTH]
        self._future.clear()

    def begin(self, step: Step) -> None:
        """Turn to another picture; that can be undone too."""
        self.remember()
        self.now = step

    def change(self, *, shown: Shown | None = None, paint: Paint | None = None) -> None:
        """Go on from the present state without a new step."""
        if self.now is not None:
            self.now = replace(
                self.now,
                shown=self.now.shown if shown is None else shown,
                paint=self.now.paint if paint is None else paint,
            )

    def undo(self) -> bool:
        """Go one state back; False when there is none."""
        return self._go(self._past, self._future)

    def redo(self) -> bool:
        """Go one state forward again; False when there is none."""
        return self._go(self._future, self._past)

    def _go(self, source: list[Step], target: list[Step]) -> bool:
        # A state that was remembered and then not changed is no step.
        while source and source[-1] is self.now:
            source.pop()
        if not source or self.now is None:
            return False
        target.append(self.now)
        self.now = source.pop()
        return True

"""One state of the restyling, and what undo and redo remember of it: latent, paint, even the picture."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from game.scenes.generator.restyle.requests import NONE, Paint, Shown, Subject
from game.ui.history import History
from models.base.arrays import Byte

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
    given: Byte
    found: Shown
    shown: Shown
    paint: Paint = NONE

    @property
    def bytes(self) -> int:
        """The memory that it takes; the picture and what was found for it belong to many steps."""
        return len(self.paint.rgba) + self.shown.large.nbytes


class Steps(History[Step]):
    """The present state, and those before and after it.

    Attributes:
        now: the present one; None before there is a picture.
    """

    def __init__(self) -> None:
        super().__init__(self._replace, DEPTH, size=lambda step: step.bytes)
        self.now: Step | None = None

    def _replace(self, step: Step) -> Step:
        before, self.now = self.now, step
        return before or step

    def keep(self) -> None:
        """Remember the present state: something is about to change it."""
        self._drop_unchanged()
        if self.now is not None:
            self.remember(self.now)

    def begin(self, step: Step) -> None:
        """Turn to another picture; that can be undone too."""
        self.keep()
        self.now = step

    def change(self, **fields: Any) -> None:
        """Go on from the present state, with other fields, without a new step."""
        if self.now is not None:
            self.now = replace(self.now, **fields)

    def undo(self) -> bool:
        """Go one state back; False when there is none."""
        self._drop_unchanged()
        return super().undo()

    def _drop_unchanged(self) -> None:
        """A state that was remembered and then not changed is no step."""
        while self.latest is not None and self.latest is self.now:
            self.drop()

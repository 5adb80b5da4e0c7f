"""The consoles' clock: passing time cut into frames of 1/60 s."""

from __future__ import annotations

from collections.abc import Iterator

STEP = 1 / 60
"""Seconds of a frame."""
LONGEST_CATCH_UP = 4
"""Frames that are made up for at once after a stall, at the most; the rest is dropped."""


class FixedStep:
    """Keeps what is left over of the time that has passed."""

    def __init__(self) -> None:
        self._left = 0.0

    def rest(self) -> None:
        """Forget what is left over: nothing runs."""
        self._left = 0.0

    def frames(self, dt: float) -> Iterator[None]:
        """Let time pass, and yield once for every frame that is due; whoever stops early keeps the rest.

        Args:
            dt: seconds since the last call.
        """
        self._left = min(self._left + dt, LONGEST_CATCH_UP * STEP)
        while self._left >= STEP - 1e-4:
            self._left = max(0.0, self._left - STEP)
            yield

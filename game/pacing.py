"""Sixty frames a second, evenly."""

from __future__ import annotations

import time


class Pacer:
    """Presents every frame at its moment: the frame is computed first, then waits for its turn.

    So the time between two pictures on the screen does not depend on how long each took to compute. The
    moments are counted from the first one, so that a late frame does not push the later ones back; after a
    long stall the count starts anew.

    Attributes:
        presented: when each wait ended, in seconds of `time.perf_counter`.
    """

    def __init__(self, fps: float) -> None:
        self._period = 1.0 / fps
        self._due = time.perf_counter()
        self._last = self._due
        self.presented: list[float] = []

    def tick(self) -> float:
        """The seconds since the last call; call it where a frame begins."""
        now = time.perf_counter()
        elapsed, self._last = now - self._last, now
        return elapsed

    def wait(self) -> None:
        """Sleep until the picture is due; call it just before showing it."""
        self._due += self._period
        left = self._due - time.perf_counter()
        if left > 0:
            time.sleep(left)
        elif left < -4 * self._period:
            self._due = time.perf_counter()
        self.presented.append(time.perf_counter())

    @property
    def intervals(self) -> list[float]:
        """Seconds between neighbouring pictures."""
        return [b - a for a, b in zip(self.presented, self.presented[1:], strict=False)]

"""Sixty frames a second, evenly."""

from __future__ import annotations

import time
from collections import deque
from itertools import pairwise

HISTORY = 100_000
"""How many pictures' times are kept: some 28 minutes."""


class Pacer:
    """Presents every frame at its moment: the frame is computed first, then waits for its turn.

    So the time between two pictures on the screen does not depend on how long each took to compute. The
    moments are counted from the first one, so that a late frame does not push the later ones back; after a
    long stall the count starts again.

    Args:
        fps: pictures a second.
        early: how many seconds before its moment to wake up and watch the clock instead, where the system may
            wake a thread late.

    Attributes:
        presented: when each wait ended, in seconds of `time.perf_counter`.
    """

    def __init__(self, fps: float, early: float = 0.0) -> None:
        self._early = early
        self._period = 1.0 / fps
        self._due = time.perf_counter()
        self._last = self._due
        self.presented: deque[float] = deque(maxlen=HISTORY)

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
            if left > self._early:
                time.sleep(left - self._early)
            while time.perf_counter() < self._due:
                pass
        elif left < -4 * self._period:
            self._due = time.perf_counter()
        self.presented.append(time.perf_counter())

    @property
    def intervals(self) -> list[float]:
        """Seconds between neighbouring pictures."""
        return [b - a for a, b in pairwise(self.presented)]

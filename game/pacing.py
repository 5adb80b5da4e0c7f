"""Sixty frames a second, evenly."""

from __future__ import annotations

import time


class Pacer:
    """Waits for the next frame's moment.

    The moments are counted from the first one, so that a late frame does not push the later ones back;
    after a long stall the count starts anew.
    """

    def __init__(self, fps: float) -> None:
        self._period = 1.0 / fps
        self._due = time.perf_counter()
        self._last = self._due
        self.intervals: list[float] = []

    def tick(self) -> float:
        """Sleep until the next frame is due; returns the seconds since the last call."""
        self._due += self._period
        wait = self._due - time.perf_counter()
        if wait > 0:
            time.sleep(wait)
        elif wait < -4 * self._period:
            self._due = time.perf_counter()
        now = time.perf_counter()
        interval, self._last = now - self._last, now
        self.intervals.append(interval)
        return interval

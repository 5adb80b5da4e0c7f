"""Sixty frames a second, evenly."""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from itertools import pairwise

from game.workers.priority import serve_first

HISTORY = 100_000
"""How many pictures' times are kept: some 28 minutes."""
GLANCE = 0.01
"""Seconds between two looks at whether somebody wants the window that rests."""
EARLY = 0.0015
"""Seconds before a picture's moment at which to wake up, where the system may wake the window late."""
SWITCH_INTERVAL = 0.0005
"""Seconds until a thread that computes must hand over the interpreter; the usual 5 ms costs frames."""


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
        presented: when each wait ended, in seconds of `now`.
    """

    def __init__(self, fps: float, early: float = 0.0) -> None:
        self._early = early
        self._period = 1.0 / fps
        self._due = time.perf_counter()
        self._last = self._due
        self._rested = 0.0
        self._resting = False
        self.presented: deque[float] = deque(maxlen=HISTORY)

    def tick(self) -> float:
        """The seconds since the last call; call it where a frame begins."""
        now = time.perf_counter()
        elapsed, self._last = now - self._last, now
        return elapsed

    @property
    def now(self) -> float:
        """Seconds of a clock that stands still while the window rests."""
        return time.perf_counter() - self._rested

    def rest(self, rate: float, wanted: Callable[[], bool]) -> None:
        """Sleep before a frame is begun, so that only `rate` pictures a second are shown.

        Args:
            rate: pictures a second; with the usual number of them there is no rest.
            wanted: whether the frame is to begin at once; asked every few milliseconds.
        """
        end = self._due + 1.0 / rate - self._period
        began = now = time.perf_counter()
        while now < end and not wanted():
            time.sleep(min(end - now, GLANCE))
            now = time.perf_counter()
        self._resting = now >= end > began
        self._rested += min(now, max(end, began)) - began
        self._due = max(self._due, min(now, end))

    def wait(self) -> None:
        """Sleep until the picture is due; call it just before showing it."""
        self._due += self._period
        left = self._due - time.perf_counter()
        if left > 0:
            early = 0.0 if self._resting else self._early
            if left > early:
                time.sleep(left - early)
            while time.perf_counter() < self._due:
                pass
        elif left < -4 * self._period:
            self._due = time.perf_counter()
        self._resting = False
        self.presented.append(self.now)

    def forget(self) -> None:
        """Begin the list of pictures again; the first interval is from now to the next picture."""
        self.presented.clear()
        self.presented.append(self.now)

    @property
    def intervals(self) -> list[float]:
        """Seconds between neighbouring pictures."""
        return [b - a for a, b in pairwise(self.presented)]


def window_pacer(fps: float, *, alone: bool) -> Pacer:
    """Make the pacer of a window, and let its thread be served ahead of what computes.

    Args:
        fps: pictures a second.
        alone: nothing works beside the window, as in tests.
    """
    sys.setswitchinterval(SWITCH_INTERVAL)
    served_first = not alone and serve_first()
    return Pacer(fps, early=0.0 if served_first else EARLY)

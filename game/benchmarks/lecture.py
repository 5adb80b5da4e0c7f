"""`main.py --bench lecture`: the whole lecture by Page Down, and back by Page Up."""

from __future__ import annotations

from typing import Any

import pygame

from game.app.app import App
from game.benchmarks.measuring import Timing, percentiles, press, run_for, wait_until_ready

LEAST = 0.5
"""Seconds between two presses, at least."""
SLOWEST = 5


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Present the lecture from its first stop to the last one and back, in about so many seconds.

    Returns:
        `steps`: how often a key was pressed; `step_s`: p50 and max of the seconds from the press to the first
        picture that shows what was asked for, `stop_s` of those presses that lead to another stop; `slowest`:
        the stops that took longest, with their seconds; `frame_ms` of the whole walk.
    """
    wait_until_ready(app)
    session = app.lecture.session
    session.go(0)
    app.lecture.begin(presenting=True)
    run_for(app, 1.0)
    steps = sum(3 if stop.question else 1 for stop in session.route.stops) - 1
    pause = max(LEAST, seconds / (2 * steps))
    timing, spent = Timing(), list[tuple[float, str, bool]]()
    for key in [pygame.K_PAGEDOWN] * steps + [pygame.K_PAGEUP] * steps:
        before, step = session.stop.id, Step(key)
        timing += run_for(app, pause, step)
        spent.append((step.seconds, session.stop.id, session.stop.id != before))
    stops = sorted(((took, name) for took, name, moved in spent if moved), reverse=True)
    return {
        "steps": len(spent),
        "step_s": _seconds([took for took, _, _ in spent]),
        "stop_s": _seconds([took for took, _ in stops]),
        "slowest": [{"stop": name, "s": round(took, 3)} for took, name in stops[:SLOWEST]],
        **timing.as_dict(),
    }


class Step:
    """Presses a key once, and notes the seconds until the first picture that shows what it leads to."""

    def __init__(self, key: int) -> None:
        self.seconds = 0.0
        self._key = key
        self._frames = 0

    def __call__(self, app: App, now: float) -> None:
        """Press, or look at what the frame before has shown: the text at first, with the second its scene."""
        if not self._frames:
            press(self._key, True)
            press(self._key, False)
        elif self._frames <= 2:
            self.seconds = now
        self._frames += 1


def _seconds(spent: list[float]) -> dict[str, float]:
    shown = percentiles(spent)
    return {name: round(shown[name] / 1000, 3) for name in ("p50", "max")}

"""What restyling plays by itself: one slider after the other goes to and fro."""

from __future__ import annotations

import math
from collections.abc import Callable

from game.scenes.generator.restyle.session import Restyling
from game.ui.canvas.wipe import Wipe

WAYS = ("hair_colour", "hair_style", "glasses", "beard", "smile")
"""The sliders that turn."""
SWAY = 5.0
"""Seconds that each of them takes."""


class RestyleDemo:
    """Turns the sliders, sweeps the divider, takes another portrait now and then."""

    def __init__(self) -> None:
        self._time = 0.0

    def play(self, session: Restyling, wipe: Wipe, another: Callable[[], None], dt: float) -> None:
        """Go on by `dt` seconds; `another` takes another portrait."""
        before, self._time = self._time, self._time + dt
        turn = int(self._time / SWAY)
        if int(before / SWAY) != turn:
            session.rest()
            if turn % len(WAYS) == 0:
                another()
        if session.now is not None and not session.finding:
            wipe.share = 0.5 + 0.4 * math.cos(self._time * 0.7)
            phase = math.tau * (self._time / SWAY % 1.0)
            session.turn(WAYS[turn % len(WAYS)], 0.5 - 0.5 * math.cos(phase))

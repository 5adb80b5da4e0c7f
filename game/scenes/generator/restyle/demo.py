"""What the restyle room plays when nobody is there: one slider after the other goes to and fro."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.scenes.generator.restyle.tab import RestyleTab

WAYS = ("hair_colour", "hair_style", "glasses", "beard", "smile")
"""The sliders that turn."""
SWAY = 5.0
"""Seconds that each of them takes."""


class RestyleDemo:
    """Turns the sliders, sweeps the divider, takes another portrait now and then."""

    def __init__(self) -> None:
        self._time = 0.0

    def play(self, room: RestyleTab, dt: float) -> None:
        """Go on by `dt` seconds."""
        before, self._time = self._time, self._time + dt
        turn = int(self._time / SWAY)
        state = room.state
        if int(before / SWAY) != turn:
            state.rest()
            if turn % len(WAYS) == 0:
                room.another()
        if state.now is not None and not state.finding:
            room.result.wipe.share = 0.5 + 0.4 * math.cos(self._time * 0.7)
            phase = math.tau * (self._time / SWAY % 1.0)
            state.turn(WAYS[turn % len(WAYS)], 0.5 - 0.5 * math.cos(phase))

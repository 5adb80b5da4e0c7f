"""What the knobs play by themselves."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from game.scenes.generator.knobs.session import Session

SHOWN = ("hair_colour", "hair_length", "glasses", "skin", "smile")
TURN = 3.2
"""Seconds that one slider is turned."""
SLIDE = 1.6
"""Seconds that one of the slides' vectors is shown."""
WALK = 9.0


class KnobsDemo:
    """Turns sliders, shows the slides' vectors, goes for a walk; then begins again with another portrait."""

    def __init__(self) -> None:
        self._time = 0.0
        self._act = -1

    def play(self, session: Session, dt: float) -> None:
        """Go on by `dt` seconds."""
        lengths = [TURN] * len(SHOWN) + [SLIDE] * 3 + [WALK]
        since, act = self._time % sum(lengths), 0
        while since >= lengths[act]:
            since -= lengths[act]
            act += 1
        self._time += dt
        if act != self._act:
            self._act = act
            self._begin(session, act)
        elif act < len(SHOWN):
            session.turn(SHOWN[act], 0.5 - 0.5 * math.cos(2 * math.pi * since / TURN))

    def _begin(self, session: Session, act: int) -> None:
        session.stop()
        if act == 0:
            session.random()
        elif act < len(SHOWN):
            session.settle()
        elif act < len(SHOWN) + 3:
            session.take_slide(act - len(SHOWN))
        else:
            session.toggle("walk")

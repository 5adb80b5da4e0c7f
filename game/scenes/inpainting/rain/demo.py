"""What the tab plays in a kiosk: the rain turns, thickens, thins; the divider sweeps over it."""

from __future__ import annotations

import math

from game.scenes.inpainting.rain.session import RainSession
from game.ui.canvas.wipe import Wipe


class RainDemo:
    """Turns the sliders and moves the divider."""

    def __init__(self, session: RainSession, wipe: Wipe) -> None:
        self._session, self._wipe = session, wipe
        self._time = 0.0

    def play(self, dt: float) -> None:
        """Go on by `dt` seconds."""
        before, self._time = self._time, self._time + dt
        self._wipe.on = True
        self._wipe.share = 0.5 + 0.45 * math.cos(self._time * 0.9)
        if int(before * 2) != int(self._time * 2):
            self._session.turn("angle", 30 * math.sin(self._time * 0.45))
            self._session.turn("density", 0.55 + 0.35 * math.sin(self._time * 0.7))
        if int(before / 6) != int(self._time / 6):
            self._session.new_rain()

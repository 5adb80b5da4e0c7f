"""Paddles that the mouse moves: where one is in the console's picture, and which way it has to go."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.emulators.two_player import Side

SLACK = 4
"""Pixels of the console within which a paddle is let go."""
GLIDE = 2.5
"""Frames for which it goes on as it went after that."""


@dataclass(frozen=True)
class Paddle:
    """Where a paddle moves in the picture, uint8 (210, 160, 3), and its colour.

    Attributes:
        rows: of the picture.
        columns: the same.
        axis: 0 for a paddle that moves up and down, 1 for left and right.
        switches: what of `agents.emulators.joystick.SWITCHES` moves it back and forth along the axis.
    """

    rows: slice
    columns: slice
    colour: tuple[int, int, int]
    axis: int
    switches: tuple[str, str]

    def middle(self, picture: NDArray[np.uint8]) -> float | None:
        """Where it is along its axis; None where it is not to be seen."""
        seen = (picture[self.rows, self.columns] == self.colour).all(axis=2).any(axis=1 - self.axis)
        found = np.flatnonzero(seen)
        start: int = (self.rows, self.columns)[self.axis].start
        return start + float(found[0] + found[-1]) / 2 if found.size else None

    def towards(self, place: tuple[float, float], at: float | None, before: float | None) -> frozenset[str]:
        """What has to be held so that it comes to a place, (row, column) in the picture.

        Args:
            place: where to.
            at: where its middle is.
            before: the same a frame earlier; None where that is not known.
        """
        if at is None:
            return frozenset()
        offset = place[self.axis] - at - GLIDE * (at - (at if before is None else before))
        return frozenset({self.switches[int(offset > 0)]}) if abs(offset) > SLACK else frozenset()


_COURT = slice(34, 194)
PADDLES: dict[tuple[str, Side], Paddle] = {
    ("pong", "left"): Paddle(_COURT, slice(16, 20), (213, 130, 74), 0, ("up", "down")),
    ("pong", "right"): Paddle(_COURT, slice(140, 144), (92, 186, 92), 0, ("up", "down")),
    ("breakout", "left"): Paddle(slice(189, 193), slice(8, 152), (200, 72, 72), 1, ("left", "right")),
}
"""By game and side."""

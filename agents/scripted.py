"""A player without any learning: it moves its bat towards the ball.

It reads the picture, as a person does.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from agents.games import GAMES
from agents.twoplayer import Eyes

# Pong's colours and places in the 210 x 160 frame, measured on the picture.
COURT = slice(34, 194)
BAT_COLUMNS = slice(140, 144)
BALL = (236, 236, 236)
BAT = (92, 186, 92)
STAY, UP, DOWN = 0, 1, 2


def follow_ball(screen: NDArray[np.uint8], slack: int = 6) -> int:
    """Where the right bat of Pong should go.

    Args:
        screen: (210, 160, 3) RGB uint8.
        slack: how far the ball may be off the bat's middle before the bat moves, in pixels.

    Returns:
        An index into the game's actions: 0 stay, 1 up, 2 down.
    """
    court = screen[COURT]
    ball = np.flatnonzero((court == BALL).all(axis=2).any(axis=1))
    bat = np.flatnonzero((court[:, BAT_COLUMNS] == BAT).all(axis=2).any(axis=1))
    if not ball.size or not bat.size:
        return STAY
    offset = ball.mean() - bat.mean()
    if abs(offset) <= slack:
        return STAY
    return UP if offset < 0 else DOWN


class BallFollower:
    """The ball-follower at the sticks of a two-player game, on either side."""

    def choose(self, eyes: Eyes) -> int:
        """Return the ALE action for the coming frame."""
        return GAMES["pong"].actions[follow_ball(eyes.screen())]

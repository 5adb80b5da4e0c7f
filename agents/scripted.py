"""Players without any learning: one moves its bat towards the ball, one walks up to the other and punches.

They read the picture, as a person does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from agents.games import GAMES, NOOP
from agents.joystick import position
from agents.observation import Frames
from agents.twoplayer import Eyes, Player, Side

# Pong's colours and places in the 210 x 160 frame, measured on the picture.
COURT = slice(34, 194)
BAT_COLUMNS = slice(140, 144)
BALL = (236, 236, 236)
BAT = (92, 186, 92)
BALL_GREY, BAT_GREY = 236, 147
_BALL_ADDRESS = 54
_BAT_ADDRESSES: dict[Side, int] = {"left": 50, "right": 51}
STAY, UP, DOWN = 0, 1, 2

# Boxing's, within the ropes, and of a glove: how far it is from the head, and how far it strikes, in pixels.
RING = (slice(36, 180), slice(34, 126))
OWN_GREY, OTHERS_GREY = 214, 0
_GLOVE, _ARM, _GIVE = 16, 22, 2


def follow_ball(screen: NDArray[np.uint8], slack: int = 6) -> int:
    """Where the right bat of Pong should go.

    Args:
        screen: (210, 160, 3) RGB uint8.
        slack: how far the ball may be off the bat's middle before the bat moves, in pixels.

    Returns:
        An index into the game's actions: 0 stay, 1 up, 2 down.
    """
    court = screen[COURT]
    ball, bat = (court == BALL).all(axis=2), (court[:, BAT_COLUMNS] == BAT).all(axis=2)
    return _compare(ball, bat, slack)


def follow_grey(grey: Frames, slack: int = 6) -> int:
    """The same from the picture's brightness, uint8 (210, 160), thirty times as fast."""
    court = grey[COURT]
    return _compare(court == BALL_GREY, court[:, BAT_COLUMNS] == BAT_GREY, slack)


def follow_memory(memory: NDArray[np.uint8], side: Side, slack: int = 6) -> int:
    """The same from the console's memory, another thirty times as fast; it may be out by a row of the ball.

    Args:
        memory: uint8 (128,).
        side: Whose bat.
        slack: As for `follow_ball`.

    Returns:
        An index into the game's actions: 0 stay, 1 up, 2 down.
    """
    ball, bat = int(memory[_BALL_ADDRESS]) - 48, (int(memory[_BAT_ADDRESSES[side]]) - 47) // 2 * 2
    if side == "left":
        bat -= 1  # it is drawn before the right one, on the line above
    # What lies outside the court is not seen, and does not count for the middle.
    last = COURT.stop - COURT.start - 1
    ball_top, ball_bottom, bat_top, bat_bottom = (
        max(ball, 0),
        min(ball + 3, last),
        max(bat, 0),
        min(bat + 15, last),
    )
    if ball_top > ball_bottom or bat_top > bat_bottom:
        return STAY
    return _towards((ball_top + ball_bottom - bat_top - bat_bottom) / 2, slack)


def _compare(ball: NDArray[np.bool_], bat: NDArray[np.bool_], slack: int) -> int:
    ball_rows, bat_rows = np.flatnonzero(ball.any(axis=1)), np.flatnonzero(bat.any(axis=1))
    if not ball_rows.size or not bat_rows.size:
        return STAY
    return _towards(float(ball_rows.mean() - bat_rows.mean()), slack)


def _towards(offset: float, slack: int) -> int:
    if abs(offset) <= slack:
        return STAY
    return UP if offset < 0 else DOWN


class BallFollower:
    """The ball-follower at the sticks of a two-player game, on either side."""

    def __init__(self, slack: int = 6, hold: int = 1, late: int = 0) -> None:
        """Take the sticks; without arguments, as good as it gets.

        Args:
            slack: How far the ball may be off the bat's middle before the bat moves, in pixels.
            hold: Frames from one look to the next; between them it goes on as it did.
            late: Frames from a look to what comes of it.
        """
        self._slack, self._hold = slack, hold
        self._frame = 0
        self._action = NOOP
        self._coming = deque([NOOP] * late, maxlen=late + 1)

    def choose(self, eyes: Eyes) -> int:
        """Return the ALE action for the coming frame."""
        return self._go(follow_grey(eyes.grey(), self._slack) if self._looks else STAY)

    def recall(self, memory: NDArray[np.uint8], side: Side) -> int:
        """Choose as `choose` does, but from the console's memory, which is much faster."""
        return self._go(follow_memory(memory, side, self._slack) if self._looks else STAY)

    @property
    def _looks(self) -> bool:
        return self._frame % self._hold == 0

    def _go(self, way: int) -> int:
        if self._looks:
            self._action = GAMES["pong"].actions[way]
        self._frame += 1
        self._coming.append(self._action)
        return self._coming[0]


class Boxer:
    """Walks up to the other boxer, a glove before the other's head, and punches."""

    def __init__(self) -> None:
        """Enter the ring."""
        self._frame = 0

    def choose(self, eyes: Eyes) -> int:
        """Return the ALE action for the coming frame."""
        self._frame += 1
        ring = eyes.grey()[RING]
        own, others = np.argwhere(ring == OWN_GREY), np.argwhere(ring == OTHERS_GREY)
        if not len(own) or not len(others):
            return NOOP
        down = (others[:, 0].min() + others[:, 0].max() - own[:, 0].min() - own[:, 0].max()) / 2
        right = int(others[:, 1].min() - own[:, 1].min())
        down -= _GLOVE if down > 0 else -_GLOVE
        near = _ARM - abs(right)  # too near for a punch where this is positive
        held = set()
        if abs(down) > _GIVE:
            held.add("down" if down > 0 else "up")
        if abs(near) > _GIVE:
            held.add("right" if (right > 0) == (near < 0) else "left")
        # A punch begins when the button goes down.
        if abs(down) < 3 * _GIVE and self._frame % 4 < 2:
            held.add("fire")
        return position(held)


SCRIPTED: dict[str, Callable[[], Player]] = {"pong": BallFollower, "boxing": Boxer}
"""For every game of `agents.twoplayer.DUELS`, a player without learning."""

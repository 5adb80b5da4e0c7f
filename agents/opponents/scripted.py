"""Players without any learning: one moves its bat towards the ball, one walks up to the other and punches.

They read the picture, as a person does.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from agents.emulators.games import GAMES, NOOP
from agents.emulators.joystick import position
from agents.emulators.observation import Frames
from agents.emulators.two_player import Eyes, Player, Side

# Pong's colours and places in the 210 x 160 frame, measured on the picture.
COURT = slice(34, 194)
BAT_COLUMNS = slice(140, 144)
BALL = (236, 236, 236)
BAT = (92, 186, 92)
BALL_GREY, BAT_GREY = 236, 147
_BALL_ADDRESS = 54
_BAT_ADDRESSES: dict[Side, int] = {"left": 50, "right": 51}
STAY, UP, DOWN = 0, 1, 2

# Of its movements, in rows of the court and columns of the memory's own count.
_BALL_COLUMN_ADDRESS = 49
_UNSEEN = -48
_MEETING: dict[Side, int] = {"left": 66, "right": 188}
_TURN = 5.6
_KNOB_TOP, _KNOB_BOTTOM = -29.0, 152.0
LAST_ROW = 156
_HOME = 66
_MIDDLE = 5.5
STEEP, SLANTED, FLAT = -7.5, -4.1, 0.0
_WIDTH = 4
_HIT = -3.2, 14.6
_CONSOLE_BEATEN = {True: (20, 112), False: (10, 76)}
FAST = 4
# How to meet a fast ball against a ball-follower, by the rows above which it comes, down to the middle of the
# court; from there on as in a mirror. `python -m tools.pong_aims` measures it.
_AIMS = ((23, SLANTED), (28, -SLANTED), (38, SLANTED), (48, STEEP), (63, -SLANTED), (79, SLANTED))

# Boxing's, within the ropes, and of a glove: how far it is from the head, and how far it strikes, in pixels.
RING = (slice(36, 180), slice(34, 126))
OWN_GREY, OTHERS_GREY = 214, 0
_GLOVE, _ARM, _GIVE = 16, 22, 2


def follow_ball(screen: NDArray[np.uint8], slack: int = 6) -> int:
    """Return where Pong's right bat should go, an index into the game's actions: 0 stay, 1 up, 2 down.

    Args:
        screen: (210, 160, 3) RGB uint8.
        slack: How far the ball may be off the bat's middle before the bat moves, in pixels.
    """
    court = screen[COURT]
    ball, bat = (court == BALL).all(axis=2), (court[:, BAT_COLUMNS] == BAT).all(axis=2)
    return _compare(ball, bat, slack)


def follow_grey(grey: Frames, slack: int = 6) -> int:
    """The same from the picture's brightness, uint8 (210, 160), thirty times as fast."""
    court = grey[COURT]
    return _compare(court == BALL_GREY, court[:, BAT_COLUMNS] == BAT_GREY, slack)


def follow_memory(memory: NDArray[np.uint8], side: Side, slack: int = 6) -> int:
    """The same from the console's memory, uint8 (128,), for either bat.

    It is another thirty times as fast, and may be out by a row of the ball.
    """
    ball, bat = _ball_row(memory), _bat_row(memory, side) // 2 * 2
    if side == "left":
        bat -= 1  # it is drawn before the right one, on the line above
    # What lies outside the court is not seen, and does not count for the middle.
    last = COURT.stop - COURT.start - 1
    ball_top, ball_bottom = max(ball, 0), min(ball + 3, last)
    bat_top, bat_bottom = max(bat, 0), min(bat + 15, last)
    if ball_top > ball_bottom or bat_top > bat_bottom:
        return STAY
    return _towards((ball_top + ball_bottom - bat_top - bat_bottom) / 2, slack)


def _ball_row(memory: NDArray[np.uint8]) -> int:
    """The ball's upper row in the court; `_UNSEEN` while there is none."""
    return int(memory[_BALL_ADDRESS]) + _UNSEEN


def _bat_row(memory: NDArray[np.uint8], side: Side) -> int:
    """A bat's upper row in the court, which is drawn at even ones only."""
    return int(memory[_BAT_ADDRESSES[side]]) - 47


def _compare(ball: NDArray[np.bool_], bat: NDArray[np.bool_], slack: int) -> int:
    ball_rows, bat_rows = np.flatnonzero(ball.any(axis=1)), np.flatnonzero(bat.any(axis=1))
    if not ball_rows.size or not bat_rows.size:
        return STAY
    return _towards(float(ball_rows.mean() - bat_rows.mean()), slack)


def _towards(offset: float, slack: float) -> int:
    if abs(offset) <= slack:
        return STAY
    return UP if offset < 0 else DOWN


class BallFollower:
    """The ball-follower at the sticks of a two-player game, on either side."""

    def __init__(self, slack: int = 6, hold: int = 1, late: int = 0) -> None:
        """Take the sticks; without arguments, as good as it gets.

        Args:
            slack: As for `follow_ball`.
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


def best_aim(meeting: float) -> float:
    """How far from its middle a bat should meet a fast ball that comes at a row, against a ball-follower."""
    upper = min(meeting, LAST_ROW - meeting)
    aim = next(aim for end, aim in _AIMS if upper < end)
    return aim if meeting == upper else -aim


@dataclass
class Attacker:
    """Returns the ball, and where it can, so that a ball-follower does not get it: to be asked for advice.

    Unlike the others it reads the console's memory, and knows what Pong's ball and bats do, as measured.
    Where on the bat the ball is met decides how steeply it flies off. A ball that comes back from the wall
    shortly before the other bat cannot be returned: steeply from some forty rows off the wall. From all other
    places it plays so that the ball soon comes back to such a one. Slow balls it meets with the middle of its
    bat.

    The console's own player is beaten by steep shots from most places, upwards from more than downwards.
    """

    side: Side
    """Whose bat."""
    console: bool = False
    """Whether the console itself plays on the other side."""
    aim: Callable[[float], float] = best_aim
    """Against others, how far from the bat's middle a fast ball is to be met, by its row there."""
    pace: tuple[int, int] = field(default=(0, 0), init=False)
    """Of the ball, columns and rows per frame."""
    _knob: float | None = None
    _bats: deque[int] = field(default_factory=lambda: deque(maxlen=3))
    _ball: tuple[int, int] = (0, _UNSEEN)

    def look(self, memory: NDArray[np.uint8], way: int) -> None:
        """Take in a frame: the memory after it, uint8 (128,), and the index of what the player did."""
        bat = _bat_row(memory, self.side)
        self._bats.append(bat)
        knob = float(bat) if self._knob is None else self._knob
        turned = (0.0, -_TURN, _TURN)[way]
        knob = min(max(knob + turned, _KNOB_TOP), _KNOB_BOTTOM)
        # The bat goes half of the way to where its knob stands, every other frame and one frame late. At the
        # edges it stays, however far the knob is turned.
        first, middle = self._bats[0], self._bats[len(self._bats) // 2]
        if len(self._bats) == 3 and min(first, bat) > -8 and bat < 147 and (bat != middle or bat == first):
            knob += 0.3 * (2 * bat - first + turned - knob)
        self._knob = knob
        ball = int(memory[_BALL_COLUMN_ADDRESS]), _ball_row(memory)
        if ball[1] != _UNSEEN and self.seen:
            across, down = ball[0] - self._ball[0], ball[1] - self._ball[1]
            # Where it was hit or served in between, this is no pace.
            across = across if 0 < abs(across) < 8 else self.pace[0]
            self.pace = across, down if abs(down) < 8 else self.pace[1]
        self._ball = ball

    @property
    def seen(self) -> bool:
        """Whether there is a ball."""
        return self._ball[1] != _UNSEEN

    @property
    def coming(self) -> float | None:
        """The row where the ball will come to the bat; None while it does not come."""
        coming = self._coming()
        return None if coming is None else coming[0]

    def _coming(self) -> tuple[float, int, float] | None:
        """Where it will come, its rows per frame there, and the frames until then."""
        across, down = self.pace
        forward = 1 if self.side == "right" else -1
        if not self.seen or across * forward <= 0:
            return None
        column, row = self._ball
        frames = max(0, (_MEETING[self.side] - column) * forward) / abs(across)
        return *_flown(row, down, frames), frames

    def decide(self, hold: int) -> int:
        """Return what to do, an index into the game's actions, if it is then done for `hold` frames."""
        knob, turn = self._knob or 0.0, _TURN * hold
        coming = self._coming()
        if coming is None:
            return _towards(_HOME - knob, turn / 2)
        meeting, down, frames = coming
        across = self.pace[0]
        in_time = max(0, int((frames - 3) / hold))
        aim = None if self.console else self.aim(meeting) if abs(across) >= FAST else FLAT

        def worth(turns: int) -> float:
            edge = _seen(knob + turns * turn)
            return _worth(meeting, edge, (across, down), aim) - 0.0005 * abs(turns)

        best = max(range(-in_time, in_time + 1), key=worth)
        return _towards(best, 0)


def _seen(knob: float) -> float:
    """Where the bat's upper edge comes to be."""
    return min(max(knob, -14.0), _KNOB_BOTTOM)


def _flown(row: float, down: int, frames: float) -> tuple[float, int]:
    """Where a ball is after some frames between the walls, and its rows per frame there."""
    row = (row + down * frames) % (2 * LAST_ROW)
    return (row, down) if row <= LAST_ROW else (2 * LAST_ROW - row, -down)


def _worth(meeting: float, upper_edge: float, pace: tuple[int, int], aim: float | None) -> float:
    """How good it is to meet the ball at a row with the bat's upper edge at another.

    `pace` is the ball's, columns and rows per frame; `aim` is where to meet it, from the bat's middle, and
    None where the console's own player is beaten.
    """
    across, down = abs(pace[0]), pace[1]
    # It passes the bat's columns for some frames, and is hit in the first in which the two overlap.
    for frame in range(_WIDTH // across + 1):
        row = meeting + frame * down
        offset = row - upper_edge
        if _HIT[0] <= offset <= _HIT[1]:
            break
    else:
        return -0.5 - 0.05 * min(abs(meeting - upper_edge - _MIDDLE), 60)
    if aim is not None:
        return -0.02 * abs(offset - _MIDDLE - aim)
    upper = offset < _MIDDLE
    first, last = _CONSOLE_BEATEN[upper]
    if first <= row <= last and (offset <= -0.6 or offset >= 11.6):
        return 1.0 - 0.05 * abs(abs(offset - _MIDDLE) + STEEP)
    return -0.02 * abs(offset - _MIDDLE)


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
"""For every game of `agents.emulators.two_player.DUELS`, a player without learning."""

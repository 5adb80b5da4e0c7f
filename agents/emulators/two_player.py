"""True two-player games: one console, one picture, two players.

They run in multi-agent-ale-py, which knows the second joystick, with the ROM files of ale-py. A player sees
the game as an agent saw it in training, from the side that it was trained on: for the other side the picture
is mirrored or turned, and the colours that tell the players apart are exchanged.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from agents.emulators import games
from agents.emulators.games import FIRE, LEFT, LEFT_FIRE, NOOP, RIGHT, RIGHT_FIRE, Court
from agents.emulators.joystick import POSITIONS, position
from agents.emulators.observation import Frames
from agents.emulators.shared_console import SharedConsole

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
T = TypeVar("T")

_KNOCKOUT = 0xC0
_SHAKES, _SHAKE_FRAMES = 4, 8


@dataclass(frozen=True)
class DuelSpec:
    """What has to be known of a two-player game."""

    game: str
    """Key in `agents.emulators.games.GAMES` of the one-player game whose agents play here."""
    rom: str
    """Name of the ROM that ale-py ships."""
    mode: int
    """The game's number on the console's select switch. Pong's 3 has the bats and the ball of the one-player
    game."""
    sticks: Mapping[int, int]
    """For each action that players may take, what the console gets. In Pong, the same with the button held,
    which serves and does nothing else."""
    trained_on: Side
    """The side of the console's first player, where agents are when they train."""
    scores: tuple[int, int]
    """Addresses in the console's memory of the points of (left, right)."""
    swapped: tuple[tuple[int, int, int], tuple[int, int, int]]
    """The players' colours, which change places in the other side's view."""
    swapped_grey: tuple[int, int]
    """Their brightness."""
    turned: int | None = None
    """None where that view is a mirror image, left for right. Where it is turned by half a turn: by how many
    rows it then has to come down, for the court to lie where it did."""
    exchanged: tuple[tuple[str, str], ...] = ()
    """Pairs of the stick's directions that change places with that view."""
    decimal: bool = False
    """Whether points are stored as two decimal digits, and 100 as 0xC0 (a knockout)."""

    def across(self, action: int) -> int:
        """Return what an ALE action of this view is in the other side's, and the other way round."""
        there = {**dict(self.exchanged), **{second: first for first, second in self.exchanged}}
        return position(there.get(switch, switch) for switch in POSITIONS[action])

    def corner(self, court: Court) -> tuple[int, int]:
        """Return at which (column, row) of the picture that begins which is the court in the other view."""
        down = court.top if self.turned is None else games.SCREEN_HEIGHT - court.bottom + self.turned
        return games.SCREEN_WIDTH - court.right, down

    def turn_back(self, view: NDArray[Any]) -> NDArray[Any]:
        """Lay a court of the other side's view, (rows, columns, …), as it lies in the picture."""
        return view[:, ::-1] if self.turned is None else view[::-1, ::-1]


DUELS: dict[str, DuelSpec] = {
    "pong": DuelSpec(
        game="pong",
        rom="pong",
        mode=3,
        sticks=MappingProxyType({NOOP: FIRE, RIGHT: RIGHT_FIRE, LEFT: LEFT_FIRE}),
        trained_on="right",
        scores=(13, 14),
        swapped=((213, 130, 74), (92, 186, 92)),
        swapped_grey=(148, 147),
    ),
    "boxing": DuelSpec(
        game="boxing",
        rom="boxing",
        mode=2,
        sticks=MappingProxyType({action: action for action in range(18)}),
        trained_on="left",
        scores=(18, 19),
        swapped=((214, 214, 214), (0, 0, 0)),
        swapped_grey=(214, 0),
        turned=3,  # the boxers begin in opposite corners
        exchanged=(("left", "right"), ("up", "down")),
        decimal=True,
    ),
}


def other(side: Side) -> Side:
    """Return the side across the net."""
    return "left" if side == "right" else "right"


def by_side(side: Side, mine: T, theirs: T) -> tuple[T, T]:
    """Put what belongs to the player on `side` and to the other one in the order (left, right).

    The same call turns (left, right) back into (mine, theirs).
    """
    return (mine, theirs) if side == "left" else (theirs, mine)


class Eyes(Protocol):
    """What a player sees of a game."""

    def screen(self) -> NDArray[np.uint8]:
        """Return the picture, uint8 (210, 160, 3) RGB."""

    def grey(self) -> Frames:
        """Return the picture's brightness, uint8 (210, 160)."""


class Player(Protocol):
    """Decides what a joystick does."""

    def choose(self, eyes: Eyes) -> int:
        """Return the ALE action for the coming frame; asked once a frame."""


class DuelGame(SharedConsole):
    """One console with two joysticks, frame by frame, as agents play on it.

    Attributes:
        spec: The game.
        difficulty: The console's difficulty switches, from the next `reset` on; in Pong 1 halves the left bat
            and 2 the right one.
        score: Points of (left, right).
    """

    def __init__(self, spec: DuelSpec, seed: int, *, difficulty: int = 0, sound: bool = False) -> None:
        """Switch the console on and start the first game; takes most of a second, without Python's lock.

        The seed, in [0, 2^31), decides where the players are when it begins; nothing else is left to chance.
        `audio` needs `sound`.

        Raises:
            ValueError: If the game does not know this difficulty.
            RuntimeError: If the ROM's mode is for another number of players.
        """
        super().__init__(spec.rom, spec.mode, seed, sound=sound)
        self.spec = spec
        self.difficulty = difficulty
        self._eyes = {side: _Eyes(self, across=side != spec.trained_on) for side in SIDES}
        self.reset(seed)

    def reset(self, seed: int) -> None:
        """Start a new game: the seed moves the players a little, so that no two games are alike."""
        if self.difficulty not in self.difficulties:
            raise ValueError(f"{self.spec.game} has no difficulty {self.difficulty}")
        self.seed = seed
        self._console.setDifficulty(self.difficulty)
        self._begin()
        self._count()
        rng = np.random.default_rng(seed)
        moves = list(self.spec.sticks)
        for _ in range(_SHAKES):
            left, right = (int(action) for action in rng.choice(moves, 2))
            for _ in range(_SHAKE_FRAMES):
                self.step(left, right)
        self.opening = self.log.frames

    def step(self, left: int, right: int) -> Side | None:
        """Emulate one frame (1/60 s). Pong's ball is served by itself, as in the one-player game.

        Returns:
            The side that made a point in this frame, if any; None once the game is over.

        Raises:
            ValueError: For an ALE action that the game does not use.
        """
        sticks = self.spec.sticks
        if left not in sticks or right not in sticks:
            raise ValueError(f"actions must be of {sorted(sticks)}, got {left} and {right}")
        if self.over:
            return None
        before = self.score
        # The console's first player is the one whose side agents train on.
        self._act(*by_side(self.spec.trained_on, sticks[left], sticks[right]))
        self._count()
        self.log.add((left, right), self.memory, self.screen)
        if self.score == before:
            return None
        return "left" if self.score[0] != before[0] else "right"

    def _count(self) -> None:
        # The emulator's rewards would count slow serving too.
        left, right = (int(self.memory[address]) for address in self.spec.scores)
        self.score = (_decimal(left), _decimal(right)) if self.spec.decimal else (left, right)

    def grey(self) -> Frames:
        """Return the picture's brightness, uint8 (210, 160)."""
        grey = np.empty((games.SCREEN_HEIGHT, games.SCREEN_WIDTH), np.uint8)
        self._library.getScreenGrayscale(self._console.obj, grey.ctypes.data)
        return grey

    def eyes(self, side: Side) -> Eyes:
        """Return what a player on this side sees: always the view from the side that agents train on."""
        return self._eyes[side]

    def meant(self, side: Side, action: int) -> int:
        """Return what an action of a player who sees the game through `eyes(side)` is on the console."""
        return action if side == self.spec.trained_on else self.spec.across(action)


class _Eyes:
    """A game seen from one side."""

    def __init__(self, game: DuelGame, *, across: bool) -> None:
        self._game = game
        self._across = across

    def screen(self) -> NDArray[np.uint8]:
        """Return the picture, uint8 (210, 160, 3) RGB."""
        screen = self._game.screen()
        if not self._across:
            return screen
        first, second = self._game.spec.swapped
        was_first, was_second = (screen == first).all(axis=2), (screen == second).all(axis=2)
        screen[was_first], screen[was_second] = second, first
        return self._turned(screen)

    def grey(self) -> Frames:
        """Return the picture's brightness, uint8 (210, 160)."""
        grey = self._game.grey()
        if not self._across:
            return grey
        first, second = self._game.spec.swapped_grey
        # Either brightness turns into the other where their differing bits flip: no slow picking of pixels.
        grey ^= ((grey == first) | (grey == second)) * np.uint8(first ^ second)
        return self._turned(grey)

    def _turned(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        rows = self._game.spec.turned
        return picture[:, ::-1] if rows is None else np.roll(picture[::-1, ::-1], rows, axis=0)


def play_frame(game: DuelGame, left: Player, right: Player) -> Side | None:
    """Let both players see the same picture, then emulate one frame as `DuelGame.step` does."""
    chosen = left.choose(game.eyes("left")), right.choose(game.eyes("right"))
    return game.step(game.meant("left", chosen[0]), game.meant("right", chosen[1]))


def _decimal(digits: int) -> int:
    return 100 if digits == _KNOCKOUT else 10 * (digits >> 4) + (digits & 0x0F)

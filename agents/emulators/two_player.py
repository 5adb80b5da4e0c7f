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
from agents.emulators.action_log import ActionLog
from agents.emulators.games import FIRE, LEFT, LEFT_FIRE, MAX_FRAMES, NOOP, RIGHT, RIGHT_FIRE, Court
from agents.emulators.joystick import POSITIONS, position
from agents.emulators.observation import Frames

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")
T = TypeVar("T")

_MEMORY = 128
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


class DuelGame:
    """One console with two joysticks, frame by frame, for use by one thread at a time.

    The emulator's library is called directly for what is asked every frame: its own wrapper holds Python's
    lock meanwhile. What the methods return is the caller's own.

    Attributes:
        spec: The game.
        seed: Of the running game.
        log: Everything that both players have done in it.
        difficulty: The console's difficulty switches, from the next `reset` on; in Pong 1 halves the left bat
            and 2 the right one.
        score: Points of (left, right).
        memory: The console's 128 bytes of memory, uint8.
    """

    def __init__(self, spec: DuelSpec, seed: int, *, difficulty: int = 0) -> None:
        """Switch the console on and start the first game; takes most of a second, without Python's lock.

        The seed, in [0, 2^31), decides where the players are when it begins; nothing else is left to chance.

        Raises:
            ValueError: If the game does not know this difficulty.
            RuntimeError: If the ROM's mode is for another number of players.
        """
        from ale_py import roms
        from multi_agent_ale_py import ALEInterface
        from multi_agent_ale_py.ale_python_interface import ale_lib

        ALEInterface.setLoggerMode(ALEInterface.Logger.Error)
        self._ale: Any = ALEInterface()
        self._ale.setInt("random_seed", 1)
        self._ale.setFloat("repeat_action_probability", 0.0)
        self._ale.loadROM(str(roms.get_rom_path(spec.rom)))
        self._ale.setMode(spec.mode)
        self._ale.reset_game()
        if (players := self._ale.numPlayersActive()) != 2:
            raise RuntimeError(f"{spec.rom} has {players} players in mode {spec.mode}")
        self._library: Any = ale_lib
        self._pair, self._rewards = np.zeros((2, 2), np.intc)
        self.memory = np.zeros(_MEMORY, np.uint8)
        self.spec = spec
        self.difficulty = difficulty
        self.log = ActionLog(players=2)
        self._eyes = {side: _Eyes(self, across=side != spec.trained_on) for side in SIDES}
        self.reset(seed)

    @property
    def _console(self) -> Any:
        if self._ale is None:
            raise RuntimeError("the game is closed")
        return self._ale

    def reset(self, seed: int) -> None:
        """Start a new game: the seed moves the players a little, so that no two games are alike."""
        if self.difficulty not in self.difficulties:
            raise ValueError(f"{self.spec.game} has no difficulty {self.difficulty}")
        self.seed = seed
        self.log.clear()
        self._console.setDifficulty(self.difficulty)
        self._console.reset_game()
        self._read()
        rng = np.random.default_rng(seed)
        moves = list(self.spec.sticks)
        for _ in range(_SHAKES):
            left, right = (int(action) for action in rng.choice(moves, 2))
            for _ in range(_SHAKE_FRAMES):
                self.step(left, right)
        self.opening = self.log.frames

    @property
    def difficulties(self) -> tuple[int, ...]:
        """Settings of the difficulty switches that the game knows; 0 is always one of them."""
        return tuple(int(value) for value in self._console.getAvailableDifficulties())

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
        self._pair[:] = by_side(self.spec.trained_on, sticks[left], sticks[right])
        self._library.actMulti(self._console.obj, self._pair.ctypes.data, self._rewards.ctypes.data)
        self._read()
        self.log.add((left, right), self.memory, self.screen)
        if self.score == before:
            return None
        return "left" if self.score[0] != before[0] else "right"

    def _read(self) -> None:
        self.memory = np.empty(_MEMORY, np.uint8)
        self._library.getRAM(self._console.obj, self.memory.ctypes.data)
        # The emulator's rewards would count slow serving too.
        left, right = (int(self.memory[address]) for address in self.spec.scores)
        self.score = (_decimal(left), _decimal(right)) if self.spec.decimal else (left, right)

    @property
    def over(self) -> bool:
        """Whether the game has ended, or was cut off."""
        return bool(self._console.game_over()) or self.frames >= MAX_FRAMES

    @property
    def frames(self) -> int:
        """Frames since the game began."""
        return self.log.frames

    def screen(self) -> NDArray[np.uint8]:
        """Return the picture, uint8 (210, 160, 3) RGB."""
        return np.asarray(self._console.getScreenRGB())

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

    def close(self) -> None:
        """Switch the console off; further use raises RuntimeError."""
        self._ale = None


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

"""True two-player games: one console, one picture, two people at the sticks.

They run in multi-agent-ale-py, whose emulator knows the consoles' second joystick, with the ROM files that
ale-py ships. A player sees the game as an agent saw it in training, from the side that it was trained on:
for the other side the picture is mirrored, and the colours that tell the players apart are exchanged.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from agents.games import FIRE, LEFT, NOOP, RIGHT
from agents.observation import Frames
from agents.tape import Tape

Side = Literal["left", "right"]
SIDES: tuple[Side, Side] = ("left", "right")

MAX_FRAMES = 108_000
"""Half an hour of play at 60 Hz, after which a game is cut off: two good players may never miss."""
_RIGHT_FIRE, _LEFT_FIRE = 11, 12
_SHAKES, _SHAKE_FRAMES = 4, 8


@dataclass(frozen=True)
class DuelSpec:
    """What has to be known of a two-player game.

    Attributes:
        game: Key in `agents.games.GAMES` of the one-player game whose agents play here.
        rom: Name of the ROM that ale-py ships.
        mode: The game's number on the console's select switch. For Pong, 3 has the bats and the ball of the
            one-player game that ale-py starts.
        with_button: For each action, the same with the button held, which serves and does nothing else.
        trained_on: The side at which agents sit in the one-player game.
        scores: Addresses in the console's memory of the points of (left, right).
        swapped: The players' colours, which change places when the picture is mirrored.
        swapped_grey: Their brightness.
    """

    game: str
    rom: str
    mode: int
    with_button: Mapping[int, int]
    trained_on: Side
    scores: tuple[int, int]
    swapped: tuple[tuple[int, int, int], tuple[int, int, int]]
    swapped_grey: tuple[int, int]


DUELS: dict[str, DuelSpec] = {
    "pong": DuelSpec(
        game="pong",
        rom="pong",
        mode=3,
        with_button={NOOP: FIRE, RIGHT: _RIGHT_FIRE, LEFT: _LEFT_FIRE},
        trained_on="right",
        scores=(13, 14),
        swapped=((213, 130, 74), (92, 186, 92)),
        swapped_grey=(148, 147),
    ),
}


def other(side: Side) -> Side:
    """Return the side across the net."""
    return "left" if side == "right" else "right"


class Eyes(Protocol):
    """What a player sees of a game."""

    def screen(self) -> NDArray[np.uint8]:
        """Return the picture, uint8 (210, 160, 3) RGB."""

    def grey(self) -> Frames:
        """Return the picture's brightness, uint8 (210, 160)."""


class Player(Protocol):
    """Whoever decides what a joystick does."""

    def choose(self, eyes: Eyes) -> int:
        """Return the ALE action for the coming frame; asked once a frame."""


class DuelGame:
    """One console with two joysticks, frame by frame, for use by one thread at a time.

    Attributes:
        spec: The game.
        seed: Of the running game.
        tape: Everything that both players have done in it.
    """

    def __init__(self, spec: DuelSpec, seed: int) -> None:
        """Switch the console on and start the first game; takes most of a second, without Python's lock.

        Args:
            spec: The game.
            seed: Where the bats are when it begins, in [0, 2^31). Nothing else is left to chance.
        """
        from ale_py import roms
        from multi_agent_ale_py import ALEInterface

        ALEInterface.setLoggerMode(ALEInterface.Logger.Error)
        self.spec = spec
        self.tape = Tape(players=2)
        console = ALEInterface()
        console.setInt("random_seed", 1)
        console.setFloat("repeat_action_probability", 0.0)
        console.loadROM(str(roms.get_rom_path(spec.rom)))
        console.setMode(spec.mode)
        self._console: Any = console
        self._eyes = {side: _Eyes(self, mirrored=side != spec.trained_on) for side in SIDES}
        self.reset(seed)

    @property
    def _ale(self) -> Any:
        if self._console is None:
            raise RuntimeError("the game is closed")
        return self._console

    def reset(self, seed: int) -> None:
        """Start a new game: the seed moves the bats a little, so that no two games are alike."""
        self.seed = seed
        self.tape.clear()
        self._ale.reset_game()
        rng = np.random.default_rng(seed)
        moves = list(self.spec.with_button)
        for _ in range(_SHAKES):
            left, right = (int(action) for action in rng.choice(moves, 2))
            for _ in range(_SHAKE_FRAMES):
                self.step(left, right)
        self.opening = self.tape.frames

    def step(self, left: int, right: int) -> Side | None:
        """Emulate one frame (1/60 s). The ball is served by itself, as in the one-player game.

        Args:
            left: ALE action of the player on the left, one of the spec's actions.
            right: That of the player on the right.

        Returns:
            The side that made a point in this frame, if any; None once the game is over.

        Raises:
            ValueError: For an action that the game does not use.
        """
        buttons = self.spec.with_button
        if left not in buttons or right not in buttons:
            raise ValueError(f"actions must be of {sorted(buttons)}, got {left} and {right}")
        if self.over:
            return None
        before = self.score
        self._ale.act((buttons[right], buttons[left]))
        self.tape.add((left, right), self._ale.getRAM(), self.screen)
        after = self.score
        if after == before:
            return None
        return "left" if after[0] != before[0] else "right"

    @property
    def score(self) -> tuple[int, int]:
        """Points of (left, right). The emulator's rewards would count slow serving too."""
        memory = self._ale.getRAM()
        left, right = self.spec.scores
        return int(memory[left]), int(memory[right])

    @property
    def over(self) -> bool:
        """Whether the game has ended, or was cut off."""
        return bool(self._ale.game_over()) or self.frames >= MAX_FRAMES

    @property
    def winner(self) -> Side | None:
        """Who has won; None while nobody has, and after a draw."""
        left, right = self.score
        if not self.over or left == right:
            return None
        return "left" if left > right else "right"

    @property
    def frames(self) -> int:
        """Frames since the game began."""
        return self.tape.frames

    def screen(self) -> NDArray[np.uint8]:
        """Return the picture, uint8 (210, 160, 3) RGB."""
        screen: NDArray[np.uint8] = self._ale.getScreenRGB()
        return screen

    def grey(self) -> Frames:
        """Return the picture's brightness, uint8 (210, 160)."""
        screen: Frames = self._ale.getScreenGrayscale()[..., 0]
        return screen

    def eyes(self, side: Side) -> Eyes:
        """Return what a player on this side sees: always the view from the side that agents train on."""
        return self._eyes[side]

    def close(self) -> None:
        """Switch the console off; further use raises RuntimeError."""
        self._console = None


class _Eyes:
    """A game seen from one side."""

    def __init__(self, game: DuelGame, *, mirrored: bool) -> None:
        self._game = game
        self._mirrored = mirrored

    def screen(self) -> NDArray[np.uint8]:
        """Return the picture, uint8 (210, 160, 3) RGB."""
        screen = self._game.screen()
        if not self._mirrored:
            return screen
        first, second = self._game.spec.swapped
        was_first, was_second = (screen == first).all(axis=2), (screen == second).all(axis=2)
        screen[was_first], screen[was_second] = second, first
        return screen[:, ::-1]

    def grey(self) -> Frames:
        """Return the picture's brightness, uint8 (210, 160)."""
        grey = self._game.grey()
        if not self._mirrored:
            return grey
        first, second = self._game.spec.swapped_grey
        was_first, was_second = grey == first, grey == second
        grey[was_first], grey[was_second] = second, first
        return grey[:, ::-1]


def play_frame(game: DuelGame, left: Player, right: Player) -> Side | None:
    """Let both players see the same picture, then emulate one frame.

    Returns:
        The side that made a point in it, if any.
    """
    chosen = left.choose(game.eyes("left")), right.choose(game.eyes("right"))
    return game.step(*chosen)

"""Games for two people at one console: ROMs of ale-py with modes for two that the emulator for two knows."""

from __future__ import annotations

from dataclasses import dataclass

from agents.emulators.games import game_spec
from agents.emulators.joystick import POSITIONS
from agents.emulators.shared_console import SharedConsole
from agents.emulators.two_player import Side, by_side


@dataclass(frozen=True)
class PeopleSpec:
    """What has to be known of such a game.

    Attributes:
        game: Key of `agents.emulators.games.game_spec`.
        modes: The game's numbers on the console's select switch that are for two, the usual one first.
        first: The side of the console's first player.
        alone: Whether ale-py, which makes the sound, runs the ROM as well.
    """

    game: str
    modes: tuple[int, ...]
    first: Side = "left"
    alone: bool = True


_SPECS = (
    PeopleSpec("pong", (3, 4, 9, 10, 13, 14, 19, 20, 23, 24), first="right"),
    PeopleSpec("boxing", (2,)),
    PeopleSpec("combat", tuple(range(1, 28)), alone=False),
    PeopleSpec("double_dunk", tuple(range(16, 32))),
    PeopleSpec("entombed", (2, 3)),
    PeopleSpec("fishing_derby", (2,)),
    PeopleSpec("flag_capture", (1, 2, 3, 4)),
    PeopleSpec("ice_hockey", (1, 3)),
    PeopleSpec("joust", (1, 3), alone=False),
    PeopleSpec("mario_bros", (2, 4, 6, 8)),
    PeopleSpec("maze_craze", tuple(range(64)), alone=False),
    PeopleSpec("space_invaders", tuple(range(33, 49))),
    PeopleSpec("space_war", (1, 2, 3, 4, 5)),
    PeopleSpec("surround", (1, 5, 6, 7, 8, 9, 10, 11, 12)),
    PeopleSpec("tennis", (2, 4)),
    PeopleSpec("warlords", (3, 5, 8, 10, 13, 15, 18, 20, 23), alone=False),
)
PEOPLE = {spec.game: spec for spec in _SPECS}


class PeopleGame(SharedConsole):
    """One game for two people, frame by frame; nothing in it is left to chance but what the ROM makes of it.

    Attributes:
        spec: The game.
        mode: Which of its modes is played, from the next `reset` on.
        score: What (left, right) have won; what the emulator takes off one counts for nobody.
    """

    def __init__(self, spec: PeopleSpec, seed: int = 0, *, sound: bool = False) -> None:
        """Switch the console on and start the first game; takes most of a second, without Python's lock.

        Raises:
            RuntimeError: If the ROM's mode is for another number of players.
        """
        rom = game_spec(spec.game).rom
        super().__init__(rom, spec.modes[0], seed, sound=sound and spec.alone)
        self.spec = spec
        self.mode = spec.modes[0]
        self.score = (0, 0)
        self.reset(seed)

    def turn(self, by: int) -> None:
        """Go to another mode, which counts from the next `reset` on; after the last one comes the first."""
        modes = self.spec.modes
        self.mode = modes[(modes.index(self.mode) + by) % len(modes)]

    def reset(self, seed: int) -> None:
        """Start a new game."""
        self.seed = seed
        self._console.setMode(self.mode)
        self._begin()
        self.score = (0, 0)

    def step(self, left: int, right: int) -> None:
        """Emulate one frame (1/60 s); nothing happens once the game is over.

        Raises:
            ValueError: For what is no ALE action.
        """
        if not (0 <= left < len(POSITIONS) and 0 <= right < len(POSITIONS)):
            raise ValueError(f"there are no ALE actions {left} and {right}")
        if self.over:
            return
        self._act(*by_side(self.spec.first, left, right))
        self.log.add((left, right), self.memory, self.screen)
        won = by_side(self.spec.first, *(max(0, int(reward)) for reward in self._rewards))
        self.score = (self.score[0] + won[0], self.score[1] + won[1])

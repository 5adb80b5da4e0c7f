"""The games an agent can learn: one `GameSpec` each, found by `game_spec` by its id.

`GAMES` are those with settings of their own. `OTHERS` are the rest that ale-py ships, as the console itself
describes them (tools/list_games.py asks it). Nothing else in this package knows a game by name.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

# The console's joystick positions, in ALE's own numbering of its 18 actions.
NOOP, FIRE, UP, RIGHT, LEFT, DOWN = range(6)
UP_FIRE, RIGHT_FIRE, LEFT_FIRE, DOWN_FIRE = range(10, 14)

SCREEN_HEIGHT = 210
"""Rows of the console's picture."""
SCREEN_WIDTH = 160
"""Columns of the console's picture."""
MAX_FRAMES = 108_000
"""Half an hour of play at 60 Hz, after which a game is cut off: two good players may never miss."""


@dataclass(frozen=True)
class Court:
    """The part of the 210×160 picture in which the game happens (scores and borders stay outside)."""

    top: int
    bottom: int
    left: int
    right: int

    def __post_init__(self) -> None:
        """Refuse a court outside the picture, or one that 4×4 blocks do not tile."""
        if not (0 <= self.top < self.bottom <= SCREEN_HEIGHT and 0 <= self.left < self.right <= SCREEN_WIDTH):
            raise ValueError(f"court {self} lies outside the {SCREEN_HEIGHT}×{SCREEN_WIDTH} picture")
        if self.height % 4 or self.width % 4:
            raise ValueError(f"court {self} must have sides that are multiples of 4")

    @property
    def height(self) -> int:
        """Rows of the court."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns of the court."""
        return self.right - self.left

    def of(self, frames: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """Cut the court out of pictures (…, 210, 160), without copying."""
        return frames[..., self.top : self.bottom, self.left : self.right]


@dataclass(frozen=True)
class Mirror:
    """A reflection of the court in which the game follows the same rules."""

    axis: Literal["rows", "columns"]
    """What changes places: the upper rows and the lower ones, or the left columns and the right ones."""
    actions: tuple[int, ...]
    """For each of the game's actions, by its index, the one that does the same in the mirror."""

    def __post_init__(self) -> None:
        """Check that looking into the mirror twice changes nothing."""
        there = self.actions
        if any(not 0 <= action < len(there) or there[action] != i for i, action in enumerate(there)):
            raise ValueError(f"mirrored actions must change places in pairs, got {there}")


@dataclass(frozen=True)
class GameSpec:
    """What the learner, the player and the screen have to know about one game."""

    id: str
    """Key in `GAMES`, part of file names."""
    rom: str
    """Name of the ROM that ale-py ships."""
    actions: tuple[int, ...]
    """The few joystick positions that matter, as ALE action numbers."""
    action_names: tuple[str, ...]
    """One translation key per action."""
    court: Court
    """The part of the picture that the agent sees."""
    points_end_episodes: bool = False
    """Whether a reward ends what the learner counts as an episode, as in games of rallies: nothing that
    happens after a point can be the merit of a move before it."""
    fire_to_serve: bool = False
    """Whether the player has to press fire to put the ball into play."""
    lives_end_episodes: bool = False
    """Whether a lost life does."""
    shades: bool = False
    """Whether the agent sees what is darker than the background apart from what is lighter."""
    solo: bool = False
    """Whether there is no player on the other side, so that a score has one number instead of two."""
    mirror: Mirror | None = None
    """The reflection that the rules do not notice, if there is one."""
    second_mirror: Mirror | None = None
    """Another one, if there are two; agents look into it if their settings say so."""
    title: str = ""
    """What the game is called, the same in every language."""
    results: tuple[float, float] | None = None
    """The worst and the best result of a game; None where there is no telling."""

    def __post_init__(self) -> None:
        """Check that actions and names belong together."""
        if len(self.actions) != len(self.action_names):
            raise ValueError(f"{self.id}: {len(self.actions)} actions but {len(self.action_names)} names")
        if len(set(self.actions)) != len(self.actions) or not all(
            0 <= action < 18 for action in self.actions
        ):
            raise ValueError(f"{self.id}: actions must be distinct ALE action numbers, got {self.actions}")
        for mirror in (self.mirror, self.second_mirror):
            if mirror is not None and len(mirror.actions) != len(self.actions):
                raise ValueError(f"{self.id}: {len(self.actions)} actions, mirrored {mirror.actions}")


GAMES: dict[str, GameSpec] = {
    "pong": GameSpec(
        id="pong",
        rom="pong",
        # The paddle answers to a turned knob: RIGHT lifts it and LEFT lowers it; UP and DOWN do nothing.
        actions=(NOOP, RIGHT, LEFT),
        action_names=("stay", "up", "down"),
        court=Court(top=34, bottom=194, left=0, right=160),
        points_end_episodes=True,
        mirror=Mirror("rows", (0, 2, 1)),
        title="Pong",
        results=(-21, 21),
    ),
    "breakout": GameSpec(
        id="breakout",
        rom="breakout",
        actions=(NOOP, FIRE, RIGHT, LEFT),
        action_names=("stay", "fire", "right", "left"),
        court=Court(top=32, bottom=196, left=8, right=152),
        fire_to_serve=True,
        lives_end_episodes=True,
        solo=True,
        mirror=Mirror("columns", (0, 1, 3, 2)),
        title="Breakout",
    ),
    "boxing": GameSpec(
        id="boxing",
        rom="boxing",
        actions=(NOOP, FIRE, UP, RIGHT, LEFT, DOWN, UP_FIRE, RIGHT_FIRE, LEFT_FIRE, DOWN_FIRE),
        action_names=(
            *("stay", "fire", "up", "right", "left", "down"),
            *("up_fire", "right_fire", "left_fire", "down_fire"),
        ),
        court=Court(top=36, bottom=180, left=28, right=132),
        shades=True,
        mirror=Mirror("columns", (0, 1, 2, 4, 3, 5, 6, 8, 7, 9)),
        # The boxers seldom change sides, but meet as often in the upper half of the ring as in the lower one.
        second_mirror=Mirror("rows", (0, 1, 5, 3, 4, 2, 9, 7, 8, 6)),
        title="Boxing",
        results=(-100, 100),
    ),
    "freeway": GameSpec(
        id="freeway",
        rom="freeway",
        # A step back is hardly ever worth its time, and chance moves would never get across with it.
        actions=(NOOP, UP),
        action_names=("stay", "up"),
        court=Court(top=24, bottom=192, left=8, right=160),
        shades=True,
        solo=True,
        title="Freeway",
    ),
    "space_invaders": GameSpec(
        id="space_invaders",
        rom="space_invaders",
        actions=(NOOP, FIRE, RIGHT, LEFT, RIGHT_FIRE, LEFT_FIRE),
        action_names=("stay", "fire", "right", "left", "right_fire", "left_fire"),
        # The shields and all that moves lie evenly about column 78.
        court=Court(top=32, bottom=196, left=0, right=156),
        lives_end_episodes=True,
        solo=True,
        mirror=Mirror("columns", (0, 1, 3, 2, 5, 4)),
        title="Space Invaders",
    ),
}
"""The games with settings of their own."""

_WHOLE_PICTURE = Court(top=2, bottom=SCREEN_HEIGHT, left=0, right=SCREEN_WIDTH)
ACTION_NAMES = (
    *("stay", "fire", "up", "right", "left", "down", "up_right", "up_left", "down_right", "down_left"),
    *("up_fire", "right_fire", "left_fire", "down_fire"),
    *("up_right_fire", "up_left_fire", "down_right_fire", "down_left_fire"),
)
"""What is held in each of ALE's 18 actions, by its number."""


_LIST = Path(__file__).resolve().parents[2] / "assets" / "data" / "other_games.json"
OTHERS = {
    game: GameSpec(
        id=game,
        rom=game,
        actions=tuple(facts["actions"]),
        action_names=tuple(ACTION_NAMES[action] for action in facts["actions"]),
        court=_WHOLE_PICTURE,
        fire_to_serve=facts.get("fire", False),
        lives_end_episodes=facts.get("lives", False),
        shades=True,
        solo=not facts.get("rivals", False),
        title=facts["title"],
    )
    for game, facts in json.loads(_LIST.read_text("utf-8")).items()
}
"""The rest of what ale-py ships: the agent sees the whole picture and may do all that the game knows."""


FOR_TWO = {
    game: GameSpec(game, game, tuple(range(18)), ACTION_NAMES, _WHOLE_PICTURE, title=title)
    for game, title in {
        "combat": "Combat",
        "joust": "Joust",
        "maze_craze": "Maze Craze",
        "warlords": "Warlords",
    }.items()
}
"""Games that only two can play: no agent learns them, see `agents.emulators.people`."""


def every_game() -> tuple[str, ...]:
    """Return the ids of all games that can be played."""
    return (*GAMES, *OTHERS, *FOR_TWO)


def game_spec(game: str) -> GameSpec:
    """Look up a game.

    Raises:
        ValueError: For an id that is in none of the lists; the message lists `GAMES`.
    """
    spec = GAMES.get(game) or OTHERS.get(game) or FOR_TWO.get(game)
    if spec is None:
        known = ", ".join(sorted(GAMES))
        raise ValueError(f"unknown game {game!r}; known: {known}, and {len(OTHERS)} more of ale-py's")
    return spec

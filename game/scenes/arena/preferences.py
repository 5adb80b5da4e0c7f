"""What the arena remembers from one run to the next."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from agents.emulators.games import every_game
from agents.emulators.two_player import Side
from agents.learning.config import Method
from game.scenes.arena.play.plays import PLAYS
from game.scenes.arena.play.side_by_side import Handicap
from game.workers.preferences import Preferences
from game.workers.workers import Workers
from models.base.typed_fields import OneOf, Range

NAME = "arena.json"
LONGEST_DELAY = 20
"""Frames; `agents.opponents.agent_player.MAX_DELAY`, not read here because it loads libraries."""


@dataclass(frozen=True)
class ArenaPreferences:
    """How to play, and on which side of the net.

    Attributes:
        mode: id of the way to play.
        side: where the human plays.
        game: id of the game.
        method: how an agent learns that starts from nothing.
        strength: by game, who is at the agent's sticks: the id of a rung, or `opponent.LIVE`.
        rival: by game, whom it plays against while one watches.
        hard_mine: whether the human's difficulty switch is on A.
        hard_theirs: the same for the opponent.
        delay: how many frames late the human's opponent sees.
        whole: whether a pixel of the console takes a whole number of the window's.
        crt: whether pictures look as on an old television.
        film: what a recording becomes.
        saves: by game, where on its curve of learning the agent was saved by hand: steps and mean.
    """

    mode: Annotated[str, OneOf(lambda: PLAYS)] = "alongside"
    side: Side = "left"
    game: Annotated[str, OneOf(every_game)] = "pong"
    method: Method = "ppo"
    strength: dict[str, str] = field(default_factory=dict)
    rival: dict[str, str] = field(default_factory=dict)
    hard_mine: bool = False
    hard_theirs: bool = False
    delay: Annotated[int, Range(0, LONGEST_DELAY)] = 0
    whole: bool = True
    crt: bool = False
    film: Literal["gif", "mp4"] = "gif"
    saves: dict[str, tuple[tuple[int, float], ...]] = field(default_factory=dict)

    @property
    def handicap(self) -> Handicap:
        """What makes games harder for one of the two."""
        return Handicap(self.hard_mine, self.hard_theirs, self.delay)


Store = Preferences[ArenaPreferences]


def load(folder: Path, workers: Workers) -> Store:
    """Read them; what makes no sense keeps its default, and so does everything when there is no file."""
    return Preferences(folder / NAME, ArenaPreferences, workers)

"""What the arena remembers from one run to the next; the file is untrusted."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import get_args

from agents.emulators.games import GAMES, OTHERS
from agents.emulators.two_player import SIDES, Side
from agents.learning.config import Method
from game.scenes.arena.play.handicap import Handicap
from game.scenes.arena.play.modes import MODES
from game.workers import json_store as remembered

NAME = "arena.json"
LONGEST_DELAY = 20
"""Frames; `agents.opponents.agent_player.MAX_DELAY`, not read here because it loads libraries."""
FILMS = ("gif", "mp4")


@dataclass
class Preferences:
    """How to play, and on which side of the net.

    Attributes:
        game: id of the game.
        method: how an agent learns that begins from nothing.
        strength: by game, who is at the agent's sticks: the id of a rung, or `strength.LIVE`.
        rival: by game, whom it plays against while one watches.
        hard_mine: whether the human's difficulty switch stands on A.
        hard_theirs: the same for the opponent.
        delay: how many frames late the human's opponent sees.
        whole: whether a pixel of the console takes a whole number of the window's.
        crt: whether pictures look as on an old television.
        film: what a recording becomes, "gif" or "mp4".
    """

    mode: str = "alongside"
    side: Side = "left"
    game: str = "pong"
    method: Method = "ppo"
    strength: dict[str, str] = field(default_factory=dict)
    rival: dict[str, str] = field(default_factory=dict)
    hard_mine: bool = False
    hard_theirs: bool = False
    delay: int = 0
    whole: bool = True
    crt: bool = False
    film: str = "gif"

    @property
    def handicap(self) -> Handicap:
        """What makes games harder for one of two."""
        return Handicap(self.hard_mine, self.hard_theirs, self.delay)


def load(folder: Path) -> Preferences:
    """Read them; what makes no sense keeps its default, and so does everything when there is no file."""
    prefs = Preferences()
    data = remembered.read(folder / NAME)
    mode, side = data.get("mode"), data.get("side")
    if isinstance(mode, str) and mode in MODES:
        prefs.mode = mode
    prefs.side = next((known for known in SIDES if known == side), prefs.side)
    game, method = data.get("game"), data.get("method")
    if isinstance(game, str) and (game in GAMES or game in OTHERS):
        prefs.game = game
    prefs.method = next((known for known in get_args(Method) if known == method), prefs.method)
    for name in ("hard_mine", "hard_theirs", "whole", "crt"):
        if isinstance(data.get(name), bool):
            setattr(prefs, name, data[name])
    delay = data.get("delay")
    if isinstance(delay, int) and not isinstance(delay, bool) and 0 <= delay <= LONGEST_DELAY:
        prefs.delay = delay
    prefs.film = next((known for known in FILMS if known == data.get("film")), prefs.film)
    prefs.strength, prefs.rival = _words(data.get("strength")), _words(data.get("rival"))
    return prefs


def _words(value: object) -> dict[str, str]:
    """What is a word by a word; who reads it passes over words that mean nothing."""
    items = value.items() if isinstance(value, dict) else ()
    return {name: word for name, word in items if isinstance(name, str) and isinstance(word, str)}


def save(folder: Path, prefs: Preferences) -> None:
    """Write them; that they cannot be written is no reason to disturb anyone."""
    remembered.write(folder / NAME, asdict(prefs))

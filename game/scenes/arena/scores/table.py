"""The best ten results of every game and mode, kept in a file that is not believed."""

from __future__ import annotations

import json
import logging
import re
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from agents.emulators.games import GAMES, OTHERS
from game.scenes.arena.play.handicap import Handicap
from game.scenes.arena.play.modes import MODES
from game.scenes.arena.preferences import LONGEST_DELAY
from models.base.files import write_atomically

log = logging.getLogger(__name__)

NAME = "scores.json"
KEPT = 10
LIMIT_BYTES = 1 << 20
HIGHEST = 10_000_000
_WORD = re.compile(r"[\w-]{1,40}")


@dataclass(frozen=True)
class Entry:
    """One result.

    Attributes:
        mine: the human's points.
        theirs: the opponent's; 0 where there is none.
        date: as 2026-11-24.
        seed: of the game.
        opponent: who played against, or beside, the human: a rung's id, "live" or "console".
        steps: how long the agent had learned by then; 0 for anybody else.
        mine_hard: the human's difficulty switch.
        theirs_hard: the opponent's.
        delay: how many frames late the agent saw.
    """

    mine: int
    theirs: int
    date: str
    seed: int
    opponent: str = "console"
    steps: int = 0
    mine_hard: bool = False
    theirs_hard: bool = False
    delay: int = 0

    @property
    def rank(self) -> tuple[int, int]:
        """What makes one result better than another: first the lead, then the points."""
        return self.mine - self.theirs, self.mine

    @property
    def handicap(self) -> Handicap:
        """What made the game harder."""
        return Handicap(self.mine_hard, self.theirs_hard, self.delay)


class Scores:
    """The table, by game and mode.

    Args:
        folder: where the file is.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / NAME
        self._tables: dict[str, list[Entry]] = self._read()

    def best(self, game: str, mode: str) -> tuple[Entry, ...]:
        """The best results, the best one first."""
        return tuple(self._tables.get(_key(game, mode), ()))

    def add(self, game: str, mode: str, entry: Entry) -> int | None:
        """Enter a result; returns its place, 0 for the best of all, or None when it is not among the best.

        Raises:
            OSError: the file cannot be written; the result is in the table all the same.
        """
        table = self._tables.setdefault(_key(game, mode), [])
        place = sum(other.rank >= entry.rank for other in table)
        if place >= KEPT:
            return None
        table.insert(place, entry)
        del table[KEPT:]
        self._write()
        return place

    def _write(self) -> None:
        data = {key: [asdict(entry) for entry in table] for key, table in self._tables.items()}
        write_atomically(self._path, json.dumps(data, indent=1).encode("utf-8"))

    def _read(self) -> dict[str, list[Entry]]:
        try:
            with self._path.open("rb") as file:
                data = json.loads(file.read(LIMIT_BYTES).decode("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError):
            log.warning("the high scores in %s cannot be read", self._path)
            self._set_aside()
            return {}
        tables: dict[str, list[Entry]] = {}
        for key, items in data.items() if isinstance(data, dict) else ():
            if key in _KEYS and isinstance(items, list):
                entries = [entry for item in items[:KEPT] if (entry := _entry(item)) is not None]
                tables[key] = sorted(entries, key=lambda entry: entry.rank, reverse=True)
        return tables

    def _set_aside(self) -> None:
        """Keep a file that cannot be read, under another name."""
        try:
            self._path.replace(self._path.with_suffix(".broken.json"))
        except OSError:
            log.info("it could not be set aside", exc_info=True)


def _key(game: str, mode: str) -> str:
    return f"{game} {mode}"


_KEYS = frozenset(_key(game, mode) for game in (*GAMES, *OTHERS) for mode in MODES)


def _entry(item: Any) -> Entry | None:
    """A result from the file; None when anything in it makes no sense."""
    try:
        entry = Entry(**item)
    except TypeError:
        return None
    numbers = {
        "mine": (entry.mine, -HIGHEST, HIGHEST),
        "theirs": (entry.theirs, 0, HIGHEST),
        "seed": (entry.seed, 0, 2**31 - 1),
        "steps": (entry.steps, 0, 10**15),
        "delay": (entry.delay, 0, LONGEST_DELAY),
    }
    if not all(type(value) is int and low <= value <= high for value, low, high in numbers.values()):
        return None
    switches: tuple[object, ...] = (entry.mine_hard, entry.theirs_hard)
    if not all(isinstance(switch, bool) for switch in switches):
        return None
    words: tuple[object, ...] = (entry.date, entry.opponent)
    good = all(isinstance(word, str) and _WORD.fullmatch(word) for word in words)
    return entry if good else None

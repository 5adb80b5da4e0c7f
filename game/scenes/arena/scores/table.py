"""The best ten results of every game and mode, kept in a file that is not believed."""

from __future__ import annotations

import json
import logging
import re
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

from agents.emulators.games import GameSpec, every_game
from game.scenes.arena.games.selection import LIVE, GameSelection
from game.scenes.arena.play.duels import HumanVsAgent, People
from game.scenes.arena.play.plays import PLAYS, Play
from game.scenes.arena.play.side_by_side import Handicap, SideBySide
from game.scenes.arena.preferences import LONGEST_DELAY, ArenaPreferences
from game.workers.status import Status
from game.workers.workers import Workers
from models.base.files import write_atomically
from models.base.typed_fields import Range, read

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
        steps: how long the agent had learned by then; 0 for any other opponent.
        mine_hard: the human's difficulty switch.
        theirs_hard: the opponent's.
        delay: how many frames late the agent saw.
    """

    mine: Annotated[int, Range(-HIGHEST, HIGHEST)]
    theirs: Annotated[int, Range(0, HIGHEST)]
    date: str
    seed: Annotated[int, Range(0, 2**31 - 1)]
    opponent: str = "console"
    steps: Annotated[int, Range(0, 10**15)] = 0
    mine_hard: bool = False
    theirs_hard: bool = False
    delay: Annotated[int, Range(0, LONGEST_DELAY)] = 0

    @property
    def rank(self) -> tuple[int, int]:
        """What makes one result better than another: first the lead, then the points."""
        return self.mine - self.theirs, self.mine

    @property
    def handicap(self) -> Handicap:
        """What made the game harder."""
        return Handicap(self.mine_hard, self.theirs_hard, self.delay)


class Scores:
    """The table, by game and mode."""

    def __init__(self, folder: Path, workers: Workers) -> None:
        self._path = folder / NAME
        self._writer = workers.call(self._write, name="save scores")
        self._tables: dict[str, list[Entry]] = self._read()

    def best(self, game: str, mode: str) -> tuple[Entry, ...]:
        """The best results, the best one first."""
        return tuple(self._tables.get(_key(game, mode), ()))

    def add(self, game: str, mode: str, entry: Entry) -> int | None:
        """Enter a result; returns its place, 0 for the best of all, or None when it is not among the best."""
        table = self._tables.setdefault(_key(game, mode), [])
        place = sum(other.rank >= entry.rank for other in table)
        if place >= KEPT:
            return None
        table.insert(place, entry)
        del table[KEPT:]
        self._writer.submit({key: tuple(table) for key, table in self._tables.items()})
        return place

    def poll(self) -> Status | None:
        """Why the file could not be written, once; the results are in the table all the same."""
        answer = self._writer.poll()
        return answer.error if answer is not None else None

    def close(self) -> bool:
        """Wait for the file, a little."""
        return self._writer.close(finish=True)

    def _write(self, tables: dict[str, tuple[Entry, ...]]) -> None:
        """Write the results, and those that another window has written meanwhile."""
        merged = {key: list(entries) for key, entries in self._read().items()}
        for key, entries in tables.items():
            every = dict.fromkeys((*merged.get(key, ()), *entries))
            merged[key] = sorted(every, key=lambda entry: entry.rank, reverse=True)[:KEPT]
        rows = {key: [asdict(entry) for entry in entries] for key, entries in merged.items()}
        write_atomically(self._path, json.dumps(rows, indent=1).encode("utf-8"))

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


def points(entry: Entry, *, solo: bool) -> str:
    """A result for people."""
    return str(entry.mine) if solo else f"{entry.mine}:{entry.theirs}"


def _key(game: str, mode: str) -> str:
    return f"{game} {mode}"


_KEYS = frozenset(_key(game, mode) for game in every_game() for mode in PLAYS)


def _entry(item: Any) -> Entry | None:
    """A result from the file; None when anything in it makes no sense."""
    try:
        entry = read(item, Entry)
    except (TypeError, ValueError):
        return None
    values = asdict(entry)
    good = all(name in values and values[name] == value for name, value in item.items())
    return entry if good and all(map(_WORD.fullmatch, (entry.date, entry.opponent))) else None


class ScoreKeeper:
    """Only whole games at full speed, played by a person, count.

    Attributes:
        scores: the table.
        place: of the game that has just ended, 0 for the best; None when it is not among the best.
    """

    def __init__(self, folder: Path, workers: Workers) -> None:
        self.scores = Scores(folder, workers)
        self.place: int | None = None
        self._was_over = False
        self._clean = True

    def update(
        self, play: Play, selection: GameSelection, memory: ArenaPreferences, *, counts: bool
    ) -> tuple[str, dict[str, object]] | None:
        """Watch for the end of a game; returns the key and the values of a text about its result, if any."""
        game = play.game
        if game is None or isinstance(game, People):
            return None
        if not game.begun or (self._was_over and not game.over):
            self._clean, self.place = True, None
        self._clean &= counts
        ended = game.over and not self._was_over and game.begun and self._clean
        self._was_over = game.over
        return self._enter(play, game, selection, memory) if ended else None

    def _enter(
        self, play: Play, game: SideBySide | HumanVsAgent, selection: GameSelection, memory: ArenaPreferences
    ) -> tuple[str, dict[str, object]] | None:
        score, spec = game.score, selection.spec
        opponent = selection.agent.chosen if play.duel else "console"
        player = play.player if opponent == LIVE else None
        entry = Entry(
            mine=score.mine,
            theirs=score.theirs,
            date=time.strftime("%Y-%m-%d"),
            seed=game.seed,
            opponent=opponent,
            steps=player.agent.step if player is not None else 0,
            mine_hard=memory.hard_mine,
            theirs_hard=memory.hard_theirs,
            delay=memory.delay if play.delayed else 0,
        )
        first = not self.scores.best(spec.id, play.id)
        self.place = self.scores.add(spec.id, play.id, entry)
        if self.place == 0 and not first:
            return "scores.beaten", {"points": points(entry, solo=spec.solo)}
        return ("scores.entered", {"place": str(self.place + 1)}) if self.place is not None else None

    def to_show(self, play: Play, spec: GameSpec) -> tuple[Entry, ...]:
        """The best results, while a human's game has ended."""
        game = play.game
        ended = game is not None and game.begun and game.over
        return self.scores.best(spec.id, play.id) if ended else ()

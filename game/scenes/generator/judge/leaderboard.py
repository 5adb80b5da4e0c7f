"""The leaderboard: the day's best drawings, one file a day in the user's data folder; older days stay."""

from __future__ import annotations

import base64
import io
import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import numpy as np

from game.workers.status import Status
from game.workers.workers import Workers
from models.base.arrays import Byte
from models.base.files import write_atomically
from models.base.typed_fields import Range, check

FOLDER = "drawings"
SIDE = 96
"""Pixels of a thumbnail."""
MOST = 100
"""Drawings that a day keeps."""
LONGEST_NAME = 24
LIMIT_BYTES = 4 * 2**20
_VOTES = Annotated[int, Range(0, 2**31)]
_ROW = {"name": str, "probability": Annotated[float, Range(0, 1)], "votes": tuple[_VOTES, _VOTES], "at": str}
"""What a drawing's fields are in the file; its picture is a PNG in base64."""


@dataclass(frozen=True, eq=False)
class Entry:
    """A drawing that was entered; equal to nothing but itself.

    Attributes:
        name: whose it is.
        probability: what the judge said, 0 to 1.
        votes: how many spectators said that it is a portrait, and that it is none.
        at: the time of day, "14:05".
        picture: (SIDE, SIDE, 3) uint8.
    """

    name: str
    probability: float
    votes: tuple[int, int]
    at: str
    picture: Byte


@dataclass(frozen=True)
class Page:
    """A day's leaderboard.

    Attributes:
        day: which day.
        entries: best first.
        days: all days that have a leaderboard, oldest first.
        aside: where a damaged file was put; None when there was none.
    """

    day: date
    entries: tuple[Entry, ...]
    days: tuple[date, ...] = ()
    aside: Path | None = None


def ranked(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
    """The best MOST, best first; of equal ones the earlier first."""
    return tuple(sorted(entries, key=lambda entry: -entry.probability))[:MOST]


# ---------------------------------------------------------------------- the file


def read(folder: Path, day: date) -> Page:
    """Read a day's leaderboard; a damaged file is set aside, never deleted.

    Args:
        folder: the user's data folder.
        day: which day.
    """
    path = _path(folder, day)
    days = tuple(sorted(_days(path.parent)))
    try:
        with path.open("rb") as file:
            raw = file.read(LIMIT_BYTES + 1)
        if len(raw) > LIMIT_BYTES:
            raise ValueError("too large")
        data = json.loads(raw.decode("utf-8"))
        entries = tuple(_entry(item) for item in data["drawings"][:MOST])
    except FileNotFoundError:
        return Page(day, (), days)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Page(day, (), days, _set_aside(path))
    return Page(day, ranked(entries), days)


def write(folder: Path, page: Page) -> None:
    """Write a day's leaderboard.

    Raises:
        OSError: it cannot be written; the old file stays.
    """
    from game.ui.pictures import encoded

    items = [
        {
            "name": entry.name,
            "probability": round(entry.probability, 6),
            "votes": list(entry.votes),
            "at": entry.at,
            "png": base64.b64encode(encoded(entry.picture)).decode(),
        }
        for entry in page.entries
    ]
    text = json.dumps({"version": 1, "drawings": items}, ensure_ascii=False, indent=1)
    write_atomically(_path(folder, page.day), text.encode("utf-8"))


def merge(folder: Path, page: Page) -> None:
    """Write a day's leaderboard, with what another window has entered meanwhile.

    Raises:
        OSError: it cannot be written; the old file stays.
    """
    known = {_identity(entry) for entry in page.entries}
    others = (entry for entry in read(folder, page.day).entries if _identity(entry) not in known)
    write(folder, replace(page, entries=ranked((*page.entries, *others))))


def _identity(entry: Entry) -> tuple[object, ...]:
    return entry.name, round(entry.probability, 6), entry.votes, entry.at


def _path(folder: Path, day: date) -> Path:
    return folder / FOLDER / f"{day.isoformat()}.json"


def _days(folder: Path) -> list[date]:
    found = []
    for path in folder.glob("*.json"):
        with suppress(ValueError):
            found.append(date.fromisoformat(path.stem))
    return found


def _entry(item: Any) -> Entry:
    name, probability, votes, at = (check(item[key], hint) for key, hint in _ROW.items())
    return Entry(tidy(name), probability, votes, tidy(at)[:5], _picture(item["png"]))


def tidy(name: str) -> str:
    """A name that can be drawn on one line."""
    return " ".join("".join(c for c in name if c.isprintable()).split())[:LONGEST_NAME]


def _picture(text: Any) -> Byte:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(base64.b64decode(text, validate=True)), formats=("PNG",)) as image:
            if image.size != (SIDE, SIDE):
                raise ValueError("not a thumbnail")
            return np.asarray(image.convert("RGB"))
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValueError("not a picture") from error


def _set_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.stem}.broken-{time.strftime('%H%M%S')}")
    try:
        os.replace(path, aside)
    except OSError:
        return path
    return aside


# ---------------------------------------------------------------------- beside the window


class Leaderboard:
    """The leaderboard on the screen; files are read, and pictures encoded and written, in workers.

    Args:
        folder: the user's data folder.
        workers: where they come from.
        today: tells which day it is.

    Attributes:
        page: the day that is shown; None while it is being read.
        newest: the entry that was made last.
    """

    def __init__(self, folder: Path, workers: Workers, today: Callable[[], date] = date.today) -> None:
        self._today = today
        self._reading = workers.call(partial(read, folder), name="read leaderboard")
        self._writing = workers.call(partial(merge, folder), name="write leaderboard")
        self._waiting: list[Entry] = []
        self.newest: Entry | None = None
        self._current = today()
        self._read(self._current)

    @property
    def today(self) -> bool:
        """Whether the page that is shown, or will be, is today's."""
        return self.page is None or self.page.day == self._current

    def turn(self, step: int) -> None:
        """Show the day before among those that have a leaderboard, or the one after."""
        if self.page is None:
            return
        days = sorted({*self.page.days, self._current})
        index = days.index(self.page.day) + step
        if 0 <= index < len(days):
            self._read(days[index])

    def enter(self, entry: Entry) -> None:
        """Add an entry to today's leaderboard."""
        self.newest = entry
        self._waiting.append(entry)
        if not self.today:
            self._read(self._current)

    def place(self, entry: Entry) -> int | None:
        """Which place an entry has on the page that is shown, from 1; None when it is not on it."""
        entries = self.page.entries if self.page is not None else ()
        return entries.index(entry) + 1 if entry in entries else None

    def _read(self, day: date) -> None:
        self.page: Page | None = None
        self._wanted = day
        self._reading.submit(day)

    def update(self) -> list[Path | Status]:
        """Turn to a new day at midnight; take what was read; write what was entered.

        Returns:
            What went wrong: where a damaged file was put, or why an entry could not be written.
        """
        troubles: list[Path | Status] = []
        if self._today() != self._current:
            self._current = self._today()
            self._read(self._current)
        answer = self._reading.poll()
        if answer is not None:
            self.page = answer.value or Page(self._wanted, ())
            troubles += [self.page.aside] if self.page.aside is not None else []
        if self._waiting and self.page is not None and self.page.day == self._current:
            entries = ranked((*self.page.entries, *self._waiting))
            self._waiting.clear()
            self.page = Page(self.page.day, entries, tuple(sorted({*self.page.days, self.page.day})))
            self._writing.submit(self.page)
        written = self._writing.poll()
        return [*troubles, written.error] if written is not None and written.error is not None else troubles

    def close(self) -> None:
        """End the threads; what is being written is written first."""
        self._reading.close()
        self._writing.close(timeout=5.0, finish=True)

"""The day's best drawings, one file a day in the user's data folder; older days stay."""

from __future__ import annotations

import base64
import binascii
import io
import json
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.ui.context import Context
from game.workers.latest_call import LatestCall
from models.base.files import write_atomically

Byte = NDArray[np.uint8]

FOLDER = "drawings"
SIDE = 96
"""Pixels of a thumbnail."""
MOST = 100
"""Drawings that a day keeps."""
LONGEST_NAME = 24
LIMIT_BYTES = 8 * 2**20


@dataclass(frozen=True)
class Drawing:
    """A drawing that somebody entered.

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
    """A day's table, best first.

    Attributes:
        day: which day.
        drawings: the drawings.
        days: all days that have a table, oldest first.
        aside: where a damaged file was put; None when there was none.
    """

    day: date
    drawings: tuple[Drawing, ...]
    days: tuple[date, ...] = ()
    aside: Path | None = None


def ranked(drawings: tuple[Drawing, ...]) -> tuple[Drawing, ...]:
    """Best first; of equal ones the earlier first."""
    return tuple(sorted(drawings, key=lambda drawing: -drawing.probability))[:MOST]


# ---------------------------------------------------------------------- the file


def read(folder: Path, day: date) -> Page:
    """Read a day's table; a damaged file is set aside, never deleted.

    Args:
        folder: the user's data folder.
        day: which day.
    """
    path = folder / FOLDER / f"{day.isoformat()}.json"
    days = tuple(sorted(_days(path.parent)))
    try:
        with path.open("rb") as file:
            raw = file.read(LIMIT_BYTES + 1)
        if len(raw) > LIMIT_BYTES:
            raise ValueError("too large")
        data = json.loads(raw.decode("utf-8"))
        drawings = tuple(_drawing(item) for item in data["drawings"][:MOST])
    except FileNotFoundError:
        return Page(day, (), days)
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return Page(day, (), days, _set_aside(path))
    return Page(day, ranked(drawings), days)


def write(folder: Path, page: Page) -> None:
    """Write a day's table.

    Raises:
        OSError: it cannot be written; the old file stays.
    """
    items = [
        {
            "name": drawing.name,
            "probability": round(drawing.probability, 6),
            "votes": list(drawing.votes),
            "at": drawing.at,
            "png": base64.b64encode(_png(drawing.picture)).decode(),
        }
        for drawing in page.drawings
    ]
    text = json.dumps({"version": 1, "drawings": items}, ensure_ascii=False, indent=1)
    write_atomically(folder / FOLDER / f"{page.day.isoformat()}.json", text.encode("utf-8"))


def _days(folder: Path) -> list[date]:
    found = []
    for path in folder.glob("*.json") if folder.is_dir() else ():
        try:
            found.append(date.fromisoformat(path.stem))
        except ValueError:
            continue
    return found


def _drawing(item: Any) -> Drawing:
    name, at = item["name"], item["at"]
    probability, votes = float(item["probability"]), item["votes"]
    if not isinstance(name, str) or not isinstance(at, str) or not 0 <= probability <= 1:
        raise ValueError("not a drawing")
    for_it, against = (int(count) for count in votes)
    if min(for_it, against) < 0:
        raise ValueError("not a vote")
    return Drawing(tidy(name), probability, (for_it, against), at[:5], _picture(item["png"]))


def tidy(name: str) -> str:
    """A name that can be drawn on one line."""
    return " ".join("".join(c for c in name if c.isprintable()).split())[:LONGEST_NAME]


def _png(picture: Byte) -> bytes:
    from game.ui.pictures import encoded

    return encoded(picture)


def _picture(text: Any) -> Byte:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(base64.b64decode(text, validate=True)), formats=("PNG",)) as image:
            if image.size != (SIDE, SIDE):
                raise ValueError("not a thumbnail")
            return np.asarray(image.convert("RGB"))
    except (binascii.Error, OSError, SyntaxError) as error:
        raise ValueError("not a picture") from error


def _set_aside(path: Path) -> Path:
    aside = path.with_name(f"{path.stem}.broken-{time.strftime('%H%M%S')}")
    try:
        os.replace(path, aside)
    except OSError:
        return path
    return aside


# ---------------------------------------------------------------------- beside the window


class Table:
    """The table on the screen; files are read and written beside the window.

    Args:
        today: tells which day it is.

    Attributes:
        page: the day that is shown; None while it is being read.
        newest: the drawing that was entered last.
    """

    def __init__(self, today: Callable[[], date] = date.today) -> None:
        self._today = today
        self._reading: LatestCall[tuple[Path, date], Page] | None = None
        self._writing: LatestCall[tuple[Path, Page], None] | None = None
        self._current = self._wanted = today()
        self._waiting: list[Drawing] = []
        self.page: Page | None = None
        self.newest: Drawing | None = None

    @property
    def today(self) -> bool:
        """Whether the page that is shown, or will be, is today's."""
        return self.page is None or self.page.day == self._current

    def turn(self, ctx: Context, step: int) -> None:
        """Show the day before among those that have a table, or the one after."""
        if self.page is None:
            return
        days = sorted({*self.page.days, self._current})
        index = days.index(self.page.day) + step
        if 0 <= index < len(days):
            self._read(ctx, days[index])

    def enter(self, ctx: Context, drawing: Drawing) -> None:
        """Add a drawing to today's table."""
        self.newest = drawing
        self._waiting.append(drawing)
        if not self.today:
            self._read(ctx, self._current)

    def place(self, drawing: Drawing) -> int | None:
        """Which place a drawing has on the page that is shown, from 1; None when it is not on it."""
        drawings = self.page.drawings if self.page is not None else ()
        return next((n for n, other in enumerate(drawings, 1) if other is drawing), None)

    def _read(self, ctx: Context, day: date) -> None:
        if self._reading is None:
            self._reading = LatestCall(_read, name="read table", inline=ctx.synchronous)
        self.page, self._wanted = None, day
        self._reading.submit((ctx.folders.data, day))

    def update(self, ctx: Context) -> None:
        """Turn to a new day at midnight; take what was read; write what was entered."""
        if self._reading is None or self._today() != self._current:
            self._current = self._today()
            self._read(ctx, self._current)
        answer = self._reading.poll() if self._reading is not None else None
        if answer is not None:
            self._take(ctx, answer.value or Page(self._wanted, ()))
        if self._waiting and self.page is not None and self.page.day == self._current:
            self._add(ctx, self.page)
        written = self._writing.poll() if self._writing is not None else None
        if written is not None and written.error is not None:
            ctx.notify(ctx.t("generator.judge_unsaved", why=ctx.why(written.error)), "bad")

    def _take(self, ctx: Context, page: Page) -> None:
        self.page = page
        if page.aside is not None:
            ctx.notify(ctx.t("generator.judge_damaged", file=page.aside.name), "bad")

    def _add(self, ctx: Context, page: Page) -> None:
        drawings = ranked((*page.drawings, *self._waiting))
        self._waiting.clear()
        self.page = Page(page.day, drawings, tuple(sorted({*page.days, page.day})))
        if self._writing is None:
            self._writing = LatestCall(_write, name="write table", inline=ctx.synchronous)
        self._writing.submit((ctx.folders.data, self.page))

    def close(self) -> None:
        """End the threads; what is being written is written first."""
        if self._reading is not None:
            self._reading.close()
        if self._writing is not None:
            self._writing.close(timeout=5.0, finish=True)


def _read(request: tuple[Path, date]) -> Page:
    return read(*request)


def _write(request: tuple[Path, Page]) -> None:
    try:
        write(*request)
    except OSError as error:
        raise OSError(error.strerror or str(error)) from error

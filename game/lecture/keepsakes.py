"""What a student made at the stops: a picture and numbers for each, kept for the handout."""

from __future__ import annotations

import io
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from game.ui.pictures import NICE
from game.workers import json_store
from game.workers.status import Status
from game.workers.workers import Workers
from models.base.files import open_file, write_atomically
from models.base.typed_fields import read

WIDTH = 640
"""Pixels of a kept picture, at most."""
MOST = 62
"""Pictures that are kept; the oldest ones go."""
LARGEST = 200_000
"""Bytes of a kept picture."""
CELLS = 256
"""Numbers of a table."""
TABLES = 12
PNG = b"\x89PNG\r\n\x1a\n"
SECONDS = 3.0
"""How long the end of the app waits for what is being kept."""
Table = tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Made:
    """What was made at a stop.

    Attributes:
        tables: rows of numbers by name, such as a kernel; a single number is a table too.
        picture: of the scene, the bytes of a PNG file; empty where there is none.
    """

    tables: dict[str, Table] = field(default_factory=dict)
    picture: bytes = b""


@dataclass(frozen=True)
class _Sheet:
    stop: str
    picture: NDArray[np.uint8]
    tables: dict[str, Table]


@dataclass(frozen=True)
class _Request:
    """Everything that is not written yet: whoever overtakes a request takes over what it had to do."""

    clear: bool
    sheets: tuple[_Sheet, ...]


class Keepsakes:
    """The kept pictures and numbers, by the stops' ids.

    Args:
        folder: theirs alone.
        workers: where the writer comes from.
    """

    def __init__(self, folder: Path, workers: Workers) -> None:
        self.folder = folder
        self._waiting: dict[str, _Sheet] = {}
        self._clear = False
        self._asked: tuple[int, _Request] | None = None
        self._writer = workers.call(self._write, name="keepsakes", nice=NICE)

    def keep(self, stop: str, picture: NDArray[np.uint8], numbers: Mapping[str, object]) -> None:
        """Keep what was made at a stop, instead of what is kept of it.

        Args:
            stop: its id.
            picture: (H, W, 3) uint8, of any size.
            numbers: by name; a number, a row or rows of them. What is none, or too long, is left out.
        """
        self._waiting[stop] = _Sheet(stop, picture, as_tables(numbers))
        self._submit()

    def clear(self) -> None:
        """Throw everything away."""
        self._waiting, self._clear = {}, True
        self._submit()

    def _submit(self) -> None:
        request = _Request(self._clear, tuple(self._waiting.values()))
        self._asked = (self._writer.submit(request), request)

    def update(self) -> Status | None:
        """Take the writer's answer; returns why it could not write, once."""
        answer = self._writer.poll()
        if answer is None or self._asked is None or answer.stamp != self._asked[0]:
            return None
        self._waiting, self._clear, self._asked = {}, False, None
        return answer.error

    def close(self) -> None:
        """Wait a little for what is being written."""
        self._writer.close(SECONDS, finish=True)

    # ------------------------------------------------------------------ files, in a worker's thread

    def _write(self, request: _Request) -> None:
        if request.clear:
            for path in self.folder.glob("stop-*"):
                path.unlink(missing_ok=True)
        for sheet in request.sheets:
            picture = self._picture(sheet.stop)
            write_atomically(picture, small(sheet.picture))
            json_store.write(picture.with_suffix(".json"), {"tables": sheet.tables})
        self._thin_out()

    def _thin_out(self) -> None:
        there = sorted(self.folder.glob("stop-*.png"), key=lambda path: path.stat().st_mtime_ns)
        for path in there[: max(0, len(there) - MOST)]:
            path.unlink(missing_ok=True)
            path.with_suffix(".json").unlink(missing_ok=True)

    def _picture(self, stop: str) -> Path:
        return self.folder / f"stop-{stop}.png"

    def read(self, stop: str) -> Made:
        """What is kept of a stop; nothing where the files are none of ours. Called in any thread."""
        path, picture = self._picture(stop), b""
        with suppress(OSError), open_file(path) as file:
            picture = file.read(LARGEST + 1)
        if len(picture) > LARGEST or not picture.startswith(PNG):
            picture = b""
        kept = read(json_store.read(path.with_suffix(".json")), _Kept)
        return Made(as_tables(kept.tables), picture)


@dataclass(frozen=True)
class _Kept:
    tables: dict[str, Table] = field(default_factory=dict)


def as_tables(numbers: Mapping[str, object]) -> dict[str, Table]:
    """What can be shown as rows of numbers, by name."""
    tables: dict[str, Table] = {}
    for name, value in list(numbers.items())[:TABLES]:
        try:
            array = np.atleast_2d(np.asarray(value, np.float64))
        except (TypeError, ValueError):
            continue
        if array.ndim == 2 and 0 < array.size <= CELLS and np.isfinite(array).all():
            tables[name] = tuple(tuple(float(f"{each:.6g}") for each in line) for line in array)
    return tables


def small(picture: NDArray[np.uint8]) -> bytes:
    """A picture, (H, W, 3) uint8, as a PNG file of `WIDTH` pixels and `LARGEST` bytes at most."""
    image = Image.fromarray(picture)
    side = WIDTH
    while True:
        image.thumbnail((side, 2 * side))
        buffer = io.BytesIO()
        image.quantize(256, method=Image.Quantize.MEDIANCUT).save(buffer, "PNG")
        if buffer.tell() <= LARGEST:
            return buffer.getvalue()
        side = side * 4 // 5

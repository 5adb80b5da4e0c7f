"""Work on large pictures piece by piece: windows that overlap and fade, with progress and a way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Float

Progress = Callable[[float], None]
"""Told the share that is done, 0..1."""
Stop = Callable[[], bool]
"""Asked between two pieces whether to stop."""


class Cancelled(Exception):
    """The work was stopped on request; nothing was changed."""


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a picture: rows top..bottom, columns left..right, ends excluded."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """For indexing an (H, W, …) array."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    @property
    def size(self) -> tuple[int, int]:
        """(height, width)."""
        return self.bottom - self.top, self.right - self.left


def bounds(mask: NDArray[np.bool_], margin: int = 0) -> Window | None:
    """Return the smallest window around all True pixels, widened by a margin; None if there is none."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return None
    return Window(
        max(0, int(rows[0]) - margin),
        min(mask.shape[0], int(rows[-1]) + 1 + margin),
        max(0, int(columns[0]) - margin),
        min(mask.shape[1], int(columns[-1]) + 1 + margin),
    )


def windows(size: tuple[int, int], side: int, overlap: int) -> list[Window]:
    """Cover (height, width) with windows of at most `side`, neighbours sharing at least `overlap` pixels."""
    rows, columns = (_starts(n, side, overlap) for n in size)
    height, width = (min(n, side) for n in size)
    return [Window(top, top + height, left, left + width) for top in rows for left in columns]


def _starts(length: int, side: int, overlap: int) -> list[int]:
    if length <= side:
        return [0]
    count = -(-(length - overlap) // (side - overlap))
    return [round(i * (length - side) / (count - 1)) for i in range(count)]


def fade(size: tuple[int, int], overlap: int) -> Float:
    """Return weights (height, width): 1 in the middle, falling over `overlap` pixels towards all edges."""
    down, across = (_ramp(n, overlap) for n in size)
    return np.minimum.outer(down, across).astype(np.float32)


def _ramp(length: int, overlap: int) -> Float:
    distance = np.minimum(np.arange(length), np.arange(length)[::-1]) + 1
    return np.minimum(1, distance / max(1, overlap)).astype(np.float32)


def step_through(pieces: list[Window], progress: Progress | None, cancelled: Stop | None) -> Iterator[Window]:
    """Yield the pieces, telling the progress and asking before each whether to stop.

    Raises:
        Cancelled: `cancelled` said so.
    """
    for number, piece in enumerate(pieces):
        if cancelled is not None and cancelled():
            raise Cancelled
        yield piece
        if progress is not None:
            progress((number + 1) / len(pieces))

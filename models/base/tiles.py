"""Work on large pictures piece by piece: windows that overlap and fade, with progress and a way out."""

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

import numpy as np

from models.base.arrays import Float, Mask

Progress = Callable[[float], None]
"""Told the share that is done, 0..1."""
Stop = Callable[[], bool]
"""Asked between two pieces whether to stop."""


Window = tuple[slice, slice]
"""A piece of a picture, for indexing an (H, W, …) array: rows and columns."""


TOGETHER = 2**17
"""Pixels that are worked on in one call at the most, unless a single piece has more."""


class Cancelled(Exception):
    """The work was stopped on request; nothing was changed."""


def bounds(mask: Mask, margin: int = 0) -> Window | None:
    """Return the smallest window around all True pixels, widened by a margin; None if there is none."""
    edges = [np.flatnonzero(mask.any(axis=axis)) for axis in (1, 0)]
    if not len(edges[0]):
        return None
    rows, columns = (slice(max(0, int(e[0]) - margin), int(e[-1]) + 1 + margin) for e in edges)
    return rows, columns


def windows(size: tuple[int, ...], side: int, overlap: int) -> list[Window]:
    """Cover (height, width) with windows of at most `side`, neighbours sharing at least `overlap` pixels.

    There are as few as that allows, all of one size, and that is as small as so many can be.
    """
    rows, columns = (_spans(n, side, overlap) for n in size)
    return [(down, across) for down in rows for across in columns]


def _spans(length: int, most: int, overlap: int) -> list[slice]:
    if length <= most:
        return [slice(0, length)]
    count = -(-(length - overlap) // (most - overlap))
    side = -(-(length + (count - 1) * overlap) // count)
    starts = [round(i * (length - side) / (count - 1)) for i in range(count)]
    return [slice(start, start + side) for start in starts]


def cover(mask: Mask, side: int, margin: int) -> list[Window]:
    """Lay windows of `side` along what is True, so that each such pixel is at least `margin` inside of one.

    For thin things that are spread over a large picture: where nothing is True, there is no window. They lie
    in strips from top to bottom, each in the middle of what it is there for, and never beyond the edges.
    """
    core, result = side - 2 * margin, []
    rows = np.flatnonzero(mask.any(axis=1))
    while len(rows):
        top = int(rows[0])
        strip = mask[top : top + core]
        columns = np.flatnonzero(strip.any(axis=0))
        while len(columns):
            here = columns[columns < columns[0] + core]
            high = np.flatnonzero(strip[:, here[0] : here[-1] + 1].any(axis=1)) + top
            middles = ((int(high[0] + high[-1]) + 1) // 2, (int(here[0] + here[-1]) + 1) // 2)
            result.append(_around(middles, side, mask.shape))
            columns = columns[len(here) :]
        rows = rows[rows >= top + core]
    return result


def _around(middles: tuple[int, int], side: int, size: tuple[int, ...]) -> Window:
    ends = zip(middles, size, strict=True)
    starts = [min(max(middle - side // 2, 0), max(0, length - side)) for middle, length in ends]
    down, across = (slice(n, min(n + side, length)) for n, length in zip(starts, size, strict=True))
    return down, across


def area(pieces: list[Window]) -> int:
    """Return how many pixels windows have together."""
    return sum((down.stop - down.start) * (across.stop - across.start) for down, across in pieces)


def fade(size: tuple[int, ...], overlap: int) -> Float:
    """Return weights (height, width): 1 in the middle, falling over `overlap` pixels towards all edges."""
    down, across = (_ramp(n, overlap) for n in size)
    return np.minimum.outer(down, across).astype(np.float32)


def _ramp(length: int, overlap: int) -> Float:
    distance = np.minimum(np.arange(length), np.arange(length)[::-1]) + 1
    return np.minimum(1, distance / max(1, overlap)).astype(np.float32)


def blend(
    picture: Float,
    pieces: list[Window],
    overlap: int,
    work: Callable[[list[Window]], Iterable[Float]],
    progress: Progress | None,
    cancelled: Stop | None,
) -> Float:
    """Do the pieces one by one, fading them into each other; where none lies, the picture stays as it is.

    Args:
        picture: (H, W, 3) float32.
        pieces: What to do.
        overlap: Pixels that neighbours share.
        work: Returns what becomes of some pieces of one size, each (h, w, 3) float32.
        progress: Told the share that is done after each call.
        cancelled: Asked before each whether to stop.

    Raises:
        Cancelled: `cancelled` said so.
    """
    total = np.zeros_like(picture)
    weight = np.zeros((*picture.shape[:2], 1), np.float32)
    finished = 0
    for group in _groups(pieces):
        if cancelled is not None and cancelled():
            raise Cancelled
        for piece, done in zip(group, work(group), strict=True):
            if len(pieces) == 1 and done.shape == picture.shape:
                total, weight = done, np.ones_like(weight)
                continue
            share = fade(done.shape[:2], overlap)[..., None]
            total[piece] += share * done
            weight[piece] += share
        finished += len(group)
        if progress is not None:
            progress(finished / len(pieces))
    return np.where(weight > 0, total / np.maximum(weight, 1e-6), picture)


def _groups(pieces: list[Window]) -> Iterator[list[Window]]:
    """Yield neighbours of one size together, of up to TOGETHER pixels: each by itself would waste time."""
    for _, alike in groupby(pieces, key=lambda piece: (area([piece]), piece[0].stop - piece[0].start)):
        group = list(alike)
        count = max(1, TOGETHER // area(group[:1]))
        for first in range(0, len(group), count):
            yield group[first : first + count]

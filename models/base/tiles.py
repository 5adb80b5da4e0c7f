"""Work on large pictures piece by piece: windows that overlap and fade, with progress and a way out."""

from collections.abc import Callable

import numpy as np

from models.base.arrays import Float, Mask

Progress = Callable[[float], None]
"""Told the share that is done, 0..1."""
Stop = Callable[[], bool]
"""Asked between two pieces whether to stop."""


Window = tuple[slice, slice]
"""A piece of a picture, for indexing an (H, W, …) array: rows and columns."""


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
    """Cover (height, width) with windows of at most `side`, neighbours sharing at least `overlap` pixels."""
    rows, columns = ([slice(i, i + min(n, side)) for i in _starts(n, side, overlap)] for n in size)
    return [(down, across) for down in rows for across in columns]


def _starts(length: int, side: int, overlap: int) -> list[int]:
    if length <= side:
        return [0]
    count = -(-(length - overlap) // (side - overlap))
    return [round(i * (length - side) / (count - 1)) for i in range(count)]


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
    work: Callable[[Window], Float],
    progress: Progress | None,
    cancelled: Stop | None,
) -> Float:
    """Do the pieces one by one, fading them into each other; where none lies, the picture stays as it is.

    Args:
        picture: (H, W, 3) float32.
        pieces: What to do.
        overlap: Pixels that neighbours share.
        work: Returns what becomes of a piece, (h, w, 3) float32.
        progress: Told the share that is done after each.
        cancelled: Asked before each whether to stop.

    Raises:
        Cancelled: `cancelled` said so.
    """
    total = np.zeros_like(picture)
    weight = np.zeros((*picture.shape[:2], 1), np.float32)
    for number, piece in enumerate(pieces):
        if cancelled is not None and cancelled():
            raise Cancelled
        done = work(piece)
        share = fade(done.shape[:2], overlap)[..., None]
        total[piece] += share * done
        weight[piece] += share
        if progress is not None:
            progress((number + 1) / len(pieces))
    if len(pieces) == 1 and done.shape == picture.shape:
        return done
    return np.where(weight > 0, total / np.maximum(weight, 1e-6), picture)

"""The loops of agents/learning/sparse.py, which Numba compiles.

That takes some seconds, once on a computer, as with models/convolution/taps.py. Until `load` has been called,
and where Numba is missing, the network's own convolutions do the work.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.base.compiled import elsewhere, kept

log = logging.getLogger(__name__)

Floats = NDArray[np.float32]
Counts = NDArray[np.int32]
Steps = tuple[int, int, int]
"""How many numbers lie between two rows of the result, two planes and two rows of places of the weights."""


def _find_source(pictures: NDArray[np.uint8], ends: Counts, found: Counts) -> bool:  # pragma: no cover
    """List what is not zero.

    Args:
        pictures: uint8 (batch, planes, rows, columns).
        ends: (batch + 1,), filled: where each picture's part of the list ends, after a 0.
        found: (room, 4), filled: plane, row, column, and the number.

    Returns:
        Whether there was room.
    """
    batch, planes, rows, columns = pictures.shape
    ends[0] = count = 0
    for b in range(batch):
        for p in range(planes):
            for y in range(rows):
                line = pictures[b, p, y]
                bits = np.uint8(0)
                for x in range(columns):
                    bits |= line[x]
                if bits == 0:
                    continue
                if count + columns > len(found):
                    return False
                for x in range(columns):
                    if line[x]:
                        found[count, 0], found[count, 1], found[count, 2] = p, y, x
                        found[count, 3] = line[x]
                        count += 1
        ends[b + 1] = count
    return True


def _forward_source(
    ends: Counts,
    found: Counts,
    down: Counts,
    across: Counts,
    steps: Steps,
    weight: Floats,
    bias: Floats,
    out: Floats,
) -> None:  # pragma: no cover
    """Add up what is listed, times the weights of the kernel's cells, and cut off what is negative.

    Args:
        ends: See `_find_source`.
        found: See `_find_source`.
        down: See `sparse.places`.
        across: See `sparse.places`.
        steps: See `Steps`.
        weight: float32, laid out as `sparse` says.
        bias: float32 (filters,).
        out: float32 (views × batch, rows × columns × filters), filled; the reflections come last.
    """
    pitch, plane, row = steps
    batch, filters = len(ends) - 1, len(bias)
    for view in range(len(out) // batch):
        for b in range(batch):
            seen = out[view * batch + b]
            for start in range(0, len(seen), filters):
                cell = seen[start : start + filters]
                for f in range(filters):
                    cell[f] = bias[f]
            for i in range(ends[b], ends[b + 1]):
                vertical, horizontal = down[view, found[i, 1]], across[view, found[i, 2]]
                value = np.float32(found[i, 3])
                at = vertical[0] + horizontal[0]
                tap = found[i, 0] * plane + vertical[1] + horizontal[1]
                # Neighbouring places are one run: short loops are not made instructions on many numbers.
                run = horizontal[2]
                for _ in range(vertical[2]):
                    sums, taps = seen[at : at + run], weight[tap : tap + run]
                    for f in range(run):
                        sums[f] += value * taps[f]
                    at += pitch
                    tap -= row
            for f in range(len(seen)):
                seen[f] = max(seen[f], np.float32(0))


def _backward_source(
    ends: Counts,
    found: Counts,
    down: Counts,
    across: Counts,
    steps: Steps,
    out: Floats,
    gradient: Floats,
    weight: Floats,
    bias: Floats,
) -> None:  # pragma: no cover
    """Add up the gradients of `_forward_source`.

    Args:
        ends: See `_find_source`.
        found: See `_find_source`.
        down: See `sparse.places`.
        across: See `sparse.places`.
        steps: See `Steps`.
        out: What `_forward_source` filled.
        gradient: float32, of the same shape.
        weight: float32, laid out as `sparse` says; its gradient is added.
        bias: float32 (filters,); its gradient is added.
    """
    pitch, plane, row = steps
    batch, filters = len(ends) - 1, len(bias)
    asked = np.empty(out.shape[1], np.float32)
    for view in range(len(out) // batch):
        for b in range(batch):
            said, wanted = out[view * batch + b], gradient[view * batch + b]
            for f in range(len(asked)):
                asked[f] = wanted[f] if said[f] > 0 else np.float32(0)
            for start in range(0, len(asked), filters):
                cell = asked[start : start + filters]
                for f in range(filters):
                    bias[f] += cell[f]
            for i in range(ends[b], ends[b + 1]):
                vertical, horizontal = down[view, found[i, 1]], across[view, found[i, 2]]
                value = np.float32(found[i, 3])
                at = vertical[0] + horizontal[0]
                tap = found[i, 0] * plane + vertical[1] + horizontal[1]
                run = horizontal[2]
                for _ in range(vertical[2]):
                    sums, taps = asked[at : at + run], weight[tap : tap + run]
                    for f in range(run):
                        taps[f] += value * sums[f]
                    at += pitch
                    tap -= row


def _gather_source(
    ends: Counts,
    found: Counts,
    down: Counts,
    across: Counts,
    steps: Steps,
    said: Floats,
    blank: Floats,
    index: Counts,
    counts: Counts,
    rows: Floats,
) -> bool:  # pragma: no cover
    """List the places that see anything, each with its difference from one that sees nothing.

    Args:
        ends: See `_find_source`.
        found: See `_find_source`.
        down: See `sparse.places`.
        across: See `sparse.places`.
        steps: See `Steps`.
        said: What `_forward_source` filled.
        blank: float32 (filters,), what a place says that sees nothing.
        index: (views × batch, rows × columns), filled: where a place is in its list, or -1.
        counts: (4,), filled: how long the lists are, of even rows' even and odd columns, and of odd rows'.
        rows: float32 (4, room, filters), filled.

    Returns:
        Whether there was room.
    """
    pitch, batch, filters = steps[0], len(ends) - 1, len(blank)
    wide = pitch // filters
    counts[:] = 0
    for view in range(len(said) // batch):
        for b in range(batch):
            picture = view * batch + b
            listed, cells = index[picture], said[picture]
            listed[:] = -1
            for i in range(ends[b], ends[b + 1]):
                vertical, horizontal = down[view, found[i, 1]], across[view, found[i, 2]]
                first = (vertical[0] + horizontal[0]) // filters
                for v in range(vertical[2]):
                    for u in range(horizontal[2] // filters):
                        listed[first + v * wide + u] = 0
            for place in range(len(listed)):
                if listed[place] < 0:
                    continue
                parity = place // wide % 2 * 2 + place % wide % 2
                count = counts[parity]
                if count == rows.shape[1]:
                    return False
                listed[place] = count
                row, cell = rows[parity, count], cells[place * filters : (place + 1) * filters]
                for f in range(filters):
                    row[f] = cell[f] - blank[f]
                counts[parity] = count + 1
    return True


def _scatter_source(
    index: Counts, shape: tuple[int, int, int], products: Floats, constant: Floats, out: Floats
) -> None:  # pragma: no cover
    """Add up what the places contribute to the windows that see them, and cut off what is negative.

    Args:
        index: What `_gather_source` filled.
        shape: Columns of places, rows and columns of windows.
        products: float32 (4, room, 2 × 2 × filters): of each place, to the windows above and below, left and
            right.
        constant: float32 (filters,): what a window says that sees nothing.
        out: float32 (views × batch, rows × columns × filters), filled.
    """
    wide, high, across = shape
    filters = len(constant)
    for picture in range(len(out)):
        sums, listed = out[picture], index[picture]
        for start in range(0, len(sums), filters):
            window = sums[start : start + filters]
            for f in range(filters):
                window[f] = constant[f]
        for place in range(len(listed)):
            if listed[place] < 0:
                continue
            v, u = place // wide, place % wide
            product = products[v % 2 * 2 + u % 2, listed[place]]
            left, right = max(u // 2 - 1, 0), min(u // 2 + 1, across)
            skipped, run = (left - (u // 2 - 1)) * filters, (right - left) * filters
            for part in range(2):
                row = v // 2 - 1 + part
                if row < 0 or row >= high or run <= 0:
                    continue
                at, start = (row * across + left) * filters, part * 2 * filters + skipped
                windows, terms = sums[at : at + run], product[start : start + run]
                for f in range(run):
                    windows[f] += terms[f]
        for f in range(len(sums)):
            sums[f] = max(sums[f], np.float32(0))


def _collect_source(
    index: Counts, shape: tuple[int, int, int], out: Floats, gradient: Floats, wanted: Floats, total: Floats
) -> None:  # pragma: no cover
    """Bring every listed place the gradients of the windows that see it.

    Args:
        index: What `_gather_source` filled.
        shape: Columns of places, rows and columns of windows.
        out: What `_scatter_source` filled.
        gradient: float32, of the same shape.
        wanted: float32 (4, room, 2 × 2 × filters), filled: the gradients of `products`.
        total: float32 (filters,): that of `constant` is added.
    """
    wide, high, across = shape
    filters = len(total)
    asked = np.empty(out.shape[1], np.float32)
    for picture in range(len(out)):
        said, given, listed = out[picture], gradient[picture], index[picture]
        for f in range(len(asked)):
            asked[f] = given[f] if said[f] > 0 else np.float32(0)
        for start in range(0, len(asked), filters):
            window = asked[start : start + filters]
            for f in range(filters):
                total[f] += window[f]
        for place in range(len(listed)):
            if listed[place] < 0:
                continue
            v, u = place // wide, place % wide
            terms = wanted[v % 2 * 2 + u % 2, listed[place]]
            left, right = max(u // 2 - 1, 0), min(u // 2 + 1, across)
            skipped, run = (left - (u // 2 - 1)) * filters, (right - left) * filters
            if run < 2 * filters:
                terms[:] = 0
            for part in range(2):
                row = v // 2 - 1 + part
                half = terms[part * 2 * filters : (part + 1) * 2 * filters]
                if row < 0 or row >= high:
                    half[:] = 0
                elif run > 0:
                    at = (row * across + left) * filters
                    half[skipped : skipped + run] = asked[at : at + run]


def _return_source(index: Counts, wide: int, rows: Floats, gradient: Floats) -> None:  # pragma: no cover
    """Bring the gradients of the listed places back to where they are; the others get none.

    Args:
        index: What `_gather_source` filled.
        wide: Columns of places.
        rows: float32 (4, room, filters).
        gradient: float32 (views × batch, rows × columns × filters), filled.
    """
    filters = rows.shape[2]
    for picture in range(len(gradient)):
        cells, listed = gradient[picture], index[picture]
        cells[:] = 0
        for place in range(len(listed)):
            if listed[place] >= 0:
                row = rows[place // wide % 2 * 2 + place % wide % 2, listed[place]]
                cell = cells[place * filters : (place + 1) * filters]
                for f in range(filters):
                    cell[f] = row[f]


class Loops(NamedTuple):
    """The compiled loops: what each does is said above."""

    find: Callable[..., bool]
    forward: Callable[..., None]
    backward: Callable[..., None]
    gather: Callable[..., bool]
    scatter: Callable[..., None]
    collect: Callable[..., None]
    give_back: Callable[..., None]


class Compiled:
    """The compiled loops, once they are loaded: `run` is None before, or where there is no Numba."""

    def __init__(self) -> None:
        self.run: Loops | None = None

    def load(self) -> bool:
        """Compile, or read what was compiled before: seconds; False where that does not work here."""
        if self.run is None:
            try:
                loops: Any = Loops(*map(_decorate, SOURCES))
                for function, signature in zip(loops, _signatures(), strict=True):
                    function.compile(signature)
                    function.disable_compile()
                self.run = loops
            except Exception:
                log.warning("the learner's convolutions are not compiled here", exc_info=True)
        return self.run is not None


compiled = Compiled()
SOURCES: tuple[Callable[..., Any], ...] = (
    _find_source,
    _forward_source,
    _backward_source,
    _gather_source,
    _scatter_source,
    _collect_source,
    _return_source,
)


def prepare() -> Iterator[str]:
    """Have it compiled by another process, if it never was on this computer; yields while it waits."""
    if not all(kept(partial(_decorate, source)) for source in SOURCES):
        yield from elsewhere("agents.learning.sparse_loops:compile_once")
    yield "learner"


def compile_once() -> None:
    """Compile, for other processes to load."""
    compiled.load()


def _decorate(source: Callable[..., Any]) -> Any:
    from numba import njit

    # Products and sums may be one rounding (a fused multiply-add); they may not change places.
    return njit(nogil=True, cache=True, fastmath={"contract"}, error_model="numpy")(source)


def _signatures() -> tuple[Any, ...]:
    """Return what each of SOURCES is compiled for."""
    from numba import boolean, float32, int32, int64, types, uint8, void

    listed, where = (int32[::1], int32[:, ::1]), (int32[:, :, ::1],) * 2
    index, row, table, lists = int32[:, ::1], float32[::1], float32[:, ::1], float32[:, :, ::1]
    three = types.UniTuple(int64, 3)  # type: ignore[no-untyped-call]
    return (
        boolean(uint8[:, :, :, ::1], *listed),
        void(*listed, *where, three, row, row, table),
        void(*listed, *where, three, table, table, row, row),
        boolean(*listed, *where, three, table, row, index, int32[::1], lists),
        void(index, three, lists, row, table),
        void(index, three, table, table, lists, row),
        void(index, int64, lists, table),
    )

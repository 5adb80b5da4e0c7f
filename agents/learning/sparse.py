"""The first convolution, of pictures that are nearly all background.

What is left of a picture without its background are a ball, two bats, some bricks: in most games one to four
of a hundred numbers are not zero. The first layer's sums are made of these alone, in the picture and in its
reflection; so is its gradient, and nobody asks for that of the picture. Numba compiles it in some seconds,
once on a computer, as models/convolution/taps.py is; until `load` has been called, and where Numba is
missing, the network's own convolution does the work, which comes to the same sums up to rounding.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from typing import Any, Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn.functional import pad

from models.base.compiled import elsewhere, kept

log = logging.getLogger(__name__)

MOST = 0.1
"""Share of numbers that are not zero from which the dense convolution is faster."""

Axis = Literal["rows", "columns"]
Floats = NDArray[np.float32]
Counts = NDArray[np.int32]
Steps = tuple[int, int, int]
"""How many numbers lie between two rows of the result, two planes and two rows of places of the weights."""
Find = Callable[[NDArray[np.uint8], Counts, Counts], bool]
Forward = Callable[[Counts, Counts, Counts, Counts, Steps, Floats, Floats, Floats], None]
Backward = Callable[[Counts, Counts, Counts, Counts, Steps, Floats, Floats, Floats, Floats], None]


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
    count = 0
    ends[0] = 0
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
        down: See `_places`.
        across: See `_places`.
        steps: See `Steps`.
        weight: float32, as `_pack` lays it out.
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
        down: See `_places`.
        across: See `_places`.
        steps: See `Steps`.
        out: What `_forward_source` filled.
        gradient: float32, of the same shape.
        weight: float32, as `_pack` lays it out; its gradient is added.
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


class Compiled:
    """The compiled loops, once they are loaded.

    Attributes:
        run: `_find_source`, `_forward_source` and `_backward_source`; None before `load`, or where there is
            no Numba.
    """

    def __init__(self) -> None:
        self.run: tuple[Find, Forward, Backward] | None = None

    def load(self) -> bool:
        """Compile, or read what was compiled before: seconds; False where that does not work here."""
        if self.run is None:
            try:
                find, forward, backward = (_decorate(source) for source in SOURCES)
                for function, signature in zip((find, forward, backward), _signatures(), strict=True):
                    function.compile(signature)
                    function.disable_compile()
                self.run = find, forward, backward
            except Exception:
                log.warning("the first convolution is not compiled here", exc_info=True)
        return self.run is not None


compiled = Compiled()
SOURCES: tuple[Callable[..., Any], ...] = (_find_source, _forward_source, _backward_source)


def prepare() -> Iterator[str]:
    """Have it compiled by another process, if it never was on this computer; yields while it waits."""
    if not all(kept(partial(_decorate, source)) for source in SOURCES):
        yield from elsewhere("agents.learning.sparse:compile_once")
    yield "learner"


def compile_once() -> None:
    """Compile, for other processes to load."""
    compiled.load()


def _decorate(source: Callable[..., Any]) -> Any:
    from numba import njit

    # Products and sums may be one rounding (a fused multiply-add); they may not change places.
    return njit(nogil=True, cache=True, fastmath={"contract"}, error_model="numpy")(source)


def _signatures() -> tuple[Any, Any, Any]:
    """Return what each of SOURCES is compiled for."""
    from numba import boolean, float32, int32, int64, types, uint8, void

    listed, places = (int32[::1], int32[:, ::1]), (int32[:, :, ::1],) * 2
    row, table, steps = float32[::1], float32[:, ::1], types.UniTuple(int64, 3)  # type: ignore[no-untyped-call]
    return (
        boolean(uint8[:, :, :, ::1], *listed),
        void(*listed, *places, steps, row, row, table),
        void(*listed, *places, steps, table, table, row, row),
    )


def features(pictures: Tensor, layer: nn.Conv2d, mirror: Axis | None) -> Tensor | None:
    """Return relu(layer(pixels / 255)) of pictures, followed by those of their reflections, if that pays.

    Args:
        pictures: uint8 (batch, planes, rows, columns).
        layer: The convolution.
        mirror: What changes places in the reflections; None: there are none.

    Returns:
        float32 (batch or 2 × batch, filters, rows, columns), the filters innermost; None where the loops are
        not loaded, the numbers are no bytes, or too few of them are zero.
    """
    run = compiled.run
    if run is None or pictures.dtype != torch.uint8 or torch.is_autocast_enabled("cpu"):
        return None
    numbers = pictures.contiguous().numpy()
    ends = np.empty(len(numbers) + 1, np.int32)
    found = np.empty((int(MOST * numbers.size) + numbers.shape[-1], 4), np.int32)
    if not run[0](numbers, ends, found):
        return None
    result: Tensor = _Sparse.apply(layer.weight, layer.bias, layer, mirror, ends, found, numbers.shape, run)  # type: ignore[no-untyped-call]
    return result


class _Sparse(torch.autograd.Function):
    """What `features` returns, as a function of weight and bias."""

    @staticmethod
    def forward(ctx: Any, weight: Tensor, bias: Tensor, *rest: Any) -> Tensor:
        layer, mirror, ends, found, shape, run = rest
        sides, kernel, stride = shape[2:], layer.kernel_size[0], layer.stride[0]
        high, wide = (
            (side + 2 * margin - kernel) // stride + 1
            for side, margin in zip(sides, layer.padding, strict=True)
        )
        tables = _places(*sides, *layer.padding, kernel, stride, len(bias), mirror)
        out = torch.empty((1 if mirror is None else 2) * shape[0], high * wide * len(bias))
        packed = _pack(weight.detach() * (1 / 255), stride)
        run[1](ends, found, *tables, packed.numpy(), bias.detach().numpy(), out.numpy())
        ctx.save_for_backward(out)
        ctx.rest = ends, found, tables, weight.shape, stride, run
        return out.view(-1, high, wide, len(bias)).permute(0, 3, 1, 2)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        (out,) = ctx.saved_tensors
        ends, found, tables, shape, stride, run = ctx.rest
        gradient = gradients[0].permute(0, 2, 3, 1).contiguous().view(out.shape)
        packed = _pack(torch.zeros(shape), stride)
        bias = torch.zeros(shape[0])
        run[2](ends, found, *tables, out.numpy(), gradient.numpy(), packed.numpy(), bias.numpy())
        return _unpack(packed, shape, stride).mul_(1 / 255), bias, *(None,) * 6


def _pack(weight: Tensor, stride: int) -> Tensor:
    """Lay weights (filters, planes, kernel, kernel) out in a row, as runs.

    The places that see a pixel, from left to right, see it with columns of the kernel that are a stride
    apart, from right to left: (planes, rows, remainder of the column, columns backwards, filters).
    """
    filters, planes, kernel, _ = weight.shape
    groups = -(-kernel // stride)
    whole = pad(weight, (0, groups * stride - kernel)).view(filters, planes, kernel, groups, stride)
    return whole.flip(3).permute(1, 2, 4, 3, 0).reshape(-1)


def _unpack(packed: Tensor, shape: torch.Size, stride: int) -> Tensor:
    """Undo `_pack`, for weights of that shape."""
    filters, planes, kernel, _ = shape
    groups = -(-kernel // stride)
    whole = packed.view(planes, kernel, stride, groups, filters).permute(4, 0, 1, 3, 2).flip(3)
    return whole.reshape(filters, planes, kernel, -1)[..., :kernel].contiguous()


@lru_cache(maxsize=16)
def _places(
    rows: int,
    columns: int,
    above: int,
    left: int,
    kernel: int,
    stride: int,
    filters: int,
    mirror: Axis | None,
) -> tuple[Counts, Counts, Steps]:
    """Say which places see a pixel, and with which weights.

    Returns:
        For every row, in the picture and in its reflection (2, rows, 3), where in the result the first place
        that sees it lies, where its weights are, and how many places see it; for every column the same, with
        the length of the run in the end; and the steps.
    """
    groups = -(-kernel // stride)
    row = stride * groups * filters
    high, wide = (
        (side + 2 * margin - kernel) // stride + 1 for side, margin in ((rows, above), (columns, left))
    )
    down, across = np.zeros((2, rows, 3), np.int32), np.zeros((2, columns, 3), np.int32)
    for view in range(2):
        for y in range(rows):
            inside = (rows - 1 - y if view and mirror == "rows" else y) + above
            seen = [place for place in range(high) if 0 <= inside - place * stride < kernel]
            if seen:
                down[view, y] = seen[0] * wide * filters, (inside - seen[0] * stride) * row, len(seen)
        for x in range(columns):
            inside = (columns - 1 - x if view and mirror == "columns" else x) + left
            seen = [place for place in range(wide) if 0 <= inside - place * stride < kernel]
            if seen:
                group, remainder = divmod(inside - seen[0] * stride, stride)
                first = (remainder * groups + groups - 1 - group) * filters
                across[view, x] = seen[0] * filters, first, len(seen) * filters
    return down, across, (wide * filters, kernel * row, stride * row)

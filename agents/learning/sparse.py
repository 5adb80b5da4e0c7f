"""The convolutions, of pictures that are nearly all background.

What is left of a picture without its background are a ball, two bats, some bricks: in most games one to four
of a hundred numbers are not zero. The first layer's sums are made of these alone, in the picture and in its
reflection; so is its gradient, and nobody asks for that of the picture. Where few of its places see
anything, the second layer's sums are made of how these differ from the others, which all say the same. Both
come to what the dense layers come to, up to rounding.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Literal

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn.functional import pad

from agents.learning.sparse_loops import Counts, Loops, Steps, compiled

MOST = 0.1
"""Share of numbers that are not zero from which the dense convolution is faster."""
MOST_PLACES = 0.3
"""Share of places that see something from which the second one is."""

Axis = Literal["rows", "columns"]
Found = tuple[Counts, Counts, Counts, Counts, Steps]
"""What is not zero, and which places see it: the first arguments of the loops."""


def features(pictures: Tensor, first: nn.Conv2d, second: nn.Conv2d, mirror: Axis | None) -> Tensor | None:
    """Return relu(second(relu(first(pixels / 255)))) of pictures, followed by those of their reflections.

    Args:
        pictures: uint8 (batch, planes, rows, columns).
        first: The first convolution.
        second: The second one, of kernel 4; its sums are made so if its stride is 2.
        mirror: What changes places in the reflections; None: there are none.

    Returns:
        float32 (batch or 2 × batch, filters, rows, columns), the filters innermost; None where that does not
        pay: the loops are not loaded, the numbers are no bytes, or too few of them are zero.
    """
    run = compiled.run
    if run is None or pictures.dtype != torch.uint8 or torch.is_autocast_enabled("cpu"):
        return None
    numbers = pictures.contiguous().numpy()
    ends = np.empty(len(numbers) + 1, np.int32)
    listed = np.empty((int(MOST * numbers.size) + numbers.shape[-1], 4), np.int32)
    if not run.find(numbers, ends, listed):
        return None
    kernel, stride, margins = first.kernel_size[0], first.stride[0], [int(side) for side in first.padding]
    tables = places(*pictures.shape[2:], *margins, kernel, stride, first.out_channels, mirror)
    found: Found = (ends, listed, *tables)
    views = 1 if mirror is None else 2
    high, wide = (
        (side + 2 * margin - kernel) // stride + 1
        for side, margin in zip(pictures.shape[2:], margins, strict=True)
    )
    seen: Tensor = _First.apply(
        first.weight, first.bias, stride, (views * len(ends) - views, high * wide), found, run
    )  # type: ignore[no-untyped-call]
    few = _gathered(seen, first, found, run) if second.stride == (2, 2) else None
    if few is None:
        return torch.relu(second(seen.view(-1, high, wide, first.out_channels).permute(0, 3, 1, 2)))
    windows = (high - 4) // 2 + 1, (wide - 4) // 2 + 1
    said: Tensor = _Second.apply(seen, first.bias, second.weight, second.bias, few, (wide, *windows), run)  # type: ignore[no-untyped-call]
    return said.view(-1, *windows, second.out_channels).permute(0, 3, 1, 2)


class _First(torch.autograd.Function):
    """relu of the first convolution, (pictures, places × filters), as a function of weight and bias."""

    @staticmethod
    def forward(
        ctx: Any, weight: Tensor, bias: Tensor, stride: int, size: tuple[int, int], found: Found, run: Loops
    ) -> Tensor:
        out = torch.empty(size[0], size[1] * len(bias))
        which, where = _runs(weight.shape, stride)
        packed = weight.detach().flatten().index_select(0, which).mul_(1 / 255)
        run.forward(*found, packed.numpy(), bias.detach().numpy(), out.numpy())
        ctx.save_for_backward(out)
        ctx.rest = weight.shape, where, len(which), found, run
        return out

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        (out,) = ctx.saved_tensors
        shape, where, length, found, run = ctx.rest
        packed, bias = torch.zeros(length), torch.zeros(shape[0])
        run.backward(*found, out.numpy(), gradients[0].contiguous().numpy(), packed.numpy(), bias.numpy())
        return packed.index_select(0, where).mul_(1 / 255).view(shape), bias, None, None, None, None


def _gathered(
    seen: Tensor, first: nn.Conv2d, found: Found, run: Loops
) -> tuple[Counts, Counts, Tensor] | None:
    """List the places that see something, as `_gather_source` does; None where they are too many."""
    bias = first.bias
    assert bias is not None
    index = np.empty((len(seen), seen.shape[1] // len(bias)), np.int32)
    counts = np.empty(4, np.int32)
    rows = torch.empty(4, int(MOST_PLACES * index.size / 4) + 1, len(bias))
    blank = bias.detach().relu()
    if not run.gather(*found, seen.detach().numpy(), blank.numpy(), index, counts, rows.numpy()):
        return None
    return index, counts, rows


class _Second(torch.autograd.Function):
    """relu of the second convolution, (pictures, windows × filters).

    A function of what the first one said and of its bias, which is what all the places say that see nothing.
    """

    @staticmethod
    def forward(
        ctx: Any,
        seen: Tensor,
        below: Tensor,
        weight: Tensor,
        bias: Tensor,
        few: tuple[Counts, Counts, Tensor],
        shape: tuple[int, int, int],
        run: Loops,
    ) -> Tensor:
        index, counts, rows = few
        filters, channels = weight.shape[:2]
        blank, whole = below.detach().relu(), weight.detach().sum((2, 3))
        # By the parities of a place's row and column; to the windows above and below it, left and right.
        taps = weight.detach().view(filters, channels, 2, 2, 2, 2).flip(2, 4).permute(3, 5, 1, 2, 4, 0)
        taps = taps.reshape(4, channels, 4 * filters)
        products = torch.empty(4, rows.shape[1], 4 * filters)
        for row, tap, product, count in zip(rows, taps, products, counts, strict=True):
            torch.mm(row[:count], tap, out=product[:count])
        out = torch.empty(len(seen), shape[1] * shape[2] * filters)
        constant = torch.addmv(bias.detach(), whole, blank)
        run.scatter(index, shape, products.numpy(), constant.numpy(), out.numpy())
        ctx.save_for_backward(out)
        ctx.rest = seen.shape, below.detach() > 0, blank, whole, taps, few, shape, run
        return out

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor | None, ...]:
        (out,) = ctx.saved_tensors
        size, alive, blank, whole, taps, (index, counts, rows), shape, run = ctx.rest
        filters, channels = whole.shape
        wanted, total = torch.empty(4, rows.shape[1], 4 * filters), torch.zeros(filters)
        given = gradients[0].contiguous().numpy()
        run.collect(index, shape, out.numpy(), given, wanted.numpy(), total.numpy())
        back, weight = torch.empty_like(rows), torch.empty_like(taps)
        below = whole.t().mv(total)
        for part, count in enumerate(counts):
            torch.mm(wanted[part, :count], taps[part].t(), out=back[part, :count])
            torch.mm(rows[part, :count].t(), wanted[part, :count], out=weight[part])
            below -= back[part, :count].sum(0)
        seen = torch.empty(size)
        run.give_back(index, shape[0], back.numpy(), seen.numpy())
        weight = weight.view(2, 2, channels, 2, 2, filters).permute(5, 2, 3, 0, 4, 1).flip(2, 4)
        weight = weight.reshape(filters, channels, 4, 4) + torch.outer(total, blank)[:, :, None, None]
        return seen, below * alive, weight, total, None, None, None


@lru_cache(maxsize=16)
def _runs(shape: torch.Size, stride: int) -> tuple[Tensor, Tensor]:
    """Say how weights (filters, planes, kernel, kernel) are laid out in a row, as runs.

    The places that see a pixel, from left to right, see it with columns of the kernel that are a stride
    apart, from right to left: (planes, rows, remainder of the column, columns backwards, filters). Columns
    past the kernel are in no run.

    Returns:
        Which weight comes where, int64, and where each weight is.
    """
    filters, planes, kernel, _ = shape
    groups = -(-kernel // stride)
    which = pad(torch.arange(shape.numel()).view(shape), (0, groups * stride - kernel), value=-1)
    which = which.view(filters, planes, kernel, groups, stride).flip(3).permute(1, 2, 4, 3, 0).flatten()
    known = (which >= 0).nonzero().squeeze(1)
    where = torch.empty(shape.numel(), dtype=torch.int64)
    where[which[known]] = known
    return which.clamp(min=0), where


@lru_cache(maxsize=16)
def places(
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

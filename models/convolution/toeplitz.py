"""Convolution as products of banded matrices.

For a block of M neighbouring output rows each kernel column is a banded (Toeplitz) matrix that combines the
input rows above one another, and one matrix product applies all columns at once. Copies of the lines moved by
0 to S-1 kernel columns stand beside one another, so that a product already sums S columns; adding the
G = ceil(kw / S) remaining slices, each moved sideways by its offset, finishes the sum::

    Z = bands(kernel) @ moved lines          (G*M, R*S) @ (R*S, n + reach) -> (G*M, n + reach)
    output[rows, x] = sum_g Z[g, :, x + g * S * dilation * channels]

A product of matrices is what BLAS is best at, and the channels stay interleaved because a row is one flat
line of numbers.
"""

import math
from collections.abc import Iterator
from concurrent.futures import Executor

import numpy as np

from models.base.arrays import Float

# Measured on 512x512 RGB. Two rows to a block waste least on the band's zeros; a job of 64 rows
# about fills a core's L2 cache with its moved lines and Z, and needs few calls.
BLOCK_ROWS = 2
SIDE = 4  # S: kernel columns to a product
TILE = 1600  # numbers of a line to a product
JOB = 100_000  # numbers of output to a job
THREADED_FROM = 250_000_000  # multiplications from which a second thread pays even if the cores are busy


def _bands(kernel: Float, count: int, hop: int, spacing: int) -> Float:
    """Return the banded matrices of all kernel columns, S side by side, G one above the other.

    Row g * count + i holds columns g * S .. g * S + S - 1 of the kernel, its rows ``spacing`` apart, from row
    i * hop on. Shape (G * count, R * S) with R = (count - 1) * hop + (kh - 1) * spacing + 1.
    """
    kh, kw = kernel.shape
    side = min(SIDE, kw)
    groups = -(-kw // side)
    columns = np.zeros((kh, groups * side), np.float32)
    columns[:, :kw] = kernel
    columns = columns.reshape(kh, groups, side).transpose(1, 0, 2)
    bands = np.zeros((groups, count, (count - 1) * hop + (kh - 1) * spacing + 1, side), np.float32)
    for i in range(count):
        bands[:, i, i * hop : i * hop + (kh - 1) * spacing + 1 : spacing] = columns
    return bands.reshape(groups * count, -1)


def multiply(
    padded: Float,
    kernel: Float,
    out: Float,
    stride: int,
    dilation: int,
    shift: int,
    tiles: int,
    helper: Executor | None = None,
) -> None:
    """Slide a kernel over padded lines of interleaved channels.

    Args:
        padded: (rows, numbers) float32; line y * stride is the first that output row y sees. A line holds
            tiles * n numbers, then (G * S - 1) * shift more for the windows that begin at the last of them.
        kernel: (kh, kw) float32.
        out: (h, tiles * n) float32, filled.
        stride: Input rows between output rows.
        dilation: Input rows between kernel rows.
        shift: Numbers of a line between kernel columns.
        tiles: How many products make up a line.
        helper: Takes a half of what is much; NumPy releases the interpreter's lock in products and sums.
    """
    height, line = out.shape
    n = line // tiles
    kh, kw = kernel.shape
    side = min(SIDE, kw)
    groups = -(-kw // side)
    reach = (groups - 1) * side * shift
    # Without stride, output rows that lie a dilation apart share their input rows: take them as one block.
    apart = dilation if stride == 1 else 1
    unit = math.gcd(apart * stride, dilation)
    hop, spacing = apart * stride // unit, dilation // unit
    together = max(1, min(JOB // (line * BLOCK_ROWS), -(-height // (2 * apart * BLOCK_ROWS))))
    jobs = list(_jobs(height, apart, together))
    matrices = {rows: _bands(kernel, rows, hop, spacing) for rows in {rows for _, rows, _ in jobs}}
    most = (together * BLOCK_ROWS - 1) * hop + (kh - 1) * spacing + 1
    strided = np.lib.stride_tricks.as_strided

    def work(share: list[tuple[int, int, int]]) -> None:
        space = np.empty((most, side, line + reach), np.float32)
        scratch = np.empty(together * tiles * groups * BLOCK_ROWS * (n + reach), np.float32)
        step, number = padded.strides
        for first, rows, blocks in share:
            matrix = matrices[rows]
            stack = (blocks, tiles)
            moved = space[: (blocks * rows - 1) * hop + (kh - 1) * spacing + 1]
            source = strided(padded[first * stride :], moved.shape, (unit * step, shift * number, number))
            np.copyto(moved, source)
            row, copy, _ = moved.strides
            lines = strided(
                moved, (*stack, matrix.shape[1], n + reach), (rows * hop * row, n * number, copy, number)
            )
            z = scratch[: math.prod(stack) * len(matrix) * (n + reach)].reshape(*stack, -1, n + reach)
            np.matmul(matrix, lines, out=z)
            block, tile, row, _ = z.strides
            group = rows * row + side * shift * number
            slices = strided(z, (groups, *stack, rows, n), (group, block, tile, row, number))
            target = out[first : first + (blocks * rows - 1) * apart + 1 : apart]
            np.add.reduce(slices, axis=0, out=target.reshape(blocks, rows, tiles, n).transpose(0, 2, 1, 3))

    if helper is not None and len(jobs) > 1 and out.size * kernel.size >= THREADED_FROM:
        other = helper.submit(work, jobs[1::2])
        work(jobs[::2])
        other.result()
    else:
        work(jobs)


def _jobs(height: int, apart: int, together: int) -> Iterator[tuple[int, int, int]]:
    """Cut the output rows, ``apart`` within a block, into (first row, rows to a block, blocks)."""
    for phase in range(min(apart, height)):
        blocks, rest = divmod(-(-(height - phase) // apart), BLOCK_ROWS)
        for begin in range(0, blocks, together):
            yield phase + begin * BLOCK_ROWS * apart, BLOCK_ROWS, min(together, blocks - begin)
        if rest:
            yield phase + blocks * BLOCK_ROWS * apart, rest, 1

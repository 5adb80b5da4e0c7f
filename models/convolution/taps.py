"""Convolution as a sum of moved lines, compiled to machine code for the processor at hand.

Each cell of the kernel is a tap: a weight, and where the number lies that it is multiplied with. TAPS of them
are summed in registers while a line is run through once, so that nothing but the result is written. That is
what OpenCV does, too; NumPy, whose every operation writes what it has found to memory, cannot.

Numba compiles it in some seconds, once on a computer: it keeps the code beside this file, or where a user's
files of that kind are. Until `load` has been called, and where Numba is missing, toeplitz.py does the work.
"""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import Executor
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Float
from models.base.compiled import elsewhere, kept

log = logging.getLogger(__name__)

TAPS = 10
"""Weights that a processor with 16 registers holds beside the sum: 3 x 3 in one run, 7 x 7 in five."""
BLOCK = 16
"""Rows of the result at a time: what they see is copied, padded, and stays in the cache beside the core."""
THREADED_FROM = 250_000_000
"""Multiplications from which a second thread pays even if the cores are busy."""
IN_PLACE = 25
"""Cells of a kernel up to which the copy is saved; more lines get in each other's way in the cache where a
line's length is a multiple of its own."""

Numbers = NDArray[Any]
Index = NDArray[np.int64]
Sweep = Callable[[Numbers, Float, Index, Index, Float, Index, Index, int, Float, Float], None]


def sweep(
    lines: Numbers,
    flat: Float,
    down: Index,
    across: Index,
    weights: Float,
    offsets: Index,
    flat_offsets: Index,
    stride: int,
    out: Float,
    seen: Float,
) -> None:
    """Add up the taps for every number of the result; this is the source of what is compiled.

    Windows that lie inside `flat` are read where they are; what others see is copied and padded.

    Args:
        lines: (H, n) uint8 or float32, the picture.
        flat: (H * n,) the same if it is float32 and few lines are seen at once, else none.
        down: (r,) which line each row is that the windows see; -1 for zeros.
        across: (m,) which number of a line each number is that they see; -1 for zero.
        weights: (t,) float32, t a multiple of TAPS.
        offsets: (t,) how many numbers of what is seen a tap lies behind the first of its window.
        flat_offsets: (t,) the same for the picture itself.
        stride: Rows from one window to the one below.
        out: (h, w) float32, filled.
        seen: (s, m) float32, room for what BLOCK rows see.
    """
    height, wide = out.shape
    pitch, line_pitch = len(across), lines.shape[1]
    reach = len(down) - (height - 1) * stride
    begin = end = 0  # the longest part whose numbers follow one another as in the picture
    start = 0
    for x in range(1, pitch + 1):
        if x == pitch or across[x] != across[x - 1] + 1 or across[x - 1] < 0:
            if x - start > end - begin and across[start] >= 0:
                begin, end = start, x
            start = x
    copied = seen.reshape(-1)
    for top in range(0, height, BLOCK):
        rows = min(BLOCK, height - top)
        need = (rows - 1) * stride + reach
        low, high = begin, end - (pitch - wide)
        inside = len(flat) > 0 and high > low and down[top * stride] >= 0
        for i in range(1, need):
            inside = inside and down[top * stride + i] == down[top * stride + i - 1] + 1
        if not inside:
            low, high = wide, wide
        for i in range(need):
            line, y = seen[i], down[top * stride + i]
            if y < 0:
                line[:] = 0
                continue
            source = lines[y]
            if inside:
                for x in range(low + pitch - wide):
                    line[x] = source[across[x]] if across[x] >= 0 else 0
                for x in range(high, pitch):
                    line[x] = source[across[x]] if across[x] >= 0 else 0
                continue
            for x in range(begin):
                line[x] = source[across[x]] if across[x] >= 0 else 0
            if begin < end:
                middle, known = line[begin:end], source[across[begin] :][: end - begin]
                for x in range(end - begin):
                    middle[x] = known[x]
            for x in range(end, pitch):
                line[x] = source[across[x]] if across[x] >= 0 else 0
        for i in range(rows):
            for part in range(3):
                numbers, away, first = copied, offsets, i * stride * pitch
                start, stop = 0, low
                if part == 1:
                    numbers, away = flat, flat_offsets
                    first = down[(top + i) * stride] * line_pitch + across[begin] - begin
                    start, stop = low, high
                elif part == 2:
                    start, stop = high, wide
                n = stop - start
                if n <= 0:
                    continue
                row = out[top + i, start:stop]
                first += start
                for t in range(0, len(weights), TAPS):
                    # Written out: in a loop over the taps weights and sum would not stay in registers.
                    w0, w1, w2, w3 = weights[t], weights[t + 1], weights[t + 2], weights[t + 3]
                    w4, w5, w6, w7 = weights[t + 4], weights[t + 5], weights[t + 6], weights[t + 7]
                    w8, w9 = weights[t + 8], weights[t + 9]
                    n0, n1 = numbers[first + away[t] :][:n], numbers[first + away[t + 1] :][:n]
                    n2, n3 = numbers[first + away[t + 2] :][:n], numbers[first + away[t + 3] :][:n]
                    n4, n5 = numbers[first + away[t + 4] :][:n], numbers[first + away[t + 5] :][:n]
                    n6, n7 = numbers[first + away[t + 6] :][:n], numbers[first + away[t + 7] :][:n]
                    n8, n9 = numbers[first + away[t + 8] :][:n], numbers[first + away[t + 9] :][:n]
                    if t == 0:
                        for x in range(n):
                            few = w0 * n0[x] + w1 * n1[x] + w2 * n2[x] + w3 * n3[x] + w4 * n4[x]
                            row[x] = few + w5 * n5[x] + w6 * n6[x] + w7 * n7[x] + w8 * n8[x] + w9 * n9[x]
                    else:
                        for x in range(n):
                            few = row[x] + w0 * n0[x] + w1 * n1[x] + w2 * n2[x] + w3 * n3[x] + w4 * n4[x]
                            row[x] = few + w5 * n5[x] + w6 * n6[x] + w7 * n7[x] + w8 * n8[x] + w9 * n9[x]


class Compiled:
    """The compiled `sweep`, once it is loaded.

    Attributes:
        run: None before `load`, or where there is none.
    """

    def __init__(self) -> None:
        self.run: Sweep | None = None

    def load(self) -> bool:
        """Compile, or read what was compiled before: seconds; False where that does not work here.

        Not for the main thread.
        """
        if self.run is None:
            try:
                self.run = _decorate(*_signatures())
            except Exception:
                log.warning("convolution is not compiled here", exc_info=True)
        return self.run is not None

    def prepare(self) -> Iterator[str]:
        """Load it without holding this process's interpreter lock for long; yields while it waits."""
        if self.run is None and not kept(_decorate):
            yield from elsewhere("models.convolution.taps:compile_once")
        self.load()
        yield "convolution"


compiled = Compiled()


def compile_once() -> None:
    """Compile, for other processes to load."""
    compiled.load()


def _signatures() -> list[Any]:
    """Return what it is compiled for: pictures of bytes and of floats, which nothing is written to."""
    from numba import float32, int64, types, uint8, void

    floats, numbers, rows = float32[::1], int64[::1], float32[:, ::1]
    return [
        void(
            types.Array(kind, 2, "C", readonly=True),
            *(floats, numbers, numbers, floats, numbers, numbers, int64, rows, rows),
        )
        for kind in (float32, uint8)
    ]


def _decorate(*signatures: Any) -> Any:
    from numba import njit

    # Products and sums may be one rounding (a fused multiply-add); they may not change places.
    options: dict[str, Any] = {"fastmath": {"contract"}, "nogil": True, "error_model": "numpy"}
    return njit(list(signatures) or None, cache=True, **options)(sweep)


def add_up(
    run: Sweep,
    lines: Numbers,
    seen: tuple[Index, Index],
    kernel: Float,
    out: Float,
    stride: int,
    dilation: int,
    channels: int,
    helper: Executor | None = None,
) -> None:
    """Slide a kernel over lines of interleaved channels.

    Args:
        run: What `Compiled` holds.
        lines: (H, W * channels), any numbers; uint8 and float32 are not copied.
        seen: Which line each row (r,) is that the windows see, and which number of a line each number
            (m,); -1 for zeros.
        kernel: (kh, kw) float32.
        out: (h, w) float32, filled.
        stride: Rows from one window to the one below.
        dilation: Pixels between kernel cells.
        channels: Numbers to a pixel.
        helper: Takes a half of what is much; the interpreter's lock is free meanwhile.
    """
    down, across = seen
    if lines.dtype not in (np.uint8, np.float32):
        lines = lines.astype(np.float32)
    lines = np.ascontiguousarray(lines)
    rows, columns = np.nonzero(kernel)
    count = max(-(-len(rows) // TAPS), 1) * TAPS
    weights, place = np.zeros(count, np.float32), np.zeros((2, count), np.int64)
    weights[: len(rows)] = kernel[rows, columns]
    place[:, : len(rows)] = rows * dilation, columns * (dilation * channels)
    offsets, flat_offsets = place[0] * len(across) + place[1], place[0] * lines.shape[1] + place[1]
    in_place = lines.dtype == np.float32 and lines.flags.writeable and kernel.size <= IN_PLACE
    flat = lines.reshape(-1) if in_place else np.empty(0, np.float32)
    height = len(out)
    reach = len(down) - (height - 1) * stride

    def work(first: int, last: int) -> None:
        part = down[first * stride : (last - 1) * stride + reach]
        room = np.empty(((min(BLOCK, last - first) - 1) * stride + reach, len(across)), np.float32)
        run(lines, flat, part, across, weights, offsets, flat_offsets, stride, out[first:last], room)

    half = height // 2
    if helper is not None and half and out.size * kernel.size >= THREADED_FROM:
        other = helper.submit(work, half, height)
        work(0, half)
        other.result()
    else:
        work(0, height)

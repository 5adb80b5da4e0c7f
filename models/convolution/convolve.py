"""The convolution of the laboratory: our own computation, fast enough to follow a brush.

Networks "convolve" without turning the kernel over, which mathematicians call cross-correlation; so does this
module unless `flip` is set. Two ways lead to the same sums: compiled loops (taps.py), or in NumPy alone
products of matrices (toeplitz.py), which are there before anything has been compiled.

Anchor. An output pixel sits under kernel cell (kh // 2, kw // 2), as in SciPy and OpenCV: an even window
therefore reaches one cell further to the left and up. With `flip` the impulse response has its centre at
that cell, so an even window reaches one cell further to the right and down, as in ``scipy.ndimage.convolve``.
"""

import math
import time
from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, Self, TypedDict, Unpack, get_args

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Float
from models.convolution.taps import add_up, compiled
from models.convolution.toeplitz import SIDE, TILE, multiply

Image = NDArray[Any]
Padding = Literal["zero", "reflect", "edge", "wrap", "valid"]
Region = tuple[int, int, int, int]

PADDINGS: tuple[Padding, ...] = get_args(Padding)
MAX_KERNEL = 11


class Layout(TypedDict, total=False):
    """How the kernel is laid over the picture."""

    stride: int
    """Keep every stride-th window along both axes, starting with the first pixel's (1)."""
    dilation: int
    """Distance in pixels between the cells of a window (1)."""
    padding: Padding
    """Beyond the border: `zero` (unless said otherwise); `reflect` (mirrored about the border pixel, which is
    not repeated); `edge` (the border pixel repeated); `wrap`. `valid` uses only windows that lie inside."""
    flip: bool
    """Turn the kernel over by 180 degrees first: the mathematician's convolution."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Where the windows lie along one axis of the image; all lengths in pixels."""

    size: int
    """Input length."""
    taps: int
    """Kernel cells along the axis."""
    stride: int
    dilation: int
    padding: Padding
    before: int
    """How far a window reaches before the pixel that it is anchored to."""
    outputs: int
    """Number of windows."""

    @property
    def reach(self) -> int:
        """Distance between the first and the last cell of a window."""
        return (self.taps - 1) * self.dilation

    @classmethod
    def lay(
        cls,
        size: int,
        taps: int,
        stride: int = 1,
        dilation: int = 1,
        padding: Padding = "zero",
        flip: bool = False,
    ) -> Self:
        """Lay windows along an axis.

        Raises:
            ValueError: The window is larger than the image under `valid` padding, or a number is below 1.
        """
        if min(size, taps, stride, dilation) < 1:
            raise ValueError("sizes, stride and dilation must be at least 1")
        reach = (taps - 1) * dilation
        if padding == "valid":
            if reach >= size:
                raise ValueError(f"a window of {reach + 1} pixels does not fit into {size} without padding")
            return cls(size, taps, stride, dilation, padding, 0, (size - reach - 1) // stride + 1)
        cells_before = (taps - 1) // 2 if flip else taps // 2
        return cls(size, taps, stride, dilation, padding, cells_before * dilation, -(-size // stride))

    def source(self, index: NDArray[np.intp]) -> NDArray[np.intp]:
        """Map positions that may lie outside 0..size-1 to the pixel that stands in for them."""
        if self.padding == "wrap":
            return index % self.size
        if self.padding == "reflect" and self.size > 1:
            folded = index % (2 * self.size - 2)
            return np.minimum(folded, 2 * self.size - 2 - folded)
        return np.clip(index, 0, self.size - 1)

    @lru_cache(maxsize=32)  # noqa: B019 - an axis is a value
    def seen(self, start: int, length: int, channels: int = 1) -> NDArray[np.int64]:
        """Return what windows see that are anchored to `length` pixels, in order of place.

        They are the numbers of a line with interleaved channels, counted from its first; -1 stands for zero.
        """
        index = np.arange(start - self.before, start - self.before + length + self.reach)
        beyond = (index < 0) | (index >= self.size)
        numbers = self.source(index)[:, None] * channels + np.arange(channels)
        if self.padding == "zero":
            numbers[beyond] = -1
        return numbers.reshape(-1)


def convolve(
    image: Image,
    kernel: Image,
    *,
    divisor: float = 1.0,
    bias: float = 0.0,
    region: Region | None = None,
    helper: Executor | None = None,
    **layout: Unpack[Layout],
) -> Float:
    """Slide a kernel over a picture; every channel is filtered by the same kernel.

    Args:
        image: (H, W) or (H, W, C), uint8 or finite float32; values are taken as they are (0..255 for a
            photograph).
        kernel: (kh, kw) finite weights, 1x1 to 11x11, even sizes too.
        divisor: The sum of products is divided by this; not 0.
        bias: Added afterwards.
        region: (x, y, w, h) in pixels of the *result*: compute only this rectangle. Equals the same crop of
            the full result up to rounding in the last bits.
        helper: A thread to share the work with where that is much.
        **layout: See `Layout`.

    Returns:
        float32 (H', W'[, C]): H' = ceil(H / stride), for `valid` (H - (kh-1)*dilation - 1) // stride + 1.

    Raises:
        ValueError: Wrong shapes, a size or number out of range, or a region outside the result.
    """
    weights, rows, columns = geometry(image, kernel, **layout)
    stride, dilation = rows.stride, rows.dilation
    if not divisor or not math.isfinite(divisor):
        raise ValueError("the divisor must be a finite number other than 0")
    x, y, w, h = (0, 0, columns.outputs, rows.outputs) if region is None else region
    if x < 0 or y < 0 or w < 0 or h < 0 or x + w > columns.outputs or y + h > rows.outputs:
        raise ValueError(f"region {region} is outside the result ({columns.outputs} x {rows.outputs})")
    shape = (h, w, *image.shape[2:])
    if 0 in shape:
        return np.zeros(shape, np.float32)
    channels = image.shape[2] if image.ndim == 3 else 1
    # Sideways every column is computed and the stride applied to the result: simpler, and never slower than
    # stride 1.
    wide = (w - 1) * stride + 1
    line = wide * channels
    shift = dilation * channels
    applied = (weights / divisor).astype(np.float32)
    across, down = (x * stride, wide), (y * stride, (h - 1) * stride + 1)
    if compiled.run is not None:
        out = np.empty((h, line), np.float32)
        seen = rows.seen(*down), columns.seen(*across, channels)
        lines = image.reshape(len(image), -1)
        add_up(compiled.run, lines, seen, applied, out, stride, dilation, channels, helper)
    else:
        tiles = -(-line // TILE)
        # The last product reads whole tiles and whole groups of kernel columns.
        slack = -line % tiles + (-columns.taps % min(SIDE, columns.taps)) * shift
        padded = _padded(image, rows, columns, across, down, slack)
        out = np.empty((h, line + -line % tiles), np.float32)
        multiply(padded, applied, out, stride, dilation, shift, tiles, helper)
    if bias:
        out += np.float32(bias)
    result = out[:, :line].reshape(h, wide, channels)[:, ::stride]
    return np.ascontiguousarray(result.reshape(shape))


def affected(
    dirty: Region, image_shape: tuple[int, ...], kernel_shape: tuple[int, ...], **layout: Unpack[Layout]
) -> Region:
    """Return the rectangle of the result that can change when a rectangle of the picture changed.

    Args:
        dirty: (x, y, w, h) in input pixels; parts outside the picture are ignored.
        image_shape: (H, W[, C]) of the input.
        kernel_shape: (kh, kw).
        **layout: As for `convolve`.

    Returns:
        (x, y, w, h) in pixels of the result, for ``convolve(..., region=…)``; w or h is 0 if nothing changes.
    """
    spans = []
    for axis, (start, length) in enumerate(((dirty[1], dirty[3]), (dirty[0], dirty[2]))):
        lay = Axis.lay(image_shape[axis], kernel_shape[axis], **layout)
        first, last = max(start, 0), min(start + length, lay.size) - 1
        after = lay.reach - lay.before
        if last < first:
            spans.append((0, 0))
            continue
        low, high = first - after, last + lay.before
        # A reflected or wrapped pixel shows up a second time beyond the border.
        if lay.padding == "reflect":
            low = 0 if first <= lay.before else low
            high = lay.size - 1 if last >= lay.size - 1 - after else high
        folded = lay.padding in ("reflect", "wrap") and lay.reach >= lay.size
        if folded or (lay.padding == "wrap" and (low < 0 or high >= lay.size)):
            low, high = 0, lay.size - 1
        begin = max(-(-low // lay.stride), 0)
        end = min(high // lay.stride, lay.outputs - 1) + 1
        spans.append((begin, max(end - begin, 0)))
    (y, h), (x, w) = spans
    return x, y, w, h


def reconvolve(result: Float, image: Image, kernel: Image, dirty: Region, **options: Any) -> Region:
    """Bring a result up to date, in place, after a rectangle of the picture was painted over.

    Args:
        result: What ``convolve(image, kernel, **options)`` returned before the change; written to.
        image: The picture as it is now.
        kernel: The same kernel as then.
        dirty: (x, y, w, h) in input pixels.
        **options: The keyword arguments given to `convolve` then, without `region`.

    Returns:
        (x, y, w, h) of the part of ``result`` that was recomputed.
    """
    layout: Any = {name: value for name, value in options.items() if name in Layout.__annotations__}
    region = x, y, w, h = affected(dirty, image.shape, kernel.shape, **layout)
    if w and h:
        result[y : y + h, x : x + w] = convolve(image, kernel, region=region, **options)
    return region


def convolution_bench(seconds: float = 3.0, size: int = 512) -> dict[str, dict[str, float]]:
    """Time our convolution beside ``cv2.filter2D``, call by call in turn, on a size x size RGB picture.

    Both get the same float32 picture and kernel, so neither is charged with a conversion, and one thread.

    Returns:
        {"convolve_ms": {"3": …, "7": …, "11": …}, "filter2d_ms": {…}}, median milliseconds by kernel size,
        and "ratio": the median of ours over OpenCV's of each pair of calls. It takes about `seconds`.
    """
    import cv2

    compiled.load()
    random = np.random.default_rng(0)
    picture = random.integers(0, 256, (size, size, 3)).astype(np.float32)
    kernels = {str(k): random.normal(size=(k, k)).astype(np.float32) for k in (3, 7, 11)}
    calls: dict[str, Callable[[Float], object]] = {
        "convolve_ms": lambda kernel: convolve(picture, kernel),
        "filter2d_ms": lambda kernel: cv2.filter2D(picture, -1, kernel, borderType=cv2.BORDER_CONSTANT),
    }
    times: dict[tuple[str, str], list[float]] = {(which, name): [] for which in calls for name in kernels}
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    deadline = time.perf_counter() + seconds
    while len(times["filter2d_ms", "11"]) < 3 or time.perf_counter() < deadline:
        for name, kernel in kernels.items():
            for which, call in calls.items():
                start = time.perf_counter()
                call(kernel)
                times[which, name].append(time.perf_counter() - start)
    cv2.setNumThreads(threads)
    medians = {
        which: {name: round(1e3 * float(np.median(times[which, name])), 3) for name in kernels}
        for which in calls
    }
    pairs = {name: np.divide(times["convolve_ms", name], times["filter2d_ms", name]) for name in kernels}
    return {**medians, "ratio": {name: round(float(np.median(each)), 2) for name, each in pairs.items()}}


def geometry(image: Image, kernel: Image, **layout: Unpack[Layout]) -> tuple[NDArray[np.float64], Axis, Axis]:
    """Check the arguments; return the kernel as applied and the two axes (rows, columns)."""
    weights = np.asarray(kernel, np.float64)
    if weights.ndim != 2 or not all(1 <= n <= MAX_KERNEL for n in weights.shape):
        raise ValueError(f"the kernel must be 1x1 to {MAX_KERNEL}x{MAX_KERNEL}, not {weights.shape}")
    if not np.isfinite(weights).all():
        raise ValueError("the kernel's weights must be finite")
    if image.ndim not in (2, 3) or 0 in image.shape:
        raise ValueError(f"the image must be (H, W) or (H, W, C) and not empty, not {image.shape}")
    if layout.get("padding", "zero") not in PADDINGS:
        raise ValueError(f"unknown padding {layout['padding']!r}")
    rows, columns = (Axis.lay(image.shape[i], weights.shape[i], **layout) for i in (0, 1))
    return (weights[::-1, ::-1] if layout.get("flip") else weights), rows, columns


def _padded(
    image: Image, rows: Axis, columns: Axis, across: tuple[int, int], down: tuple[int, int], slack: int
) -> Float:
    """Copy what the windows starting at (x, y) and spanning (w, h) see, padded, one flat float32 line a row.

    ``slack`` numbers are appended to each line so that it divides into tiles.
    """
    channels = image.shape[2] if image.ndim == 3 else 1
    left, top = across[0] - columns.before, down[0] - rows.before
    wide, high = across[1] + columns.reach, down[1] + rows.reach
    lines = np.zeros((high, wide * channels + slack), np.float32)
    window = lines[:, : wide * channels].reshape(high, wide, channels)
    x0, x1 = max(left, 0), min(left + wide, columns.size)
    y0, y1 = max(top, 0), min(top + high, rows.size)
    pixels = image if image.ndim == 3 else image[:, :, None]
    if x0 < x1 and y0 < y1:
        window[y0 - top : y1 - top, x0 - left : x1 - left] = pixels[y0:y1, x0:x1]
    if rows.padding == "zero":
        return lines
    source_x, source_y = columns.source(np.arange(left, left + wide)), rows.source(np.arange(top, top + high))
    x1, y1 = max(x1, x0), max(y1, y0)  # the window may lie wholly beyond a border
    beside = np.r_[0 : x0 - left, x1 - left : wide] if x0 < left + wide else np.arange(wide)
    above = np.r_[0 : y0 - top, y1 - top : high] if y0 < top + high else np.arange(high)
    inner = slice(min(y0 - top, high), max(min(y1 - top, high), 0))
    window[inner, beside] = pixels[source_y[inner, None], source_x[None, beside]]
    window[above] = pixels[source_y[above, None], source_x[None, :]]
    return lines

"""Viola and Jones's detector: a window slides over the picture, and stage after stage may throw it out.

Viola & Jones (2001), "Rapid Object Detection using a Boosted Cascade of Simple Features". A Haar feature is
a difference of brightness between rectangles; the integral image makes each rectangle four look-ups,
whatever its size. Which features there are, the window and the plan of stages were thought out by people;
which of them are used, and the thresholds, were learned. Windows are looked at as OpenCV 4 looks at them, so
that its cascades find the same boxes.
"""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from models.base.arrays import Byte, Double, Float, Index, Mask, frozen
from models.base.weights import ASSETS
from models.detection.cascade_file import Cascade as Cascade
from models.detection.cascade_file import CascadeError as CascadeError
from models.detection.cascade_file import Stage, read_cascade
from models.detection.grouping import Boxes, group

Name = Literal["face", "cat"]
SHIPPED: dict[Name, str] = {"face": "haarcascade_frontalface_default", "cat": "haarcascade_frontalcatface"}
OPENCV_SLACK = np.float32(1e-5)
"""OpenCV takes this off every stage's threshold."""
LEAST_CONTRAST = 10
"""Windows whose standard deviation is not above this many levels of grey are flat: nothing can be there."""
FLAT = -1
LEAST_STEP = 1.01
WORK = 2**12
"""Windows that are looked at at once."""


@dataclass(frozen=True, slots=True)
class Level:
    """The picture at one size: the window stays as it is, and the picture shrinks."""

    scale: float
    """How many of the picture's pixels one pixel is, at least 1."""
    width: int
    height: int
    step: int
    """Pixels from one window to the next."""
    windows: int
    """Looked at."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What came of all windows. Arrays are read-only, and of n windows, level by level, row by row."""

    levels: tuple[Level, ...]
    windows: Boxes
    """(n, 4): each window looked at, in pixels of the picture: left, top, width, height."""
    level: Index
    """(n,): the index of its level."""
    depth: Index
    """(n,): how many stages it passed; FLAT (-1) if it was too flat for the first."""
    left_after: tuple[int, ...]
    """Windows that are left after each stage."""
    work: tuple[int, ...]
    """Haar features that each stage has computed, of all windows together."""
    raw: Boxes
    """(m, 4): windows that passed all stages."""
    boxes: tuple[tuple[int, int, int, int], ...]
    """What is left after grouping: left, top, width, height in pixels of the picture."""
    votes: tuple[int, ...]
    """How many windows each of the boxes is made of."""

    @property
    def features_computed(self) -> int:
        """Haar features of all stages and windows together."""
        return sum(self.work)


@dataclass(frozen=True, slots=True)
class Response:
    """What one Haar feature says of a window."""

    rectangles: tuple[tuple[float, float, float, float], ...]
    """Left, top, width, height in pixels of the picture."""
    weights: tuple[float, ...]
    """Of each rectangle: below 0 it counts dark, above 0 bright."""
    value: float
    """The weighted sum, divided by the window's contrast."""
    threshold: float
    vote: float


@dataclass(frozen=True, slots=True)
class StageVerdict:
    """What one stage says of a window."""

    sum: float
    """Of all votes."""
    threshold: float
    passed: bool
    features: tuple[Response, ...]


@cache
def shipped_cascade(name: Name) -> Cascade:
    """Return OpenCV's cascade for frontal faces of people or of cats; a KeyError says that there is none."""
    return read_cascade((ASSETS / "data" / "cascades" / f"{SHIPPED[name]}.xml.gz").read_bytes())


def to_gray(rgb: Byte) -> Byte:
    """Return the brightness (H, W) uint8 of a picture (H, W, 3) uint8."""
    return cast(Byte, np.rint(rgb @ np.array([0.299, 0.587, 0.114])).astype(np.uint8))


def scan(
    cascade: Cascade,
    gray: Byte,
    scale_step: float = 1.1,
    neighbours: int = 3,
    smallest: int = 0,
    leniency: float = 0.0,
    border: int = 0,
) -> Scan:
    """Look at every window of every size.

    Args:
        cascade: What to look for.
        gray: (H, W) uint8.
        scale_step: How much smaller each level is than the one before, 1.01 or more.
        neighbours: A box is kept if more windows than this say it; with 0 each window is a box.
        smallest: Least width and height of a window in pixels of the picture.
        leniency: Taken off every stage's threshold: with more, more windows get through.
        border: So many pixels are added around the picture, copies of its outermost ones, and boxes may reach
            into them: what fills a picture up to its edges has no window around it otherwise.

    Raises:
        ValueError: The picture is none, or the step is too small.
    """
    if gray.ndim != 2 or gray.dtype != np.uint8 or 0 in gray.shape:
        raise ValueError(f"expected (H, W) uint8, not {gray.shape} {gray.dtype}")
    if not scale_step >= LEAST_STEP:
        raise ValueError(f"the scale's step is {scale_step}, it must be {LEAST_STEP} or more")
    gray = np.pad(gray, border, mode="edge")
    scales = _scales(cascade, gray, scale_step, smallest)
    found = [_scan_level(cascade, gray, scale, leniency) for scale in scales]
    passed = [depth for _, _, depth in found]
    windows = np.concatenate([boxes for _, boxes, _ in found] or [np.zeros((0, 4), np.int32)])
    depth = np.concatenate(passed or [np.zeros(0, np.int64)])
    raw = windows[depth == len(cascade.stages)]
    boxes, votes, _ = group(raw, neighbours)
    # By rounding a window may reach out by a pixel.
    boxes[:, 2:] = np.minimum(boxes[:, 2:], np.array(gray.shape[::-1]) - boxes[:, :2])
    moved = np.array([border, border, 0, 0], np.int32)
    return Scan(
        levels=tuple(level for level, _, _ in found),
        windows=frozen(windows - moved),
        level=frozen(np.repeat(np.arange(len(found)), [len(each) for each in passed])),
        depth=frozen(depth),
        left_after=tuple(int((depth > stage).sum()) for stage in range(len(cascade.stages))),
        work=tuple(
            len(stage.stumps) * int((depth >= number).sum()) for number, stage in enumerate(cascade.stages)
        ),
        raw=frozen(raw - moved),
        boxes=tuple((x, y, w, h) for x, y, w, h in (boxes - moved).tolist()),
        votes=tuple(votes.tolist()),
    )


def explain(
    cascade: Cascade, gray: Byte, box: tuple[int, int, int, int], scale: float = 0.0
) -> tuple[StageVerdict, ...]:
    """Say what every stage says of one window, also those behind the first that rejects it.

    Args:
        cascade: What to look for.
        gray: (H, W) uint8, the picture of the scan (with the border added, if there was one).
        box: Left, top, width, height of a window in pixels of the picture, wholly inside.
        scale: Of the window's level in `Scan.levels`, for the very numbers of the scan; by default the box's.

    Raises:
        ValueError: The window reaches out of the picture, or is smaller than the cascade's.
    """
    left, top, width, height = box
    # By rounding a window may reach out by a pixel.
    over = max(left + width - gray.shape[1], top + height - gray.shape[0])
    scale = scale or width / cascade.width
    if min(left, top) < 0 or over > 1 or scale < 1:
        raise ValueError(f"the window {box} is too small, or does not lie in the picture")
    small = _shrink(gray, np.float32(scale))
    x, y = (int(np.rint(place / np.float32(scale))) for place in (left, top))
    x, y = min(x, small.shape[1] - cascade.width), min(y, small.shape[0] - cascade.height)
    view = _Integral(small)
    place = np.array([y * view.stride + x])
    factor, _ = view.contrast(cascade, place)
    windows = view.windows(cascade, place)
    verdicts = []
    for stage, table in zip(cascade.stages, _tables(cascade), strict=True):
        values = table.values(windows, factor)
        votes = table.votes(values)[0]
        responses = tuple(
            Response(
                rectangles=tuple(
                    ((x + r.x) * scale, (y + r.y) * scale, r.width * scale, r.height * scale)
                    for r in stump.rectangles
                ),
                weights=tuple(r.weight for r in stump.rectangles),
                value=float(value),
                threshold=stump.threshold,
                vote=float(vote),
            )
            for stump, value, vote in zip(stage.stumps, values[0], votes, strict=True)
        )
        total = float(votes.sum())
        verdicts.append(StageVerdict(total, table.threshold, total >= table.threshold, responses))
    return tuple(verdicts)


def _scales(cascade: Cascade, gray: Byte, step: float, smallest: int) -> list[np.float32]:
    """Return the levels' scales, the finest first: windows that fit into the picture, not too small."""
    found = []
    factor = 1.0
    while round(cascade.width * factor) <= gray.shape[1] and round(cascade.height * factor) <= gray.shape[0]:
        scale = np.float32(factor)
        if min(_window(cascade, scale)) >= smallest:
            found.append(scale)
        factor *= step
    return found


def _window(cascade: Cascade, scale: np.float32) -> tuple[int, int]:
    return int(np.rint(cascade.width * scale)), int(np.rint(cascade.height * scale))


def _shrink(gray: Byte, scale: np.float32) -> Byte:
    height, width = (int(np.rint(np.float32(side) / scale)) for side in gray.shape)
    return cv2.resize(gray, (width, height), interpolation=cv2.INTER_LINEAR_EXACT).astype(
        np.uint8, copy=False
    )


def _scan_level(
    cascade: Cascade, gray: Byte, scale: np.float32, leniency: float
) -> tuple[Level, Boxes, Index]:
    """Return a level, its windows (n, 4) in pixels of the picture, and how deep each came (n,)."""
    small = _shrink(gray, scale)
    view = _Integral(small)
    step = 1 if scale >= 2 else 2
    height, width = small.shape
    y, x = np.arange(0, height - cascade.height + 1, step), np.arange(0, width - cascade.width + 1, step)
    places = (y[:, None] * view.stride + x).ravel()
    factor, flat = view.contrast(cascade, places)
    first, *others = _tables(cascade)
    asked = first.everywhere(view, cascade, (len(y), len(x)), step) * factor
    passed = first.votes(asked.T).sum(axis=1) >= first.threshold - leniency
    depth = np.where(flat, FLAT, passed.astype(np.int64))
    seen = np.flatnonzero(_seen((depth == 0).reshape(len(y), len(x))))
    left = seen[depth[seen] == 1]
    for start in range(0, len(left), WORK):
        alive = left[start : start + WORK]
        windows = view.windows(cascade, places[alive])
        for table in others:
            values = table.values(windows, factor[alive])
            passed = table.votes(values).sum(axis=1) >= table.threshold - leniency
            alive, windows = alive[passed], windows[passed]
            depth[alive] += 1
            if not len(alive):
                break
    grid = np.stack(np.broadcast_arrays(x, y[:, None]), axis=-1).reshape(-1, 2)[seen]
    corners = np.rint(grid.astype(np.float32) * scale).astype(np.int32)
    boxes = np.concatenate([corners, np.full_like(corners, _window(cascade, scale))], axis=1)
    return Level(float(scale), width, height, step, len(seen)), boxes, depth[seen]


def _seen(rejected: Mask) -> Mask:
    """Say which windows (rows, columns) are looked at: none right of one that the first stage rejects."""
    seen = np.ones(rejected.shape, bool)
    for column in range(1, rejected.shape[1]):
        seen[:, column] = ~(seen[:, column - 1] & rejected[:, column - 1])
    return seen


class _Integral:
    """A picture's integral image, and that of its squares: sums over any rectangle by four look-ups.

    Float64 holds them exactly, for pictures of any size.
    """

    def __init__(self, gray: Byte) -> None:
        height, width = gray.shape
        self.stride = width + 1
        self.sums, self.squares = np.zeros((2, height + 1, width + 1))
        values = gray.astype(np.float64)
        for found, what in ((self.sums, values), (self.squares, values**2)):
            found[1:, 1:] = what.cumsum(axis=0).cumsum(axis=1)

    def windows(self, cascade: Cascade, places: Index) -> Double:
        """Return the part of the integral image where each window's rectangles have corners: (n, corners)."""
        parts = sliding_window_view(self.sums, (cascade.height + 1, cascade.width + 1))
        found = parts[places // self.stride, places % self.stride]
        return cast(Double, found).reshape(len(places), (cascade.height + 1) * (cascade.width + 1))

    def contrast(self, cascade: Cascade, places: Index) -> tuple[Float, Mask]:
        """Return what to multiply features with, 1 / (area * standard deviation), and which windows are flat.

        Args:
            cascade: Whose windows.
            places: (n,) the flat index of each one's upper left corner.
        """
        width, height = cascade.width - 2, cascade.height - 2
        first = places + self.stride + 1  # without the outermost pixels
        last = first + height * self.stride
        total, squares = (
            part.take(first) - part.take(first + width) - part.take(last) + part.take(last + width)
            for part in (self.sums, self.squares)
        )
        area = width * height
        spread = area * squares - total**2
        factor = (1 / np.sqrt(np.maximum(spread, 1))).astype(np.float32)
        return factor, (spread <= 0) | (area * factor.astype(np.float64) >= 1 / LEAST_CONTRAST)


@dataclass(frozen=True, slots=True)
class _Table:
    """A stage as arrays, of f features."""

    corners: Double
    """(corners of the window, f): how each look-up into the integral image counts in each feature. Nearly all
    are 0, yet the whole product takes less time than picking those out would."""
    thresholds: Float
    """(f,)."""
    below: Double
    above: Double
    threshold: float

    def values(self, windows: Double, factor: Float) -> Float:
        """Return the features (n, f) of windows; before the factor they are whole numbers below 2^24."""
        return cast(Float, (windows @ self.corners).astype(np.float32) * factor[:, None])

    def everywhere(self, view: _Integral, cascade: Cascade, shape: tuple[int, int], step: int) -> Float:
        """Return the same features of all windows of a level (f, rows * columns), without the factor.

        Every look-up is made for all windows at once: it is the integral image, shifted.
        """
        down, across = ((n - 1) * step + 1 for n in shape)
        found = np.zeros((len(self.thresholds), *shape))
        for corner, feature in np.argwhere(self.corners):
            y, x = divmod(int(corner), cascade.width + 1)
            found[feature] += (
                self.corners[corner, feature] * view.sums[y : y + down : step, x : x + across : step]
            )
        return found.reshape(len(found), -1).astype(np.float32)

    def votes(self, values: Float) -> Double:
        """Return each stump's vote on each window (n, f)."""
        return np.where(values < self.thresholds, self.below, self.above)


@lru_cache(8)
def _tables(cascade: Cascade) -> tuple[_Table, ...]:
    return tuple(_table(stage, cascade) for stage in cascade.stages)


def _table(stage: Stage, cascade: Cascade) -> _Table:
    corners = np.zeros((cascade.height + 1, cascade.width + 1, len(stage.stumps)))
    for feature, stump in enumerate(stage.stumps):
        for r in stump.rectangles:
            for y, x, sign in ((0, 0, 1), (0, r.width, -1), (r.height, 0, -1), (r.height, r.width, 1)):
                corners[r.y + y, r.x + x, feature] += sign * r.weight
    return _Table(
        corners.reshape(-1, len(stage.stumps)),
        np.array([stump.threshold for stump in stage.stumps], np.float32),
        np.array([stump.below for stump in stage.stumps], np.float32).astype(np.float64),
        np.array([stump.above for stump in stage.stumps], np.float32).astype(np.float64),
        float(np.float32(stage.threshold) - OPENCV_SLACK),
    )

"""People by histograms of gradients: where do edges run in which direction, and is that like a person?

Dalal & Triggs (2005), "Histograms of Oriented Gradients for Human Detection", as OpenCV 4 computes them for
its default detector, whose 3780 weights and bias lie in assets/data/people_hog.npy. A person is a window of
64 x 128 pixels; in each cell of 8 x 8 the edges vote for their direction, four cells are a block, and each
block is brought to one length, so that light and shadow count alike.
"""

import math
from dataclasses import dataclass
from functools import cache
from typing import cast

import cv2
import numpy as np

from models.base.arrays import Byte, Double, Float, Index, frozen
from models.base.weights import ASSETS
from models.detection.grouping import Boxes, group

WIDTH, HEIGHT = 64, 128
CELL, BINS = 8, 9
BLOCKS = (HEIGHT // CELL - 1, WIDTH // CELL - 1)
"""Blocks of a window, down and across; they overlap by one cell."""
SIGMA = 4.0
"""Pixels: edges in the middle of a block count more."""
CLIP = 0.2
"""No direction may count more than this in a block of length 1."""
MOST_LEVELS = 64
LEAST_STEP = 1.01


@dataclass(frozen=True, slots=True)
class PeopleLevel:
    """The picture at one size."""

    scale: float
    """How many of the picture's pixels one pixel is, at least 1."""
    width: int
    height: int
    windows: int
    """Looked at."""


@dataclass(frozen=True, slots=True)
class PeopleScan:
    """What came of all windows. Arrays are read-only, and of n windows, level by level, row by row."""

    levels: tuple[PeopleLevel, ...]
    windows: Boxes
    """(n, 4): each window looked at, in pixels of the picture: left, top, width, height."""
    level: Index
    """(n,): the index of its level."""
    margin: Double
    """(n,): the classifier's sum; from the threshold on it says "person"."""
    raw: Boxes
    """(m, 4): windows that say so."""
    boxes: tuple[tuple[int, int, int, int], ...]
    """What is left after grouping: left, top, width, height in pixels of the picture."""
    scores: tuple[float, ...]
    """Of each box: the highest sum among its windows."""
    votes: tuple[int, ...]
    """How many windows each of the boxes is made of."""


def scan_people(
    picture: Byte, scale_step: float = 1.05, neighbours: int = 2, threshold: float = 0.0
) -> PeopleScan:
    """Look at every window of every size.

    Args:
        picture: (H, W) or (H, W, 3) uint8; of several channels each pixel's strongest edge counts.
        scale_step: How much smaller each level is than the one before, 1.01 or more.
        neighbours: A box is kept if more windows than this say it; with 0 each window is a box.
        threshold: Of the classifier's sum.

    Raises:
        ValueError: The picture is none, or the step is too small.
    """
    if (
        picture.dtype != np.uint8
        or 0 in picture.shape
        or picture.ndim < 2
        or picture.shape[2:] not in ((), (3,))
    ):
        raise ValueError(f"expected (H, W) or (H, W, 3) uint8, not {picture.shape} {picture.dtype}")
    if not scale_step >= LEAST_STEP:
        raise ValueError(f"the scale's step is {scale_step}, it must be {LEAST_STEP} or more")
    levels, windows, margins = [], [np.zeros((0, 4), np.int32)], [np.zeros(0)]
    for scale in _scales(picture, scale_step):
        small = _shrink(picture, scale)
        margin = margins_of(blocks(small))
        y, x = np.indices(margin.shape).reshape(2, -1) * CELL
        places = np.rint(np.stack([x, y, np.full_like(x, WIDTH), np.full_like(x, HEIGHT)], axis=1) * scale)
        levels.append(PeopleLevel(scale, small.shape[1], small.shape[0], margin.size))
        windows.append(places.astype(np.int32))
        margins.append(margin.ravel())
    all_windows, margin = np.concatenate(windows), np.concatenate(margins)
    said = margin >= threshold
    raw = all_windows[said]
    boxes, votes, number = group(raw, neighbours)
    return PeopleScan(
        levels=tuple(levels),
        windows=frozen(all_windows),
        level=frozen(np.repeat(np.arange(len(levels)), [level.windows for level in levels])),
        margin=frozen(margin),
        raw=frozen(raw),
        boxes=tuple((x, y, w, h) for x, y, w, h in boxes.tolist()),
        scores=tuple(float(margin[said][number == box].max()) for box in range(len(boxes))),
        votes=tuple(votes.tolist()),
    )


def gradients(picture: Byte) -> tuple[Float, Float]:
    """Return strength (H, W) and direction (H, W) in radians, 0..2 pi, of the edges in a picture.

    Square roots are taken first, which brings dark parts out.
    """
    roots = np.sqrt(picture.astype(np.float32))
    roots = np.pad(roots, ((1, 1), (1, 1)) + ((0, 0),) * (roots.ndim - 2), mode="reflect")
    across, down = roots[1:-1, 2:] - roots[1:-1, :-2], roots[2:, 1:-1] - roots[:-2, 1:-1]
    if picture.ndim == 3:
        strongest = (across**2 + down**2).argmax(axis=2)[..., None]
        across, down = (np.take_along_axis(part, strongest, 2)[..., 0] for part in (across, down))
    strength, direction = cv2.cartToPolar(across, down)
    return cast(Float, strength), cast(Float, direction)


def pixel_votes(picture: Byte) -> Float:
    """Return each pixel's vote for the two of nine directions next to its own: (H, W, 9)."""
    strength, direction = gradients(picture)
    place = direction * np.float32(BINS / math.pi) - np.float32(0.5)
    first = np.floor(place)
    share = place - first
    found = np.zeros((*strength.shape, BINS), np.float32)
    lower = first.astype(np.int64) % BINS
    np.put_along_axis(found, lower[..., None], (strength * (1 - share))[..., None], 2)
    np.put_along_axis(found, (lower[..., None] + 1) % BINS, (strength * share)[..., None], 2)
    return found


def cells(picture: Byte) -> Float:
    """Return the histogram of each cell, to be drawn: (rows, columns, 9)."""
    tiles = _tiles(pixel_votes(picture))
    return cast(Float, tiles.sum(axis=(1, 3)))


def blocks(picture: Byte) -> Float:
    """Return the blocks' histograms: (rows, columns, 2, 2, 9), in a block its cells across, then down.

    A pixel votes in all four cells of a block, the more the nearer it is to a cell's middle.
    """
    tiles = _tiles(pixel_votes(picture))
    if min(tiles.shape[0], tiles.shape[2]) < 2:
        return np.zeros((0, 0, 2, 2, BINS), np.float32)
    weights = _cell_weights()
    # Down first: of every two rows of cells one row of blocks; then across.
    tall = np.einsum("cu,yuxvb->yxvcb", weights[:, :CELL], tiles[:-1])
    tall += np.einsum("cu,yuxvb->yxvcb", weights[:, CELL:], tiles[1:])
    found = np.einsum("kv,yxvcb->yxkcb", weights[:, :CELL], tall[:, :-1])
    found += np.einsum("kv,yxvcb->yxkcb", weights[:, CELL:], tall[:, 1:])
    length = np.sqrt((found**2).sum(axis=(2, 3, 4), keepdims=True)) + 0.1 * found[0, 0].size
    found = np.minimum(found / length, CLIP)
    return cast(Float, found / (np.sqrt((found**2).sum(axis=(2, 3, 4), keepdims=True)) + 1e-3))


def contributions(histograms: Float) -> Double:
    """Return what each block adds to its window's sum (rows, columns, 15, 7), from a picture's blocks."""
    weights, _ = people_weights()
    down, across = (max(n - of + 1, 0) for n, of in zip(histograms.shape, BLOCKS, strict=False))
    found = np.zeros((down, across, *BLOCKS))
    if found.size:
        flat = histograms.reshape(*histograms.shape[:2], -1)
        for y, x in np.ndindex(BLOCKS):
            found[:, :, y, x] = flat[y : y + down, x : x + across] @ weights[y, x]
    return found


def margins_of(histograms: Float) -> Double:
    """Return the classifier's sum for a window at each cell (rows, columns), from a picture's blocks."""
    return cast(Double, contributions(histograms).sum(axis=(2, 3)) + people_weights()[1])


@cache
def people_weights() -> tuple[Float, float]:
    """Return the classifier: weights (15, 7, 36) of a window's blocks, each as in `blocks`, and the bias."""
    values = np.load(ASSETS / "data" / "people_hog.npy", allow_pickle=False)
    down, across = BLOCKS
    return frozen(values[:-1].reshape(across, down, -1).swapaxes(0, 1)), float(values[-1])


def _cell_weights() -> Float:
    """Return how a block's 16 rows (or columns) of pixels count in either of its two cells: (2, 16)."""
    pixels = np.arange(2 * CELL)
    near = 1 - np.abs((pixels + 0.5) / CELL - np.array([[0.5], [1.5]]))
    return cast(Float, (near.clip(0) * np.exp(-((pixels - CELL) ** 2) / (2 * SIGMA**2))).astype(np.float32))


def _tiles(pixels: Float) -> Float:
    """Cut (H, W, 9) into cells (rows, 8, columns, 8, 9), without what is left over right and below."""
    rows, columns = (n // CELL for n in pixels.shape[:2])
    return pixels[: rows * CELL, : columns * CELL].reshape(rows, CELL, columns, CELL, BINS)


def _scales(picture: Byte, step: float) -> list[float]:
    scales = (step**number for number in range(MOST_LEVELS))
    return [scale for scale in scales if np.greater_equal(_size(picture, scale), (WIDTH, HEIGHT)).all()]


def _size(picture: Byte, scale: float) -> tuple[int, int]:
    return round(picture.shape[1] / scale), round(picture.shape[0] / scale)


def _shrink(picture: Byte, scale: float) -> Byte:
    size = _size(picture, scale)
    return cv2.resize(picture, size, interpolation=cv2.INTER_LINEAR_EXACT).astype(np.uint8, copy=False)

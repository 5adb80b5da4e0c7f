"""Boxes that mean the same object are merged into one: OpenCV's groupRectangles in NumPy."""

from typing import cast

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Double, Index, Mask

Boxes = NDArray[np.int32]
"""(n, 4): left, top, width, height in pixels."""
TOLERANCE = 0.2
"""How far two boxes' sides may lie apart, as a share of their size."""

ROWS = 128
"""Boxes that are compared with all others at once."""


def overlaps(box: Double, others: Double) -> Double:
    """Return intersection over union (n,) of a box (4,) with others (n, 4): left, top, width, height."""
    first = np.maximum(box[:2], others[:, :2])
    last = np.minimum(box[:2] + box[2:], others[:, :2] + others[:, 2:])
    shared = (last - first).clip(0).prod(axis=1)
    union = box[2:].prod() + others[:, 2:].prod(axis=1) - shared
    return cast(Double, shared / np.maximum(union, 1e-9))


def group(boxes: Boxes, neighbours: int) -> tuple[Boxes, Index, Index]:
    """Merge boxes whose sides lie near each other, and drop what few say.

    Args:
        boxes: (n, 4).
        neighbours: A group needs more boxes than this; with 0 every box stays by itself.

    Returns:
        The mean box of each group that is left (m, 4), how many boxes it is made of (m,), and for each of
        the n boxes the group that it went into, 0..m-1, or -1.
    """
    count = len(boxes)
    if neighbours <= 0 or count == 0:
        return boxes.copy(), np.ones(count, np.int64), np.arange(count)
    parts = _connected(boxes)
    sizes = np.bincount(parts)
    sums = np.stack([np.bincount(parts, boxes[:, side], len(sizes)) for side in range(4)], axis=1)
    means = np.rint(sums.astype(np.float32) * (1 / sizes.astype(np.float32))[:, None]).astype(np.int32)
    stays = np.flatnonzero(sizes > neighbours)
    stays = stays[~_inside_of_surer(means[stays], sizes[stays])]
    number = np.full(len(sizes), -1)
    number[stays] = np.arange(len(stays))
    return means[stays], sizes[stays], number[parts]


def _connected(boxes: Boxes) -> Index:
    """Number the groups of boxes that are alike, or alike to others that are: (n,), 0 the first one's."""
    labels = np.full(len(boxes), -1)
    left = np.arange(len(boxes))
    number = 0
    while len(left):
        newest, left = left[:1], left[1:]
        while len(newest):
            labels[newest] = number
            near = np.zeros(len(left), bool)
            for start in range(0, len(newest), ROWS):
                near |= _alike(boxes[newest[start : start + ROWS]], boxes[left]).any(axis=0)
            newest, left = left[near], left[~near]
        number += 1
    return labels


def _alike(some: Boxes, others: Boxes) -> Mask:
    """Which of some (rows) have all four sides near those of which others (columns)."""
    smaller = np.minimum(some[:, None, 2:], others[None, :, 2:])
    first = np.abs(some[:, None, :2] - others[None, :, :2])
    last = np.abs((some[:, :2] + some[:, 2:])[:, None] - (others[:, :2] + others[:, 2:])[None])
    return cast(Mask, np.maximum(first, last).max(axis=2) <= TOLERANCE * smaller.sum(axis=2) * 0.5)


def _inside_of_surer(boxes: Boxes, sizes: Index) -> Mask:
    """Which boxes lie in another one that more boxes say: (n,)."""
    slack = np.rint(boxes[:, 2:] * TOLERANCE).astype(np.int64)
    first, last = boxes[:, :2], boxes[:, :2] + boxes[:, 2:]
    inside = (first[:, None] >= (first - slack)[None]).all(axis=2)
    inside &= (last[:, None] <= (last + slack)[None]).all(axis=2)
    np.fill_diagonal(inside, False)
    surer = (sizes[None] > np.maximum(3, sizes[:, None])) | (sizes[:, None] < 3)
    return cast(Mask, (inside & surer).any(axis=1))

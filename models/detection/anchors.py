"""The 1917 anchors: boxes of fixed places and shapes, each of which answers for what it covers.

Liu et al. (2016), section 2.2: on each level of the pyramid one size, from 0.2 to 0.95 of the picture,
in several proportions, centred on the cells of the level's grid.
"""

from functools import cache

import numpy as np

from models.base.arrays import Double, Float, Index, frozen
from models.detection.network import GRIDS

SIZES = (0.2, 0.35, 0.5, 0.65, 0.8, 0.95, 1.0)
"""Of each level's anchors, as a share of the picture; the last is there for the level before it."""
RATIOS = (1.0, 2.0, 0.5, 3.0, 0.3333)
"""Width to height. The last is cut off as in the published network."""
CENTRE_STEP, SIZE_STEP = 0.1, 0.2
"""One unit of the network's answers: a tenth of the anchor's side, and e to the power of a fifth."""


def shapes(level: int) -> Double:
    """Return (width, height) of a level's anchors (n, 2), as a share of the picture, in their order."""
    size = SIZES[level]
    if level == 0:  # fewer, for there are many cells
        plan = [(size / 2, 1.0), (size, 2.0), (size, 0.5)]
    else:
        plan = [(size, ratio) for ratio in RATIOS] + [((size * SIZES[level + 1]) ** 0.5, 1.0)]
    return np.array([(side * ratio**0.5, side / ratio**0.5) for side, ratio in plan])


@cache
def anchors() -> Float:
    """Return the anchors (1917, 4): middle x, middle y, width, height as shares of the picture; read-only."""
    parts = []
    for level, grid in enumerate(GRIDS):
        kinds = shapes(level)
        y, x = (np.mgrid[:grid, :grid] + 0.5) / grid
        middles = np.stack([x, y], axis=-1).reshape(-1, 1, 2)
        parts.append(np.concatenate([middles.repeat(len(kinds), 1), np.tile(kinds, (grid**2, 1, 1))], axis=2))
    return frozen(np.concatenate([part.reshape(-1, 4) for part in parts]).astype(np.float32))


@cache
def levels() -> Index:
    """Return each anchor's level of the pyramid (1917,), 0 the finest to 5; read-only."""
    counts = [grid**2 * len(shapes(level)) for level, grid in enumerate(GRIDS)]
    return frozen(np.repeat(np.arange(len(GRIDS)), counts))


def decode(offsets: Float) -> Float:
    """Move and stretch the anchors as the network says.

    Args:
        offsets: (1917, 4): down, right, taller, wider, in the steps above.

    Returns:
        (1917, 4): left, top, right, bottom as shares of the picture, not cut off at its borders.
    """
    x, y, width, height = anchors().T
    down, right, taller, wider = offsets.T
    middle_x, middle_y = x + CENTRE_STEP * right * width, y + CENTRE_STEP * down * height
    half_width, half_height = (
        side * np.exp(SIZE_STEP * more) / 2 for side, more in ((width, wider), (height, taller))
    )
    edges = (middle_x - half_width, middle_y - half_height, middle_x + half_width, middle_y + half_height)
    return np.stack(edges, axis=1).astype(np.float32)

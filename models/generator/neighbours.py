"""Samples beside the training portraits that they are nearest to: whether a generator copies or invents."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Byte
from models.evaluation.reports import lay_out
from models.generator.data_sets import Pictures
from models.generator.trained_gan import TrainedGan, shrink

SAMPLES = 8
"""Rows of the sheet."""
NEAREST = 5
"""Training portraits beside each sample."""
SIDE = 128
"""Of the pictures on the sheet."""
COARSE = 32
"""Side in pixels at which pictures are compared."""


def draw(gan: TrainedGan, seed: int = 0) -> Byte:
    """Return a sheet (height, width, 3) uint8: on every row a sample, then its nearest training portraits.

    The samples' seeds follow each other. Without the training split the bundled pictures are searched;
    PortraitError or CatError if those are damaged.
    """
    samples = gan.make_many([gan.sample(seed + n) for n in range(SAMPLES)])
    portraits = gan.data.training()
    order = nearest(samples, portraits)
    lines = [
        [sample, *(shrink(portraits.picture(int(i))) for i in row)]
        for sample, row in zip(samples, order, strict=True)
    ]
    return lay_out(lines, SIDE, lead=1)


def nearest(samples: Byte, portraits: Pictures, count: int = NEAREST) -> NDArray[np.int64]:
    """Return which portraits are nearest to samples (N, H, W, 3) in squared pixel difference: (N, count)."""
    asked = coarse(samples)
    found = np.empty((len(samples), len(portraits)), np.float32)
    for index in range(len(portraits)):
        found[:, index] = np.square(asked - coarse(portraits.picture(index)[None])).mean(axis=1)
    return np.argsort(found, axis=1, kind="stable")[:, :count]


def coarse(pictures: Byte) -> NDArray[np.float32]:
    """Return pictures (N, H, W, 3) uint8 as rows (N, COARSE · COARSE · 3) float32."""
    small = [cv2.resize(rgb, (COARSE, COARSE), interpolation=cv2.INTER_AREA) for rgb in pictures]
    return np.stack(small).reshape(len(small), -1).astype(np.float32)

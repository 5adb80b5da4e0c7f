"""The smoothest fill of a hole: each missing pixel becomes the mean of its neighbours (Laplace's equation).

Solved coarse to fine, as in Pérez et al. (2003), "Poisson Image Editing", and the pull-push pyramids of
Gortler et al. (1996): holes shrink level by level until every pixel is known, and what was found below is the
start above. It is what the networks begin with, for it is quick and, in mean squared error, hard to beat.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Float

SMOOTHING = 6
"""Rounds of averaging at each level."""


def harmonic_fill(picture: Float, mask: NDArray[np.bool_]) -> Float:
    """Fill the hole.

    Args:
        picture: (H, W, 3) float32, any range; what lies under the mask is not looked at.
        mask: (H, W) bool, True where the picture is missing.

    Returns:
        (H, W, 3) float32 with the known pixels as they were; zero if no pixel is known.
    """
    known = np.where(mask, np.float32(0), np.float32(1))
    levels = [(picture * known[..., None], known)]
    while levels[-1][1].size > 1 and not levels[-1][1].all():
        levels.append(_halve(*levels[-1]))
    filled: Float = levels[-1][0]
    for values, weight in levels[-2::-1]:
        height, width = weight.shape
        above = cv2.resize(filled, (width, height), interpolation=cv2.INTER_LINEAR)
        missing = (1 - weight)[..., None]
        filled = np.add(values, missing * above, dtype=np.float32)
        for _ in range(SMOOTHING):
            mean = cv2.blur(filled, (3, 3), borderType=cv2.BORDER_REPLICATE)
            filled = np.add(values, missing * mean, dtype=np.float32)
    return filled


def _halve(values: Float, weight: Float) -> tuple[Float, Float]:
    """Halve a picture (h, w, 3) that was multiplied with its weight (h, w); odd sides grow by one."""
    height, width = weight.shape
    if height % 2 or width % 2:
        edge = ((0, height % 2), (0, width % 2))
        values = np.pad(values, (*edge, (0, 0)), mode="edge")
        weight = np.pad(weight, edge, mode="edge")
    size = (weight.shape[1] // 2, weight.shape[0] // 2)
    value = np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)
    share = np.asarray(cv2.resize(weight, size, interpolation=cv2.INTER_AREA), np.float32)
    # A cell with any known pixel counts as known, with the mean of those: so the hole closes from its rim.
    some = share > 0
    scale = np.where(some, 1 / np.maximum(share, 1e-6), 0).astype(np.float32)
    return value * scale[..., None], some.astype(np.float32)

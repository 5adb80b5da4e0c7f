"""What the tab that steals filters computes beside the descent itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

CROP = 256
Picture = NDArray[np.uint8]


def middle(image: Picture) -> Picture:
    """The middle of a picture, at most CROP pixels wide and high."""
    height, width = image.shape[:2]
    h, w = min(height, CROP), min(width, CROP)
    top, left = (height - h) // 2, (width - w) // 2
    return np.ascontiguousarray(image[top : top + h, left : left + w])


def difference(found: NDArray[np.float32], true: NDArray[np.float32]) -> float | None:
    """The largest difference, the smaller kernel framed with zeros; None when the true one is larger."""
    rows, columns = (a - b for a, b in zip(found.shape, true.shape, strict=True))
    if rows < 0 or columns < 0:
        return None
    top, left = found.shape[0] // 2 - true.shape[0] // 2, found.shape[1] // 2 - true.shape[1] // 2
    framed = np.pad(true, ((top, rows - top), (left, columns - left)))
    return float(np.abs(framed - found).max())


def decode(request: tuple[str, Path]) -> tuple[str, Picture | str, str]:
    """Read one of the user's pictures, or say what is wrong with it; runs in the worker's thread."""
    from models.base.images import PictureError, load_picture

    which, path = request
    try:
        return which, load_picture(path).rgb, path.name
    except PictureError as problem:
        return which, problem.code, path.name

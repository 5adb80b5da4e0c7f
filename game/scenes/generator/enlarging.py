"""The networks' small portraits at the sizes in which they are shown."""

from __future__ import annotations

import numpy as np

from models.base.arrays import Byte

PIXELS = 64
"""Side of the pictures that the networks draw."""
SIDE = 256
"""Side at which the restyled portrait is painted on, and judged pictures are shown."""


def enlarged(picture: Byte, side: int = SIDE) -> Byte:
    """A small square picture as a large smooth one, (side, side, 3) uint8."""
    import cv2

    large = cv2.resize(picture, (side, side), interpolation=cv2.INTER_CUBIC)
    return np.ascontiguousarray(large.astype(np.uint8))


def magnified(picture: Byte, side: int, smooth: bool) -> Byte:
    """A small picture for the large view, (side, side, 3) uint8.

    With `smooth` there is a smooth surface between the pixels, sharpened a little; otherwise squares.
    """
    import cv2

    if not smooth:
        return cv2.resize(picture, (side, side), interpolation=cv2.INTER_NEAREST).astype(np.uint8)
    large = cv2.resize(picture, (side, side), interpolation=cv2.INTER_CUBIC)
    blurred = cv2.blur(large, (2 * (side // 128) + 1,) * 2)
    return cv2.addWeighted(large, 1.4, blurred, -0.4, 0).astype(np.uint8)

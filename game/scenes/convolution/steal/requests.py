"""What the tab that steals filters computes beside the descent itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.convolution.steal import Held, Landscape, Method, StealError, StealSnapshot, look, survey

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


@dataclass(frozen=True)
class Look:
    """Knobs that a hand has turned: two pictures (H, W, 3) uint8, the kernel (size, size), and the bias."""

    before: Picture
    after: Picture
    kernel: NDArray[np.float64]
    bias: float
    held: Held | None
    method: Method
    seed: int


class Surveyor:
    """Tells what turned knobs amount to; keeps what it knows about the newest pictures. For one thread."""

    def __init__(self) -> None:
        self._about: tuple[Picture, Picture, int] | None = None
        self._land: Landscape | None = None

    def look(self, request: Look) -> StealSnapshot | StealError:
        """The state before the first step, or why there is none."""
        size, known = len(request.kernel), self._about
        try:
            if (
                self._land is None
                or known is None
                or known[0] is not request.before
                or known[1] is not request.after
                or known[2] != size
            ):
                self._land = survey(request.before, request.after, size, seed=request.seed)
                self._about = (request.before, request.after, size)
            return look(self._land, request.kernel, request.bias, request.held, request.method)
        except StealError as error:
            return error

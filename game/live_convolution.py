"""The convolved picture beside the painted one: only what a stroke changed is computed again."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from game.painting import Painting
from game.surfaces import write
from models.convolution import convolve, reconvolve
from models.display import Mode, display


class LiveConvolution:
    """Follows a painting; `surface` is the result as a picture, `result` as numbers.

    Args:
        painting: the input.
        kernel: (kh, kw) float32.
        divisor: what every sum of products is divided by.
        mode: how numbers become colours.
    """

    def __init__(self, painting: Painting, kernel: NDArray[np.float32], divisor: float, mode: Mode) -> None:
        self.painting = painting
        self.surface = pygame.Surface(painting.size, depth=32)
        self.image = painting.array()
        self.set(kernel, divisor, mode)

    def set(self, kernel: NDArray[np.float32], divisor: float, mode: Mode) -> None:
        """Take another kernel, and compute everything."""
        self.kernel = np.asarray(kernel, dtype=np.float32)
        self.divisor = divisor
        self.mode: Mode = mode
        self.result = convolve(self.image, self.kernel, divisor=divisor)
        self._show(None)

    def update(self) -> bool:
        """Follow the painting; True when something changed."""
        dirty = self.painting.take_dirty()
        if dirty is None or not dirty.width or not dirty.height:
            return False
        x, y, width, height = dirty
        pixels = pygame.surfarray.pixels3d(self.painting.surface)
        self.image[y : y + height, x : x + width] = pixels[x : x + width, y : y + height].swapaxes(0, 1)
        del pixels
        if dirty.size == self.painting.size:
            self.set(self.kernel, self.divisor, self.mode)
        else:
            box = (x, y, width, height)
            self._show(reconvolve(self.result, self.image, self.kernel, box, divisor=self.divisor))
        return True

    def _show(self, region: tuple[int, int, int, int] | None) -> None:
        if region is None or self.mode == "normalise":
            write(self.surface, display(self.result, self.mode, scale=self._scale()))
            return
        x, y, width, height = region
        part = self.result[y : y + height, x : x + width]
        if part.size:
            write(self.surface, display(part, self.mode, scale=self._scale()), (x, y))

    def _scale(self) -> float:
        """Half of what the kernel can reach: the value that the signed colours show at full strength."""
        kernel = self.kernel / self.divisor
        reach = max(float(kernel[kernel > 0].sum()), -float(kernel[kernel < 0].sum()))
        return max(reach * 255 / 2, 1e-6)

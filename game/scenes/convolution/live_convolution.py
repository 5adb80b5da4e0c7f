"""The convolved picture beside the painted one: only what a stroke changed is computed again."""

from __future__ import annotations

from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.kernel_presets import Setup
from game.ui.canvas.painting import Painting
from game.ui.surfaces import write
from game.workers.workers import helper
from models.convolution.convolve import convolve, reconvolve
from models.convolution.display import display

# The weights of ITU-R BT.601, as Pillow's mode "L" has them.
BRIGHTNESS = np.array([0.299, 0.587, 0.114], np.float32)


class LiveConvolution:
    """Follows a painting.

    Attributes:
        surface: the result as a picture.
        result: the result as numbers, (H', W'[, 3]) float32.
        image: what is convolved, (H, W[, 3]).
        version: a number that grows with every change of the result.
        fits: False while the window is larger than the picture; the last result stays.
    """

    def __init__(self, painting: Painting, setup: Setup) -> None:
        self.painting = painting
        self.version = 0
        self.fits = True
        self.setup = setup
        self.result: NDArray[np.float32] = np.zeros((1, 1), np.float32)
        self.surface = pygame.Surface((1, 1), depth=32)
        self._read()
        self._compute()

    def set(self, setup: Setup) -> None:
        """Take another kernel, and compute everything."""
        grey, self.setup = self.setup.grey, setup
        if grey != setup.grey:
            self._read()
        self._compute()

    def update(self) -> bool:
        """Follow the painting; True when something changed."""
        dirty = self.painting.take_dirty()
        if dirty is None or not dirty.width or not dirty.height:
            return False
        if self.image.shape[:2] != self.painting.size[::-1] or dirty.size == self.painting.size:
            self._read()
            self._compute()
            return True
        x, y, width, height = dirty
        pixels = pygame.surfarray.pixels3d(self.painting.surface)
        part = pixels[x : x + width, y : y + height].swapaxes(0, 1)
        self.image[y : y + height, x : x + width] = part @ BRIGHTNESS if self.setup.grey else part
        del pixels
        if self.fits:
            box = (x, y, width, height)
            kernel = self.setup.weights
            self._show(reconvolve(self.result, self.image, kernel, box, **self.setup.layout))
        return True

    def _read(self) -> None:
        """Copy the whole painting."""
        rgb = self.painting.array()
        self.image: NDArray[Any] = rgb @ BRIGHTNESS if self.setup.grey else rgb

    def _compute(self) -> None:
        try:
            self.result = convolve(self.image, self.setup.weights, helper=helper(), **self.setup.layout)
        except ValueError:
            self.fits = False
            return
        self.fits = True
        height, width = self.result.shape[:2]
        if self.surface.get_size() != (width, height):
            self.surface = pygame.Surface((width, height), depth=32)
        self._show(None)

    def _show(self, region: tuple[int, int, int, int] | None) -> None:
        self.version += 1
        mode = self.setup.mode
        if region is None or mode == "normalise":
            write(self.surface, display(self.result, mode, scale=self._scale()))
            return
        x, y, width, height = region
        part = self.result[y : y + height, x : x + width]
        if part.size:
            write(self.surface, display(part, mode, scale=self._scale()), (x, y))

    def _scale(self) -> float:
        """The value that the signed colours show at full strength.

        Half of what the kernel can reach at most; large kernels hardly ever come near that, for what they
        answer to noise grows with their norm alone. It must not depend on the picture, or every stroke would
        change colours everywhere.
        """
        kernel = self.setup.weights / self.setup.divisor
        reach = max(float(kernel[kernel > 0].sum()), -float(kernel[kernel < 0].sum()))
        return max(min(reach / 2, 0.55 * float(np.linalg.norm(kernel))) * 255, 1e-6)

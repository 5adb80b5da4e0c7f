"""The scene's card in the menu: a kernel moves over a photograph."""

from __future__ import annotations

import numpy as np
import pygame

from game.scenes.convolution.workbench import FIRST
from game.ui.assets import Assets
from game.ui.surfaces import to_surface
from game.workers.workers import Workers


class ConvolutionPreview:
    """The cat, and the lecture's Sobel kernel washing over it: computed, like everything else."""

    def __init__(self, assets: Assets, seed: int, workers: Workers) -> None:
        from game.ui.pictures import fitted
        from models.base.images import load_picture
        from models.convolution.convolve import convolve
        from models.convolution.display import display
        from models.convolution.kernels import KERNELS

        side = 480
        rgb = load_picture(assets.path(*FIRST)).rgb
        short = min(rgb.shape[:2])
        top, left = (rgb.shape[0] - short) // 2, (rgb.shape[1] - short) // 2
        picture = fitted(rgb[top : top + short, left : left + short], side)
        self._before = to_surface(picture)
        self._after = to_surface(display(convolve(picture, KERNELS["sobel_horizontal"].weights), "absolute"))
        self._picture = pygame.Surface((side, side), depth=32)
        self._time = 0.0

    def update(self, dt: float) -> None:
        """Move the line between picture and result."""
        self._time += dt

    def picture(self) -> pygame.Surface:
        """The photograph, convolved as far as the line has come."""
        side = self._before.get_width()
        reach = round(side * (0.5 - 0.5 * np.cos(self._time * 0.8)))
        self._picture.blit(self._before, (0, 0))
        self._picture.blit(self._after, (0, 0), (0, 0, reach, side))
        self._picture.fill((255, 180, 84), (reach - 1, 0, 3, side))
        return self._picture

"""The scene's card in the menu: a kernel moves over a photograph."""

from __future__ import annotations

import math

import pygame

from game.scenes.convolution.workbench import FIRST
from game.ui.assets import Assets
from game.ui.surfaces import to_surface
from game.workers.workers import Workers
from models.base.arrays import Byte

SIDE = 480


class ConvolutionPreview:
    """The cat, and the lecture's Sobel kernel washing over it: computed, like everything else."""

    @staticmethod
    def prepare(assets: Assets, seed: int) -> tuple[Byte, Byte]:
        """The photograph and its edges."""
        from game.ui.pictures import fitted
        from models.base.images import load_picture
        from models.convolution.convolve import convolve
        from models.convolution.display import display
        from models.convolution.kernels import KERNELS

        rgb = load_picture(assets.path(*FIRST)).rgb
        short = min(rgb.shape[:2])
        top, left = (rgb.shape[0] - short) // 2, (rgb.shape[1] - short) // 2
        picture = fitted(rgb[top : top + short, left : left + short], SIDE)
        return picture, display(convolve(picture, KERNELS["sobel_horizontal"].weights), "absolute")

    def __init__(self, prepared: tuple[Byte, Byte], workers: Workers) -> None:
        self._before, self._after = map(to_surface, prepared)
        self._picture = pygame.Surface((SIDE, SIDE), depth=32)
        self._time = 0.0

    @property
    def version(self) -> int:
        """How far the line has come, in pixels."""
        return round(SIDE * (0.5 - 0.5 * math.cos(self._time * 0.8)))

    def update(self, dt: float) -> None:
        """Move the line between picture and result."""
        self._time += dt

    def picture(self) -> pygame.Surface:
        """The photograph, convolved as far as the line has come."""
        reach = self.version
        self._picture.blit(self._before, (0, 0))
        self._picture.blit(self._after, (0, 0), (0, 0, reach, SIDE))
        self._picture.fill((255, 180, 84), (reach - 1, 0, 3, SIDE))
        return self._picture

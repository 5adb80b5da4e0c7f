"""The scene's card on the lecture's start: windows slide over a photograph until one stays."""

from __future__ import annotations

import pygame

from game.scenes.detection.boxes import LEVEL_COLOURS, RIGHT, outline
from game.scenes.detection.truth import KNOWN
from game.scenes.detection.workbench import FIRST
from game.ui.assets import Assets
from game.ui.surfaces import to_surface
from game.workers.workers import Workers
from models.base.arrays import Byte

SIDE = 480
SIZES = (160, 124, 96)
PACE = 40.0
"""Windows a second."""
REST = 2.0
"""Seconds that the answer stays."""


class DetectionPreview:
    """The astronaut, and windows of three sizes that go over her one after another."""

    @staticmethod
    def prepare(assets: Assets, seed: int) -> Byte:
        """The photograph."""
        from game.ui.pictures import fitted
        from models.base.gallery import picture

        return fitted(picture(FIRST), SIDE)

    def __init__(self, prepared: Byte, workers: Workers) -> None:
        self._photograph = to_surface(prepared)
        self._picture = pygame.Surface((SIDE, SIDE), depth=32)
        self._windows = [
            (pygame.Rect(x, y, size, size), colour)
            for size, colour in zip(SIZES, LEVEL_COLOURS, strict=False)
            for y in range(0, SIDE - size, size // 2)
            for x in range(0, SIDE - size, size // 3)
        ]
        share = SIDE / 512
        face = next(thing.box for thing in KNOWN[FIRST] if thing.what == "face")
        self._face = pygame.Rect([round(part * share) for part in face])
        self._time = 0.0

    @property
    def version(self) -> int:
        """Which window it is; after all of them the answer."""
        turn = len(self._windows) / PACE + REST
        return min(int(self._time % turn * PACE), len(self._windows))

    def update(self, dt: float) -> None:
        """Go on."""
        self._time += dt

    def picture(self) -> pygame.Surface:
        """The photograph with the window, and with those just before it."""
        at = self.version
        self._picture.blit(self._photograph, (0, 0))
        if at == len(self._windows):
            outline(self._picture, self._face, RIGHT, 5)
            return self._picture
        for age in (2, 1, 0):
            if at >= age:
                rect, colour = self._windows[at - age]
                outline(self._picture, rect, colour, 4 - age)
        return self._picture

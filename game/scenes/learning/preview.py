"""The scene's card on the lecture's start: a small network learns two spirals apart."""

from __future__ import annotations

import numpy as np
import pygame

from game.scenes.learning.fields import grid, shades
from game.scenes.learning.session import EDGE
from game.ui.assets import Assets
from game.ui.style import Style
from game.ui.surfaces import to_surface
from game.workers.workers import Workers
from models.learning.datasets import Data, preset
from models.learning.descent import Descent, DescentConfig
from models.learning.losses import sigmoid
from models.learning.models import Network

SIDE, CELLS = 360, 40
STEPS = 2
"""A frame."""
EPOCHS = 260
"""After so many it begins again."""
PACE = 1 / 30
"""Seconds between two pictures."""


class LearningPreview:
    """Computed, like everything else: a few steps of descent a frame."""

    @staticmethod
    def prepare(assets: Assets, seed: int) -> tuple[Style, Data, int]:
        """The colours and the sample."""
        return Style(assets.path(), "dark", 1.0), preset("spiral", 160, 0.05, seed), seed

    def __init__(self, prepared: tuple[Style, Data, int], workers: Workers) -> None:
        self._style, self._data, self._seed = prepared
        self._grid = grid(CELLS)
        self._surface = pygame.Surface((SIDE, SIDE))
        self._drawn, self._waited = -1, 0.0
        self._begin()

    def _begin(self) -> None:
        config = DescentConfig("log", rate=0.02, batch=20, method="adam", seed=self._seed)
        self._descent = Descent(Network((8, 8)), self._data, config)

    @property
    def version(self) -> int:
        """How many steps were made."""
        return self._descent.steps

    def update(self, dt: float) -> None:
        """Learn a little."""
        self._waited += dt
        if self._waited < PACE:
            return
        self._waited = 0.0
        for _ in range(STEPS):
            self._descent.step()
        if self._descent.epoch > EPOCHS:
            self._seed += 1
            self._begin()

    def picture(self) -> pygame.Surface:
        """The two sides, and the points."""
        if self._drawn != self.version:
            self._drawn = self.version
            descent = self._descent
            values = descent.model.answer(descent.w, self._grid).reshape(CELLS, CELLS)
            field = to_surface(shades(self._style, sigmoid(1.6 * values)))
            pygame.transform.smoothscale(field, (SIDE, SIDE), self._surface)
            colour = self._style.colour
            places = np.column_stack([self._data.x[:, 0], -self._data.x[:, 1]]) / (2 * EDGE) + 0.5
            for (x, y), label in zip((places * SIDE).tolist(), self._data.y.tolist(), strict=True):
                pygame.draw.aacircle(self._surface, colour.background, (x, y), 6)
                pygame.draw.aacircle(self._surface, colour.human if label else colour.agent, (x, y), 5)
        return self._surface

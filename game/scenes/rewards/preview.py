"""The scene's card on the lecture's start: a cart keeps its pole upright, or does not yet."""

from __future__ import annotations

import numpy as np
import pygame

from agents.classic.demonstrations import Teacher, teacher
from agents.classic.games import GAMES
from game.scenes.rewards.paradigms.attempt import Attempt
from game.scenes.rewards.paradigms.stage import Stage
from game.ui.assets import Assets
from game.ui.style import Style
from game.workers.workers import Workers

SIZE = (300, 250)
PACE = 1 / 30
"""Seconds of a step."""
SKILLED_STEPS = 240
"""For so long the better player plays."""


class RewardsPreview:
    """Two players take turns: one that lets the pole fall, and one that does not."""

    @staticmethod
    def prepare(assets: Assets, seed: int) -> tuple[Style, int]:
        """The colours and the seed."""
        return Style(assets.path(), "dark", 1.0), seed

    def __init__(self, prepared: tuple[Style, int], workers: Workers) -> None:
        self._style, seed = prepared
        self._attempt = Attempt(GAMES["cartpole"], seed)
        self._stage = Stage()
        self._stage.layout(self._style, pygame.Rect((0, 0), SIZE))
        self._surface = pygame.Surface(SIZE)
        self._player: Teacher = "weak"
        self._waited, self._drawn = 0.0, -1
        self.version = 0

    def update(self, dt: float) -> None:
        """Play on."""
        self._waited += dt
        if self._waited < PACE:
            return
        self._waited = 0.0
        attempt = self._attempt
        if attempt.seen or (self._player == "good" and attempt.steps >= SKILLED_STEPS):
            self._player = "good" if self._player == "weak" else "weak"
            attempt.restart(np.random.default_rng(self.version).uniform(-0.05, 0.05, 4))
        attempt.step(int(teacher(attempt.game, self._player)(attempt.state[None])[0]))
        self.version += 1

    def picture(self) -> pygame.Surface:
        """The cart."""
        if self._drawn != self.version:
            self._drawn = self.version
            tint = self._style.colour.agent if self._player == "good" else self._style.colour.human
            self._stage.draw(self._surface, self._attempt, tint)
        return self._surface

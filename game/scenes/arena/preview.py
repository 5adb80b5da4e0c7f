"""The arena's living card in the menu."""

from __future__ import annotations

import pygame

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES
from agents.opponents.scripted import follow_ball
from game.ui.assets import Assets
from game.ui.surfaces import to_surface, write
from game.workers.workers import Workers


class ArenaPreview:
    """A real game of Pong, played by the ball-follower."""

    def __init__(self, assets: Assets, seed: int, workers: Workers) -> None:
        self._spec = GAMES["pong"]
        self._game = AtariGame(self._spec, seed)
        self._seed = seed
        self._surface = to_surface(self._game.screen())
        self._left = 0.0

    def update(self, dt: float) -> None:
        """Play on at 30 pictures a second."""
        self._left += min(dt, 0.1)
        if self._left < 1 / 30:
            return
        self._left %= 1 / 30
        if self._game.over:
            self._seed += 1
            self._game.reset(self._seed)
        action = follow_ball(self._game.screen())
        for _ in range(2):
            self._game.step(self._spec.actions[action])
        write(self._surface, self._game.screen())

    def picture(self) -> pygame.Surface:
        """The court, in a television's proportions."""
        court = self._surface.subsurface((0, 34, 160, 160))
        return pygame.transform.scale(court, (480, 320))

"""A toy that a learner has to master in seconds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from agents.emulators.envs import Transition
from agents.emulators.games import GAMES
from agents.learning.config import TrainConfig

TOY = TrainConfig(
    seed=3,
    envs=8,
    groups=2,
    rollout=16,
    epochs=3,
    minibatches=4,
    learning_rate=3e-3,
    stack=1,
    channels=(8, 8),
    hidden=16,
    mirror=False,  # the lamps stand where they stand
)


class LampGames:
    """One of three lamps is lit; choosing it earns a point, anything else costs one.

    A game has ten choices, unless told otherwise.
    """

    spec = replace(GAMES["pong"], points_end_episodes=False)
    observation_shape = (1, 20, 20)

    def __init__(self, count: int, seed: int, choices: int = 10) -> None:
        self.count = count
        self.closed = 0
        self.seed = seed
        self.choices = choices
        self._rng = np.random.default_rng(seed)

    def _show(self) -> NDArray[np.uint8]:
        self._lamps = self._rng.integers(3, size=self.count)
        pictures = np.zeros((self.count, 1, 20, 20), np.uint8)
        for index, lamp in enumerate(self._lamps):
            pictures[index, 0, :, 7 * lamp : 7 * lamp + 6] = 255
        return pictures

    def reset(self) -> NDArray[np.uint8]:
        self._left = np.full(self.count, self.choices)
        self._ended = np.zeros(self.count, np.bool_)
        return self._show()

    def send(self, actions: NDArray[np.int64]) -> None:
        self._chosen = actions.copy()

    def recv(self) -> Transition:
        started = self._ended
        hit = self._chosen == self._lamps
        # A restart earns nothing: whatever is reported for it must be masked out by the learner.
        reward = np.where(started, 0, np.where(hit, 1, -1)).astype(np.float32)
        self._left = np.where(started, self.choices, self._left - 1)
        self._ended = self._left == 0
        none = np.zeros(self.count, np.bool_)
        return Transition(self._show(), reward, self._ended, none, none, ~started)

    def state(self) -> Mapping[str, NDArray[Any]]:
        return {}

    def close(self) -> None:
        self.closed += 1


def make_lamps(
    config: TrainConfig, count: int, seed: int, state: Mapping[str, NDArray[Any]] | None
) -> LampGames:
    return LampGames(count, seed)

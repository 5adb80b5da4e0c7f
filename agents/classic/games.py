"""CartPole and MountainCar as gymnasium has them, many at once: pure functions of (N, D) states.

Sources: Barto, Sutton, Anderson (1983) and Moore (1990), with the constants of `CartPole-v1` and
`MountainCar-v0`.
"""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Actions = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Game(ABC):
    """A game's rules.

    Attributes:
        actions: how many there are; the first pushes to the left, the last to the right.
        limit: an episode ends after so many steps.
        names: of a state's numbers.
        scale: what those are divided by before a network sees them, (D,).
        worst, best: the lowest and the highest return of an episode.
        solved: the mean return of 100 episodes from which on the game counts as learned.
        discount: of later rewards, while learning from them.
    """

    name: ClassVar[str]
    actions: ClassVar[int]
    limit: ClassVar[int]
    names: ClassVar[tuple[str, ...]]
    scale: ClassVar[Array]
    worst: ClassVar[float]
    best: ClassVar[float]
    solved: ClassVar[float]
    discount: ClassVar[float]

    @abstractmethod
    def start(self, rng: np.random.Generator, count: int) -> Array:
        """States to begin with, (count, D)."""

    @abstractmethod
    def step(self, states: Array, actions: Actions) -> tuple[Array, Array, Flags]:
        """One step of every game.

        Returns:
            The states after it, (N, D); the rewards, (N,); which games are over, (N,).
        """

    def hint(self, states: Array) -> Array:
        """How promising states are, (N,): shapes a reward that is too rare alone (Ng et al., 1999)."""
        return np.zeros(len(states))

    @property
    def push(self) -> tuple[int, int]:
        """The actions that push to the left and to the right."""
        return 0, self.actions - 1

    def idle(self, step: int) -> int:
        """The action of a hand that pushes nowhere."""
        return self.actions // 2 if self.actions > 2 else step % 2


class CartPole(Game):
    """Keep a pole upright on a cart: 1 for every step; position and speed in m, angle in rad."""

    name = "cartpole"
    actions = 2
    limit = 500
    names = ("x", "v", "θ", "ω")
    scale = np.array([2.4, 2.0, 0.21, 2.0])
    worst, best, solved = 0.0, 500.0, 475.0
    discount = 0.99

    GRAVITY, CART, POLE, HALF, FORCE, SECONDS = 9.8, 1.0, 0.1, 0.5, 10.0, 0.02
    EDGE: ClassVar[float] = 2.4
    TILT: ClassVar[float] = 12 * 2 * math.pi / 360

    def start(self, rng: np.random.Generator, count: int) -> Array:
        """Nearly at rest, nearly upright."""
        return rng.uniform(-0.05, 0.05, (count, 4))

    def step(self, states: Array, actions: Actions) -> tuple[Array, Array, Flags]:
        """One step of every game, by Euler's method."""
        v, angle, turn = states[:, 1], states[:, 2], states[:, 3]
        cos, sin = np.cos(angle), np.sin(angle)
        total, moment = self.CART + self.POLE, self.POLE * self.HALF
        common = ((2 * self.FORCE) * actions - self.FORCE + moment * turn**2 * sin) / total
        turning = (self.GRAVITY * sin - cos * common) / (self.HALF * (4 / 3 - self.POLE * cos**2 / total))
        after = states.copy()
        after[:, 0] += self.SECONDS * v
        after[:, 1] += self.SECONDS * (common - moment * turning * cos / total)
        after[:, 2] += self.SECONDS * turn
        after[:, 3] += self.SECONDS * turning
        over = (np.abs(after[:, 0]) > self.EDGE) | (np.abs(after[:, 2]) > self.TILT)
        return after, np.ones(len(states)), over


class MountainCar(Game):
    """Swing a weak car out of a valley: -1 for every step until it is at the flag."""

    name = "mountaincar"
    actions = 3
    limit = 200
    names = ("x", "v")
    scale = np.array([0.6, 0.035])
    worst, best, solved = -200.0, -80.0, -130.0
    discount = 0.99

    LEFT, RIGHT, FASTEST, FORCE, GRAVITY = -1.2, 0.6, 0.07, 0.001, 0.0025
    FLAG: ClassVar[float] = 0.5
    MIDDLE: ClassVar[float] = -math.pi / 6

    def start(self, rng: np.random.Generator, count: int) -> Array:
        """At rest near the bottom."""
        return np.stack([rng.uniform(-0.6, -0.4, count), np.zeros(count)], axis=1)

    def step(self, states: Array, actions: Actions) -> tuple[Array, Array, Flags]:
        """One step of every game."""
        x, v = states.T
        v = np.clip(
            v + (actions - 1) * self.FORCE - np.cos(3 * x) * self.GRAVITY, -self.FASTEST, self.FASTEST
        )
        x = np.clip(x + v, self.LEFT, self.RIGHT)
        v = np.where((x == self.LEFT) & (v < 0), 0.0, v)
        return np.stack([x, v], axis=1), np.full(len(states), -1.0), x >= self.FLAG

    def hint(self, states: Array) -> Array:
        """The energy: whoever swings higher is nearer to getting out."""
        x, v = states.T
        energy = np.sin(3 * x) * self.GRAVITY / 3 + v**2 / 2
        result: Array = energy * 20_000
        return result


GAMES: Mapping[str, Game] = MappingProxyType({game.name: game for game in (CartPole(), MountainCar())})

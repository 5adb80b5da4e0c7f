"""The small network of both learners: states to probabilities of actions, with gradients written by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from agents.classic.games import Actions, Array, Game

HIDDEN = 32


@dataclass(frozen=True, eq=False)
class Policy:
    """One hidden layer of tanh, and a softmax: π(a | s).

    Attributes:
        scale: what a state is divided by, (D,).
        first: weights of the hidden layer, (D + 1, H); the last row is the bias.
        second: weights of the outputs, (H + 1, A).
    """

    scale: Array
    first: Array
    second: Array

    @classmethod
    def start(cls, game: Game, seed: int) -> Policy:
        """A network that knows nothing: all actions are nearly equally likely."""
        rng = np.random.default_rng(seed)
        inputs = len(game.scale)
        first = rng.normal(0, 1 / np.sqrt(inputs), (inputs + 1, HIDDEN))
        second = rng.normal(0, 0.01, (HIDDEN + 1, game.actions))
        return cls(game.scale, first, second)

    def hidden(self, states: Array) -> Array:
        """What the hidden layer says, (N, H)."""
        weights, bias = self._unscaled
        result: Array = np.tanh(states @ weights + bias)
        return result

    @cached_property
    def _unscaled(self) -> tuple[Array, Array]:
        """The hidden layer's weights for states that are not divided yet, and its bias."""
        return self.first[:-1] / self.scale[:, None], self.first[-1]

    def logits(self, states: Array) -> Array:
        """The outputs before the softmax, (N, A)."""
        result: Array = self.hidden(states) @ self.second[:-1] + self.second[-1]
        return result

    def probabilities(self, states: Array) -> Array:
        """π(a | s), (N, A)."""
        return softmax(self.logits(states))

    def best(self, states: Array) -> Actions:
        """The likeliest actions, (N,)."""
        result: Actions = self.logits(states).argmax(axis=1)
        return result

    def draw(self, states: Array, rng: np.random.Generator) -> Actions:
        """Actions drawn from π, (N,): the largest logit, each with noise of Gumbel's distribution."""
        logits = self.logits(states)
        result: Actions = (logits + rng.gumbel(size=logits.shape)).argmax(axis=1)
        return result

    def gradient(self, states: Array, pushes: Array) -> tuple[Array, Array]:
        """The gradient of the sum of `pushes` times logits, divided by N; of `first` and of `second`.

        With pushes = 1[a = y] - π it is that of the mean log-likelihood of answers y; with A times that, it
        is the policy gradient (Williams, 1992).
        """
        inputs = states / self.scale
        hidden = np.tanh(inputs @ self.first[:-1] + self.first[-1])
        back = (pushes @ self.second[:-1].T) * (1 - hidden**2)
        count = len(states)
        first = np.vstack([inputs.T @ back, back.sum(axis=0)]) / count
        second = np.vstack([hidden.T @ pushes, pushes.sum(axis=0)]) / count
        return first, second

    def moved(self, first: Array, second: Array) -> Policy:
        """Another one, whose weights are moved by so much."""
        return replace(self, first=self.first + first, second=self.second + second)


class Adam:
    """Steps uphill (Kingma, Ba, 2015)."""

    def __init__(self, rate: float) -> None:
        self.rate = rate
        self._steps = 0
        self._mean: list[Array] = []
        self._square: list[Array] = []

    def step(self, gradients: tuple[Array, ...]) -> tuple[Array, ...]:
        """By how much to move along gradients."""
        if not self._mean:
            self._mean = [np.zeros_like(each) for each in gradients]
            self._square = [np.zeros_like(each) for each in gradients]
        self._steps += 1
        moves = []
        for index, gradient in enumerate(gradients):
            self._mean[index] += 0.1 * (gradient - self._mean[index])
            self._square[index] += 0.001 * (gradient**2 - self._square[index])
            mean = self._mean[index] / (1 - 0.9**self._steps)
            square = self._square[index] / (1 - 0.999**self._steps)
            moves.append(self.rate * mean / (np.sqrt(square) + 1e-8))
        return tuple(moves)


def softmax(logits: Array) -> Array:
    """Probabilities, (N, A)."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: Array = powers / powers.sum(axis=1, keepdims=True)
    return result


def chosen(actions: Actions, count: int) -> NDArray[np.float64]:
    """1[a = action], (N, count)."""
    result: NDArray[np.float64] = np.eye(count)[actions]
    return result

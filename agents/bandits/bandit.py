"""A linear bandit: likes as a linear function of features, and four ways to choose what to show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import frozen

Array = NDArray[np.float64]
Method = Literal["random", "greedy", "ucb", "thompson"]
METHODS: tuple[Method, ...] = ("random", "greedy", "ucb", "thompson")

EPSILON = 0.1
"""How often ε-greedy shows something at random."""
CONFIDENCE = 0.6
"""How many standard deviations LinUCB adds to what it expects (Li et al., 2010)."""
PRIOR = 1.0
"""The variance of a weight before anything is known."""
NOISE = 0.5
"""The standard deviation of an answer that features cannot explain."""
SCATTER = 0.5
"""By how much Thompson sampling draws its weights closer to their means: 1 draws from the belief itself."""


@dataclass(frozen=True, eq=False)
class Belief:
    """What is believed about somebody's taste: a normal distribution of weights, one a feature.

    Attributes:
        mean: (D,), read-only.
        covariance: (D, D), read-only.
        answers: how many it rests upon.
    """

    mean: Array
    covariance: Array
    answers: int

    @classmethod
    def start(cls, features: int) -> Belief:
        """Nothing is known."""
        return cls(frozen(np.zeros(features)), frozen(PRIOR * np.eye(features)), 0)

    def after(self, shown: Array, answer: float) -> Belief:
        """What is believed after an answer, 1 (liked) or -1 (skipped), to features (D,): Bayes' rule."""
        gain = self.covariance @ shown / (NOISE**2 + shown @ self.covariance @ shown)
        mean = self.mean + gain * (answer - shown @ self.mean)
        covariance = self.covariance - np.outer(gain, shown @ self.covariance)
        return Belief(frozen(mean), frozen((covariance + covariance.T) / 2), self.answers + 1)

    @property
    def spread(self) -> Array:
        """The standard deviation of every weight, (D,)."""
        result: Array = np.sqrt(np.maximum(np.diag(self.covariance), 0))
        return result

    def expected(self, arms: Array) -> Array:
        """How much things, (K, D), are expected to be liked, (K,)."""
        result: Array = arms @ self.mean
        return result

    def doubt(self, arms: Array) -> Array:
        """The standard deviation of that, (K,)."""
        result: Array = np.sqrt(np.maximum(((arms @ self.covariance) * arms).sum(axis=1), 0))
        return result


def scores(belief: Belief, arms: Array, method: Method, rng: np.random.Generator) -> Array:
    """What a way to choose thinks of things, (K,); the highest is shown."""
    if method == "random" or (method == "greedy" and rng.random() < EPSILON):
        return rng.random(len(arms))
    if method == "ucb":
        return belief.expected(arms) + CONFIDENCE * belief.doubt(arms)
    if method == "thompson":
        root = np.linalg.cholesky(belief.covariance + 1e-12 * np.eye(len(belief.mean)))
        drawn = belief.mean + SCATTER * root @ rng.standard_normal(len(belief.mean))
        result: Array = arms @ drawn
        return result
    # What is expected equally is shown in any order.
    return belief.expected(arms) + 1e-9 * rng.random(len(arms))


def choose(belief: Belief, arms: Array, method: Method, rng: np.random.Generator) -> int:
    """Which of some things, (K, D), to show."""
    return int(scores(belief, arms, method, rng).argmax())

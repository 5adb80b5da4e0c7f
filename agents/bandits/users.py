"""Users with a hidden taste, and the regret of whoever recommends to them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.bandits.bandit import Belief, Method, choose
from models.base.arrays import frozen

Array = NDArray[np.float64]

OFFERED = 40
"""So many things, at random, can be shown in a round."""
ROUNDS = 400
DECIDED = 3.0
"""How surely a user answers: the factor between taste and the logit of a like."""


@dataclass(frozen=True, eq=False)
class User:
    """Somebody whose taste is hidden.

    Attributes:
        taste: (D,), of length 1, read-only.
    """

    taste: Array

    @classmethod
    def draw(cls, features: int, seed: int) -> User:
        """A user."""
        drawn = np.random.default_rng(seed).standard_normal(features)
        return cls(frozen(drawn / np.linalg.norm(drawn)))

    def chance(self, arms: Array) -> Array:
        """How likely the user is to like things, (K,)."""
        result: Array = 1 / (1 + np.exp(-DECIDED * arms @ self.taste))
        return result


def regrets(user: User, pool: Array, offered: int, method: Method, rounds: int, seed: int) -> Array:
    """The regret of every round, (rounds,): how much likelier the best thing on offer would have been liked.

    Args:
        user: whose taste is learned.
        pool: all things, (N, D).
        offered: how many of them, at random, can be shown in a round.
        method: how what is shown is chosen.
        rounds: how many.
        seed: of what is offered and of the answers: the same for every method.
    """
    rng, own = np.random.default_rng(seed), np.random.default_rng(seed + 1)
    belief = Belief.start(pool.shape[1])
    found = np.zeros(rounds)
    for each in range(rounds):
        arms = pool[rng.permutation(len(pool))[:offered]]
        luck = rng.random()
        shown = choose(belief, arms, method, own)
        chances = user.chance(arms)
        found[each] = chances.max() - chances[shown]
        belief = belief.after(arms[shown], 1.0 if luck < chances[shown] else -1.0)
    return found

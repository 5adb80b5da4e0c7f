"""Learning from examples: raise the log-likelihood of the teacher's actions, batch by batch."""

from __future__ import annotations

import numpy as np

from agents.classic.demonstrations import Examples
from agents.classic.games import Game
from agents.classic.policy import Adam, Policy, chosen

RATE = 0.01


class Imitator:
    """Learns what a teacher does.

    Attributes:
        policy: the network now.
        seen: examples that it was shown, the same ones again and again counted each time.
        epoch: how often it went through all of them.
    """

    def __init__(
        self, game: Game, sample: Examples, checked: Examples, *, batch: int, rate: float = RATE, seed: int
    ) -> None:
        self._game, self._sample, self._checked, self._batch = game, sample, checked, batch
        self._rng = np.random.default_rng(seed)
        self.policy = Policy.start(game, seed)
        self._adam = Adam(rate)
        self.seen, self.epoch = 0, 0.0
        self._order = np.zeros(0, np.int64)

    def step(self) -> None:
        """Learn from one batch."""
        if not len(self._sample):
            return
        if not len(self._order):
            self._order = self._rng.permutation(len(self._sample))
        rows, self._order = self._order[: self._batch], self._order[self._batch :]
        states, actions = self._sample.states[rows], self._sample.actions[rows]
        pushes = chosen(actions, self._game.actions) - self.policy.probabilities(states)
        self.policy = self.policy.moved(*self._adam.step(self.policy.gradient(states, pushes)))
        self.seen += len(rows)
        self.epoch = self.seen / len(self._sample)

    def errors(self) -> tuple[float, float]:
        """The shares of wrong answers: in the sample, and in what is held out; NaN where there is nothing."""
        return self._error(self._sample), self._error(self._checked)

    def _error(self, examples: Examples) -> float:
        if not len(examples):
            return float("nan")
        return float((self.policy.best(examples.states) != examples.actions).mean())

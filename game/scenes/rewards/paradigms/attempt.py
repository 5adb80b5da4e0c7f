"""One game on a stage, step by step."""

from __future__ import annotations

import numpy as np

from agents.classic.games import Array, Game
from models.base.arrays import frozen

SHOWN_OVER = 20
"""Steps for which the end of an episode stays to be seen."""


class Attempt:
    """An episode that is watched or played by hand.

    Attributes:
        game: the rules.
        state: (D,), read-only.
        action: of the last step; None before the first.
        steps: of the episode.
        total: its return so far.
        over: whether it has ended.
        failed: whether it ended as one would rather not.
    """

    def __init__(self, game: Game, seed: int) -> None:
        self.game = game
        self._rng = np.random.default_rng(seed)
        self.restart()

    def restart(self, state: Array | None = None) -> None:
        """Begin another episode, from a state or as the game has it."""
        first = self.game.start(self._rng, 1)[0] if state is None else state.copy()
        self.state = frozen(first)
        self.action: int | None = None
        self.steps, self.total = 0, 0.0
        self.over = self.failed = False
        self._rest = 0

    def step(self, action: int) -> None:
        """One step; after the end, the end stays for a while."""
        if self.over:
            self._rest += 1
            return
        states, rewards, over = self.game.step(self.state[None], np.array([action]))
        self.state, self.action = frozen(states[0]), action
        self.steps += 1
        self.total += float(rewards[0])
        ended, late = bool(over[0]), self.steps >= self.game.limit
        self.over = ended or late
        # An end is bad where every step is paid for, and good where every step costs.
        self.failed = ended if rewards[0] > 0 else late and not ended

    @property
    def seen(self) -> bool:
        """Whether the end has been seen for long enough."""
        return self.over and self._rest >= SHOWN_OVER

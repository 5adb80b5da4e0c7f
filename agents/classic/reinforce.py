"""Learning from reward alone: REINFORCE with a baseline (Williams, 1992)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from agents.classic.episodes import discounted, play
from agents.classic.games import Array, Game
from agents.classic.policy import Adam, Policy, chosen
from models.base.arrays import frozen

RATE = 0.02
EPISODES = 8
"""A round."""
LEAST_SPREAD = 1e-6


@dataclass(frozen=True, eq=False)
class Decision:
    """One decision of a round, and where its gradient pushes.

    Attributes:
        state: (D,), read-only.
        chances: π(a | s), (A,), read-only.
        action: what was drawn.
        later: G, the discounted reward that came after it.
        baseline: b, the mean of G over the round's games at the same step.
        spread: what advantages of the round are divided by.
    """

    state: Array
    chances: Array
    action: int
    later: float
    baseline: float
    spread: float

    @property
    def advantage(self) -> float:
        """A = (G - b) / σ."""
        return (self.later - self.baseline) / self.spread


class Reinforce:
    """Learns from its own attempts.

    Attributes:
        policy: the network now.
        seen: steps that it made: each is an example.
        episodes: that it played.
        returns: of the last round, (EPISODES,).
        decision: one of the last round; None before the first.
    """

    def __init__(self, game: Game, *, hint: bool = False, rate: float = RATE, seed: int) -> None:
        self._game, self._hint = game, hint
        self._rng, self._shown = np.random.default_rng(seed), np.random.default_rng(seed)
        self.policy = Policy.start(game, seed)
        self._adam = Adam(rate)
        self.seen, self.episodes = 0, 0
        self.returns: Array = np.zeros(0)
        self.decision: Decision | None = None

    def round(self) -> None:
        """Play some episodes, and learn from them once."""
        game, policy = self._game, self.policy
        played = play(
            game,
            lambda states: policy.draw(states, self._rng),
            game.start(self._rng, EPISODES),
            hint=self._hint,
        )
        later, going = discounted(played.rewards, game.discount), played.going
        baseline = (later * going).sum(axis=1) / going.sum(axis=1)
        advantages = (later - baseline[:, None])[going]
        spread = max(float(advantages.std()), LEAST_SPREAD)
        states, actions = played.states[going], played.actions[going]
        chances = policy.probabilities(states)
        pushes = advantages[:, None] / spread * (chosen(actions, game.actions) - chances)
        self.policy = policy.moved(*self._adam.step(policy.gradient(states, pushes)))
        self.seen += played.steps
        self.episodes += EPISODES
        self.returns = played.returns
        # One from before the first of its games was over: later the baseline is that of a few.
        step = int(self._shown.integers(going.sum(axis=0).min()))
        game_number = int(self._shown.integers(EPISODES))
        self.decision = Decision(
            frozen(played.states[step, game_number].copy()),
            frozen(policy.probabilities(played.states[step])[game_number]),
            int(played.actions[step, game_number]),
            float(later[step, game_number]),
            float(baseline[step]),
            spread,
        )

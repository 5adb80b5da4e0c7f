"""The policy gradient written out: what the last rally says about every decision in it.

A decision's share of the gradient is A · ∇ log π(a | s) (Williams 1992; Sutton et al. 2000). With regard to
the preferences (logits) of the actions, from which a softmax makes the probabilities, that is
A · (1[a = i] − p_i): a good surprise pushes the chosen action's preference up and those of all others down, a
bad surprise the other way round.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from agents.emulators.games import GameSpec
from agents.learning.returns import advantages

if TYPE_CHECKING:
    from agents.opponents.agent_player import Decision

LONGEST = 256
"""Decisions that are kept of one rally: 17 seconds, of an agent that decides in every fourth frame."""


@dataclass(frozen=True)
class Moment:
    """One decision and what came of it."""

    action: int
    """What was done, an index into the game's actions."""
    probabilities: tuple[float, ...]
    """What the agent thought of each action, adding up to 1."""
    value: float
    """The critic's expectation of the discounted return."""
    reward: float
    """The sign of what the frames until the next decision brought."""


@dataclass(frozen=True)
class Rally:
    """The decisions up to a point, oldest first: at least one, at most 256."""

    moments: tuple[Moment, ...]
    gamma: float
    follows: float | None
    """The critic's value of what comes after; None where the learner lets the episode end."""


@dataclass(frozen=True)
class Line:
    """One decision's part of the policy gradient, in numbers."""

    moment: Moment
    """The decision."""
    log_probability: float
    """log π(a | s) of what was done."""
    outcome: float
    """G, the discounted return from here on."""
    advantage: float
    """A = G − V, how much better it went than the critic expected."""
    push: tuple[float, ...]
    """A · (1[a = i] − p_i) for every action i: where the gradient moves its preference."""

    @property
    def probability(self) -> float:
        """π(a | s) of what was done."""
        return self.moment.probabilities[self.moment.action]


def write_out(rally: Rally) -> tuple[Line, ...]:
    """Work out every decision's part of the policy gradient.

    The advantage is the return less the value, which is generalised advantage estimation with λ = 1;
    training smooths it with its own λ.
    """
    moments = rally.moments
    last = np.zeros((len(moments), 1), np.bool_)
    last[-1] = True
    values = np.array([[moment.value] for moment in moments] + [[rally.follows or 0.0]], np.float32)
    rewards = np.array([[moment.reward] for moment in moments], np.float32)
    ended = last & (rally.follows is None)
    gains = advantages(rewards, values, ended, last, rally.gamma, lam=1.0)[:, 0]
    return tuple(_line(moment, float(gain)) for moment, gain in zip(moments, gains, strict=True))


def _line(moment: Moment, advantage: float) -> Line:
    chosen = moment.action
    return Line(
        moment=moment,
        log_probability=float(np.log(max(moment.probabilities[chosen], 1e-12))),
        outcome=advantage + moment.value,
        advantage=advantage,
        push=tuple(advantage * ((i == chosen) - p) for i, p in enumerate(moment.probabilities)),
    )


class RallyRecorder:
    """Looks on, frame by frame, and keeps the last whole rally.

    Attributes:
        last: The newest rally that is over; None before the first.
    """

    def __init__(self, spec: GameSpec) -> None:
        """Begin with nothing, for one game."""
        self.spec = spec
        self.last: Rally | None = None
        self._moments: deque[Moment] = deque(maxlen=LONGEST)
        self.restart()

    def restart(self) -> None:
        """Forget the rally that was going on, for a new game; the last whole one stays."""
        self._moments.clear()
        self._thought: Decision | None = None
        self._action = 0
        self._reward = 0.0
        self._ended = False
        self._lives = 0

    def note(
        self, thought: Decision, action: int, reward: float, gamma: float, *, lives: int, over: bool
    ) -> None:
        """Take in one frame, after it was emulated.

        Args:
            thought: The agent's newest decision; the same object as long as it holds.
            action: What was done in the frame, an index into the game's actions.
            reward: What the frame brought.
            gamma: The agent's discount.
            lives: How many are left; 0 in games without them.
            over: Whether the game ended with it.
        """
        if thought is not self._thought:
            self._close(gamma, thought.value)
            self._thought, self._action, self._reward, self._ended = thought, action, 0.0, False
        self._reward += reward
        self._ended |= over or (lives < self._lives and self.spec.lives_end_episodes)
        self._lives = lives
        self._ended |= bool(reward) and self.spec.points_end_episodes
        if over:
            self._close(gamma, 0.0)
            self._thought = None

    def _close(self, gamma: float, follows: float) -> None:
        """Book the decision whose four frames are over."""
        thought = self._thought
        if thought is None:
            return
        reward = float(np.sign(self._reward))
        self._moments.append(Moment(self._action, thought.probabilities, thought.value, reward))
        if reward or self._ended:
            self.last = Rally(tuple(self._moments), gamma, None if self._ended else follows)
            self._moments.clear()

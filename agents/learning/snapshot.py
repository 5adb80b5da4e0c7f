"""What a training yields after every update: where its time goes, and its scores."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from agents.learning.agent import RECENT_GAMES, RECENT_POINTS, Agent, thin


@dataclass(frozen=True)
class Losses:
    """Means over one update."""

    policy: float
    """The policy loss of the method."""
    value: float
    """Half the squared error of the critic, which REINFORCE does not teach."""
    entropy: float
    """Of the action probabilities, in nats."""
    kl: float
    """Estimated divergence of the new policy from the one that played."""
    clip_fraction: float
    """Share of steps whose ratio left the clip range, in [0, 1]."""
    explained_variance: float
    """Share of the returns' variance that the critic foresaw, at most 1."""


@dataclass(frozen=True)
class TimeSplit:
    """Where the trainer's own thread spent the time since the last update, as fractions that add up to 1.

    The emulators run beside it: "environment" is the time spent waiting for them and pooling their pictures.
    """

    environment: float
    inference: float
    update: float
    other: float


class Stopwatch:
    """Says where the time of a lap went: `with clock("update"): …`."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._shares = dict.fromkeys(("environment", "inference", "update"), 0.0)

    @contextmanager
    def __call__(self, share: str) -> Iterator[None]:
        """Book the time inside the block."""
        began = perf_counter()
        yield
        self._shares[share] += perf_counter() - began

    def split(self) -> TimeSplit:
        """Return the shares of this lap so far, as fractions."""
        total = perf_counter() - self._began
        shares = {name: spent / total for name, spent in self._shares.items()}
        return TimeSplit(**shares, other=1 - sum(shares.values()))

    def lap(self) -> float:
        """Begin a new lap; return how long the last one took, in seconds."""
        now = perf_counter()
        lap, self._began = now - self._began, now
        self._shares = dict.fromkeys(self._shares, 0.0)
        return lap


@dataclass(frozen=True)
class Snapshot:
    """The learner after one update, with that one's losses and time."""

    agent: Agent
    """Everything to play or resume with: its step, time, scores and curve, too."""
    steps_per_s: float
    """Over the last ten updates or so."""
    losses: Losses
    time_split: TimeSplit


class EpisodeStats:
    """Scores: running returns of the games, and the last of those that ended."""

    def __init__(self, games: int, agent: Agent) -> None:
        self._running = np.zeros(games)
        self._returns = deque(agent.recent_returns, maxlen=RECENT_GAMES)
        self._points = deque(agent.recent_points, maxlen=RECENT_POINTS)
        self._episodes = agent.episodes

    def add(self, rewards: NDArray[np.float32], ended: NDArray[np.bool_]) -> None:
        """Book a rollout's rewards and finished games, both (steps, games)."""
        for step in np.flatnonzero((rewards != 0).any(1) | ended.any(1)):
            received = rewards[step]
            self._running += received
            self._points.extend(np.sign(received[received != 0]).tolist())
            over = ended[step]
            self._returns.extend(self._running[over].tolist())
            self._episodes += int(over.sum())
            self._running[over] = 0

    def agent(self, agent: Agent) -> Agent:
        """Put the books into an agent."""
        agent = replace(
            agent,
            episodes=self._episodes,
            recent_returns=tuple(self._returns),
            recent_points=tuple(self._points),
        )
        if agent.return_mean is None:
            return agent
        return replace(agent, curve=thin((*agent.curve, (agent.step, agent.seconds, agent.return_mean))))

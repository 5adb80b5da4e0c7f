"""The scores of a training."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from agents.learning.agent import RECENT_GAMES, RECENT_POINTS, Agent, thin


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

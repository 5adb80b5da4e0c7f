"""Whole games against the built-in opponent, on fresh consoles."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from scipy.special import stdtrit

from agents.emulators.envs import MAX_SEED
from agents.learning.agent import Agent
from agents.learning.config import STICKY, EvaluateConfig
from agents.learning.rollout import make_games
from models.base.threads import single_thread

SEED_STREAM = 0x0E7A1
"""Mixed into every evaluation seed, so that it starts other games than training from the same seed."""


@dataclass(frozen=True)
class Evaluation:
    """Unclipped returns of whole games, in the order in which the games were begun."""

    returns: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Mean return."""
        return float(np.mean(self.returns))

    @property
    def std(self) -> float:
        """Standard deviation over the games."""
        return float(np.std(self.returns))

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % confidence interval of the mean, by Student's t distribution; None for a single game."""
        games = len(self.returns)
        if games < 2:
            return None
        half = float(stdtrit(games - 1, 0.975) * np.std(self.returns, ddof=1) / math.sqrt(games))
        return self.mean - half, self.mean + half


def ways(config: EvaluateConfig) -> Iterator[EvaluateConfig]:
    """Vary an evaluation: without and with sticky actions, begun with and without idling."""
    for sticky in (0.0, STICKY):
        for idle in (config.idle or EvaluateConfig.idle, 0):
            yield replace(config, sticky=sticky, idle=idle)


def evaluate(agent: Agent, config: EvaluateConfig) -> Evaluation:
    """Play `config.episodes` games and report their returns.

    Every console plays a number of games that is fixed beforehand. Taking the first games to end instead
    would favour short ones, which are mostly lost ones.

    Raises:
        ValueError: If the agent plays another game than the config says.
    """
    if agent.game != config.game:
        raise ValueError(f"the agent plays {agent.game}, not {config.game}")
    count = min(config.envs, config.episodes)
    seeds = np.random.SeedSequence([SEED_STREAM, config.seed]).generate_state(2)
    generator = torch.Generator().manual_seed(int(seeds[1]))
    settings = replace(agent.config, threads=config.threads)
    games = make_games(
        settings, count, int(seeds[0]) % MAX_SEED, agent.games_state(), sticky=config.sticky, idle=config.idle
    )
    policy = agent.build_policy()
    quota = np.full(count, config.episodes // count)
    quota[: config.episodes % count] += 1
    returns: list[list[float]] = [[] for _ in range(count)]
    running = np.zeros(count)
    try:
        # The emulators want the other cores.
        with single_thread(), torch.inference_mode():
            observation = games.reset()
            while any(len(mine) < due for mine, due in zip(returns, quota, strict=True)):
                logits = policy(torch.from_numpy(observation))[0]
                if not config.greedy:
                    logits = logits - torch.empty_like(logits).exponential_(generator=generator).log_()
                result = games.step(logits.argmax(1).numpy())
                observation = result.observation
                running += result.reward
                for index in np.flatnonzero(result.terminated | result.truncated):
                    if len(returns[index]) < quota[index]:
                        returns[index].append(float(running[index]))
                    running[index] = 0
    finally:
        games.close()
    rounds = range(max(quota))
    return Evaluation(tuple(mine[turn] for turn in rounds for mine in returns if turn < len(mine)))

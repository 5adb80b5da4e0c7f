"""Whole games against the built-in opponent, on fresh consoles.

`python -m agents.evaluate --game pong --weights FILE --episodes 20 --seed 1 --json`
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass

import numpy as np
import torch

from agents.emulators.envs import MAX_SEED, VectorGames
from agents.emulators.games import game_spec
from agents.learning.agent import Agent
from agents.learning.config import EvaluateConfig

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
    torch.set_num_threads(1)  # the emulators want the other cores
    games = VectorGames(
        game_spec(config.game),
        count,
        int(seeds[0]) % MAX_SEED,
        stack=agent.config.stack,
        recall=agent.config.recall,
        frame_skip=agent.config.frame_skip,
        background=agent.games_state()["background"],
        threads=config.threads,
        sticky=config.sticky,
    )
    policy = agent.build_policy()
    quota = np.full(count, config.episodes // count)
    quota[: config.episodes % count] += 1
    returns: list[list[float]] = [[] for _ in range(count)]
    running = np.zeros(count)
    observation = torch.from_numpy(games.reset())
    try:
        with torch.inference_mode():
            while any(len(mine) < due for mine, due in zip(returns, quota, strict=True)):
                logits = policy(observation)[0]
                if not config.greedy:
                    logits = logits - torch.empty_like(logits).exponential_(generator=generator).log_()
                result = games.step(logits.argmax(1).numpy())
                observation = torch.from_numpy(result.observation)
                running += result.reward
                for index in np.flatnonzero(result.terminated | result.truncated):
                    if len(returns[index]) < quota[index]:
                        returns[index].append(float(running[index]))
                    running[index] = 0
    finally:
        games.close()
    rounds = range(max(quota))
    return Evaluation(tuple(mine[turn] for turn in rounds for mine in returns if turn < len(mine)))


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    import tyro

    from models.base.checkpoint import CheckpointError

    config = tyro.cli(EvaluateConfig, args=arguments, prog="python -m agents.evaluate")
    try:
        agent = Agent.load(config.weights)
        result = evaluate(agent, config)
    except (CheckpointError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if config.json:
        print(json.dumps({"mean": result.mean, "std": result.std, "returns": list(result.returns)}))
    else:
        print(f"{len(result.returns)} games: {result.mean:+.2f} ± {result.std:.2f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

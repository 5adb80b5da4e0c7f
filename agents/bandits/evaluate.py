"""Regret on simulated users: `python -m agents.bandits.evaluate --users 20 --json`."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from typing import Annotated, Any

import numpy as np
import tyro

from agents.bandits.bandit import METHODS
from agents.bandits.users import OFFERED, ROUNDS, User, regrets
from models.base import command_line
from models.base.typed_fields import Range, verify

POOL = 200
"""Things there are; their features lie anywhere between -1 and 1."""


@dataclass(frozen=True)
class EvaluateConfig:
    """What is measured.

    Attributes:
        users: how many, with the seeds 0, 1, …
        features: that a taste is made of.
        rounds: of showing something and being told whether it is liked.
        json: print one JSON object.
    """

    users: Annotated[int, Range(1, 1000)] = 20
    features: Annotated[int, Range(1, 100)] = 8
    rounds: Annotated[int, Range(1, 10_000)] = ROUNDS
    json: bool = False


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""

    def command() -> int:
        config = tyro.cli(EvaluateConfig, args=arguments, prog="python -m agents.bandits.evaluate")
        verify(config)
        result: dict[str, Any] = {"users": config.users, "rounds": config.rounds, "regret": {}}
        for method in METHODS:
            sums = []
            for number in range(config.users):
                shape = (POOL, config.features)
                pool = np.random.default_rng(1000 + number).uniform(-1, 1, shape)
                user = User.draw(config.features, number)
                sums.append(float(regrets(user, pool, OFFERED, method, config.rounds, number).sum()))
            result["regret"][method] = round(float(np.mean(sums)), 2)
            if not config.json:
                print(f"{method}: {result['regret'][method]}")
        greedy = result["regret"]["greedy"]
        for method in ("ucb", "thompson"):
            result[f"{method}_of_greedy"] = round(result["regret"][method] / greedy, 3)
        if config.json:
            print(json.dumps(result))
        return 0

    return command_line.run(command)


if __name__ == "__main__":
    sys.exit(main())

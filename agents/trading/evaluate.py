"""Walks against a signal: `python -m agents.trading.evaluate --seeds 20 --json`."""

from __future__ import annotations

import json
import math
import statistics
import sys
from dataclasses import dataclass
from typing import Annotated, Any

import tyro

from agents.trading.prices import signal, walk
from agents.trading.trader import MOST_ROUNDS, Course, trained
from models.base import command_line
from models.base.typed_fields import Range, verify

STUDENT = {20: 2.093, 10: 2.262, 5: 2.776}
"""Student's t for intervals of 95 %, by how many values there are; 1.96 for others."""


@dataclass(frozen=True)
class EvaluateConfig:
    """What is measured.

    Attributes:
        seeds: how many series of each kind, with the seeds 1, 2, …
        rounds: of learning.
        cost: of changing the position by 1, as a share of the money.
        json: print one JSON object.
    """

    seeds: Annotated[int, Range(2, 1000)] = 20
    rounds: Annotated[int, Range(1, 10_000)] = MOST_ROUNDS
    cost: Annotated[float, Range(0, 0.1)] = 0.0
    json: bool = False


def interval(values: list[float]) -> tuple[float, float, float]:
    """The mean, and the 95 % interval around it."""
    mean = statistics.mean(values)
    half = STUDENT.get(len(values), 1.96) * statistics.stdev(values) / math.sqrt(len(values))
    return mean, mean - half, mean + half


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""

    def command() -> int:
        config = tyro.cli(EvaluateConfig, args=arguments, prog="python -m agents.trading.evaluate")
        verify(config)
        result: dict[str, Any] = {"seeds": config.seeds, "cost": config.cost}
        for kind, make in (("walk", walk), ("signal", signal)):
            reports = [
                trained(Course(make(seed), config.cost, seed), config.rounds)
                for seed in range(1, config.seeds + 1)
            ]
            figures: dict[str, Any] = {}
            for half, gains in (
                ("train", [report.trained.gain for report in reports]),
                ("test", [report.tested.gain for report in reports]),
                ("hold_test", [report.held[1].gain for report in reports]),
            ):
                mean, low, high = interval(gains)
                figures[half] = {"mean": round(mean, 4), "interval": [round(low, 4), round(high, 4)]}
            test = figures["test"]["interval"]
            figures["test_differs_from_zero"] = not test[0] <= 0 <= test[1]
            result[kind] = figures
            if not config.json:
                print(f"{kind}: {figures}")
        if config.json:
            print(json.dumps(result))
        return 0

    return command_line.run(command)


if __name__ == "__main__":
    sys.exit(main())

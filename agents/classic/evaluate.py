"""How long both ways of learning take: `python -m agents.classic.evaluate --seeds 5 --json`."""

from __future__ import annotations

import json
import statistics
import sys
import time
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, Literal

import numpy as np
import tyro

from agents.classic.demonstrations import no_examples
from agents.classic.episodes import mean_return
from agents.classic.games import GAMES
from agents.classic.lesson import Learner, Lesson, learn
from models.base import command_line
from models.base.typed_fields import Range, verify

EPISODES = 100
FRESH = 90_000
"""The seed of the episodes that judge: others than those that were learned from."""


@dataclass(frozen=True)
class EvaluateConfig:
    """What is measured.

    Attributes:
        game: which one.
        teacher: whose examples.
        count: how many of them.
        wrong: share of wrong answers among them.
        hint: shape the reward; MountainCar needs it.
        seeds: how many runs, with the seeds 1, 2, …
        seconds: that a run may take.
        json: print one JSON object.
    """

    game: Literal["cartpole", "mountaincar"] = "cartpole"
    teacher: Literal["good", "weak"] = "good"
    count: Annotated[int, Range(1, 3000)] = 1000
    wrong: Annotated[float, Range(0, 1)] = 0.0
    hint: bool = False
    seeds: Annotated[int, Range(1, 100)] = 5
    seconds: Annotated[float, Range(1, 600)] = 20.0
    json: bool = False


def measure(config: EvaluateConfig, seed: int) -> dict[str, dict[str, Any]]:
    """Let both learn at once; when does the mean return of 100 fresh episodes reach the mark?"""
    game = GAMES[config.game]
    lesson = Lesson(
        config.game,
        config.teacher,
        no_examples(game),
        config.count,
        config.wrong,
        "none",
        32,
        config.hint,
        seed,
    )
    rng = np.random.default_rng(FRESH + seed)
    began = time.perf_counter()
    found: dict[str, dict[str, Any]] = {}
    for progress in learn(lesson, float("inf"), wait=False):
        learners: dict[str, Learner] = {"examples": progress.examples, "reward": progress.reward}
        for name, learner in learners.items():
            known = found.get(name, {})
            if known.get("seconds") is not None or (learner.mean < game.solved and not learner.ended):
                continue
            mean = mean_return(game, partial(learner.policy.draw, rng=rng), FRESH + seed, EPISODES)
            spent = time.perf_counter() - began
            solved = mean >= game.solved
            found[name] = {"mean": round(mean, 1), "seen": learner.seen, "seconds": spent if solved else None}
        if time.perf_counter() - began > config.seconds or (
            len(found) == len(learners) and all(each["seconds"] is not None for each in found.values())
        ):
            break
    return {
        name: found.get(name, {"mean": round(learner.mean, 1), "seen": learner.seen, "seconds": None})
        for name, learner in learners.items()
    }


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; return the exit code."""

    def command() -> int:
        config = tyro.cli(EvaluateConfig, args=arguments, prog="python -m agents.classic.evaluate")
        verify(config)
        runs = [measure(config, seed) for seed in range(1, config.seeds + 1)]
        result: dict[str, Any] = {"game": config.game, "solved": GAMES[config.game].solved}
        for name in ("examples", "reward"):
            mine = [run[name] for run in runs]
            took = [float("inf") if each["seconds"] is None else each["seconds"] for each in mine]
            middle = statistics.median(took)
            result[name] = {
                "median_seconds": round(middle, 2) if middle < float("inf") else None,
                "median_mean": statistics.median(each["mean"] for each in mine),
                "seconds": [None if each == float("inf") else round(each, 2) for each in took],
                "seen": [each["seen"] for each in mine],
            }
            if not config.json:
                print(f"{name}: {result[name]}")
        if config.json:
            print(json.dumps(result))
        return 0

    return command_line.run(command)


if __name__ == "__main__":
    sys.exit(main())

"""What `tools.bench_learn` measures: our learner, and what is noted of any.

It is trained first, with its weights put by at every minute, and judged afterwards, so that judging takes
nothing from the time of training.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agents.emulators.envs import Games
from agents.learning.agent import Agent
from agents.learning.config import EvaluateConfig, TrainConfig, tuned
from agents.learning.evaluation import evaluate
from agents.learning.rollout import make_games
from agents.learning.train import train

EVALUATION_SEED = 1000
"""Added to a run's seed, so that no two seeds are judged on the same games."""


@dataclass(frozen=True)
class Mark:
    """A learner after some minutes; steps are agent steps of four frames."""

    minutes: float
    """Training time that was wanted."""
    seconds: float
    """Training time that it had; the first update's end past the minutes."""
    steps: int
    steps_per_s: float
    return_mean: float | None
    """Of the last 20 finished training games; None before the first."""
    returns: tuple[float, ...]
    """Of the games it was judged by."""

    @property
    def mean(self) -> float:
        """Mean return of the games it was judged by."""
        return float(np.mean(self.returns))

    @property
    def std(self) -> float:
        """Standard deviation of the games it was judged by."""
        return float(np.std(self.returns))


@dataclass(frozen=True)
class Run:
    """One training from nothing by "ours", "window" or "sb3"."""

    learner: str
    seed: int
    seconds: float
    """Training time."""
    wall_seconds: float
    steps: int
    split: dict[str, float]
    """Where the training time went, in seconds; they add up to `seconds`."""
    passed: dict[str, float | None]
    """See `passed`."""
    curve: tuple[tuple[int, float, float], ...]
    """(steps, seconds, mean training return), oldest first."""
    marks: tuple[Mark, ...]
    """One for every minute."""

    def as_dict(self) -> dict[str, Any]:
        """For the JSON file, with what follows from the returns."""
        marks = [{**asdict(mark), "mean": mark.mean, "std": mark.std} for mark in self.marks]
        return {**asdict(self), "marks": marks}


def passed(means: Sequence[tuple[float, float | None]]) -> dict[str, float | None]:
    """When the mean training return first reached 0 and +15, of (seconds, return); None for never."""
    return {
        goal: next((seconds for seconds, mean in means if mean is not None and mean >= int(goal)), None)
        for goal in ("0", "+15")
    }


def moments(minutes: float) -> tuple[float, ...]:
    """When to put weights by: every whole minute, and the end."""
    whole = tuple(float(minute) for minute in range(1, int(minutes) + 1))
    return whole if whole and whole[-1] == minutes else (*whole, minutes)


def say(learner: str, seed: int, seconds: float, steps: int, return_mean: float | None) -> None:
    """Print that a mark was reached."""
    mean = "–" if return_mean is None else f"{return_mean:+.1f}"
    print(f"  {learner} seed {seed}: {seconds:.0f} s, {steps:,} steps, training return {mean}", flush=True)


def judged(minute: float, agent: Agent, seed: int, games: int, weights: Path) -> Mark:
    """Save an agent, and let it play whole games that its training never saw."""
    agent.save(weights)
    settings = EvaluateConfig(weights, episodes=games, seed=EVALUATION_SEED + seed, envs=games)
    return Mark(
        minutes=minute,
        seconds=agent.seconds,
        steps=agent.step,
        steps_per_s=agent.step / agent.seconds,
        return_mean=agent.return_mean,
        returns=evaluate(agent, settings).returns,
    )


def ours(seed: int, minutes: float, games: int, keep: Path) -> Run:
    """Train this repository's learner with its default settings, and judge it.

    Args:
        seed: Of the run.
        minutes: Of training time, switching the consoles on included.
        games: To judge every mark by.
        keep: Folder for the agents of all marks.
    """
    began = time.perf_counter()
    started = 0.0

    def make_envs(
        config: TrainConfig, count: int, seed: int, state: Mapping[str, np.ndarray[Any, Any]] | None
    ) -> Games:
        nonlocal started
        made = make_games(config, count, seed, state)
        started = time.perf_counter() - began
        return made

    due = list(moments(minutes))
    agents: list[tuple[float, Agent]] = []
    means: list[tuple[float, float | None]] = []
    split = dict.fromkeys(("start", "environment", "inference", "update", "other"), 0.0)
    previous = 0.0
    learner = train(tuned("pong", seed=seed), make_envs=make_envs)
    while due:
        snapshot = next(learner)
        agent = snapshot.agent
        if not previous:
            previous = split["start"] = min(started, agent.seconds)
        for name, fraction in asdict(snapshot.time_split).items():
            split[name] += fraction * (agent.seconds - previous)
        previous = agent.seconds
        means.append((agent.seconds, agent.return_mean))
        if agent.seconds >= due[0] * 60:
            agents.append((due.pop(0), agent))
            say("ours", seed, agent.seconds, agent.step, agent.return_mean)
    wall = time.perf_counter() - began
    learner.close()
    marks = [
        judged(minute, agent, seed, games, keep / f"seed{seed}-{minute:g}min.safetensors")
        for minute, agent in agents
    ]
    last = agents[-1][1]
    return Run("ours", seed, last.seconds, wall, last.step, split, passed(means), last.curve, tuple(marks))

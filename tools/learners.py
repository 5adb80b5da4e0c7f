"""What `tools.bench_learn` measures: our learner, and what is noted of any.

It is trained first, with the weights of every update put by, and judged afterwards, so that judging takes
nothing from the time of training.

Seconds say as much of the machine as of the learner. So what ALE's vector environment makes by itself, in the
same process before and after, is measured as well: the raw steps of a moment are those that the bare consoles
would have made until then.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agents.emulators.envs import Games
from agents.emulators.raw_speed import emulate
from agents.learning.agent import Agent
from agents.learning.config import EvaluateConfig, TrainConfig, tuned
from agents.learning.evaluation import evaluate
from agents.learning.rollout import make_games
from agents.learning.train import train

EVALUATION_SEED = 1000
"""Added to a run's seed, so that no two seeds are judged on the same games."""
GOALS = {
    "pong": {300_000: 0, 600_000: 15},
    "breakout": {600_000: 20},
    "boxing": {600_000: 15},
    "freeway": {600_000: 20},
    "space_invaders": {600_000: 300},
}
"""The games that are measured, and what an agent's mean shall have reached within so many raw steps."""
RAW_MARK = 300_000
"""Raw steps from one judgement to the next."""
RAW_SECONDS = 5.0
"""For which the bare consoles are measured, before and after the training; as long a warm-up goes before."""
LONGER = 1.1
"""Trained past the raw steps that were wanted, as only the second measurement tells where they ended."""


@dataclass(frozen=True)
class Plan:
    """How long which game is learned, and how it is judged."""

    game: str
    minutes: float
    """Training time, judged at every full minute and at the end."""
    raw_steps: int
    """Ends the training after so many raw steps instead, judged every `RAW_MARK` (0: by the minutes)."""
    games: int
    """To judge every mark by."""
    keep: Path
    """Folder for the agents of all marks."""

    @property
    def marks(self) -> tuple[float, ...]:
        """Minutes or raw steps at which it is judged."""
        return moments(self.raw_steps, RAW_MARK) if self.raw_steps else moments(self.minutes)


@dataclass(frozen=True)
class Mark:
    """A learner at some moment; steps are agent steps of four frames."""

    at: str
    """Training time that was wanted, in words: "3 minutes" or "300,000 raw steps"."""
    seconds: float
    """Training time that it had; our own learner's last update ended there."""
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
    raw_steps_per_s: float | None
    """Of the bare consoles, the mean of before and after the training; None where that was not measured."""
    seconds: float
    """Training time."""
    wall_seconds: float
    steps: int
    split: dict[str, float]
    """Where the training time went, in seconds; they add up to `seconds`."""
    passed: dict[str, float | None]
    """Seconds; see `passed`."""
    curve: tuple[tuple[int, float, float], ...]
    """(steps, seconds, mean training return), oldest first."""
    marks: tuple[Mark, ...]
    """One for every mark of the plan that was reached."""

    def as_dict(self) -> dict[str, Any]:
        """For the JSON file, with what follows from the returns."""
        marks = [{**asdict(mark), "mean": mark.mean, "std": mark.std} for mark in self.marks]
        return {**asdict(self), "marks": marks}


Learner = Callable[[Plan, int], Run]
"""Trains as the plan says, from a seed, and judges what it has learned."""


def passed(game: str, means: Sequence[tuple[float, float | None]]) -> dict[str, float | None]:
    """When the mean training return first reached each goal, of (seconds, return); None for never."""
    return {
        f"{goal:+d}": next((seconds for seconds, mean in means if mean is not None and mean >= goal), None)
        for goal in GOALS[game].values()
    }


def moments(end: float, spacing: float = 1) -> tuple[float, ...]:
    """When to judge: at every multiple of the spacing, and at the end."""
    whole = tuple(float(spacing * turn) for turn in range(1, int(end / spacing) + 1))
    return whole if whole and whole[-1] == end else (*whole, end)


def say(learner: str, seed: int, seconds: float, steps: int, return_mean: float | None) -> None:
    """Print how far a learner is."""
    mean = "–" if return_mean is None else f"{return_mean:+.1f}"
    print(f"  {learner} seed {seed}: {seconds:.0f} s, {steps:,} steps, training return {mean}", flush=True)


def judged(learner: str, seed: int, at: str, agent: Agent, plan: Plan) -> Mark:
    """Save an agent, and let it play whole games that its training never saw."""
    moment = at.replace(",", "").replace(" ", "-")
    weights = plan.keep / f"{learner}-{plan.game}-seed{seed}-{moment}.safetensors"
    agent.save(weights)
    settings = EvaluateConfig(
        weights, plan.game, episodes=plan.games, seed=EVALUATION_SEED + seed, envs=plan.games
    )
    return Mark(
        at=at,
        seconds=agent.seconds,
        steps=agent.step,
        steps_per_s=agent.step / agent.seconds,
        return_mean=agent.return_mean,
        returns=evaluate(agent, settings).returns,
    )


def raw_speed(config: TrainConfig) -> float:
    """Agent steps a second of ALE's vector environment by itself, with a training's games and threads."""
    consoles = emulate(
        config.game, config.envs, config.groups, config.seed, config.frame_skip, config.threads
    )
    with closing(consoles):
        first = next(done for done in consoles if done.seconds >= RAW_SECONDS)
        last = next(done for done in consoles if done.seconds >= first.seconds + RAW_SECONDS)
    return (last.step - first.step) / (last.seconds - first.seconds)


def ours(plan: Plan, seed: int) -> Run:
    """Train this repository's learner with the game's tuned settings, and judge it.

    What counts for a mark is the last update that ended before it. Switching the consoles on is training
    time.
    """
    config = tuned(plan.game, seed=seed)
    raw = raw_speed(config)
    end = LONGER * plan.raw_steps / raw if plan.raw_steps else 60 * plan.minutes
    began = time.perf_counter()
    started = 0.0

    def make_envs(
        config: TrainConfig, count: int, seed: int, state: Mapping[str, np.ndarray[Any, Any]] | None
    ) -> Games:
        nonlocal started
        made = make_games(config, count, seed, state)
        started = time.perf_counter() - began
        return made

    agents: list[Agent] = []
    means: list[tuple[float, float | None]] = []
    split = dict.fromkeys(("start", "environment", "inference", "update", "other"), 0.0)
    previous = 0.0
    with closing(train(config, make_envs=make_envs)) as learner:
        while previous < end:
            snapshot = next(learner)
            agent = snapshot.agent
            if not previous:
                previous = split["start"] = min(started, agent.seconds)
            for name, fraction in asdict(snapshot.time_split).items():
                split[name] += fraction * (agent.seconds - previous)
            if agent.seconds // 60 > previous // 60:
                say("ours", seed, agent.seconds, agent.step, agent.return_mean)
            previous = agent.seconds
            means.append((agent.seconds, agent.return_mean))
            agents.append(agent.for_playing())
        wall = time.perf_counter() - began
    raw = (raw + raw_speed(config)) / 2
    marks = []
    for due in plan.marks:
        at, seconds = (
            (f"{due:,.0f} raw steps", due / raw) if plan.raw_steps else (f"{due:g} minutes", 60 * due)
        )
        in_time = [agent for agent in agents if agent.seconds <= seconds]
        if in_time:
            marks.append(judged("ours", seed, at, in_time[-1], plan))
    last = agents[-1]
    return Run(
        learner="ours",
        seed=seed,
        raw_steps_per_s=raw,
        seconds=last.seconds,
        wall_seconds=wall,
        steps=last.step,
        split=split,
        passed=passed(plan.game, means),
        curve=last.curve,
        marks=tuple(marks),
    )

"""Playing: what the games go through between two updates."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from agents.emulators.envs import NO_ADVICE, Games, Transition, VectorGames
from agents.emulators.games import game_spec
from agents.learning.config import TrainConfig
from agents.learning.policy import Policy
from agents.learning.snapshot import Stopwatch


def make_games(
    config: TrainConfig,
    count: int,
    seed: int,
    state: Mapping[str, NDArray[Any]] | None,
    *,
    sticky: float = 0.0,
    idle: int = 30,
) -> VectorGames:
    """Build `count` seeded games of `config.game`, given what was stored with the weights, if anything."""
    return VectorGames(
        game_spec(config.game),
        count,
        seed,
        stack=config.stack,
        recall=config.recall,
        frame_skip=config.frame_skip,
        background=None if state is None else state["background"],
        warmup=config.warmup,
        threads=config.threads,
        sticky=sticky,
        noop_max=idle,
    )


class Rollout:
    """What the games went through between two updates, in buffers that are used again and again."""

    def __init__(self, config: TrainConfig, observation_shape: tuple[int, int, int], actions: int) -> None:
        steps, games = config.rollout, config.envs
        # One more observation and value than steps: what follows the last step is needed to judge it.
        self.observations = np.zeros((steps + 1, games, *observation_shape), np.uint8)
        self.values = torch.zeros(steps + 1, games)
        self.logits = torch.zeros(steps, games, actions)
        self.actions = torch.zeros(steps, games, dtype=torch.int64)
        self.rewards = np.zeros((steps, games), np.float32)
        self.terminated, self.truncated, self.died, self.valid = np.zeros((4, steps, games), np.bool_)
        self.advice = np.full((steps + 1, games), NO_ADVICE, np.int64)
        self.explained_variance = 0.0

    def begin_after(self, before: Rollout) -> None:
        """Start with what was seen, and advised, at the end of another rollout."""
        self.observations[0] = before.observations[-1]
        self.advice[0] = before.advice[-1]

    def enter(self, step: int, games: slice, result: Transition) -> None:
        """Note what came of a step in some of the games."""
        self.observations[step + 1, games] = result.observation
        self.rewards[step, games] = result.reward
        self.terminated[step, games] = result.terminated
        self.truncated[step, games] = result.truncated
        self.died[step, games] = result.died
        self.valid[step, games] = result.valid
        if result.advice is not None:
            self.advice[step + 1, games] = result.advice


def parts(config: TrainConfig) -> list[slice]:
    """Say which columns of a rollout belong to which group of games."""
    size = config.envs // config.groups
    return [slice(start, start + size) for start in range(0, config.envs, size)]


def play(
    rollout: Rollout,
    groups: list[Games],
    lessons: Iterator[Tensor] | None,
    config: TrainConfig,
    policy: Policy,
    generator: torch.Generator,
    clock: Stopwatch,
) -> list[Tensor]:
    """Fill a rollout whose first observations are in place, and take the lessons of another on the way.

    Returns:
        The lessons' statistics; all lessons have been taken.
    """
    # Gumbel noise turns "the largest logit" into a sample from the softmax; one draw serves the whole
    # rollout.
    noise = -torch.empty_like(rollout.logits).exponential_(generator=generator).log_()
    seen = torch.from_numpy(rollout.observations)
    columns = parts(config)
    turns = config.rollout * len(groups)
    turn = 0
    statistics: list[Tensor] = []
    for step in range(config.rollout):
        for games, part in zip(groups, columns, strict=True):
            if step > 0:
                with clock("environment"):
                    rollout.enter(step - 1, part, games.recv())
            with clock("inference"), torch.inference_mode():
                logits, rollout.values[step, part] = policy(seen[step, part])
                rollout.logits[step, part] = logits
                rollout.actions[step, part] = torch.argmax(logits + noise[step, part], dim=1)
            with clock("environment"):
                games.send(rollout.actions[step, part].numpy())
            turn += 1
            with clock("update"):
                # Evenly spread, so that there is always something to learn while the emulators work.
                due = turn * config.passes * config.batches // turns
                while lessons is not None and len(statistics) < due:
                    statistics.append(next(lessons))
    for games, part in zip(groups, columns, strict=True):
        with clock("environment"):
            rollout.enter(config.rollout - 1, part, games.recv())
    with clock("inference"), torch.inference_mode():
        rollout.values[-1] = policy(seen[-1])[1]
    return statistics

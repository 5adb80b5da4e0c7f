"""Learning to play by policy gradient, as a generator that reads from top to bottom.

`python -m agents.train --game pong --minutes 5 --seed 1 --out runs/pong --json` trains from the command
line, and `torchrun --nproc-per-node=2 -m agents.train …` with several processes.

The rungs of the idea, REINFORCE, actor-critic and PPO, are in agents.learning.policy_losses; what they share
is here, in agents.learning.rollout (playing) and in agents.learning.update (learning).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import astuple, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from agents.emulators.envs import MAX_SEED, Games, make_games
from agents.learning.agent import Agent, freeze, initial_policy, thaw
from agents.learning.config import SHAPES, TrainConfig
from agents.learning.distributed import ALONE, Team
from agents.learning.episode_stats import Ledger
from agents.learning.rollout import Rollout, parts, play
from agents.learning.snapshot import Losses, Snapshot, TimeSplit
from agents.learning.stopwatch import Stopwatch
from agents.learning.update import learn
from agents.learning.weight_average import Average
from models.base.memory import keep_blocks

MakeGames = Callable[[TrainConfig, int, int, Mapping[str, NDArray[Any]] | None], Games]

__all__ = ["Agent", "Losses", "Snapshot", "TimeSplit", "train"]


def train(
    config: TrainConfig,
    resume: Agent | None = None,
    *,
    make_envs: MakeGames = make_games,
    team: Team = ALONE,
) -> Iterator[Snapshot]:
    """Learn until closed, or until the configured minutes or steps of this call are over.

    Emulation and learning overlap without a thread of our own: after every `send` the emulators' C++ threads
    are busy, and the network learns a slice of the rollout before. What it learns from is thus up to one
    rollout old, which PPO's probability ratio accounts for and the rungs below it overlook. All of it
    happens in a fixed order, so that two calls with one seed yield the same weights and losses (times
    differ). The network runs on one thread, `torch.set_num_threads(1)`, because the emulators want the other
    cores.

    A resumed run continues weights, optimiser, counters and curve; its games start anew, from a seed that
    follows from the config's seed and the step, and what was played but not yet learned from is lost.

    In a team every process plays `envs` games of its own, and all of them yield the same snapshots but for
    the time split: steps, scores and losses are those of all together, the time is the leader's.

    Args:
        config: Settings. When resuming, the network's sizes and the frames per step are the agent's.
        resume: An agent to go on with.
        make_envs: Builds `count` games from (config, count, seed, stored state); tests put toy games here.
        team: The processes that train together. All of them have to go on or stop after the same snapshot.

    Yields:
        A snapshot after every update, which is every `envs × rollout` steps of every process.

    Raises:
        FloatingPointError: If a loss or a weight is not finite. The snapshot before it holds the last good
            agent.
        ValueError: If the agent to resume was trained for another game.
    """
    if resume is not None:
        if resume.game != config.game:
            raise ValueError(f"the agent plays {resume.game}, not {config.game}")
        old = resume.config
        config = replace(config, **{name: getattr(old, name) for name in SHAPES})
    clock = Stopwatch()
    torch.set_num_threads(1)
    keep_blocks()
    sequence = np.random.SeedSequence(
        [config.seed, resume.step if resume else 0], spawn_key=(team.rank,) if team.rank else ()
    )
    *game_seeds, sampling_seed = (int(seed) % MAX_SEED for seed in sequence.generate_state(config.groups + 1))
    generator = torch.Generator().manual_seed(sampling_seed)

    groups: list[Games] = []
    try:
        games_state = resume.games_state() if resume else None
        if games_state is None and not team.leads:
            games_state = team.from_leader(games_state)  # which looks at the game for all of us
        for seed in game_seeds:
            groups.append(make_envs(config, config.envs // config.groups, seed, games_state))
            if games_state is None:
                games_state = team.from_leader(dict(groups[0].state()))
        rules = groups[0]
        agent = resume or Agent(config, rules.observation_shape, rules.actions, {})
        agent = replace(agent, config=config)
        policy = initial_policy(agent)
        optimizer = torch.optim.Adam(
            policy.parameters(), config.learning_rate, eps=config.adam_epsilon, fused=True
        )
        if resume is not None:
            thaw(resume, policy, optimizer)
        playing = Average(policy if resume is None else resume.build_policy())
        pupil = team.wrap(policy)
        played, studied = (Rollout(config, rules.observation_shape, rules.actions) for _ in range(2))
        for games, part in zip(groups, parts(config), strict=True):
            played.observations[-1, part] = games.reset()
        ledger = Ledger(config.envs * team.size, agent)
        step, seconds = agent.step, agent.seconds + team.from_leader(clock.lap())
        first_step, first_seconds, done = step, seconds, 0.0
        recent: deque[tuple[int, float]] = deque([(step, seconds)], maxlen=11)
        lessons: Iterator[Tensor] | None = None
        while True:
            played, studied = studied, played
            played.observations[0] = studied.observations[-1]
            played.advice[0] = studied.advice[-1]
            statistics = play(played, groups, lessons, config, policy, generator, clock)
            ended = played.terminated | played.truncated
            ledger.enter(team.side_by_side(played.rewards), team.side_by_side(ended))
            step += config.envs * config.rollout * team.size
            if statistics:
                means = team.mean(torch.stack(statistics).mean(0)).tolist()
                foreseen = team.mean(torch.tensor(studied.explained_variance, dtype=torch.float64))
                losses = Losses(*means, *foreseen[None].tolist())
                if not all(map(math.isfinite, astuple(losses))):
                    raise FloatingPointError(f"training diverged at step {step}: {losses}")
                updates = step / (config.envs * config.rollout * team.size)
                playing.take_in(policy, config.average * updates)
                if not playing.finite():  # by its last step, and its losses do not show it yet
                    raise FloatingPointError(f"training diverged at step {step}: weights are not finite")
                tensors = freeze(policy, optimizer, games_state or {}, playing.weights)
                split = clock.split()
                seconds += team.from_leader(clock.lap())
                agent = ledger.agent(replace(agent, step=step, seconds=seconds, tensors=tensors))
                recent.append((step, seconds))
                yield Snapshot(
                    step=step,
                    frames=step * config.frame_skip,
                    seconds=seconds,
                    steps_per_s=(step - recent[0][0]) / (seconds - recent[0][1]),
                    episodes=agent.episodes,
                    return_mean=agent.return_mean,
                    point_balance=agent.point_balance,
                    curve=agent.curve,
                    losses=losses,
                    time_split=split,
                    agent=agent,
                )
                clock.lap()  # what the caller did meanwhile is not training time
                done = _done(config, step - first_step, seconds - first_seconds)
                if done >= 1:
                    return
            optimizer.param_groups[0]["lr"] = _step_size(config, step, done)
            lessons = learn(played, rules, config, pupil, optimizer, generator, _advice(config, step))
    finally:
        for games in groups:
            games.close()


def _step_size(config: TrainConfig, step: int, done: float) -> float:
    """Return Adam's step size: full at the beginning, and then as the settings say."""
    size = config.learning_rate * ((1 - done) if config.anneal else 1)
    return size * min(1.0, config.settle / step) if config.settle else size


def _advice(config: TrainConfig, step: int) -> float:
    """Return how much advice weighs: full at the beginning of a life, and less and less from then on."""
    return config.advice_coef * max(0.0, 1 - step / config.advice_steps) if config.advice_steps else 0.0


def _done(config: TrainConfig, steps: int, seconds: float) -> float:
    """Return how much of a run is over: 1 or more at its limit, 0 for ever without one."""
    return max(
        steps / config.max_steps if config.max_steps else 0.0,
        seconds / (config.minutes * 60) if config.minutes else 0.0,
    )

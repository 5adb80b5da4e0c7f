"""Learning to play by policy gradient, as a generator that reads from top to bottom.

The policy losses, REINFORCE, actor-critic and PPO, are in agents.learning.policy_losses; what they share is
here, in agents.learning.rollout (playing) and in agents.learning.update (learning).

What plays is a running mean of the weights that learn. A step of stochastic gradient descent overshoots now
and then, and for some updates the agent then loses again and again in one and the same place; in the mean
over many updates that cancels out (Polyak and Juditsky 1992). How many are good to take grows with the time
that learning has taken (Shamir and Zhang 2013, "polynomial-decay averaging").
"""

import math
from collections import deque
from collections.abc import Callable, Generator, Mapping
from contextlib import ExitStack
from dataclasses import astuple, replace
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from agents.emulators.envs import MAX_SEED, Games
from agents.learning import sparse_loops
from agents.learning.agent import Agent, freeze, initial_policy, thaw
from agents.learning.config import SHAPES, TrainConfig
from agents.learning.rollout import Rollout, make_games, parts, play
from agents.learning.snapshot import EpisodeStats, Losses, Snapshot, Stopwatch, TimeSplit
from agents.learning.update import learn
from models.base.distributed import ALONE, Team
from models.base.memory import keep_blocks
from models.base.running_mean import follow
from models.base.threads import single_thread

MakeGames = Callable[[TrainConfig, int, int, Mapping[str, NDArray[Any]] | None], Games]

__all__ = ["Agent", "Losses", "Snapshot", "TimeSplit", "train"]


def train(
    config: TrainConfig,
    resume: Agent | None = None,
    *,
    make_envs: MakeGames = make_games,
    team: Team = ALONE,
) -> Generator[Snapshot, None, None]:
    """Learn until closed, or until the configured minutes or steps of this call are over.

    Emulation and learning overlap without a thread of our own: after every `send` the emulators' C++ threads
    are busy, and the network learns a slice of the rollout before. What it learns from is thus up to one
    rollout old, which PPO's probability ratio accounts for and the other losses overlook. All of it happens
    in a fixed order, so that two calls with one seed yield the same weights and losses (times differ). The
    network runs on one thread, because the emulators want the other cores.

    A resumed run continues weights, optimiser, counters and curve; its games start over, from a seed that
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
        FloatingPointError: If a loss or a weight is not finite; the snapshot before holds the last good
            agent.
        ValueError: If the agent to resume was trained for another game.
    """
    if resume is not None:
        if resume.game != config.game:
            raise ValueError(f"the agent plays {resume.game}, not {config.game}")
        config = replace(config, **{name: getattr(resume.config, name) for name in SHAPES})
    clock = Stopwatch()
    keep_blocks()
    sparse_loops.compiled.load()
    *game_seeds, sampling_seed = _seeds(config, resume.step if resume else 0, team)
    generator = torch.Generator().manual_seed(sampling_seed)
    with ExitStack() as stack:
        stack.enter_context(single_thread())
        groups, games_state = _open_games(config, game_seeds, resume, make_envs, team, stack)
        rules, shape = groups[0].spec, groups[0].observation_shape
        agent = resume or Agent(config, shape, len(rules.actions))
        agent = replace(agent, config=config)
        policy = initial_policy(agent)
        optimizer = torch.optim.Adam(
            policy.parameters(), config.learning_rate, eps=config.adam_epsilon, fused=True
        )
        if resume is not None:
            thaw(resume, policy, optimizer)
        plays = (policy if resume is None else resume.build_policy()).state_dict()
        average = {name: tensor.clone() for name, tensor in plays.items()}
        learner = team.wrap(policy)
        played, studied = (Rollout(config, shape, len(rules.actions)) for _ in range(2))
        for games, part in zip(groups, parts(config), strict=True):
            played.observations[-1, part] = games.reset()
        stats = EpisodeStats(config.envs * team.size, agent)
        stride = config.envs * config.rollout * team.size
        step, seconds = agent.step, agent.seconds + team.from_leader(clock.lap())
        first_step, first_seconds, done = step, seconds, 0.0
        recent: deque[tuple[int, float]] = deque([(step, seconds)], maxlen=11)
        updates = None
        while True:
            # Play a rollout, and learn from the one before on the way.
            played, studied = studied, played
            played.begin_after(studied)
            statistics = play(played, groups, updates, config, policy, generator, clock)
            ended = played.terminated | played.truncated
            stats.add(team.side_by_side(played.rewards), team.side_by_side(ended))
            step += stride
            if statistics:
                losses = _losses(statistics, studied, team)
                follow(average, policy, 1 / max(1.0, config.average * step / stride))
                # The weights may have diverged in their last step, which the losses do not show yet.
                finite = all(bool(tensor.isfinite().all()) for tensor in average.values())
                if not finite or not all(map(math.isfinite, astuple(losses))):
                    raise FloatingPointError(f"training diverged at step {step}: {losses}")
                tensors = freeze(policy, optimizer, games_state, average)
                split = clock.split()
                seconds += team.from_leader(clock.lap())
                agent = stats.agent(replace(agent, step=step, seconds=seconds, tensors=tensors))
                recent.append((step, seconds))
                speed = (step - recent[0][0]) / (seconds - recent[0][1])
                yield Snapshot(agent, speed, losses, split)
                clock.lap()  # what the caller did meanwhile is not training time
                done = _done(config, step - first_step, seconds - first_seconds)
                if done >= 1:
                    return
            optimizer.param_groups[0]["lr"] = _step_size(config, step, done)
            updates = learn(played, rules, config, learner, optimizer, generator, _advice(config, step))


def _seeds(config: TrainConfig, step: int, team: Team) -> list[int]:
    """Return a seed for each group of games and one for the sampling of actions; each process has its own."""
    spawn_key = (team.rank,) if team.rank else ()
    sequence = np.random.SeedSequence([config.seed, step], spawn_key=spawn_key)
    return [int(seed) % MAX_SEED for seed in sequence.generate_state(config.groups + 1)]


def _open_games(
    config: TrainConfig,
    seeds: list[int],
    resume: Agent | None,
    make_envs: MakeGames,
    team: Team,
    stack: ExitStack,
) -> tuple[list[Games], Mapping[str, NDArray[Any]]]:
    """Build a group of games for each seed, which the stack will close.

    With them comes what has to be stored with the weights: the agent's, or what the leader's first group
    found.
    """
    state: Mapping[str, NDArray[Any]] | None = resume.games_state() if resume else None
    if state is None and not team.leads:
        state = team.from_leader(state)
    groups: list[Games] = []
    for seed in seeds:
        groups.append(make_envs(config, config.envs // config.groups, seed, state))
        stack.callback(groups[-1].close)
        if state is None:
            state = team.from_leader(dict(groups[0].state()))
    return groups, state or {}


def _losses(statistics: list[Tensor], studied: Rollout, team: Team) -> Losses:
    """Return the means over all minibatches of all processes."""
    means = team.mean(torch.stack(statistics).mean(0)).tolist()
    foreseen = team.mean(torch.tensor(studied.explained_variance, dtype=torch.float64))
    figures: list[float] = [*means, foreseen.item()]
    return Losses(*figures)


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

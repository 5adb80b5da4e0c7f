"""Proximal policy optimisation (Schulman et al. 2017), as a generator that reads from top to bottom.

`python -m agents.train --game pong --minutes 5 --seed 1 --out runs/pong --json` trains from the command line.
"""

from __future__ import annotations

import math
import sys
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import astuple, dataclass, replace
from time import perf_counter
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from agents.agent import RECENT_GAMES, RECENT_POINTS, Agent, Curve, freeze, initial_policy, thaw, thin
from agents.config import TrainConfig
from agents.envs import FRAME_SKIP, MAX_SEED, Games, Transition, make_games
from agents.policy import Policy
from agents.returns import advantages, explained_variance

MakeGames = Callable[[TrainConfig, int, int, Mapping[str, NDArray[Any]] | None], Games]

__all__ = ["Agent", "Losses", "Snapshot", "TimeSplit", "train"]


@dataclass(frozen=True)
class Losses:
    """Means over one update.

    Attributes:
        policy: Clipped surrogate loss.
        value: Half the squared error of the critic.
        entropy: Of the action probabilities, in nats.
        kl: Estimated divergence of the new policy from the one that played.
        clip_fraction: Share of steps whose ratio left the clip range, in [0, 1].
        explained_variance: Share of the returns' variance that the critic foresaw, at most 1.
    """

    policy: float
    value: float
    entropy: float
    kl: float
    clip_fraction: float
    explained_variance: float


@dataclass(frozen=True)
class TimeSplit:
    """Where the trainer's own thread spent the time since the last update, as fractions that add up to 1.

    The emulators run beside it: "environment" is the time spent waiting for them and pooling their pictures.
    """

    environment: float
    inference: float
    update: float
    other: float


@dataclass(frozen=True)
class Snapshot:
    """The learner after one update.

    Attributes:
        step: Agent steps since the start of the agent's life.
        frames: Emulated frames, four per step.
        seconds: Training time over all runs; pauses do not count.
        steps_per_s: Over the last ten updates or so.
        episodes: Finished games.
        return_mean: Mean return of the last 20 finished games; None until one has ended.
        point_balance: Mean sign of the last 100 rewards, in [-1, 1]; None until the first.
        curve: (step, seconds, return_mean) since the start of the agent's life, thinned to at most 513
            points.
        losses: Of this update.
        time_split: Of this update.
        agent: Everything to play or resume with.
    """

    step: int
    frames: int
    seconds: float
    steps_per_s: float
    episodes: int
    return_mean: float | None
    point_balance: float | None
    curve: Curve
    losses: Losses
    time_split: TimeSplit
    agent: Agent


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
        self.terminated = np.zeros((steps, games), np.bool_)
        self.truncated = np.zeros((steps, games), np.bool_)
        self.died = np.zeros((steps, games), np.bool_)
        self.valid = np.zeros((steps, games), np.bool_)
        self.explained_variance = 0.0

    def enter(self, step: int, games: slice, result: Transition) -> None:
        """Note what came of a step in some of the games."""
        self.observations[step + 1, games] = result.observation
        self.rewards[step, games] = result.reward
        self.terminated[step, games] = result.terminated
        self.truncated[step, games] = result.truncated
        self.died[step, games] = result.died
        self.valid[step, games] = result.valid


class Stopwatch:
    """Says where the time of a lap went: `with clock("update"): …`."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._shares = dict.fromkeys(("environment", "inference", "update"), 0.0)

    @contextmanager
    def __call__(self, share: str) -> Iterator[None]:
        """Book the time inside the block."""
        began = perf_counter()
        yield
        self._shares[share] += perf_counter() - began

    def split(self) -> TimeSplit:
        """Return the shares of this lap so far, as fractions."""
        total = perf_counter() - self._began
        shares = {name: spent / total for name, spent in self._shares.items()}
        return TimeSplit(**shares, other=1 - sum(shares.values()))

    def lap(self) -> float:
        """Begin a new lap; return how long the last one took, in seconds."""
        now = perf_counter()
        lap, self._began = now - self._began, now
        self._shares = dict.fromkeys(self._shares, 0.0)
        return lap


def train(
    config: TrainConfig, resume: Agent | None = None, *, make_envs: MakeGames = make_games
) -> Iterator[Snapshot]:
    """Learn until closed, or until the configured minutes or steps of this call are over.

    Emulation and learning overlap without a thread of our own: after every `send` the emulators' C++ threads
    are busy, and the network learns a slice of the rollout before. What it learns from is thus up to one
    rollout old, which the probability ratio accounts for. All of it happens in a fixed order, so that two
    calls with one seed yield the same weights and losses (times differ). The network runs on one thread,
    `torch.set_num_threads(1)`, because the emulators want the other cores.

    A resumed run continues weights, optimiser, counters and curve; its games start anew, from a seed that
    follows from the config's seed and the step, and what was played but not yet learned from is lost.

    Args:
        config: Settings. When resuming, network sizes are taken from the agent.
        resume: An agent to go on with.
        make_envs: Builds `count` games from (config, count, seed, stored state); tests put toy games here.

    Yields:
        A snapshot after every update, which is every `envs × rollout` steps.

    Raises:
        FloatingPointError: If a loss is not finite. The snapshot before it holds the last good agent.
        ValueError: If the agent to resume was trained for another game.
    """
    if resume is not None:
        if resume.game != config.game:
            raise ValueError(f"the agent plays {resume.game}, not {config.game}")
        old = resume.config
        config = replace(config, stack=old.stack, channels=old.channels, hidden=old.hidden)
    clock = Stopwatch()
    torch.set_num_threads(1)
    sequence = np.random.SeedSequence([config.seed, resume.step if resume else 0])
    *game_seeds, sampling_seed = (int(seed) % MAX_SEED for seed in sequence.generate_state(config.groups + 1))
    generator = torch.Generator().manual_seed(sampling_seed)

    groups: list[Games] = []
    try:
        games_state = resume.games_state() if resume else None
        for seed in game_seeds:
            groups.append(make_envs(config, config.envs // config.groups, seed, games_state))
            games_state = dict(groups[0].state())
        rules = groups[0]
        agent = resume or Agent(config, rules.observation_shape, rules.actions, {})
        agent = replace(agent, config=config)
        policy = initial_policy(agent)
        optimizer = torch.optim.Adam(
            policy.parameters(), config.learning_rate, eps=config.adam_epsilon, fused=True
        )
        if resume is not None:
            thaw(resume, policy, optimizer)
        played, studied = (Rollout(config, rules.observation_shape, rules.actions) for _ in range(2))
        for games, part in zip(groups, _parts(config), strict=True):
            played.observations[-1, part] = games.reset()
        ledger = Ledger(config.envs, agent)
        step, seconds = agent.step, agent.seconds + clock.lap()
        first_step, first_seconds = step, seconds
        recent: deque[tuple[int, float]] = deque([(step, seconds)], maxlen=11)
        lessons: Iterator[Tensor] | None = None
        while True:
            played, studied = studied, played
            played.observations[0] = studied.observations[-1]
            statistics = play(played, groups, lessons, config, policy, generator, clock)
            ledger.enter(played)
            step += config.envs * config.rollout
            if statistics:
                means = torch.stack(statistics).mean(0).tolist()
                losses = Losses(*means, explained_variance=studied.explained_variance)  # type: ignore[misc]
                if not all(map(math.isfinite, astuple(losses))):
                    raise FloatingPointError(f"training diverged at step {step}: {losses}")
                tensors = freeze(policy, optimizer, games_state or {})
                split = clock.split()
                seconds += clock.lap()
                agent = ledger.agent(replace(agent, step=step, seconds=seconds, tensors=tensors))
                recent.append((step, seconds))
                yield Snapshot(
                    step=step,
                    frames=step * FRAME_SKIP,
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
                if 0 < config.max_steps <= step - first_step:
                    return
                if 0 < config.minutes * 60 <= seconds - first_seconds:
                    return
            lessons = learn(played, rules, config, policy, optimizer, generator)
    finally:
        for games in groups:
            games.close()


def _parts(config: TrainConfig) -> list[slice]:
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
    parts = _parts(config)
    turns = config.rollout * len(groups)
    turn = 0
    statistics: list[Tensor] = []
    for step in range(config.rollout):
        for games, part in zip(groups, parts, strict=True):
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
                due = turn * config.epochs * config.minibatches // turns
                while lessons is not None and len(statistics) < due:
                    statistics.append(next(lessons))
    for games, part in zip(groups, parts, strict=True):
        with clock("environment"):
            rollout.enter(config.rollout - 1, part, games.recv())
    with clock("inference"), torch.inference_mode():
        rollout.values[-1] = policy(seen[-1])[1]
    return statistics


def learn(
    rollout: Rollout,
    rules: Games,
    config: TrainConfig,
    policy: Policy,
    optimizer: torch.optim.Adam,
    generator: torch.Generator,
) -> Iterator[Tensor]:
    """Improve policy and critic on one rollout, one minibatch per `next`.

    Yields:
        Each minibatch's policy loss, value loss, entropy, divergence and clip fraction, float32 (5,).
    """
    # What the learner maximises are points of equal size (Mnih et al. 2015), so that one setting serves
    # every game.
    rewards = np.sign(rollout.rewards)
    terminated = rollout.terminated | (rules.points_end_episodes & (rewards != 0))
    terminated |= rules.lives_end_episodes & rollout.died
    values = rollout.values.numpy()
    gains = advantages(rewards, values, terminated, terminated | rollout.truncated, config.gamma, config.lam)
    returns = gains + values[:-1]
    rollout.explained_variance = explained_variance(values[:-1][rollout.valid], returns[rollout.valid])

    observations = torch.from_numpy(rollout.observations[:-1]).flatten(0, 1)
    actions = rollout.actions.flatten()
    old_log_probs = _log_probs(rollout.logits.flatten(0, 1), actions)
    flat_gains, flat_returns = (torch.from_numpy(array).flatten() for array in (gains, returns))
    usable = torch.from_numpy(rollout.valid).flatten().nonzero().squeeze(1)
    for _ in range(config.epochs):
        shuffled = usable[torch.randperm(len(usable), generator=generator)]
        for batch in shuffled.tensor_split(config.minibatches):
            with torch.autocast("cpu", torch.bfloat16, enabled=config.bfloat16):
                logits, predicted = policy(observations[batch])
            log_all = torch.log_softmax(logits, dim=1)
            log_ratio = log_all.gather(1, actions[batch, None]).squeeze(1) - old_log_probs[batch]
            ratio = log_ratio.exp()
            gain = flat_gains[batch]
            gain = (gain - gain.mean()) / gain.std(correction=0).clamp(min=config.advantage_floor)
            # Equation 7: of the plain and the clipped gain the smaller counts, so that no step is rewarded
            # for moving further than `clip` from the policy that played.
            clipped = ratio.clamp(1 - config.clip, 1 + config.clip)
            policy_loss = -torch.minimum(ratio * gain, clipped * gain).mean()
            value_loss = 0.5 * (predicted - flat_returns[batch]).square().mean()
            entropy = -(log_all.exp() * log_all).sum(1).mean()
            loss = policy_loss + config.value_coef * value_loss - config.entropy_coef * entropy

            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(policy.parameters(), config.max_grad_norm)
            optimizer.step()
            with torch.no_grad():
                divergence = (ratio - 1 - log_ratio).mean()
                outside = ((ratio - 1).abs() > config.clip).float().mean()
                statistics = torch.stack([policy_loss, value_loss, entropy, divergence, outside])
            yield statistics


def _log_probs(logits: Tensor, actions: Tensor) -> Tensor:
    return torch.log_softmax(logits, dim=1).gather(1, actions[:, None]).squeeze(1)


class Ledger:
    """Scores: running returns of the games, and the last of those that ended."""

    def __init__(self, games: int, agent: Agent) -> None:
        self._running = np.zeros(games)
        self._returns = deque(agent.recent_returns, maxlen=RECENT_GAMES)
        self._points = deque(agent.recent_points, maxlen=RECENT_POINTS)
        self._episodes = agent.episodes

    def enter(self, rollout: Rollout) -> None:
        """Book a rollout's rewards and finished games."""
        ended = rollout.terminated | rollout.truncated
        for step in np.flatnonzero((rollout.rewards != 0).any(1) | ended.any(1)):
            rewards = rollout.rewards[step]
            self._running += rewards
            self._points.extend(np.sign(rewards[rewards != 0]).tolist())
            over = ended[step]
            self._returns.extend(self._running[over].tolist())
            self._episodes += int(over.sum())
            self._running[over] = 0

    def agent(self, agent: Agent) -> Agent:
        """Put the books into an agent."""
        agent = replace(
            agent,
            episodes=self._episodes,
            recent_returns=tuple(self._returns),
            recent_points=tuple(self._points),
        )
        if agent.return_mean is None:
            return agent
        return replace(agent, curve=thin((*agent.curve, (agent.step, agent.seconds, agent.return_mean))))


if __name__ == "__main__":
    from agents.command import main

    sys.exit(main())

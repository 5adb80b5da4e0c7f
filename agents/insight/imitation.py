"""Supervised learning beside learning from reward: a network that imitates a human, and how the two compare.

The imitator is the same network from the same initial weights as the agent that learns from reward. Its
examples are what the human did in front of which picture (behavioural cloning, Pomerleau 1989); the loss is
the cross-entropy between its probabilities and the human's actions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from agents.insight.demonstrations import PAIRS_PER_SECOND, Pairs
from agents.learning.agent import Agent, initial_policy
from agents.learning.config import EvaluateConfig
from agents.learning.evaluation import evaluate
from agents.learning.policy import Policy
from agents.learning.trainer_process import AgentProcess
from models.base.threads import single_thread

LEAST_PAIRS = 40 * PAIRS_PER_SECOND
"""So many examples are wanted before imitation may begin: 40 seconds of play."""
BLOCK = 10 * PAIRS_PER_SECOND
"""Examples are split by time, in blocks of ten seconds: neighbouring pictures say nearly the same."""
HELD_OUT = 0.2
"""The last fifth of every block is for testing only."""


@dataclass(frozen=True)
class ImitationConfig:
    """Settings of the imitator."""

    seed: int = 1
    """Of the order of the examples, and of the games in which the two are compared."""
    epochs: int = 30
    """Passes over the examples."""
    batch: int = 32
    """Examples per step."""
    learning_rate: float = 1e-3
    """Adam's step size."""
    games: int = 5
    """Games that each of the two plays."""


@dataclass(frozen=True)
class Lesson:
    """The imitator after a pass over the examples, or after a game of the comparison."""

    epoch: int
    """Passes so far, of `epochs`."""
    epochs: int
    loss: float
    """Mean cross-entropy over the last pass, in nats."""
    accuracy: tuple[float, ...]
    """The share of held-out examples whose action it thinks most probable, after every pass."""
    usual: float
    """The share of held-out examples with the human's most frequent action: what an imitator gets without
    looking."""
    imitation: tuple[float, ...]
    """Results of the imitator's games so far, of `games`."""
    reward: tuple[float, ...]
    """Results, from the same seeds, of the agent that learned from reward."""
    games: int
    agent: Agent
    """The imitator after the pass with the smallest held-out loss."""


def split(pairs: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Say which examples are learned from and which are held out: the last fifth of every ten seconds.

    Returns:
        Indices int64 of the first kind and of the second.
    """
    index = np.arange(pairs)
    length = np.minimum(BLOCK, pairs - index // BLOCK * BLOCK)
    held_out = index % BLOCK >= np.round(length * (1 - HELD_OUT))
    return index[~held_out], index[held_out]


def imitate(pairs: Pairs, agent: Agent, config: ImitationConfig) -> Iterator[Lesson]:
    """Learn to do what a human did, then play games from the same seeds as the agent does.

    The same arguments give the same lessons: one after every pass over the examples, and after every game. Of
    the agent, which learned from reward, only its form, its background and its seed are used to imitate.

    Raises:
        ValueError: If there are too few examples.
        FloatingPointError: If a loss is not finite.
    """
    if len(pairs) < LEAST_PAIRS:
        raise ValueError(f"{len(pairs)} examples are too few, {LEAST_PAIRS} are needed")
    train, test = split(len(pairs))
    observations, actions = torch.from_numpy(pairs.observations), torch.from_numpy(pairs.actions)
    usual = int(np.bincount(pairs.actions[train]).argmax())
    share = float((pairs.actions[test] == usual).mean())
    lesson = Lesson(0, config.epochs, float("nan"), (), share, (), (), config.games, agent)
    generator = torch.Generator().manual_seed(config.seed)
    policy = initial_policy(agent)
    optimizer = torch.optim.Adam(policy.parameters(), config.learning_rate)
    best = float("inf")
    for epoch in range(1, config.epochs + 1):
        with single_thread():
            order = torch.from_numpy(train)[torch.randperm(len(train), generator=generator)]
            total = 0.0
            for batch in torch.split(order, config.batch):
                loss = functional.cross_entropy(policy(observations[batch])[0], actions[batch])
                optimizer.zero_grad(set_to_none=True)
                torch.autograd.backward(loss)
                optimizer.step()
                total += loss.item() * len(batch)
            held_out, accuracy = _test(policy, observations[test], actions[test])
        if not np.isfinite(held_out):
            raise FloatingPointError(f"imitation diverged in pass {epoch}")
        if held_out < best:
            best = held_out
            lesson = replace(lesson, agent=_with_weights(agent, policy))
        lesson = replace(lesson, epoch=epoch, loss=total / len(train), accuracy=(*lesson.accuracy, accuracy))
        yield lesson
    for number in range(config.games):
        result = _game(lesson.agent, config.seed + number)
        lesson = replace(lesson, imitation=(*lesson.imitation, result))
        yield lesson
        result = _game(agent, config.seed + number)
        lesson = replace(lesson, reward=(*lesson.reward, result))
        yield lesson


def _test(policy: Policy, observations: torch.Tensor, actions: torch.Tensor) -> tuple[float, float]:
    """Cross-entropy in nats, and accuracy in [0, 1]."""
    with torch.inference_mode():
        logits = torch.cat([policy(part)[0] for part in torch.split(observations, 256)])
        loss = functional.cross_entropy(logits, actions)
        return loss.item(), (logits.argmax(1) == actions).float().mean().item()


def _with_weights(agent: Agent, policy: Policy) -> Agent:
    """The agent's form and background with other weights, and without a past."""
    eyes = {name: tensor for name, tensor in agent.tensors.items() if name.startswith("games.")}
    weights = {f"policy.{name}": tensor.detach().clone() for name, tensor in policy.state_dict().items()}
    tensors = MappingProxyType({**eyes, **weights})
    return replace(
        agent, tensors=tensors, step=0, seconds=0.0, episodes=0, curve=(), recent_returns=(), recent_points=()
    )


def _game(agent: Agent, seed: int) -> float:
    """The result of one game on a fresh console."""
    config = EvaluateConfig(Path(), game=agent.game, episodes=1, seed=seed, envs=1, threads=1)
    return evaluate(agent, config).mean


class Imitator(AgentProcess):
    """A process that imitates, so that the window does not wait for it."""

    def imitate(self, pairs: Pairs, agent: Agent, config: ImitationConfig) -> Iterator[Lesson]:
        """Do what `agents.insight.imitation.imitate` does, over there; RuntimeError: it failed.

        The process ends with the lesson: hardly anybody gives another one.
        """
        try:
            yield from self.iterate("agents.insight.imitation:imitate", pairs, agent, config)
        finally:
            self.end_idle()

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
import torch

from agents.learning.agent import Agent, initial_policy
from agents.learning.config import Method, TrainConfig
from agents.learning.rollout import Rollout
from agents.learning.update import learn
from tests.agents.learning.lamps import TOY, LampGames

METHODS = get_args(Method)


def random_rollout(config: TrainConfig) -> Rollout:
    rng = np.random.default_rng(1)
    rollout = Rollout(config, (1, 20, 20), 3)
    rollout.observations[:] = rng.integers(0, 256, rollout.observations.shape, dtype=np.uint8)
    rollout.rewards[:] = rng.choice([-1, 0, 1], rollout.rewards.shape)
    rollout.valid[:] = True
    return rollout


def learned(rollout: Rollout, config: TrainConfig) -> dict[str, torch.Tensor]:
    """The weights after one update."""
    policy = initial_policy(Agent(config, (1, 20, 20), 3))
    optimizer = torch.optim.Adam(policy.parameters(), 1e-3)
    generator = torch.Generator().manual_seed(0)
    lessons = list(learn(rollout, LampGames.spec, config, policy, optimizer, generator))
    assert len(lessons) == {"reinforce": 1, "a2c": 4, "ppo": 12}[config.method]
    return {name: parameter.detach() for name, parameter in policy.named_parameters()}


@pytest.mark.parametrize("method", METHODS)
def test_what_happens_in_a_restart_does_not_matter(method: Method) -> None:
    config = replace(TOY, method=method)

    def weights(garbage: float) -> dict[str, torch.Tensor]:
        rollout = random_rollout(config)
        rollout.terminated[4, 2] = True
        rollout.valid[5, 2] = False
        rollout.rewards[5, 2] = garbage
        rollout.logits[5, 2, 0] = garbage
        return learned(rollout, config)

    first, second = weights(0.0), weights(1.0)
    assert all(torch.equal(weight, second[name]) for name, weight in first.items())


@pytest.mark.parametrize(("method", "asks"), [("reinforce", False), ("a2c", True), ("ppo", True)])
def test_only_reinforce_does_without_a_critic(method: Method, asks: bool) -> None:
    config = replace(TOY, method=method)
    silent, opinionated = random_rollout(config), random_rollout(config)
    opinionated.values[:] = torch.linspace(-3, 3, opinionated.values.numel()).view_as(opinionated.values)
    first, second = learned(silent, config), learned(opinionated, config)
    assert any(not torch.equal(weight, second[name]) for name, weight in first.items()) == asks

    untaught = dict(initial_policy(Agent(config, (1, 20, 20), 3)).named_parameters())
    assert torch.equal(first["critic.weight"], untaught["critic.weight"]) != asks
    assert not torch.equal(first["actor.weight"], untaught["actor.weight"])

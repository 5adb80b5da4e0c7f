from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

import torch
from torch import Tensor

from agents.learning.agent import Agent
from agents.learning.train import train
from tests.agents.learning.test_train import TOY, make_lamps


def part(agent: Agent, kind: str) -> Mapping[str, Tensor]:
    return {name[len(kind) + 1 :]: t for name, t in agent.tensors.items() if name.startswith(f"{kind}.")}


def learn(updates: int, resume: Agent | None = None, *, average: float = 0.5) -> Agent:
    learner = train(replace(TOY, average=average), resume, make_envs=make_lamps)
    *_, last = islice(learner, updates)
    learner.close()  # type: ignore[attr-defined]
    return last.agent


def equal(a: Mapping[str, Tensor], b: Mapping[str, Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(t, b[name]) for name, t in a.items())


def test_an_agent_plays_with_the_mean_and_learns_with_the_newest() -> None:
    averaged, plain = learn(8), learn(8, average=0)
    assert equal(part(averaged, "optimizer.weights"), part(plain, "policy"))
    assert not equal(part(averaged, "policy"), part(plain, "policy"))
    assert equal(part(plain, "optimizer.weights"), part(plain, "policy"))


def test_learning_goes_on_from_the_weights_that_learn() -> None:
    before = learn(8)
    still = replace(TOY, average=0.5, learning_rate=1e-30)
    resumed = next(iter(train(still, before, make_envs=make_lamps))).agent
    mean, newest = part(before, "policy"), part(before, "optimizer.weights")
    assert equal(part(resumed, "optimizer.weights"), newest)
    assert not equal(part(resumed, "policy"), newest)
    for name, tensor in part(resumed, "policy").items():
        low, high = torch.minimum(mean[name], newest[name]), torch.maximum(mean[name], newest[name])
        assert bool(((tensor >= low - 1e-6) & (tensor <= high + 1e-6)).all())


def test_learning_goes_on_from_an_agent_that_knows_of_no_mean() -> None:
    before = learn(8)
    old = {name: t for name, t in before.tensors.items() if not name.startswith("optimizer.weights.")}
    still = replace(TOY, average=0.5, learning_rate=1e-30)
    resumed = next(iter(train(still, replace(before, tensors=old), make_envs=make_lamps))).agent
    assert equal(part(resumed, "optimizer.weights"), part(before, "policy"))

from __future__ import annotations

from dataclasses import replace

import pytest
import torch
from torch import Tensor

from agents.learning.config import TrainConfig
from agents.learning.policy_losses import POLICY_LOSSES, Steps, a2c, ppo, reinforce, standardised

CONFIG = TrainConfig()


def steps(weights: list[float], ratio: float = 1.0) -> Steps:
    """Steps in which every action had a probability of 0.3, and now has `ratio` times that."""
    old = torch.full((len(weights),), 0.3).log()
    now = (old + torch.tensor(ratio).log()).requires_grad_()
    return Steps(now, old, returns=torch.tensor(weights), advantages=torch.tensor(weights))


def gradient(loss: Tensor, of: Steps) -> Tensor:
    (result,) = torch.autograd.grad(loss, of.log_probs)
    return result


@pytest.mark.parametrize("method", POLICY_LOSSES)
def test_what_turned_out_well_becomes_more_probable(method) -> None:
    batch = steps([2.0, -1.0, -1.0])
    push = -gradient(POLICY_LOSSES[method](batch, CONFIG), batch)
    assert push[0] > 0
    assert (push[1:] < 0).all()


@pytest.mark.parametrize("method", POLICY_LOSSES)
def test_the_gradient_is_that_of_the_network_by_hand(method) -> None:
    # ∂ log softmax(z)_a / ∂z = onehot(a) − p, and each step counts with its weight.
    logits = torch.randn(4, 3, generator=torch.Generator().manual_seed(0), requires_grad=True)
    actions, weights = torch.tensor([0, 2, 1, 1]), torch.tensor([1.0, -0.5, 0.25, 2.0])
    taken = torch.log_softmax(logits, dim=1)[torch.arange(4), actions]
    loss = POLICY_LOSSES[method](Steps(taken, taken.detach(), weights, weights), CONFIG)
    (result,) = torch.autograd.grad(loss, logits)
    probabilities = torch.softmax(logits.detach(), dim=1)
    standard = (weights - weights.mean()) / weights.std(correction=0)
    by_hand = -(torch.eye(3)[actions] - probabilities) * standard[:, None] / 4
    torch.testing.assert_close(result, by_hand)


def test_reinforce_knows_returns_only_and_the_others_advantages_only() -> None:
    batch = steps([2.0, -1.0, -1.0])
    other = torch.tensor([-5.0, 3.0, 0.0])
    without_critic, without_returns = replace(batch, advantages=other), replace(batch, returns=other)
    assert torch.equal(reinforce(without_critic, CONFIG), reinforce(batch, CONFIG))
    assert not torch.equal(reinforce(without_returns, CONFIG), reinforce(batch, CONFIG))
    for rung in (a2c, ppo):
        assert torch.equal(rung(without_returns, CONFIG), rung(batch, CONFIG))
        assert not torch.equal(rung(without_critic, CONFIG), rung(batch, CONFIG))


def test_ppo_stops_where_the_ratio_leaves_the_clip_range_and_always_lets_it_back() -> None:
    more = steps([1.0, -1.0], ratio=1.5)
    pushed = -gradient(ppo(more, CONFIG), more)
    assert pushed[0] == 0
    assert pushed[1] < 0
    less = steps([1.0, -1.0], ratio=0.5)
    pushed = -gradient(ppo(less, CONFIG), less)
    assert pushed[0] > 0
    assert pushed[1] == 0


def test_a2c_does_not_notice_that_the_network_has_moved_on() -> None:
    same, moved = steps([1.0, -1.0]), steps([1.0, -1.0], ratio=1.5)
    assert torch.equal(gradient(a2c(same, CONFIG), same), gradient(a2c(moved, CONFIG), moved))


def test_weights_are_standardised_but_noise_is_not_blown_up() -> None:
    weights = standardised(torch.tensor([1.0, 2.0, 3.0, 6.0]), CONFIG)
    assert weights.mean() == pytest.approx(0, abs=1e-6)
    assert weights.std(correction=0) == pytest.approx(1)
    small = standardised(torch.tensor([1.00, 1.01]), replace(CONFIG, advantage_floor=0.5))
    torch.testing.assert_close(small, torch.tensor([-0.01, 0.01]), atol=1e-6, rtol=0)
    assert (standardised(torch.ones(3), CONFIG) == 0).all()


def test_only_ppo_makes_several_passes_and_reinforce_a_single_step() -> None:
    configs = {method: replace(CONFIG, method=method, epochs=5, minibatches=7) for method in POLICY_LOSSES}
    assert {method: (config.passes, config.batches) for method, config in configs.items()} == {
        "reinforce": (1, 1),
        "a2c": (1, 7),
        "ppo": (5, 7),
    }

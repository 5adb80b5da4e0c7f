from __future__ import annotations

import numpy as np
import pytest
import torch
from scipy.ndimage import gaussian_filter, zoom

from agents.emulators.games import GAMES
from agents.insight.saliency import (
    BLUR,
    PATCH,
    Target,
    first_filters,
    gradient_saliency,
    perturbation_saliency,
)
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from agents.learning.policy import Policy

PONG = GAMES["pong"]
CONFIG = TrainConfig(channels=(4, 8), hidden=16)
GAMMA = 0.9
TARGETS: tuple[Target, ...] = ("action", "value")


@pytest.fixture
def policy() -> Policy:
    made = Policy((2, 24, 28), 3, (4, 8), 16)
    made.initialise(torch.Generator().manual_seed(1))
    torch.nn.init.normal_(made.actor.weight, std=0.5, generator=torch.Generator().manual_seed(2))
    for layer in (made.convolution1, made.convolution2):  # or an empty court would lie on the ReLU's kink
        torch.nn.init.normal_(layer.bias, std=0.1, generator=torch.Generator().manual_seed(3))
    return made


@pytest.fixture
def observation() -> np.ndarray:
    """Some bright things on an empty court."""
    picture = np.zeros((2, 24, 28), np.uint8)
    picture[:, 4:9, 24:26] = 110
    picture[0, 12, 10] = picture[1, 13, 11] = 160
    return picture


def judged(policy: Policy, picture: np.ndarray, target: Target, action: int | None = None) -> np.ndarray:
    """What a float picture makes the network say: the value, the logits or log π of an action."""
    with torch.inference_mode():
        logits, value = policy(torch.tensor(picture, dtype=torch.float32)[None])
    if target == "value":
        return value.numpy().astype(float)
    return (logits if action is None else torch.log_softmax(logits, 1)[:, action])[0].numpy().astype(float)


# ---------------------------------------------------------------------- saliency


@pytest.mark.parametrize("target", TARGETS)
def test_own_actions_are_no_part_of_the_picture(observation: np.ndarray, target: Target) -> None:
    """A network that looks at nothing but the plane of its own actions looks at no pixel."""
    made = Policy((3, 24, 28), 3, (4, 8), 16, recalls=True)
    made.initialise(torch.Generator().manual_seed(1))
    seen = np.concatenate([np.full((1, 24, 28), 255, np.uint8), observation])
    assert gradient_saliency(made, seen, action=1, target=target).peak > 0
    with torch.no_grad():
        made.convolution1.weight[:, 1:] = 0
    assert gradient_saliency(made, seen, action=1, target=target).peak == 0
    assert list(perturbation_saliency(made, seen, target))[-1].peak == pytest.approx(0, abs=1e-12)


@pytest.mark.parametrize("target", TARGETS)
def test_the_gradient_is_the_slope_that_small_changes_find(
    policy: Policy, observation: np.ndarray, target: Target
) -> None:
    reading = gradient_saliency(policy, observation, action=1, target=target)
    assert reading.heat.shape == (24, 28)
    assert reading.heat.max() == 1
    assert reading.heat.min() >= 0
    row, column = np.unravel_index(reading.heat.argmax(), reading.heat.shape)
    for y, x in ((row, column), (6, 24), (12, 10), (13, 11), (20, 3)):
        found = 0.0
        for plane in range(2):
            change = np.zeros(observation.shape)
            change[plane, y, x] = 0.5
            up, down = (judged(policy, observation + s * change, target, 1) for s in (1, -1))
            found += abs(float(np.sum(up - down)))
        assert reading.heat[y, x] * reading.peak == pytest.approx(found, rel=0.05, abs=2e-6)
    assert all(parameter.grad is None for parameter in policy.parameters())


def test_the_filters_answers_are_those_of_the_first_layer(policy: Policy, observation: np.ndarray) -> None:
    reading = gradient_saliency(policy, observation, action=0)
    with torch.inference_mode():
        answers = torch.relu(policy.convolution1(torch.tensor(observation)[None].float() / 255))[0]
    np.testing.assert_allclose(reading.responses, answers.amax((1, 2)).numpy(), rtol=1e-5)


@pytest.mark.parametrize("target", TARGETS)
def test_perturbation_is_the_papers_formula(policy: Policy, observation: np.ndarray, target: Target) -> None:
    readings = list(perturbation_saliency(policy, observation, target, batch=32))
    assert [reading.done for reading in readings] == sorted(reading.done for reading in readings)
    assert len(readings) == -(-12 * 14 // 32)
    assert readings[-1].done == 1
    blurred = np.stack([gaussian_filter(plane.astype(float), BLUR, mode="constant") for plane in observation])
    plain = judged(policy, observation.astype(float), target)
    y, x = np.mgrid[:24, :28]
    scores = np.zeros((12, 14))
    for row in range(12):
        for column in range(14):
            far = (y - 2 * row - 0.5) ** 2 + (x - 2 * column - 0.5) ** 2
            mask = np.exp(-far / (2 * PATCH**2))
            moved = judged(policy, observation * (1 - mask) + blurred * mask, target)
            scores[row, column] = 0.5 * ((moved - plain) ** 2).sum()
    whole = readings[-1].heat * readings[-1].peak
    large = zoom(scores, 2, order=1, mode="nearest", grid_mode=True)
    np.testing.assert_allclose(whole, large, rtol=1e-2, atol=1e-3 * scores.max())


def test_only_what_the_network_uses_is_salient(policy: Policy, observation: np.ndarray) -> None:
    with torch.no_grad():
        policy.convolution1.weight[:, 0] = 0  # the older picture says nothing to it
    observation[1] = 0
    *_, reading = perturbation_saliency(policy, observation)
    assert reading.peak == pytest.approx(0, abs=1e-9)
    assert not reading.heat.any() or reading.peak < 1e-9


def test_first_filters_are_the_weights_and_no_alias() -> None:
    agent = untrained(CONFIG)
    filters = first_filters(agent)
    assert filters.shape == (4, 2, 8, 8)
    np.testing.assert_array_equal(filters, agent.build_policy().convolution1.weight.detach().numpy())
    filters[:] = 0
    assert agent.tensors["policy.convolution1.weight"].any()

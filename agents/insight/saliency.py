"""What a network looks at: saliency by gradient and by perturbation, and its first layer's filters."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from agents.emulators.observation import Frames
from agents.learning.agent import Agent
from agents.learning.policy import Policy
from models.base.threads import single_thread

Floats = NDArray[np.float32]
Target = Literal["action", "value"]
"""What saliency is about: the choice of the action, or the critic's value."""

# Greydanus et al. blur pictures of 80×80, whose pixels are half as wide as ours of 40×40.
STRIDE = 2
"""Distance of the patches, in pixels of the input."""
PATCH = 2.5
"""Standard deviation of a patch's mask, in pixels of the input."""
BLUR = 1.5
"""Standard deviation of the blur inside a patch, in pixels of the input."""
BATCH = 50
"""Patches that the network judges at a time."""


@dataclass(frozen=True, eq=False)
class Reading:
    """What one look at one observation says about the network."""

    heat: Floats
    """float32 (rows, columns) in [0, 1], relative to the strongest pixel."""
    peak: float
    """That pixel's strength: the change per grey level (gradient), or the score (perturbation)."""
    responses: Floats
    """float32 (filters,), the strongest answer of each filter of the first layer; empty for a
    perturbation."""
    done: float = 1.0
    """The share of the work that is done, in [0, 1]; pixels not reached yet are 0."""


def first_filters(agent: Agent) -> Floats:
    """Return the weights of the first convolution, float32 (filters, planes, kernel, kernel), signed."""
    weights: Floats = agent.tensors["policy.convolution1.weight"].numpy().copy()
    return weights


def gradient_saliency(policy: Policy, observation: Frames, action: int, target: Target = "action") -> Reading:
    """Ask which pixels of an observation, uint8 (planes, rows, columns), matter at the margin.

    That is the absolute derivative of log π(action | observation), or of the value, added up over the
    pictures (Simonyan et al. 2014). The network's own gradients are left alone.
    """
    pixels = torch.from_numpy(observation)[None].float().requires_grad_()
    with single_thread(), torch.enable_grad():
        logits, value = policy(pixels.clone())  # a copy, because the network scales its input in place
        aim = torch.log_softmax(logits, dim=1)[0, action] if target == "action" else value[0]
        (slope,) = torch.autograd.grad(aim, pixels)
    with single_thread(), torch.inference_mode():
        answers = policy.convolution1(pixels / 255).relu().amax(dim=(2, 3))[0]
    return _reading(slope[0, policy.pictures].abs().sum(0), answers.numpy())


def perturbation_saliency(
    policy: Policy, observation: Frames, target: Target = "action", batch: int = BATCH
) -> Iterator[Reading]:
    """Ask which parts of the picture the network would miss (Greydanus et al. 2018, equations 1 to 3).

    Around every second pixel the input is mixed with a blurred copy of itself, and half the squared distance
    by which the logits (or the value) move is that place's score. The observation is uint8 (planes, rows,
    columns); after every batch of patches there is a reading, and the last one is whole.
    """
    planes = torch.from_numpy(observation).float()
    rows, columns = planes.shape[1:]
    blurred = planes.clone()  # own actions stay what they are
    blurred[policy.pictures] = _blur(planes[policy.pictures])
    masks = _masks(rows, columns)
    down, across = -(-rows // STRIDE), -(-columns // STRIDE)
    scores = torch.zeros(down * across)
    plain = _judge(policy, planes[None], target)
    for start in range(0, len(masks), batch):
        mask = masks[start : start + batch, None]
        moved = _judge(policy, planes * (1 - mask) + blurred * mask, target)
        scores[start : start + batch] = 0.5 * (moved - plain).square().sum(1)
        grid = scores.reshape(1, 1, down, across)
        heat = functional.interpolate(grid, scale_factor=STRIDE, mode="bilinear", align_corners=False)
        done = min(1.0, (start + batch) / len(masks))
        yield _reading(heat[0, 0, :rows, :columns], np.zeros(0, np.float32), done)


def _reading(heat: Tensor, responses: Floats, done: float = 1.0) -> Reading:
    peak = float(heat.max())
    scaled = (heat / peak if peak > 0 else heat).numpy()
    for array in (scaled, responses):
        array.setflags(write=False)
    return Reading(scaled, peak, responses, done)


def _judge(policy: Policy, pictures: Tensor, target: Target) -> Tensor:
    """Logits, or the value, of float pictures (batch, planes, rows, columns) that may be overwritten."""
    with single_thread(), torch.inference_mode():
        logits, value = policy(pictures.clone())
    judged: Tensor = logits if target == "action" else value[:, None]
    return judged


def _blur(planes: Tensor) -> Tensor:
    """Blur each plane by a Gaussian; beyond the edges there is nothing but background."""
    radius = round(4 * BLUR)
    bell = torch.exp(-0.5 * (torch.arange(-radius, radius + 1) / BLUR) ** 2)
    bell = (bell / bell.sum()).reshape(1, 1, 1, -1)
    with single_thread():
        across = functional.conv2d(planes[:, None], bell, padding=(0, radius))
        both: Tensor = functional.conv2d(across, bell.transpose(2, 3), padding=(radius, 0))
    return both[:, 0]


def _masks(rows: int, columns: int) -> Tensor:
    """Round patches in the middle of every 2×2 pixels, float32 (patches, rows, columns), 1 in the middle."""

    def bells(side: int) -> Tensor:
        middles = torch.arange(0, side, STRIDE) + (STRIDE - 1) / 2
        return torch.exp(-0.5 * ((torch.arange(side) - middles[:, None]) / PATCH) ** 2)

    masks = bells(rows)[:, None, :, None] * bells(columns)[None, :, None, :]
    return masks.reshape(-1, rows, columns)

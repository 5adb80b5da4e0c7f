"""What the trainings of the generators have in common: the gradient penalty, and where errors count more."""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor, nn


def face_weight(side: int, face: Iterable[tuple[tuple[int, int, int, int], float]]) -> Tensor:
    """Return weights (side, side) for the errors of pixels, 1 on average.

    Args:
        side: Of the pictures.
        face: Boxes (top, bottom, left, right) in 32nds of a side, and how much their pixels count.
    """
    weight = torch.ones(side, side)
    for (top, bottom, left, right), factor in face:
        weight[side * top // 32 : side * bottom // 32, side * left // 32 : side * right // 32] = factor
    return weight / weight.mean()


def gradient_penalty(discriminator: nn.Module, pictures: Tensor) -> Tensor:
    """Return the mean squared length of the score's gradient at pictures (N, 3, side, side).

    R1 at real pictures, R2 at generated ones (Mescheder et al., 2018, https://arxiv.org/abs/1801.04406).
    """
    pictures = pictures.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(discriminator(pictures).sum(), pictures, create_graph=True)
    return gradient.square().sum(dim=(1, 2, 3)).mean()

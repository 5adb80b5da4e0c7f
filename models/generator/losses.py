"""What the trainings of the generators have in common: the gradient penalty, and where errors count more."""

from __future__ import annotations

import torch
from torch import Tensor, nn

FACE = 4.0
"""How much more the middle of the picture counts, where a few pixels are eyes, nose and mouth."""


def face_weight(side: int) -> Tensor:
    """Return weights (side, side) for the errors of pixels, 1 on average: more in the middle."""
    weight = torch.ones(side, side)
    weight[side * 5 // 16 : side * 12 // 16, side // 4 : side * 3 // 4] = FACE
    return weight / weight.mean()


def gradient_penalty(discriminator: nn.Module, pictures: Tensor) -> Tensor:
    """Return the mean squared length of the score's gradient at pictures (N, 3, side, side).

    R1 at real pictures, R2 at generated ones (Mescheder et al., 2018, https://arxiv.org/abs/1801.04406).
    """
    pictures = pictures.detach().requires_grad_()
    (gradient,) = torch.autograd.grad(discriminator(pictures).sum(), pictures, create_graph=True)
    return gradient.square().sum(dim=(1, 2, 3)).mean()

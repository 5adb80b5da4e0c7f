"""The network that fills holes in photographs and drawings: it corrects the smoothest fill."""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn

from models.base.unet import UNet


def build() -> UNet:
    """Return the untrained photo network: (fill, mask) in, correction of the fill out."""
    return UNet(inputs=4, outputs=3)


def predict(network: nn.Module, fill: Tensor, mask: Tensor) -> Tensor:
    """Correct a fill.

    Args:
        network: What :func:`build` returns.
        fill: (N, 3, H, W) float32, -1..1, the harmonic fill.
        mask: (N, 1, H, W) float32, 1 where the picture is missing.

    Returns:
        (N, 3, H, W): the fill with its hole corrected; known pixels untouched.
    """
    correction = network(torch.cat((fill, 2 * mask - 1), dim=1)).float()
    return fill + mask * cast(Tensor, correction)

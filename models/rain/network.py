"""The network that takes rain off pictures: it predicts their correction."""

from __future__ import annotations

from typing import cast

from torch import Tensor, nn

from models.base.unet import UNet


def build() -> UNet:
    """Return the untrained rain network: the picture in, its correction out."""
    return UNet(inputs=3, outputs=3, widths=(32, 64, 96), blocks=(2, 2, 3), attention=False)


def predict(network: nn.Module, rainy: Tensor) -> Tensor:
    """Clean (N, 3, H, W) float32 pictures in -1..1."""
    return rainy + cast(Tensor, network(rainy)).float()

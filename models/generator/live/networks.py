"""The two small networks that play against each other while people watch.

They are as plain as they can be and still learn to draw portraits of 32 x 32 pixels in a minute on one core:
the generator mixes a bank of maps by the latent, as one mixes eigenfaces, and refines them at 8 and 16 pixels
a side with convolutions that the latent steers; the discriminator looks twice at each of 8 and 4 pixels a
side. Pixels are folded into channels where a convolution would cost most.
"""

from __future__ import annotations

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.generator.network import SLOPE, Styled

SIDE = 32
"""Pixels along each side of a picture."""
LATENT = 24
"""Numbers that make a picture, each normally distributed."""
STYLE = 64
"""Numbers that steer the generator's layers."""
COARSE = 64
"""The generator's maps of 8 x 8."""
FINE = 32
"""The generator's maps of 16 x 16."""
BANKED = 8
"""Maps of 16 x 16 that the style mixes straight from a bank."""
SEEN = {16: 32, 8: 64, 4: 96}
"""The discriminator's maps by their side."""


class Generator(nn.Module):
    """Numbers to picture."""

    def __init__(self) -> None:
        super().__init__()
        self.mapping = nn.Sequential(
            nn.Linear(LATENT, STYLE), nn.LeakyReLU(SLOPE), nn.Linear(STYLE, STYLE), nn.LeakyReLU(SLOPE)
        )
        self.start = nn.Linear(STYLE, COARSE * 64)
        self.coarse = Styled(COARSE, STYLE)
        self.widen = nn.Conv2d(COARSE, FINE, 1)
        self.bank = nn.Linear(STYLE, BANKED * 256)
        self.lay = nn.Conv2d(BANKED, FINE, 1)
        self.fine = Styled(FINE, STYLE)
        self.finer = Styled(FINE, STYLE)
        self.paint = nn.Conv2d(FINE, 12, 3, padding=1)
        with torch.no_grad():  # neighbours begin alike, or a chequered pattern would stay for long
            self.paint.weight.copy_(self.paint.weight[::4].repeat_interleave(4, dim=0))
            nn.init.zeros_(cast(Tensor, self.paint.bias))

    def forward(self, latent: Tensor) -> Tensor:
        """Map (N, LATENT) to pictures (N, 3, SIDE, SIDE), about -1..1."""
        style = self.mapping(latent)
        maps = self.coarse(self.start(style).view(-1, COARSE, 8, 8), style)
        maps = functional.interpolate(self.widen(maps), scale_factor=2.0, mode="nearest")
        maps = maps + self.lay(self.bank(style).view(-1, BANKED, 16, 16))
        maps = self.finer(self.fine(maps, style), style)
        return functional.pixel_shuffle(self.paint(maps), 2)


class Discriminator(nn.Module):
    """Picture to one number: above 0 it looks real, below 0 made."""

    def __init__(self) -> None:
        super().__init__()
        self.head = nn.Conv2d(12, SEEN[16], 3, padding=1)
        self.shrink = nn.Conv2d(SEEN[16], SEEN[8], 3, stride=2, padding=1)
        self.first = _Look(SEEN[8])
        self.down = nn.Conv2d(SEEN[8], SEEN[4], 1)
        self.second = _Look(SEEN[4])
        self.judge = nn.Sequential(nn.Linear(16 * SEEN[4], 128), nn.LeakyReLU(SLOPE), nn.Linear(128, 1))

    def forward(self, picture: Tensor) -> Tensor:
        """Map (N, 3, SIDE, SIDE) to scores (N,)."""
        maps = functional.leaky_relu(self.head(functional.pixel_unshuffle(picture, 2)), SLOPE)
        maps = self.shrink(maps)
        maps = self.down(functional.avg_pool2d(self.first(maps), 2))
        maps = functional.leaky_relu(self.second(maps), SLOPE)
        score: Tensor = self.judge(maps.flatten(1))[:, 0]
        return score


class _Look(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)

    def forward(self, maps: Tensor) -> Tensor:
        inside: Tensor = self.first(functional.leaky_relu(maps, SLOPE))
        again: Tensor = self.second(functional.leaky_relu(inside, SLOPE))
        return maps + again

"""A generator that turns random numbers into portraits, a discriminator, and an encoder back.

Small and without normalisation across the batch, after R3GAN (Huang et al., 2024,
https://arxiv.org/abs/2501.05441) for the pair, StyleGAN (Karras et al., 2019) for the way a latent steers
every layer, and VAE-GAN (Larsen et al., 2016, https://arxiv.org/abs/1512.09300) for the encoder. Pixels are
folded into channels at the largest size, where convolutions cost most.

Two things are the generator's own. What steers its layers is a list of decisions, each among a few options,
for which it keeps maps of its own at its largest size (portraits are all framed alike): so a latent between
two hair styles gives one or the other and no ghost. And it paints with a few flat colours, as the portraits'
illustrator did, before it corrects the picture.
"""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.portraits.labels import ATTRIBUTES, by_attribute

LATENT = 64
"""Numbers that make a picture, each normally distributed."""
CHOICES = 16
"""What a picture is a matter of, as the generator sees it."""
OPTIONS = 12
"""Of each choice."""
STYLE = CHOICES * OPTIONS
"""Numbers that steer the layers: how much of every option there is to be."""
BANKED = 3
"""Channels of the map that every option has, at the generator's largest size."""
DECISION = 4.0
"""Scale of the logits: how soon one option takes all."""
LAYERS = 12
"""Flat colours that a picture is laid out of, before it is corrected."""
WIDTHS = {4: 96, 8: 96, 16: 96, 32: 64}
"""Channels of the generator by side of the maps."""
SEEING = {4: 160, 8: 144, 16: 96}
"""Channels of discriminator and encoder by side of the maps."""
SLOPE = 0.2


class Styled(nn.Module):
    """A convolution whose maps are normalised at each pixel, then scaled and shifted by the style."""

    def __init__(self, channels: int, style: int) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(channels, channels, 3, padding=1)
        self.steer = nn.Linear(style, 2 * channels)
        nn.init.normal_(self.steer.weight, std=0.05)
        nn.init.zeros_(self.steer.bias)

    def forward(self, x: Tensor, style: Tensor) -> Tensor:
        """Map (N, channels, h, w) and (N, style) to (N, channels, h, w)."""
        x = self.convolution(x)
        x = x * torch.rsqrt(x.square().mean(dim=1, keepdim=True) + 1e-6)
        scale, shift = self.steer(style)[:, :, None, None].chunk(2, dim=1)
        return functional.leaky_relu(x * (1 + scale) + shift, SLOPE)


class Generator(nn.Module):
    """Latent to picture."""

    def __init__(self, side: int = 64) -> None:
        """Build it for pictures of `side`: 16, 32 or 64 pixels."""
        super().__init__()
        self.side = side
        sides = [size for size in WIDTHS if size <= side // 2]
        self.mapping = nn.Sequential(
            nn.Linear(LATENT, STYLE), nn.LeakyReLU(SLOPE), nn.Linear(STYLE, STYLE), nn.LeakyReLU(SLOPE)
        )
        self.choose = nn.Linear(STYLE, STYLE)
        self.start = nn.Linear(STYLE, WIDTHS[4] * 16)
        self.widen = nn.ModuleList(nn.Conv2d(WIDTHS[low], WIDTHS[high], 1) for low, high in pairwise(sides))
        self.stages = nn.ModuleList(
            nn.ModuleList(Styled(WIDTHS[size], STYLE) for _ in range(2)) for size in sides
        )
        largest = sides[-1]
        self.bank = nn.Parameter(0.5 * torch.randn(CHOICES, OPTIONS, BANKED * largest**2))
        self.lay = nn.Conv2d(CHOICES * BANKED, WIDTHS[largest], 1)
        self.palette = nn.Linear(STYLE, 3 * LAYERS)
        self.layers = nn.Conv2d(WIDTHS[largest], 4 * LAYERS, 3, padding=1)
        self.correction = nn.Conv2d(WIDTHS[largest], 12, 3, padding=1)
        nn.init.zeros_(self.correction.weight)

    def forward(self, latent: Tensor) -> Tensor:
        """Map (N, LATENT) to pictures (N, 3, side, side), about -1..1."""
        return self.synthesise(self.style(latent))

    def style(self, latent: Tensor) -> Tensor:
        """Map (N, LATENT) to (N, STYLE): for each choice, how much of every option, 1 in all."""
        logits = cast(Tensor, self.choose(self.mapping(latent))).float()
        return (DECISION * logits.unflatten(1, (CHOICES, OPTIONS))).softmax(dim=2).flatten(1)  # type: ignore[no-untyped-call, no-any-return]

    def synthesise(self, style: Tensor) -> Tensor:
        """Map (N, STYLE) to pictures (N, 3, side, side)."""
        even = OPTIONS * style  # 1 each where nothing is decided
        x = self.start(even).view(-1, WIDTHS[4], 4, 4)
        for number, stage in enumerate(self.stages):
            if number:
                x = functional.interpolate(self.widen[number - 1](x), scale_factor=2.0, mode="nearest")
            if number == len(self.stages) - 1:
                maps = torch.einsum("ngk,gkp->ngp", style.view(-1, CHOICES, OPTIONS), self.bank)
                x = x + self.lay(maps.reshape(len(x), -1, *x.shape[2:]))
            for layer in cast(nn.ModuleList, stage):
                x = layer(x, even)
        layers = functional.pixel_shuffle(self.layers(x), 2).float().softmax(dim=1)
        palette = (OPTIONS * self.palette(style)).float().view(-1, LAYERS, 3)
        flat = torch.einsum("nkhw,nkc->nchw", layers, palette)
        return flat + functional.pixel_shuffle(self.correction(x), 2)


class Reader(nn.Module):
    """Picture to numbers: the body that the discriminator and the encoder have in common."""

    def __init__(self, outputs: int, side: int = 64, minibatch_std: bool = False) -> None:
        """Build it for `outputs` numbers and pictures of 16, 32 or 64 pixels.

        With `minibatch_std` it looks at how much the pictures of a batch differ (Karras et al., 2018).
        """
        super().__init__()
        self.minibatch_std = minibatch_std
        sides = [size for size in reversed(SEEING) if size <= side // 4]
        self.head = nn.Conv2d(48, SEEING[sides[0]], 3, padding=1)
        self.blocks = nn.ModuleList(_Block(SEEING[size]) for size in sides)
        self.down = nn.ModuleList(nn.Conv2d(SEEING[high], SEEING[low], 1) for high, low in pairwise(sides))
        self.read = nn.Sequential(
            nn.Linear(16 * SEEING[4] + int(minibatch_std), 256), nn.LeakyReLU(SLOPE), nn.Linear(256, outputs)
        )

    def forward(self, picture: Tensor) -> Tensor:
        """Map (N, 3, side, side) to (N, outputs)."""
        maps = self.maps(picture).flatten(1)
        if self.minibatch_std:
            groups = maps.float().reshape(-1, min(4, len(maps)), maps.shape[1])
            deviation = groups.var(dim=1, unbiased=False).add(1e-6).sqrt().mean(dim=1)
            maps = torch.cat((maps, deviation.repeat_interleave(groups.shape[1])[:, None].to(maps)), dim=1)
        return cast(Tensor, self.read(maps))

    def maps(self, picture: Tensor) -> Tensor:
        """Return the last maps (N, SEEING[4], 4, 4)."""
        x = functional.leaky_relu(self.head(functional.pixel_unshuffle(picture, 4)), SLOPE)
        for number, block in enumerate(self.blocks):
            if number:
                x = self.down[number - 1](functional.avg_pool2d(x, 2))
            x = block(x)
        return functional.leaky_relu(x, SLOPE)


class _Block(nn.Module):
    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(cast(Tensor, self.second.bias))

    def forward(self, x: Tensor) -> Tensor:
        inside = functional.leaky_relu(self.first(functional.leaky_relu(x, SLOPE)), SLOPE)
        return x + cast(Tensor, self.second(inside))


class Gan(nn.Module):
    """All three, as they are trained and kept."""

    def __init__(self, side: int = 64, attributes: Mapping[str, int] = ATTRIBUTES) -> None:
        """Build them for pictures of `side`, labelled with classes of these attributes."""
        super().__init__()
        self.attributes = dict(attributes)
        self.generator = Generator(side)
        self.discriminator = Reader(1, side, minibatch_std=True)
        self.encoder = Reader(2 * LATENT, side)
        self.sort = nn.Linear(LATENT, sum(attributes.values()))  # its name in files of weights

    @property
    def label_head(self) -> nn.Linear:
        """The linear layer that reads the labels from latents."""
        return self.sort

    def encode(self, picture: Tensor) -> tuple[Tensor, Tensor]:
        """Return mean and log-variance (N, LATENT) of the latents of pictures (N, 3, side, side)."""
        mean, log_variance = self.encoder(picture).float().chunk(2, dim=1)
        return mean, log_variance.clamp(-8, 4)

    def labels(self, latent: Tensor) -> dict[str, Tensor]:
        """Return logits (N, classes) by attribute that lie linearly in latents (N, LATENT)."""
        return by_attribute(cast(Tensor, self.label_head(latent)).float(), self.attributes)

"""Teach the discriminator what else is no portrait: ``python -m models.train discriminator``.

Adversarial training leaves a discriminator that compares: it can tell a made portrait from a real one, but
has never seen anything else, and gives noise better marks than portraits. Here it learns from portraits,
samples and negatives together to say how probable a portrait is. Generator, encoder and all else stay as they
are.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Byte
from models.base.gallery import gallery
from models.base.runtime import half_precision
from models.base.tensors import to_tensor
from models.base.training import Batch, LearningConfig, Update
from models.evaluation.reports import square
from models.generator.losses import gradient_penalty
from models.generator.negatives import Negatives
from models.generator.neighbours import training
from models.generator.network import LATENT, Gan, Reader
from models.generator.train import FineTuning
from models.generator.verdicts import lone_scores, typical_variety

PHOTOGRAPH = 256
"""Side in pixels to which photographs are brought before squares are cut from them."""
LAZY = 8
"""The slope is looked at every so many steps."""


@dataclass(kw_only=True)
class DiscriminatorTask(FineTuning):
    """Teach the discriminator what else is no portrait.

    A batch is portraits, as many negatives, and half as many samples.
    """

    note = "judge"
    learning = LearningConfig(batch=12, rate=3e-4, warm_up=1, horizon=500, averaging=0)

    samples: float = 0.3
    """Weight of telling samples from portraits, which it has learnt before."""
    smooth: float = 0.1
    """Share by which the answers that are asked for stay away from certainty."""
    even: float = 0.02
    """Weight of the slope at portraits (R1)."""
    portraits: int = 6000
    """Portraits to learn from at most."""

    def build(self) -> nn.Module:
        """Return the untrained networks."""
        return Gan()

    @cached_property
    def truth(self) -> Byte:
        """The training portraits, or the bundled ones, (N, side, side, 3)."""
        return training(self.data / "portraits").pictures(self.network.generator.side, self.portraits)

    @cached_property
    def negatives(self) -> Negatives:
        """What draws pictures that are no portraits."""
        photographs = [square(item.load(), PHOTOGRAPH) for item in gallery() if item.kind == "photo"]
        return Negatives(self.truth, photographs)

    @cached_property
    def variety(self) -> Tensor:
        """How much portraits differed for the discriminator before the self."""
        return typical_variety(self.network.discriminator, to_tensor(self.truth[:32]))

    def batch(self, random: np.random.Generator, count: int) -> Batch:
        """Draw portraits, negatives, and what samples are made of."""
        real, like = (random.integers(len(self.truth), size=size) for size in (count, count // 2))
        return {
            "real": to_tensor(self.truth[real]),
            "stranger": to_tensor(self.negatives.draw(random, count)),
            "like": to_tensor(self.truth[like]),
            "noise": torch.from_numpy(random.standard_normal((count // 2, LATENT), np.float32)),
        }

    def updates(self, network: nn.Module, batch: Batch, step: int) -> Iterator[Update]:
        """Yield the discriminator's update; figures: the mean probability of a portrait by kind."""
        gan, real = cast(Gan, network), batch["real"]
        variety = self.variety.to(real.device)
        with half_precision(real.device.type):
            with torch.no_grad():
                mean, spread = gan.encode(batch["like"])
                made = gan.generator(mean + (spread / 2).exp() * batch["noise"]).float()
            shown = {"real": real, "stranger": batch["stranger"], "made": made}
            scores = lone_scores(gan.discriminator, torch.cat(list(shown.values())), variety)
        kinds = dict(zip(shown, torch.split(scores, [len(part) for part in shown.values()]), strict=True))
        loss = _loss(kinds["real"], 1 - self.smooth) + _loss(kinds["stranger"], self.smooth)
        loss = loss + self.samples * _loss(kinds["made"], self.smooth)
        if step % LAZY == 0:
            lone = _Lone(gan.discriminator, variety)
            loss = loss + LAZY * self.even * gradient_penalty(lone, real[: len(real) // 3])
        figures = {name: kind.detach().sigmoid().mean().item() for name, kind in kinds.items()}
        yield Update("loss", loss, (gan.discriminator,), figures)


class _Lone(nn.Module):
    """A discriminator that judges every picture by itself."""

    def __init__(self, reader: Reader, variety: Tensor) -> None:
        super().__init__()
        self.reader, self.variety = reader, variety

    def forward(self, pictures: Tensor) -> Tensor:
        """Map (N, 3, side, side) to scores (N,)."""
        return lone_scores(self.reader, pictures, self.variety)


def _loss(scores: Tensor, wanted: float) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores, torch.full_like(scores, wanted))

"""Teach the discriminator to judge: ``python -m models.train discriminator``.

Adversarial training leaves a discriminator that compares: it has seen a generator that changed all the
time, and gives noise better marks than real pictures. Here it learns, from real pictures, finished samples,
samples of the generators of all ages and pictures of something else, to say how probable it is that a
picture is real. Generator, encoder and all else stay as they are.
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
from models.base.checkpoint import CheckpointError
from models.base.gallery import gallery
from models.base.runtime import half_precision
from models.base.tensors import to_tensor
from models.base.training import Batch, LearningConfig, Update
from models.evaluation.reports import square
from models.generator import knobs
from models.generator.data_sets import Pictures
from models.generator.history import History
from models.generator.losses import gradient_penalty
from models.generator.negatives import Negatives
from models.generator.network import Gan, Reader
from models.generator.rendering import render
from models.generator.train import FineTuning
from models.generator.verdicts import lone_scores, typical_variety

PHOTOGRAPH = 256
"""Side in pixels to which photographs are brought before squares are cut from them."""
LAZY = 8
"""The slope is looked at every so many steps."""
SAMPLED = 1_000_003
"""Seed of the samples to learn from."""


@dataclass(kw_only=True)
class DiscriminatorTask(FineTuning):
    """Teach the discriminator to tell real pictures from generated ones, and from all others.

    A batch is real pictures, as many samples (half of them from younger generators, if there are such), and
    half as many pictures of something else.
    """

    note = "judge"
    learning = LearningConfig(batch=24, rate=5e-4, warm_up=20, horizon=1200, averaging=0.99)

    samples: float = 1.0
    """Weight of telling samples from real pictures."""
    smooth: float = 0.02
    """Share by which the answers that are asked for stay away from certainty."""
    even: float = 0.02
    """Weight of the slope at real pictures (R1)."""
    portraits: int = 6000
    """Real pictures to learn from at most."""
    made: int = 4000
    """Samples to learn from."""
    aged: int = 150
    """Samples of each younger generator."""

    def build(self) -> nn.Module:
        """Return the untrained networks."""
        return self.network_of()

    @cached_property
    def known(self) -> Pictures:
        """The training pictures, or the bundled ones."""
        return self.kind.training(self.data / "portraits")

    @cached_property
    def truth(self) -> Byte:
        """The real pictures, (N, side, side, 3)."""
        return self.known.pictures(self.network.generator.side, self.portraits)

    @cached_property
    def newest(self) -> Byte:
        """Samples as the app shows them, (N, side, side, 3)."""
        return render(self.network.generator, self._latents(self.made))

    @cached_property
    def younger(self) -> Byte:
        """Samples of the generators that are kept for the time machine, (N, side, side, 3); N may be 0."""
        try:
            history = History(self.kind.history)
        except CheckpointError:
            return self.newest[:0]
        latents = self._latents(self.aged).numpy()
        return np.concatenate([history.make(index, latents) for index in range(len(history.steps) - 1)])

    @cached_property
    def _found(self) -> knobs.LatentModel:
        return knobs.find(self.network, self.known, 3000)

    def _latents(self, count: int) -> Tensor:
        return torch.from_numpy(self._found.draw(np.random.default_rng(SAMPLED), count))

    @cached_property
    def negatives(self) -> Negatives:
        """What draws pictures of something else."""
        photographs = [square(item.load(), PHOTOGRAPH) for item in gallery() if item.kind == "photo"]
        return Negatives(self.truth, photographs)

    @cached_property
    def variety(self) -> Tensor:
        """How much real pictures differed for the discriminator before this training."""
        return typical_variety(self.network.discriminator, to_tensor(self.truth[:32]))

    def batch(self, random: np.random.Generator, count: int) -> Batch:
        """Draw real pictures, samples, and pictures of something else."""
        old = count // 2 if len(self.younger) else 0
        parts = (self.newest, count - old), (self.younger, old)
        made = [part[random.integers(len(part), size=size)] for part, size in parts if size]
        return {
            "real": to_tensor(self.truth[random.integers(len(self.truth), size=count)]),
            "made": to_tensor(np.concatenate(made)),
            "stranger": to_tensor(self.negatives.draw(random, count // 2)),
        }

    def updates(self, network: nn.Module, batch: Batch, step: int) -> Iterator[Update]:
        """Yield the discriminator's update; figures: the mean probability of being real by kind."""
        gan, real = cast(Gan, network), batch["real"]
        variety = self.variety.to(real.device)
        with half_precision(real.device.type):
            scores = lone_scores(gan.discriminator, torch.cat(list(batch.values())), variety)
        kinds = dict(zip(batch, torch.split(scores, [len(part) for part in batch.values()]), strict=True))
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

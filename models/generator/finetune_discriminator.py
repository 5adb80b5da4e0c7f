"""Teach the discriminator what else is no portrait: ``python -m models.train_judge --weights A --out B``.

Adversarial training leaves a discriminator that compares: it can tell a made portrait from a real one, but
has never seen anything else, and gives noise better marks than portraits. Here it learns from portraits,
samples and strangers together to say how probable a portrait is. Generator, encoder and all else stay as they
are.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import cast

import numpy as np
import torch
import tyro
from torch import Tensor
from torch.nn import functional

from models.base import checkpoint
from models.base.gallery import gallery
from models.base.runtime import half_precision, load_network
from models.base.tensors import Byte, to_tensor
from models.base.threads import use_threads
from models.evaluation.reports import square
from models.generator.losses import gradient_penalty
from models.generator.negatives import Strangers
from models.generator.neighbours import training
from models.generator.network import LATENT, Gan
from models.generator.portrait_gan import shrink
from models.generator.verdicts import lone_scores, typical_variety
from models.portraits.dataset import Portraits

PHOTOGRAPH = 256
"""Side in pixels to which photographs are brought before squares are cut from them."""


@dataclass(frozen=True, slots=True)
class Teaching:
    """How to teach."""

    steps: int = 500
    """Batches."""
    batch: int = 12
    """Portraits in a batch; as many strangers, and half as many samples."""
    rate: float = 3e-4
    """Step size of AdamW at the start; it falls to nothing along a cosine."""
    samples: float = 0.3
    """Weight of telling samples from portraits, which it has learnt before."""
    smooth: float = 0.1
    """Share by which the answers that are asked for stay away from certainty."""
    even: float = 0.02
    """Weight of the slope at portraits (R1), looked at in every eighth batch."""
    portraits: int = 6000
    """Portraits to learn from at most."""
    seed: int = 1
    """Draws every batch."""


@dataclass(frozen=True)
class Options:
    """What to teach."""

    weights: Path
    """Weights that `python -m models.train gan` wrote."""
    out: Path
    """The same with the discriminator taught."""
    teaching: Teaching = Teaching()
    every: int = 50
    """Batches between two lines of report."""


def teach(network: Gan, portraits: Byte, teaching: Teaching) -> Iterator[tuple[int, dict[str, float]]]:
    """Teach the discriminator of a network; it is changed in place.

    Args:
        network: Generator and discriminator.
        portraits: (N, side, side, 3) uint8.
        teaching: How.

    Yields:
        The number of batches so far, and the figures of the last: the loss, and the mean probability that
        is given to portraits, samples and strangers.
    """
    photographs = [square(item.load(), PHOTOGRAPH) for item in gallery() if item.kind == "photo"]
    strangers = Strangers(portraits, photographs)
    reader = network.discriminator.requires_grad_(True)
    variety = typical_variety(reader, to_tensor(portraits[:32]))
    optimiser = torch.optim.AdamW(reader.parameters(), lr=teaching.rate, betas=(0.9, 0.99))
    for step in range(teaching.steps):
        random = np.random.default_rng((teaching.seed, step))
        count = teaching.batch
        real = to_tensor(portraits[random.integers(len(portraits), size=count)])
        noise = torch.from_numpy(random.standard_normal((count // 2, LATENT)).astype(np.float32))
        like = to_tensor(portraits[random.integers(len(portraits), size=count // 2)])
        with half_precision():
            with torch.no_grad():
                mean, spread = network.encode(like)
                made = network.generator(mean + (spread / 2).exp() * noise).float()
            batch = torch.cat((real, to_tensor(strangers.draw(random, count)), made))
            scores = lone_scores(reader, batch, variety)
        kinds = scores.split([count, count, count // 2])  # type: ignore[no-untyped-call]
        loss = _loss(kinds[0], 1 - teaching.smooth) + _loss(kinds[1], teaching.smooth)
        loss = loss + teaching.samples * _loss(kinds[2], teaching.smooth)
        if step % 8 == 0:
            loss = loss + 8 * teaching.even * gradient_penalty(_Alone(reader, variety), real[: count // 3])
        for group in optimiser.param_groups:
            group["lr"] = teaching.rate * 0.5 * (1 + math.cos(math.pi * step / teaching.steps))
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
        optimiser.step()
        means = (kind.detach().sigmoid().mean().item() for kind in kinds)
        yield step + 1, {"loss": loss.item(), **dict(zip(("real", "stranger", "made"), means, strict=True))}
    reader.requires_grad_(False)


class _Alone(torch.nn.Module):
    """A discriminator that judges every picture by itself."""

    def __init__(self, reader: torch.nn.Module, variety: Tensor) -> None:
        super().__init__()
        self.reader, self.variety = reader, variety

    def forward(self, pictures: Tensor) -> Tensor:
        """Map (N, 3, side, side) to scores (N,)."""
        return lone_scores(self.reader, pictures, self.variety)  # type: ignore[arg-type]


def _loss(scores: Tensor, wanted: float) -> Tensor:
    return functional.binary_cross_entropy_with_logits(scores, torch.full_like(scores, wanted))


def small(portraits: Portraits, most: int) -> Byte:
    """Return the first portraits as the networks see them, (N, 64, 64, 3) uint8."""
    return np.stack([shrink(portraits.picture(index)) for index in range(min(most, len(portraits)))])


def main(arguments: list[str] | None = None) -> None:
    """Teach a discriminator, and write the weights anew.

    Raises:
        CheckpointError: The weights cannot be read or written.
    """
    options = tyro.cli(Options, args=arguments, description=__doc__)
    tensors, notes = checkpoint.load(options.weights)
    network = cast(Gan, load_network("gan", Gan, options.weights))
    portraits = small(training(), options.teaching.portraits)
    figures: dict[str, float] = {}
    with use_threads(1):
        for step, figures in teach(network, portraits, options.teaching):
            if step % options.every == 0:
                print(
                    f"step {step:6}", *(f"{name} {value:.4f}" for name, value in figures.items()), flush=True
                )
    taught = network.discriminator.state_dict()
    tensors |= {
        f"discriminator.{name}": value.to(tensors[f"discriminator.{name}"]) for name, value in taught.items()
    }
    checkpoint.save(options.out, tensors, notes | {"judge": {**asdict(options.teaching), "last": figures}})


if __name__ == "__main__":
    main()

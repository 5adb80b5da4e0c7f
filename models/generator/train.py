"""Adversarial training: two networks, each learning to beat the other, and an encoder beside them.

One step, as the lecture tells it: noise becomes a picture; the discriminator compares it with a real one and
learns to tell them apart; then the generator learns to look more real than that. Beside it the encoder turns
real portraits into latents that the generator must turn back, so that no kind of portrait can be forgotten
(mode collapse). Those two practise alone first: a discriminator that joins in from the start, or whose word
weighs as much as the likeness, wins at this size within some hundred steps, and the generator's pictures
decay (Fréchet distance from 210 to 530, measured).

The loss compares pairs (Jolicoeur-Martineau, 2019, https://arxiv.org/abs/1807.00734), and the discriminator's
slope at real and generated pictures is kept small (R1 and R2: Mescheder et al., 2018,
https://arxiv.org/abs/1801.04406).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.base import checkpoint
from models.base.runtime import half_precision, load_network
from models.base.tensors import to_pictures, to_tensor
from models.base.training import Batch, LearningConfig, Snapshot, Task, Update, load, mean_psnr
from models.evaluation.frechet import distance, features
from models.generator.data_sets import DATA_SETS, DataName, DataSet, Pictures
from models.generator.losses import face_weight, gradient_penalty
from models.generator.network import LATENT, Gan

Random = np.random.Generator
ALONE = 5500
SMOOTH = 1.0
"""Weight of the discriminator's slopes."""
LAZY = 4
"""Slopes are looked at every so many steps (Karras et al., 2020)."""
PRIOR = 0.005
"""Weight of the distance between the encoder's latents and the normal distribution."""
LIKENESS = 10.0
"""Weight of the absolute error of reconstructions."""
OPPOSED = 0.1
"""Weight of what the discriminator says, beside the likeness."""
LABELS = 0.1
SAMPLES = 400
"""Portraits to draw for the Fréchet distance."""


@dataclass(kw_only=True)
class PicturesTask(Task):
    """Something that is trained on one of the generator's data sets."""

    pictures: DataName = "portraits"
    """What to generate."""

    @property
    def kind(self) -> DataSet:
        """What is generated."""
        return DATA_SETS[self.pictures]

    def notes(self, notes: dict[str, Any], snapshot: Snapshot) -> dict[str, Any]:
        """Return the metadata of the weights, with what they were trained on."""
        return {**notes, "data": f"{self.kind.name}, the train split"}

    def network_of(self, side: int = 64) -> Gan:
        """Return untrained networks."""
        return Gan(side, self.kind.attributes)


@dataclass(kw_only=True)
class GanTask(PicturesTask):
    """Generate cartoon portraits, or cats."""

    name = "gan"
    learning = LearningConfig(momentum=0.5, horizon=40_000, averaging=0.998)
    side: int = 64
    """Side of the pictures: 16, 32 or 64."""
    alone: float = ALONE
    """Steps in which encoder and generator practise before the discriminator joins in."""
    told: float = LABELS
    """Weight of the labels' cross-entropy: they are to lie linearly in the latent."""

    def build(self) -> nn.Module:
        """Return the untrained networks."""
        return self.network_of(self.side)

    @cached_property
    def portraits(self) -> Pictures:
        """The training pictures."""
        return self.kind.load("train", self.data / "portraits")

    @cached_property
    def labels(self) -> dict[str, NDArray[np.int64]]:
        """Their classes by attribute, (N,)."""
        return self.portraits.labels

    @cached_property
    def truth(self) -> NDArray[np.uint8]:
        """Their pictures, (N, side, side, 3)."""
        return self.portraits.pictures(self.side)

    def batch(self, random: Random, count: int) -> Batch:
        """Draw real portraits, and noise for everything that needs it."""
        chosen = random.integers(len(self.truth), size=count)
        noise = random.standard_normal((3, count, LATENT)).astype(np.float32)
        judged, made, spread = (torch.from_numpy(part) for part in noise)
        noise_by_name = {"judged": judged, "made": made, "spread": spread}
        labels = {name: torch.from_numpy(self.labels[name][chosen]) for name in self.kind.attributes}
        return {"truth": to_tensor(self.truth[chosen]), **noise_by_name, **labels}

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return what encoder and generator lose: likeness, and distance of the latents to the prior."""
        gan, truth = cast(Gan, network), batch["truth"]
        mean, spread = gan.encode(truth)
        latent = mean + (spread / 2).exp() * batch["spread"]
        error = gan.generator(latent).float() - truth
        prior = 0.5 * (mean.square() + spread.exp() - 1 - spread).sum(dim=1).mean()
        read = gan.labels(latent)
        labels = torch.stack([functional.cross_entropy(read[name], batch[name]) for name in read]).sum()
        weight = face_weight(self.side, self.kind.face).to(error)
        likeness = (weight * (error.abs() + error.square())).mean()
        loss = LIKENESS * likeness + PRIOR * prior + self.told * labels
        return loss, {"likeness": error.abs().mean().item(), "prior": prior.item(), "labels": labels.item()}

    @cached_property
    def held_out(self) -> dict[str, Any]:
        """Portraits of the validation split, and the features of others."""
        truth = self.kind.load("valid", self.data / "portraits").pictures(self.side)
        shown, known, other = np.split(truth, [len(truth) // 5, len(truth) * 3 // 5])
        return {"truth": to_tensor(shown), "features": features(known), "other": features(other)}

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Return PSNR of reconstructions, and Fréchet distances of samples and of other real portraits."""
        gan = cast(Gan, network)
        latent = torch.from_numpy(
            np.random.default_rng(0).standard_normal((SAMPLES, LATENT)).astype(np.float32)
        )
        truth = self.held_out["truth"]
        with torch.inference_mode(), half_precision():
            again = torch.cat([gan.generator(gan.encode(part)[0]).float() for part in torch.split(truth, 50)])
            made = torch.cat([gan.generator(part).float() for part in torch.split(latent, 50)])
        error = (again.clamp(-1, 1) - truth).square().mean(dim=(1, 2, 3))
        return {
            "psnr": mean_psnr(error),
            "frechet": distance(self.held_out["features"], features(to_pictures(made))),
            "floor": distance(self.held_out["features"], self.held_out["other"]),
        }

    def trained(self, network: nn.Module) -> Sequence[nn.Module]:
        """Return what learns from `loss`."""
        gan = cast(Gan, network)
        return gan.generator, gan.encoder, gan.label_head

    def updates(self, network: nn.Module, batch: Batch, step: int) -> Iterator[Update]:
        """Yield the discriminator's update, then the generator's and the encoder's; at first these alone."""
        if step < self.alone:
            yield from super().updates(network, batch, step)
            return
        gan, truth = cast(Gan, network), batch["truth"]
        # Where real portraits' latents lie; anywhere else the discriminator would win without an effort.
        with torch.no_grad(), half_precision(truth.device.type):
            mean, spread = gan.encode(truth)
        for name in ("judged", "made"):
            batch = {**batch, name: mean + (spread / 2).exp() * batch[name]}
        yield Update("discriminator", self._judge(gan, batch, step), (gan.discriminator,), {})
        half = {name: values[: len(values) // 2] for name, values in batch.items()}
        with half_precision(truth.device.type):
            loss, figures = self.loss(gan, half)
            with torch.no_grad():
                real = gan.discriminator(truth).float()
            gap = real - gan.discriminator(gan.generator(batch["made"])).float()
            fooled = functional.softplus(gap).mean()
        figures |= {"fooled": fooled.item(), "gap": gap.mean().item()}
        yield Update("loss", loss + OPPOSED * fooled, self.trained(gan), figures)

    def _judge(self, gan: Gan, batch: Batch, step: int) -> Tensor:
        """Return what the discriminator loses when it compares real portraits with made ones."""
        truth = batch["truth"]
        with half_precision(truth.device.type):
            with torch.no_grad():
                made = gan.generator(batch["judged"]).float()
            difference = gan.discriminator(made).float() - gan.discriminator(truth).float()
        loss = functional.softplus(difference).mean()
        if step % LAZY == 0:
            half = len(truth) // 2
            penalties = [gradient_penalty(gan.discriminator, part[:half]) for part in (truth, made)]
            loss = loss + LAZY * SMOOTH / 2 * (penalties[0] + penalties[1])
        return loss


@dataclass(kw_only=True)
class FineTuning(PicturesTask):
    """A further training of some of the networks."""

    name = "gan"
    note: ClassVar[str]
    """What says in the weights' metadata how this was done."""

    weights: Path
    """Weights that `python -m models.train gan` wrote; to resume needs them as well."""

    @cached_property
    def network(self) -> Gan:
        """The networks before this training."""
        with torch.random.fork_rng([]):
            return cast(Gan, load_network(self.kind.gan, self.network_of, self.weights))

    def start(self, seed: int) -> Snapshot:
        """Return where a new training begins."""
        return load(self.weights, self)

    def notes(self, notes: dict[str, Any], snapshot: Snapshot) -> dict[str, Any]:
        """Return the metadata that the weights had, and those of this training under its name."""
        done = {**super().notes(notes, snapshot), "done": snapshot.step, "last": dict(snapshot.figures)}
        return {**checkpoint.load(self.weights)[1], self.note: done}

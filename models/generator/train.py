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

from functools import cached_property
from typing import Any, cast

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.base.runtime import half_precision
from models.base.tensors import to_pictures, to_tensor
from models.base.training import Batch, Learner
from models.evaluation.frechet import distance, features
from models.generator.losses import face_weight, gradient_penalty
from models.generator.network import LATENT, Gan
from models.portraits.dataset import load_split
from models.portraits.labels import ATTRIBUTES

Random = np.random.Generator
ALONE = 5500
"""Steps in which encoder and generator practise before the discriminator joins in."""
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
"""Weight of the labels' cross-entropy: they are to lie linearly in the latent."""


class GanTask:
    """Portraits at one size, and the judgement of what is made."""

    name = "gan"

    def __init__(self, side: int = 64) -> None:
        self.side = side

    def build(self) -> nn.Module:
        """Return the untrained networks."""
        return Gan(self.side)

    @cached_property
    def labels(self) -> dict[str, NDArray[np.int64]]:
        """The training portraits' classes by attribute, (N,)."""
        return load_split("train").labels

    @cached_property
    def truth(self) -> NDArray[np.uint8]:
        """The training portraits, (N, side, side, 3)."""
        return portraits("train", self.side)

    def batch(self, random: Random, count: int) -> Batch:
        """Draw real portraits, and noise for everything that needs it."""
        chosen = random.integers(len(self.truth), size=count)
        noise = random.standard_normal((3, count, LATENT)).astype(np.float32)
        judged, made, spread = (torch.from_numpy(part) for part in noise)
        noise_by_name = {"judged": judged, "made": made, "spread": spread}
        labels = {name: torch.from_numpy(self.labels[name][chosen]) for name in ATTRIBUTES}
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
        weight = batch["weight"] if "weight" in batch else face_weight(error.shape[2])
        likeness = (weight * (error.abs() + error.square())).mean()
        loss = LIKENESS * likeness + PRIOR * prior + LABELS * labels
        return loss, {"likeness": error.abs().mean().item(), "prior": prior.item(), "labels": labels.item()}

    @cached_property
    def held_out(self) -> dict[str, Any]:
        """Portraits of the validation split, and the features of others."""
        truth = portraits("valid", self.side)
        return {
            "truth": to_tensor(truth[:200]),
            "features": features(truth[200:600]),
            "other": features(truth[600:]),
        }

    def validate(self, network: nn.Module) -> dict[str, float]:
        """Return PSNR of reconstructions, and Fréchet distances of samples and of other real portraits."""
        gan = cast(Gan, network)
        latent = torch.from_numpy(np.random.default_rng(0).standard_normal((400, LATENT)).astype(np.float32))
        truth = self.held_out["truth"]
        with torch.inference_mode(), half_precision():
            again = torch.cat([gan.generator(gan.encode(part)[0]).float() for part in torch.split(truth, 50)])
            made = torch.cat([gan.generator(part).float() for part in torch.split(latent, 50)])
        error = (again.clamp(-1, 1) - truth).square().mean(dim=(1, 2, 3))
        return {
            "psnr": 10 * torch.log10(4 / error).mean().item(),
            "frechet": distance(self.held_out["features"], features(to_pictures(made))),
            "floor": distance(self.held_out["features"], self.held_out["other"]),
        }


class GanLearner(Learner):
    """Trains the three by turns."""

    def advance(self, batch: Batch) -> dict[str, float]:
        """Take one step: the discriminator's, then the generator's and the encoder's."""
        gan = cast(Gan, self.network)
        figures: dict[str, float] = {}
        if self.step < ALONE:
            with half_precision():
                loss, shown = self.task.loss(gan, batch)
            return {"loss": self.update(loss, gan.generator, gan.encoder, gan.sort), **shown}
        # Where real portraits' latents lie; anywhere else the discriminator would win without an effort.
        with torch.no_grad(), half_precision():
            mean, spread = gan.encode(batch["truth"])
        for name in ("judged", "made"):
            batch = {**batch, name: mean + (spread / 2).exp() * batch[name]}
        figures["discriminator"] = self.update(self._judge(gan, batch), gan.discriminator)
        half = {name: values[: len(values) // 2] for name, values in batch.items()}
        with half_precision():
            loss, shown = self.task.loss(gan, half)
            with torch.no_grad():
                real = gan.discriminator(batch["truth"]).float()
            gap = real - gan.discriminator(gan.generator(batch["made"])).float()
            fooled = functional.softplus(gap).mean()
        figures |= {"fooled": fooled.item(), "gap": gap.mean().item()}
        figures["loss"] = self.update(loss + OPPOSED * fooled, gan.generator, gan.encoder, gan.sort)
        return {**figures, **shown}

    def _judge(self, gan: Gan, batch: Batch) -> Tensor:
        """Return what the discriminator loses when it compares real portraits with made ones."""
        truth = batch["truth"]
        with half_precision():
            with torch.no_grad():
                made = gan.generator(batch["judged"]).float()
            difference = gan.discriminator(made).float() - gan.discriminator(truth).float()
        loss = functional.softplus(difference).mean()
        if self.step % LAZY == 0:
            half = len(truth) // 2
            penalties = [gradient_penalty(gan.discriminator, part[:half]) for part in (truth, made)]
            loss = loss + LAZY * SMOOTH / 2 * (penalties[0] + penalties[1])
        return loss


def portraits(split: Any, side: int) -> NDArray[np.uint8]:
    """Return a split's portraits (N, side, side, 3) uint8."""
    source = load_split(split)
    result = np.empty((len(source), side, side, 3), np.uint8)
    for index in range(len(source)):
        result[index] = cv2.resize(source.picture(index), (side, side), interpolation=cv2.INTER_AREA)
    return result

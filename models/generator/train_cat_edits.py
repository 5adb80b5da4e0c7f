"""Practise edited cats: ``python -m models.train cat-edits --weights A --out B``.

After `python -m models.train gan --pictures cats` the generator redraws cats that it is shown, but it has
rarely met the latents that a slider makes: a cat's own, with the part of one attribute replaced. Here it
meets them. A cat is composed of layers, so it is known exactly what an edited one looks like: that picture
is asked for, and it counts more where the edit changes something. Beside it a copy of the encoder, as it
was when this began, has to read from the picture what the latent says, as in the edits of portraits.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Byte, Index, Random
from models.base.tensors import to_tensor
from models.base.training import Batch, LearningConfig, Snapshot, Tensors, built, from_weights
from models.cats.dataset import compose
from models.generator import knobs
from models.generator.data_sets import DataName
from models.generator.losses import face_weight
from models.generator.network import DECISION, LATENT, OPTIONS, SLOPE, Gan
from models.generator.train import FineTuning, GanTask

PATTERN = "pattern"
"""Every other edit is one of this attribute: faint stripes and spots are what is learned last."""


DECIDED = {13: "pattern", 9: "mouth"}
"""Choices of the generator that are given to attributes: what is small or faint in a picture moves it so
little that it finds no use for it by itself."""
NEVER = 3.0
"""Logit, before DECISION, below zero of an option that stands for no class."""
BOTH = 1 + SLOPE
"""What two units of opposite signs pass on together, as a multiple of what they are given."""


@torch.no_grad()
def decide(gan: Gan, attribute: str, choice: int) -> None:
    """Let one of the generator's choices be what the label head reads of an attribute.

    The option of each class is chosen where that class is read from the latent. What the choice did before is
    replaced by its mean, so that pictures change little; what its options mean is learned after that. The
    logits pass through those units of the mapping that matter least, in pairs of opposite signs.

    Args:
        gan: Both networks; changed in place.
        attribute: With OPTIONS classes at most.
        choice: Its number, below CHOICES.
    """
    generator, classes = gan.generator, gan.attributes[attribute]
    first, second = cast(nn.Linear, generator.mapping[0]), cast(nn.Linear, generator.mapping[2])
    names = list(gan.attributes)
    before = sum(gan.attributes[name] for name in names[: names.index(attribute)])
    mine = slice(choice * OPTIONS, (choice + 1) * OPTIONS)
    generator.bank[choice] = generator.bank[choice].mean(dim=0)
    steered = [layer.steer for stage in generator.stages for layer in cast(nn.ModuleList, stage)]
    for linear in (generator.start, *cast(list[nn.Linear], steered)):
        linear.weight[:, mine] = linear.weight[:, mine].mean(dim=1, keepdim=True)
    generator.palette.weight[:, mine] = generator.palette.weight[:, mine].mean(dim=1, keepdim=True)
    inner = second.weight.norm(dim=0).argsort()[: 2 * classes]
    outer = generator.choose.weight.norm(dim=0).argsort()[: 2 * classes]
    signs = torch.tensor([1.0, -1.0]).repeat_interleave(classes)
    head, rows = gan.label_head, slice(before, before + classes)
    first.weight[inner] = signs[:, None] / DECISION * head.weight[rows].repeat(2, 1)
    first.bias[inner] = signs / DECISION * head.bias[rows].repeat(2)
    second.weight[:, inner] = 0
    second.weight[outer] = 0
    for way, sign in enumerate((1.0, -1.0)):
        ends = outer[way * classes : (way + 1) * classes]
        second.weight[ends, inner[:classes]] = sign / BOTH
        second.weight[ends, inner[classes:]] = -sign / BOTH
    second.bias[outer] = 0
    choose = generator.choose
    choose.weight[:, outer] = 0
    choose.weight[mine] = 0
    choose.bias[mine] = -NEVER
    options = torch.arange(classes) + mine.start
    choose.weight[options, outer[:classes]] = 1 / BOTH
    choose.weight[options, outer[classes:]] = -1 / BOTH
    choose.bias[options] = 0


@dataclass(kw_only=True)
class CatEditsTask(FineTuning, GanTask):
    """Practise cats with one attribute replaced, and cats drawn at random, as the app makes them."""

    note = "edits"
    learning = LearningConfig(batch=24, rate=1e-3, warm_up=100, horizon=900, averaging=0.998, every=50)

    pictures: DataName = "cats"
    alone: float = math.inf
    told: float = 1.0
    edits: float = 10.0
    """Weight of the absolute error of edited cats."""
    changed: float = 6.0
    """How much more an error counts where the edit changes the picture."""
    gain: float = 1.25
    """How far cats are edited at most, where 1 is the mean cat of the class."""
    fitted: int = 2000
    """Cats from which the parts of the attributes are found."""
    refit: int = 250
    """Steps after which they are found again."""

    def start(self, seed: int) -> Snapshot:
        """Return where a new training begins: two of the generator's choices belong to attributes."""
        loaded = super().start(seed)
        gan = cast(Gan, built(self, loaded.weights))
        for choice, attribute in DECIDED.items():
            decide(gan, attribute, choice)
        return from_weights(gan.state_dict())

    def refresh(self, step: int, weights: Tensors) -> None:
        """Find where the cats lie among the latents."""
        if step % self.refit == 0 or not self.memory:
            gan = cast(Gan, built(self, weights)).eval()
            found = knobs.find(gan, self.portraits, self.fitted)
            values: dict[str, Any] = {f"class {name}": part for name, part in found.classes.items()}
            values |= {"mean": found.mean, "spread": np.linalg.cholesky(found.rest)}
            self.memory = {name: torch.from_numpy(value.astype(np.float32)) for name, value in values.items()}

    def batch(self, random: Random, count: int) -> Batch:
        """Draw cats, edits of half of them, and as many new ones from their classes alone."""
        chosen = random.integers(len(self.truth), size=count)
        labels = {name: self.labels[name][chosen] for name in self.kind.attributes}
        half = count // 2
        move, wanted = self.edit({name: classes[:half] for name, classes in labels.items()}, random)
        edited = self.composed(wanted)
        different = np.abs(edited.astype(np.int16) - self.truth[chosen[:half]]).max(axis=3) > 8
        fresh = {name: random.integers(n, size=half) for name, n in self.kind.attributes.items()}
        sums = self.memory["mean"] + sum(
            self.memory[f"class {name}"][torch.from_numpy(classes)] for name, classes in fresh.items()
        )
        noise = torch.from_numpy(random.standard_normal((half, LATENT), np.float32))
        return {
            "truth": to_tensor(self.truth[chosen]),
            "spread": torch.from_numpy(random.standard_normal((count, LATENT), np.float32)),
            "move": move,
            "edited": to_tensor(edited),
            "changed": torch.from_numpy(different)[:, None],
            "fresh": sums + noise @ self.memory["spread"].T,
            "drawn": to_tensor(self.composed(fresh)),
            **{name: torch.from_numpy(classes) for name, classes in labels.items()},
        }

    def edit(self, labels: Mapping[str, Index], random: Random) -> tuple[Tensor, dict[str, Index]]:
        """Replace one attribute of each cat of classes (N,), drawn at random.

        Returns what to add to the latents, (N, LATENT), and the classes that the pictures should show.
        """
        wanted = {name: classes.copy() for name, classes in labels.items()}
        names, move = list(wanted), torch.zeros(len(labels["fur"]), LATENT)
        for index in range(len(move)):
            name = PATTERN if index % 2 else names[int(random.integers(len(names)))]
            parts = self.memory[f"class {name}"]
            new = int(random.integers(len(parts)))
            gain = 1 + (self.gain - 1) * random.random()
            move[index] = gain * parts[new] - parts[wanted[name][index]]
            wanted[name][index] = new
        return move, wanted

    def composed(self, labels: Mapping[str, Index]) -> Byte:
        """Return cats of these classes as the networks see them, (N, side, side, 3) uint8."""
        cats = [dict(zip(labels, map(int, row), strict=True)) for row in zip(*labels.values(), strict=True)]
        size = (self.side, self.side)
        return np.stack([cv2.resize(compose(cat), size, interpolation=cv2.INTER_AREA) for cat in cats])

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return the loss of redrawing, of edits and of new cats; figures: the errors of the latter two."""
        gan = cast(Gan, network)
        loss, figures = super().loss(network, batch)
        edited, drawn = batch["edited"], batch["drawn"]
        with torch.no_grad():
            latents = gan.encode(batch["truth"][: len(edited)])[0] + batch["move"]
        made = gan.generator(torch.cat((latents, batch["fresh"]))).float()
        face = face_weight(self.side, self.kind.face).to(made)
        weight = face * (1 + self.changed * batch["changed"])
        unlike = (weight * (made[: len(edited)] - edited).abs()).mean()
        strange = (face * functional.l1_loss(made[len(edited) :], drawn, reduction="none")).mean()
        figures |= {"unlike": unlike.item(), "strange": strange.item()}
        return loss + self.edits * (unlike + strange), figures

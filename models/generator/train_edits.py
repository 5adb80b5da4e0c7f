"""Practise edits: ``python -m models.train edits --pictures cats --weights A --out B``.

After `python -m models.train gan` the generator redraws pictures that it is shown, but it has rarely met the
latents that a slider makes: a picture's own, with the part of one attribute replaced. Here it meets them.
Cats are composed of layers, and portraits are drawn from their labels, so it is known exactly what an edited
one looks like: that picture is asked for, and it counts more where the edit changes something. So do
pictures drawn at random from their classes alone, as the app draws new ones.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol, cast

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base import checkpoint
from models.base.arrays import Byte, Index, Random
from models.base.tensors import to_tensor
from models.base.training import Batch, LearningConfig, Snapshot, Tensors, built, from_weights
from models.cats.dataset import compose
from models.cats.labels import ATTRIBUTES as CAT_ATTRIBUTES
from models.cats.labels import NAMES as CAT_NAMES
from models.generator import knobs
from models.generator.data_sets import PORTRAITS, DataName, Pictures
from models.generator.losses import face_weight
from models.generator.network import DECISION, LATENT, OPTIONS, SLOPE, Gan
from models.generator.train import FineTuning, GanTask

Labels = dict[str, Index]
LATE = {
    "pattern": ("tabby", "eye_patch"),
    "mouth": ("smile", "wavy"),
    "accessory": ("bell", "medal", "diamond"),
}
"""Every other edit of a cat is one of these attributes by turns, half of them towards these classes: what is
faint or small is learned last."""
DECIDED: dict[DataName, dict[int, str]] = {
    "cats": {13: "pattern", 9: "mouth", 6: "accessory"},
    "portraits": {6: "facial_hair", 5: "eyes", 4: "mouth", 13: "nose"},
}
"""Choices of the generator that are given to attributes: what is small or faint in a picture moves it so
little that it finds no use for it by itself."""
TOLD = {"accessory": LATE["accessory"]}
"""The classes that a choice tells apart, where an attribute has more of them than OPTIONS."""
OTHERS = 5.0
"""Logit of all other classes together: those that are there are read with 7 or more, others seldom with 4."""
FEW = 0.1
"""Share of a picture: an edit that changes fewer pixels counts as if it changed so many."""
SCARCE = 10.0
"""By which it is multiplied at most."""
NEVER = 3.0
"""Logit, before DECISION, below zero of an option that stands for no class."""
BOTH = 1 + SLOPE
"""What two units of opposite signs pass on together, as a multiple of what they are given."""


@torch.no_grad()
def decide(gan: Gan, attribute: str, choice: int, told: Sequence[int] | None = None) -> None:
    """Let one of the generator's choices be what the label head reads of an attribute.

    The option of each class is chosen where that class is read from the latent. What the choice did before is
    replaced by its mean, so that pictures change little; what its options mean is learned after that. The
    logits pass through those units of the mapping that matter least, in pairs of opposite signs.

    Args:
        gan: Both networks; changed in place.
        attribute: Its name.
        choice: Its number, below CHOICES.
        told: The classes that have an option each, fewer than OPTIONS; one option more stands for all others.
            None: all classes, OPTIONS at most.
    """
    generator, every = gan.generator, range(gan.attributes[attribute])
    told = every if told is None else told
    classes = len(told)
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
    head, rows = gan.label_head, before + torch.tensor(told)
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
    if classes < len(every):
        choose.bias[mine.start + classes] = OTHERS / DECISION


class Practice(Protocol):
    """Where edited pictures come from."""

    def edits(self, random: Random, count: int) -> tuple[Index, Labels, Byte]:
        """Edit training pictures, one attribute each.

        Returns the pictures' indices (N,), their classes afterwards (N,) by attribute, and what they look
        like then, (N, side, side, 3) uint8.
        """

    def drawn(self, random: Random, count: int) -> tuple[Labels, Byte]:
        """Draw classes (N,) by attribute, rare ones often, and what they look like, as `edits` does."""


class ComposedCats:
    """Cats, whose layers are laid over each other as they are asked for."""

    def __init__(self, labels: Mapping[str, Index], side: int) -> None:
        """Take the classes (N,) of the training cats by attribute."""
        self._labels, self._side = labels, side

    def edits(self, random: Random, count: int) -> tuple[Index, Labels, Byte]:
        """Edit training cats, every other one in what is learned late."""
        chosen = random.integers(len(self._labels["fur"]), size=count)
        wanted = {name: self._labels[name][chosen] for name in CAT_ATTRIBUTES}
        for index in range(count):
            names = list(LATE if index % 2 else wanted)
            name = names[index // 2 % len(names)] if index % 2 else str(random.choice(names))
            classes = LATE[name] if index % 2 and random.random() < 0.5 else CAT_NAMES[name]
            wanted[name][index] = CAT_NAMES[name].index(str(random.choice(classes)))
        return chosen, wanted, self.composed(wanted)

    def drawn(self, random: Random, count: int) -> tuple[Labels, Byte]:
        """Draw every class of an attribute as often as the others."""
        labels = {name: random.integers(classes, size=count) for name, classes in CAT_ATTRIBUTES.items()}
        return labels, self.composed(labels)

    def composed(self, labels: Mapping[str, Index]) -> Byte:
        """Return cats of classes (N,) by attribute as the networks see them, (N, side, side, 3) uint8."""
        cats = [dict(zip(labels, map(int, row), strict=True)) for row in zip(*labels.values(), strict=True)]
        size = (self._side, self._side)
        return np.stack([cv2.resize(compose(cat), size, interpolation=cv2.INTER_AREA) for cat in cats])


class DrawnPortraits:
    """Portraits, whose edits were drawn beforehand: each has the seed of the portrait that it was."""

    def __init__(self, seeds: Index, edited: Pictures, side: int) -> None:
        """Take the seeds (N,) of the training portraits, and the edits; those of other portraits are left."""
        place = {int(seed): index for index, seed in enumerate(seeds)}
        self._rows = np.array([n for n, seed in enumerate(edited.seed) if int(seed) in place], np.int64)
        self._from = np.array([place[int(seed)] for seed in edited.seed[self._rows]], np.int64)
        self._labels, self._pictures = edited.labels, edited.pictures(side)

    def edits(self, random: Random, count: int) -> tuple[Index, Labels, Byte]:
        """Take edits of training portraits."""
        chosen = random.integers(len(self._rows), size=count)
        return self._from[chosen], *self._shown(self._rows[chosen])

    def drawn(self, random: Random, count: int) -> tuple[Labels, Byte]:
        """Take any of the edited portraits."""
        return self._shown(random.integers(len(self._pictures), size=count))

    def _shown(self, rows: Index) -> tuple[Labels, Byte]:
        return {name: self._labels[name][rows] for name in PORTRAITS.attributes}, self._pictures[rows]


@dataclass(kw_only=True)
class EditsTask(FineTuning, GanTask):
    """Practise pictures with one attribute replaced, and new ones, as the app makes them."""

    note = "edits"
    learning = LearningConfig(batch=24, rate=1e-3, warm_up=100, horizon=900, averaging=0.998, every=50)

    alone: float = math.inf
    told: float = 1.0
    edits: float = 10.0
    """Weight of the absolute error of edited pictures."""
    changed: float = 6.0
    """How much more an error counts where the edit changes the picture; up to SCARCE times that where it
    changes few pixels."""
    decided: tuple[str, ...] | None = None
    """Attributes that choices of the generator are given to at the start; without it all of DECIDED, once.
    The label head has to read them well by then."""
    gain: float = 1.25
    """How far pictures are edited at most, where 1 is the mean picture of the class."""
    fitted: int = 2000
    """Pictures from which the parts of the attributes are found."""
    refit: int = 250
    """Steps after which they are found again."""

    def start(self, seed: int) -> Snapshot:
        """Return where a new training begins: some of the generator's choices belong to attributes."""
        loaded = super().start(seed)
        once = () if self.note in checkpoint.load(self.weights)[1] else DECIDED[self.pictures].values()
        gan = cast(Gan, built(self, loaded.weights))
        for choice, attribute in DECIDED[self.pictures].items():
            if attribute in (once if self.decided is None else self.decided):
                told = [CAT_NAMES[attribute].index(name) for name in TOLD.get(attribute, ())]
                decide(gan, attribute, choice, told or None)
        return from_weights(gan.state_dict())

    @cached_property
    def practice(self) -> Practice:
        """Where edited pictures come from."""
        if self.pictures == "cats":
            return ComposedCats(self.labels, self.side)
        return DrawnPortraits(
            self.portraits.seed, self.kind.load("edits", self.data / "portraits"), self.side
        )

    def refresh(self, step: int, weights: Tensors) -> None:
        """Find where the pictures lie among the latents."""
        if step % self.refit == 0 or not self.memory:
            gan = cast(Gan, built(self, weights)).eval()
            found = knobs.find(gan, self.portraits, self.fitted)
            values: dict[str, Any] = {f"class {name}": part for name, part in found.classes.items()}
            values |= {"mean": found.mean, "spread": np.linalg.cholesky(found.rest)}
            self.memory = {name: torch.from_numpy(value.astype(np.float32)) for name, value in values.items()}

    def batch(self, random: Random, count: int) -> Batch:
        """Draw pictures, half of them with rare classes as often as others, and edits of the other half.

        Beside them as many new ones, from their classes alone.
        """
        half = count // 2
        shown, wanted, edited = self.practice.edits(random, half)
        even, pictures = self.practice.drawn(random, count - half)
        before = {name: self.labels[name][shown] for name in self.kind.attributes}
        labels = {name: np.concatenate((of, even[name])) for name, of in before.items()}
        different = np.abs(edited.astype(np.int16) - self.truth[shown]).max(axis=3) > 8
        gain = 1 + (self.gain - 1) * random.random((half, 1), np.float32)
        classes, drawn = self.practice.drawn(random, half)
        noise = torch.from_numpy(random.standard_normal((half, LATENT), np.float32))
        return {
            "truth": to_tensor(np.concatenate((self.truth[shown], pictures))),
            "spread": torch.from_numpy(random.standard_normal((count, LATENT), np.float32)),
            "move": self.move(before, wanted, torch.from_numpy(gain)),
            "edited": to_tensor(edited),
            "changed": torch.from_numpy(different)[:, None],
            "fresh": self.memory["mean"] + self.sums(classes) + noise @ self.memory["spread"].T,
            "drawn": to_tensor(drawn),
            **{name: torch.from_numpy(of) for name, of in labels.items()},
        }

    def sums(self, labels: Mapping[str, Index]) -> Tensor:
        """Return what classes (N,) by attribute add to latents, (N, LATENT)."""
        return sum((self._parts(name, of) for name, of in labels.items()), torch.zeros(()))

    def move(self, before: Mapping[str, Index], wanted: Mapping[str, Index], gain: Tensor) -> Tensor:
        """Return what to add to latents, (N, LATENT), so that classes become others, by `gain` (N, 1)."""
        moves = (
            torch.from_numpy(before[name] != of)[:, None]
            * (gain * self._parts(name, of) - self._parts(name, before[name]))
            for name, of in wanted.items()
        )
        return sum(moves, torch.zeros(()))

    def _parts(self, name: str, classes: Index) -> Tensor:
        """Return what classes (N,) of one attribute add to latents, (N, LATENT)."""
        return self.memory[f"class {name}"][torch.from_numpy(classes)]

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return the loss of redrawing, of edits and of new pictures; figures: the errors of both."""
        gan = cast(Gan, network)
        loss, figures = super().loss(network, batch)
        edited, drawn = batch["edited"], batch["drawn"]
        with torch.no_grad():
            latents = gan.encode(batch["truth"][: len(edited)])[0] + batch["move"]
        made = gan.generator(torch.cat((latents, batch["fresh"]))).float()
        face = face_weight(self.side, self.kind.face).to(made)
        few = FEW / batch["changed"].float().mean(dim=(2, 3), keepdim=True).clamp_min(1e-6)
        weight = face * (1 + self.changed * few.clamp(1, SCARCE) * batch["changed"])
        unlike = (weight * (made[: len(edited)] - edited).abs()).mean()
        strange = (face * functional.l1_loss(made[len(edited) :], drawn, reduction="none")).mean()
        figures |= {"unlike": unlike.item(), "strange": strange.item()}
        return loss + self.edits * (unlike + strange), figures

"""Practise edited portraits: ``python -m models.train attribute-edits --weights A --out B``.

After `python -m models.train gan` the generator redraws portraits that it is shown, but it has rarely met the
latents that a slider makes: a portrait's own, with the part of one attribute replaced. Here it meets them,
and two things are asked of the picture:

- Its hair has to be that of a real portrait whose hair style, hair colour, skin and background are those that
  were asked for. All heads are framed alike, so wherever there is nothing but hair, skin and background (over
  the eyes and beside the head) the pixels can be compared. So have the eyes, the nose and the mouth.
- A copy of the encoder, as it was when this began, has to read from the picture what the latent says (after
  the auxiliary classifier of Odena et al., 2017, https://arxiv.org/abs/1610.09585). The picture is shifted
  and blurred a little first, so that signs which only that reader would see are of no use.

Redrawing portraits goes on beside it, with rare hair styles as frequent as common ones. The reader that
judges the sliders in `python -m models.evaluate restyle` has no part in this.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.base.tensors import to_tensor
from models.base.training import Batch, LearningConfig, Tensors, built
from models.generator import knobs
from models.generator.data_sets import PORTRAITS
from models.generator.losses import FACE, face_weight
from models.generator.network import LATENT, Gan
from models.generator.train import FineTuning, GanTask
from models.portraits.labels import ATTRIBUTES

Index = NDArray[np.int64]
Random = np.random.Generator
SKULL = 12.0
"""How much more the top of a head with little hair counts: some pixels of shine tell that it is bald."""
SHORT = 4
"""Hair styles before this one leave the head's shape as it is."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the picture in which portraits that are alike in some attributes are alike.

    Attributes:
        alike: The attributes, besides the hair's colour.
        boxes: (top, bottom, left, right) in 32nds of a side.
        weight: How much an error there counts.
        coloured: The attribute without which (class 0) the hair's colour is not to be seen there.
    """

    alike: tuple[str, ...]
    boxes: tuple[tuple[int, int, int, int], ...]
    weight: float
    coloured: str

    def classes(self, labels: Mapping[str, Any]) -> Iterator[tuple[int, ...]]:
        """Yield for every portrait what decides how the part looks."""
        colour = labels["hair_colour"] * (labels[self.coloured] > 0)
        others = (labels[name] for name in self.alike)
        return zip(*(values.tolist() for values in (colour, *others)), strict=True)

    def where(self, styles: Index, side: int) -> Tensor:
        """Return the weights (N, 1, side, side) of the errors of pixels for hair styles (N,)."""
        weights = torch.zeros(len(styles), 1, side, side)
        for box in self.boxes:
            top, bottom, left, right = (place * side // 32 for place in box)
            weights[:, :, top:bottom, left:right] = self.weight
        return weights * style_weight(styles, side) if self.coloured == "hair_style" else weights


PARTS = (
    Part(
        ("hair_style", "skin", "background"),
        ((0, 11, 0, 32), (11, 24, 0, 9), (11, 24, 23, 32)),
        1.0,
        "hair_style",
    ),
    Part(("eyes", "glasses", "skin", "hair_style"), ((11, 15, 9, 23),), FACE, "hair_style"),
    Part(("mouth", "facial_hair", "nose", "skin"), ((15, 23, 11, 21),), FACE, "facial_hair"),
)
"""The hair, the eyes, and what lies below them."""


@dataclass(kw_only=True)
class AttributeEditsTask(FineTuning, GanTask):
    """Practise portraits with one attribute replaced, as the sliders of the generator do.

    Every other time that is the hair style.
    """

    note = "turns"
    learning = LearningConfig(batch=24, rate=4e-4, warm_up=100, horizon=2000, averaging=0.998, every=100)

    alone: float = math.inf
    parts: float = 20.0
    """Weight of the absolute error of the parts of edited portraits."""
    misread: float = 0.03
    """Weight of what is misread in edited portraits."""
    gain: float = 1.25
    """How far portraits are edited at most, where 1 is the mean portrait of the class."""
    fitted: int = 3000
    """Portraits from which the parts of the attributes are found."""
    refit: int = 1000
    """Steps after which they are found again."""

    def refresh(self, step: int, weights: Tensors) -> None:
        """Find the parts of the attributes in the latents, (classes, LATENT) by attribute."""
        if step % self.refit == 0 or not self.memory:
            gan = cast(Gan, built(self, weights)).eval()
            found = knobs.find(gan, self.portraits, self.fitted).classes
            self.memory = {name: torch.from_numpy(part.astype(np.float32)) for name, part in found.items()}

    def batch(self, random: Random, count: int) -> Batch:
        """Draw portraits, half of them with every hair style as frequent, and edits of half of them."""
        by_style, even = self._by_style, random.integers(len(self._by_style), size=count // 2)
        alike = np.array([random.choice(by_style[style]) for style in even], np.int64)
        chosen = np.concatenate((random.integers(len(self.truth), size=count - len(alike)), alike))
        labels = {name: self.labels[name][chosen] for name in ATTRIBUTES}
        move, wanted = self.edit(
            {name: classes[::2][: count // 2] for name, classes in labels.items()}, random
        )
        real, weights = self.compared(wanted, random)
        noise = random.standard_normal((count // 2, 3, self.side, self.side), np.float32)
        return {
            "truth": to_tensor(self.truth[chosen]),
            "spread": torch.from_numpy(random.standard_normal((count, LATENT), np.float32)),
            "weight": style_weight(labels["hair_style"], self.side),
            "move": move,
            "real": real,
            "real_weight": weights,
            "noise": 0.04 * torch.from_numpy(noise),
            "shift": torch.from_numpy(random.integers(-2, 3, size=2)),
            "blur": torch.tensor(random.random() < 0.5),
            **{name: torch.from_numpy(classes) for name, classes in labels.items()},
            **{f"wanted {name}": torch.from_numpy(classes) for name, classes in wanted.items()},
        }

    @cached_property
    def _by_style(self) -> list[Index]:
        styles = self.labels["hair_style"]
        return [np.flatnonzero(styles == index) for index in np.unique(styles)]

    def edit(self, labels: Mapping[str, Index], random: Random) -> tuple[Tensor, dict[str, Index]]:
        """Replace one attribute of each portrait of classes (N,), drawn at random.

        Returns what to add to the latents, (N, LATENT), and the classes that the pictures should be read as.
        """
        wanted = {name: classes.copy() for name, classes in labels.items()}
        names, move = list(ATTRIBUTES), torch.zeros(len(wanted["hair_style"]), LATENT)
        for index in range(len(move)):
            name = "hair_style" if index % 2 == 0 else names[int(random.integers(len(names)))]
            parts = self.memory[name]
            # Bald is what is furthest from everything else, and one of eighteen.
            new = 0 if index % 4 == 0 else int(random.integers(len(parts)))
            gain = 1 + (self.gain - 1) * random.random()
            move[index] = gain * (parts[new] - parts[wanted[name][index]])
            wanted[name][index] = new
        return move, wanted

    @cached_property
    def _known(self) -> list[dict[tuple[int, ...], list[int]]]:
        """For every part, the portraits by what decides how it looks."""
        known: list[dict[tuple[int, ...], list[int]]] = [{} for _ in PARTS]
        for part, found in zip(PARTS, known, strict=True):
            for index, classes in enumerate(part.classes(self.labels)):
                found.setdefault(classes, []).append(index)
        return known

    def compared(self, wanted: Mapping[str, Index], random: Random) -> tuple[Tensor, Tensor]:
        """Find real portraits that look as is wanted in each of PARTS.

        Returns:
            Pictures (PARTS, N, 3, side, side) in -1..1, and weights of errors (PARTS, N, 1, side, side), so
            that a sum over N is a mean over those for which there is a real one; 0 for all others.
        """
        count = len(wanted["hair_style"])
        real = torch.zeros(len(PARTS), count, 3, self.side, self.side)
        weights = torch.zeros(len(PARTS), count, 1, self.side, self.side)
        for row, (part, known) in enumerate(zip(PARTS, self._known, strict=True)):
            found = {n: known[classes] for n, classes in enumerate(part.classes(wanted)) if classes in known}
            if shown := list(found):
                chosen = [int(random.choice(alike)) for alike in found.values()]
                real[row, shown] = to_tensor(self.truth[chosen])
                weights[row, shown] = part.where(wanted["hair_style"][shown], self.side) / len(shown)
        return real, weights

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        """Return the loss of redrawing and of edits; figures: what is unlike real portraits, and misread."""
        gan, reader = cast(Gan, network), self.network.to(batch["truth"].device)
        loss, figures = super().loss(network, batch)
        with torch.no_grad():
            latents = gan.encode(batch["truth"][::2][: len(batch["move"])])[0] + batch["move"]
        made = gan.generator(latents).float()
        unlike = (batch["real_weight"] * (made - batch["real"]).abs()).mean(dim=(2, 3, 4)).sum()
        read = reader.labels(reader.encode(_shaken(made, batch))[0])
        wanted = {name: batch[f"wanted {name}"] for name in read}
        misread = torch.stack([functional.cross_entropy(read[name], wanted[name]) for name in read]).sum()
        hair = (read["hair_style"].argmax(1) == wanted["hair_style"]).float().mean()
        figures |= {"unlike": unlike.item(), "misread": misread.item(), "hair": hair.item()}
        return loss + self.parts * unlike + self.misread * misread, figures


def style_weight(styles: Index, side: int) -> Tensor:
    """Return the weights (N, 1, side, side) of the errors of pixels for hair styles (N,)."""
    weights = face_weight(side, PORTRAITS.face).repeat(len(styles), 1, 1, 1)
    bare = torch.from_numpy(np.flatnonzero(styles < SHORT))
    weights[bare, :, side // 8 : side * 3 // 8, side // 4 : side * 3 // 4] *= SKULL
    return weights


def _shaken(pictures: Tensor, batch: Batch) -> Tensor:
    """Shift pictures by up to two pixels, blur every other batch, and add faint noise."""
    pictures = torch.roll(pictures, batch["shift"].tolist(), (2, 3))
    if batch["blur"]:
        pictures = functional.avg_pool2d(
            functional.pad(pictures, (1, 1, 1, 1), mode="replicate"), 3, stride=1
        )
    return pictures + batch["noise"]

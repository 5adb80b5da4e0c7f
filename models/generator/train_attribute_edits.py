"""Practise turned portraits: ``python -m models.train_turns --weights A --out B``.

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

import copy
import math
import time
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import torch
import tyro
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from models.base import checkpoint
from models.base.runtime import half_precision, load_network
from models.base.tensors import to_tensor
from models.base.threads import use_threads
from models.generator import knobs
from models.generator.losses import FACE, face_weight
from models.generator.network import LATENT, Gan
from models.generator.train import GanTask
from models.portraits.dataset import Portraits, load_split
from models.portraits.labels import ATTRIBUTES

SKULL = 12.0
"""How much more the top of a head with little hair counts: some pixels of shine tell that it is bald."""
SHORT = 4
"""Hair styles before this one leave the head's shape as it is."""


@dataclass(frozen=True, slots=True)
class Practice:
    """How to practise."""

    steps: int = 2000
    """Batches."""
    batch: int = 24
    """Portraits in a batch; half as many turned ones."""
    rate: float = 4e-4
    """Step size of AdamW at the start; it falls to nothing along a cosine."""
    averaging: float = 0.998
    """Memory of the running mean of weights, which is what is kept."""
    parts: float = 20.0
    """Weight of the absolute error of the parts of turned portraits."""
    turned: float = 0.03
    """Weight of what is misread in turned portraits."""
    gain: float = 1.25
    """How far portraits are turned at most, where 1 is the mean portrait of the class."""
    fitted: int = 3000
    """Portraits from which the parts of the attributes are found."""
    anew: int = 1000
    """Steps after which they are found again."""
    seed: int = 1
    """Draws every batch."""


@dataclass(frozen=True)
class Options:
    """What to practise with."""

    weights: Path
    """Weights that `python -m models.train gan` wrote."""
    out: Path
    """The same after the practice; also written every `keep` batches."""
    practice: Practice = Practice()
    every: int = 100
    """Batches between two lines of report."""
    keep: int = 1000
    """Batches between two writes."""


def practise(
    network: Gan, task: GanTask, source: Portraits, practice: Practice
) -> Iterator[tuple[int, Gan, dict[str, float]]]:
    """Practise; the network is changed in place.

    Args:
        network: Generator and encoder.
        task: Whose portraits and loss.
        source: The same portraits, of any size.
        practice: How.

    Yields:
        The number of batches so far, the running mean of the networks, and the figures of the last batch.
    """
    reader = copy.deepcopy(network).requires_grad_(False)
    mean = copy.deepcopy(network).requires_grad_(False)
    trained = [*network.generator.parameters(), *network.encoder.parameters(), *network.sort.parameters()]
    for parameter in trained:
        parameter.requires_grad_(True)
    optimiser = torch.optim.AdamW(trained, lr=practice.rate, betas=(0.9, 0.99), eps=1e-12, weight_decay=1e-4)
    labels = task.labels
    styles = labels["hair_style"]
    by_style = [np.flatnonzero(styles == index) for index in np.unique(styles)]
    real = [_Real(task, part) for part in PARTS]
    parts: dict[str, Tensor] = {}
    for step in range(practice.steps):
        if step % practice.anew == 0:
            found = knobs.find(mean, source, practice.fitted)
            parts = {name: torch.from_numpy(part.astype(np.float32)) for name, part in found.classes.items()}
        random = np.random.default_rng((practice.seed, step))
        chosen = _draw(random, len(task.truth), by_style, practice.batch)
        batch = {
            "truth": to_tensor(task.truth[chosen]),
            "spread": torch.from_numpy(random.standard_normal((len(chosen), LATENT)).astype(np.float32)),
            **{name: torch.from_numpy(labels[name][chosen]) for name in ATTRIBUTES},
            "weight": _weight(labels["hair_style"][chosen], task.side),
        }
        with half_precision():
            loss, figures = task.loss(network, batch)
            latents, wanted = _turn(network, batch, parts, random, practice)
            made = network.generator(latents).float()
            read = reader.labels(reader.encode(_shake(made, random))[0])
        misread = torch.stack([functional.cross_entropy(read[name], wanted[name]) for name in read]).sum()
        unlike = torch.stack([each.unlike(made, wanted, random) for each in real]).sum()
        figures |= {
            "unlike": unlike.item(),
            "misread": misread.item(),
            "hair": float((read["hair_style"].argmax(1) == wanted["hair_style"]).float().mean()),
        }
        for group in optimiser.param_groups:
            rise = min(1.0, (step + 1) / 100)
            group["lr"] = practice.rate * rise * 0.5 * (1 + math.cos(math.pi * step / practice.steps))
        optimiser.zero_grad(set_to_none=True)
        (loss + practice.parts * unlike + practice.turned * misread).backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(trained, 1.0)
        optimiser.step()
        share = min(practice.averaging, (step + 1) / (step + 10))
        with torch.no_grad():
            for kept, value in zip(mean.parameters(), network.parameters(), strict=True):
                kept.lerp_(value, 1 - share)
        yield step + 1, mean, figures


@dataclass(frozen=True, slots=True)
class _Part:
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


PARTS = (
    _Part(
        ("hair_style", "skin", "background"),
        ((0, 11, 0, 32), (11, 24, 0, 9), (11, 24, 23, 32)),
        1.0,
        "hair_style",
    ),
    _Part(("eyes", "glasses", "skin", "hair_style"), ((11, 15, 9, 23),), FACE, "hair_style"),
    _Part(("mouth", "facial_hair", "nose", "skin"), ((15, 23, 11, 21),), FACE, "facial_hair"),
)
"""The hair, the eyes, and what lies below them."""


class _Real:
    """Real portraits, found by what a part of them looks like."""

    def __init__(self, task: GanTask, part: _Part) -> None:
        self._truth, self._part = task.truth, part
        self._known: dict[tuple[int, ...], list[int]] = {}
        for index, classes in enumerate(self._classes(task.labels)):
            self._known.setdefault(classes, []).append(index)
        self._where = torch.zeros(task.side, task.side)
        for box in part.boxes:
            top, bottom, left, right = (place * task.side // 32 for place in box)
            self._where[top:bottom, left:right] = part.weight

    def _classes(self, labels: Mapping[str, Any]) -> Iterator[tuple[int, ...]]:
        """Say for every portrait what decides how the part looks."""
        colour = labels["hair_colour"] * (labels[self._part.coloured] > 0)
        others = (labels[name] for name in self._part.alike)
        return zip(*(values.tolist() for values in (colour, *others)), strict=True)

    def unlike(self, made: Tensor, wanted: Mapping[str, Tensor], random: np.random.Generator) -> Tensor:
        """Return the mean absolute error in the part; pictures without a real one count nothing."""
        errors = []
        weights = self._where.expand(len(made), -1, -1)
        if self._part.coloured == "hair_style":
            weights = weights * _weight(wanted["hair_style"].numpy(), made.shape[2])[:, 0]
        for picture, weight, classes in zip(made, weights, self._classes(wanted), strict=True):
            known = self._known.get(classes)
            if known:
                real = to_tensor(self._truth[[int(random.choice(known))]])[0]
                errors.append(((picture - real).abs() * weight).mean())
        return torch.stack(errors).mean() if errors else made.sum() * 0


def _weight(styles: NDArray[np.int64], side: int) -> Tensor:
    """Return the weights (N, 1, side, side) of the errors of pixels."""
    weights = face_weight(side).repeat(len(styles), 1, 1, 1)
    bare = torch.from_numpy(np.flatnonzero(styles < SHORT))
    weights[bare, :, side // 8 : side * 3 // 8, side // 4 : side * 3 // 4] *= SKULL
    return weights


def _draw(
    random: np.random.Generator, count: int, by_style: list[NDArray[np.int64]], size: int
) -> NDArray[np.int64]:
    """Draw portraits: half of them at random, half with every hair style as frequent."""
    even = [int(random.choice(by_style[style])) for style in random.integers(len(by_style), size=size // 2)]
    return np.concatenate((random.integers(count, size=size - len(even)), np.array(even, np.int64)))


def _turn(
    network: Gan,
    batch: Mapping[str, Tensor],
    parts: Mapping[str, Tensor],
    random: np.random.Generator,
    practice: Practice,
) -> tuple[Tensor, dict[str, Tensor]]:
    """Replace one attribute, every other time the hair style, in the latents of half a batch.

    Returns:
        The latents, and the classes that their pictures should be read as.
    """
    half = len(batch["truth"]) // 2
    with torch.no_grad():
        latents = network.encode(batch["truth"][::2][:half])[0].clone()
    wanted = {name: batch[name][::2][:half].clone() for name in parts}
    names = list(parts)
    for index in range(half):
        name = "hair_style" if index % 2 == 0 else names[int(random.integers(len(names)))]
        # Bald is what is furthest from everything else, and one of eighteen.
        new = 0 if index % 4 == 0 else int(random.integers(len(parts[name])))
        gain = 1 + (practice.gain - 1) * float(random.random())
        latents[index] += gain * parts[name][new] - gain * parts[name][wanted[name][index]]
        wanted[name][index] = new
    return latents, wanted


def _shake(pictures: Tensor, random: np.random.Generator) -> Tensor:
    """Shift pictures by up to two pixels, blur every other batch, and add faint noise."""
    down, right = (int(value) for value in random.integers(-2, 3, size=2))
    pictures = torch.roll(pictures, (down, right), (2, 3))
    if random.random() < 0.5:
        pictures = functional.avg_pool2d(
            functional.pad(pictures, (1, 1, 1, 1), mode="replicate"), 3, stride=1
        )
    noise = random.standard_normal(tuple(pictures.shape)).astype(np.float32)
    return pictures + 0.04 * torch.from_numpy(noise)


def main(arguments: list[str] | None = None) -> None:
    """Practise, and write the weights anew.

    Raises:
        CheckpointError: The weights cannot be read or written.
    """
    options = tyro.cli(Options, args=arguments, description=__doc__)
    tensors, notes = checkpoint.load(options.weights)
    network = cast(Gan, load_network("gan", Gan, options.weights))
    task = GanTask(network.generator.side)
    began = time.perf_counter()
    totals: dict[str, float] = {}
    last: dict[str, float] = {}
    with use_threads(1):
        for step, mean, figures in practise(network, task, load_split("train"), options.practice):
            totals = {name: totals.get(name, 0.0) + value / options.every for name, value in figures.items()}
            if step % options.every == 0:
                shown = "  ".join(f"{name} {value:.4f}" for name, value in totals.items())
                print(f"step {step:6} {time.perf_counter() - began:7.0f} s  {shown}", flush=True)
                last, totals = totals, {}
            if step % options.keep == 0 or step == options.practice.steps:
                values = mean.state_dict()
                kept = {name: values[name].to(old.dtype) for name, old in tensors.items()}
                checkpoint.save(
                    options.out,
                    kept,
                    notes | {"turns": {**asdict(options.practice), "done": step, "last": last}},
                )


if __name__ == "__main__":
    main()

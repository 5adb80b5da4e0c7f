"""Judge the photo network by filling holes in intact pictures: ``python -m models.evaluate inpainting``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from models.base.arrays import Byte, Float, Mask
from models.base.typed_fields import Range
from models.evaluation.reports import (
    Evaluation,
    EvaluationError,
    Score,
    average,
    limited_psnr,
    squares,
    table,
    timed,
)
from models.inpainting.masks import KINDS, Kind, evaluation_mask

if TYPE_CHECKING:
    from models.classifier.network import Classifier
    from models.inpainting.inpainter import Inpainter

Fill = Callable[[Byte, Mask], Byte]
Scores = dict[str, Score | None]
Features = dict[str, dict[str, Float]]
COLUMNS = ("psnr_mask", "ssim_mask", "psnr", "ssim", "feature", "other", "sharpness", "ms")
STRIDE = 1000
"""Distance of the seeds that two values of `mask_seed` begin with."""


@dataclass(frozen=True, kw_only=True)
class Inpainting(Evaluation):
    """Fill holes in intact pictures and compare with the truth: our network and the classical fills.

    "ours" is what the app shows in the end, "network" the network alone. PSNR is in dB, at most 60, inside
    the mask and over the picture. Feature distances are those of models.evaluation.metrics, smaller being
    better: "feature" in the layers that the network was trained by, "other" in layers that no training saw.
    "sharpness" is the fine detail inside the hole as a share of the truth's; ms is the median.
    """

    images: Path | None = None
    """Folder with pictures, or one picture; without it the bundled photographs. They are cut square."""
    masks: Path | None = None
    """Folder with masks, white where the picture is missing: matched by name, else one after the other."""
    mask_seed: Annotated[int, Range(0, 2**31)] = 0
    """Draws the masks where none are given."""
    size: Annotated[int, Range(1, 8192)] = 256
    """Side of the pictures in pixels."""
    kinds: tuple[Kind, ...] = KINDS
    """Which masks to draw."""

    def judge(self) -> dict[str, Any]:
        """Return figures by kind of mask and way of filling."""
        from models.inpainting.inpainter import Inpainter

        pictures = squares(self.images, self.size)
        holes = dict(self.holes(list(pictures)))
        return dict(judge(pictures, holes, methods(Inpainter("photo", self.weights))))

    def show(self, results: dict[str, Any]) -> None:
        """Print a table for each kind."""
        for kind, scores in results.items():
            print(table(kind, scores, COLUMNS), end="\n\n")

    def holes(self, names: list[str]) -> Iterator[tuple[str, dict[str, Mask]]]:
        """Yield the kind of mask, and a mask for every picture by the picture's name."""
        if self.masks is not None:
            yield "given", given_masks(self.masks, names, self.size)
            return
        size = (self.size, self.size)
        for kind in self.kinds:
            seeds = range(self.mask_seed * STRIDE, self.mask_seed * STRIDE + len(names))
            yield kind, {n: evaluation_mask(kind, size, s) for n, s in zip(names, seeds, strict=True)}


def given_masks(place: Path, names: list[str], size: int) -> dict[str, Mask]:
    """Read masks from pictures: the one with the name of the picture, else one after the other.

    An EvaluationError says that there is none, or that one has no white pixel.
    """
    read = squares(place, size)
    masks = {name: rgb.mean(axis=2) > 127 for name, rgb in read.items()}
    if empty := [name for name, mask in masks.items() if not mask.any()]:
        raise EvaluationError(f"no white pixel in the masks {', '.join(empty)}")
    if all(name in masks for name in names):
        return {name: masks[name] for name in names}
    order = list(masks.values())
    return {name: order[index % len(order)] for index, name in enumerate(names)}


def methods(network: Inpainter) -> dict[str, Fill]:
    """Return what is compared: ours, the network alone, others, the smooth fill that ours begins with."""
    from models.inpainting.fills import CLASSICAL, FILLS, harmonic_fill

    def start(rgb: Byte, mask: Mask) -> Byte:
        filled = harmonic_fill(rgb.astype(np.float32), mask)
        return np.where(mask[..., None], filled.round().clip(0, 255), rgb).astype(np.uint8)

    def ours(rgb: Byte, mask: Mask) -> Byte:
        return network.fill(rgb, mask, texture=True)

    if network.kind == "portrait":
        return {"ours": network.fill, **CLASSICAL, "start": start}
    return {"ours": ours, "network": network.fill, **FILLS, "start": start}


def judge(
    pictures: Mapping[str, Byte], holes: Mapping[str, Mapping[str, Mask]], fills: Mapping[str, Fill]
) -> dict[str, Scores]:
    """Fill every hole in every way: `holes` are by kind and name of the picture (H, W, 3) uint8.

    Returns:
        Mean figures by kind and fill; None for a fill that one of the holes was too large for.
    """
    from models.classifier.network import Classifier

    classifier = Classifier()
    known = {name: seen(classifier, truth) for name, truth in pictures.items()}
    found: dict[str, dict[str, list[Score | None]]] = {kind: {name: [] for name in fills} for kind in holes}
    some = next(iter(pictures))
    for fill in fills.values():  # what is loaded at the first call is not to be timed
        eye = np.eye(*pictures[some].shape[:2], dtype=np.bool_)
        score(classifier, fill, pictures[some], known[some], eye)
    for name, truth in pictures.items():
        for kind, masks in holes.items():
            for method, fill in fills.items():
                found[kind][method].append(score(classifier, fill, truth, known[name], masks[name]))
    return {kind: {m: average(scores) for m, scores in by.items()} for kind, by in found.items()}


def seen(classifier: Classifier, rgb: Byte) -> Features:
    """Return what two pictures (H, W, 3) are compared by: features in the layers of "feature" and "other"."""
    from models.evaluation.metrics import FEATURE_LAYERS, OTHER_LAYERS, features

    both = features(classifier, rgb, (*FEATURE_LAYERS, *OTHER_LAYERS))
    named = {"feature": FEATURE_LAYERS, "other": OTHER_LAYERS}
    return {name: {layer: both[layer] for layer in layers} for name, layers in named.items()}


def score(classifier: Classifier, fill: Fill, truth: Byte, known: Features, mask: Mask) -> Score | None:
    """Fill one hole in one way; None if it is too large for it. `known` is the truth, `seen`."""
    from models.evaluation.metrics import features_apart, sharpness, ssim_map
    from models.inpainting.fills import TooLarge

    try:
        filled, elapsed = timed(lambda: fill(truth, mask))
    except TooLarge:
        return None
    similarity = ssim_map(filled, truth)
    found = seen(classifier, filled)
    return {
        "psnr_mask": limited_psnr(filled, truth, mask),
        "ssim_mask": float(similarity[mask].mean()),
        "psnr": limited_psnr(filled, truth),
        "ssim": float(similarity.mean()),
        **{name: features_apart(layers, known[name]) for name, layers in found.items()},
        "sharpness": sharpness(filled, truth, mask),
        "ms": elapsed,
    }

"""Judge the portrait network on portraits it never saw: ``python -m models.evaluate portrait --json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from models.base.arrays import Byte, Mask
from models.base.typed_fields import Range
from models.evaluation.reports import Evaluation, Score, table
from models.inpainting.evaluate import COLUMNS, Fill, judge, methods
from models.inpainting.masks import evaluation_mask

if TYPE_CHECKING:
    from models.portraits.attributes import AttributeReader

SHOWN = ("hair_colour", "glasses", "hair_style", "facial_hair", "skin")
"""Attributes that the reader's accuracy is given of."""


@dataclass(frozen=True, kw_only=True)
class Portrait(Evaluation):
    """Complete portraits whose middle is gone; read hair colour and glasses where half of the face is gone.

    "ours" is the likeliest answer, "ours_blended" the blend of all answers by their probability.

    "Kept" is the share of portraits, with their left or right half filled, in which the attribute reader sees
    the hair colour (of heads that are not bald) or the glasses that they were drawn with. As the half that
    was left shows both, the reader is also shown the filled half alone, completed by its mirror image.
    """

    count: Annotated[int, Range(1, 10**6)] = 64
    """How many portraits of the test split (of the bundled sample where the split is not made)."""

    def judge(self) -> dict[str, Any]:
        """Return figures by way of filling, what is kept by it, and how well the reader reads."""
        from models.inpainting.inpainter import BLEND, Inpainter
        from models.portraits.attributes import AttributeReader
        from models.portraits.dataset import held_out

        portraits = held_out()
        chosen = np.arange(min(self.count, len(portraits)))
        pictures = {str(index): portraits.picture(int(index)) for index in chosen}
        labels = {name: portraits.labels[name][chosen] for name in SHOWN}
        network = Inpainter("portrait", self.weights)
        fills: dict[str, Fill] = {**methods(network), "ours_blended": partial(network.fill, variant=BLEND)}
        size = portraits.picture(0).shape[:2]
        box = dict.fromkeys(pictures, evaluation_mask("box_25", (size[0], size[1]), 0))
        results: dict[str, Any] = dict(judge(pictures, {"box_25": box}, fills))
        reader = AttributeReader()
        kept_by = kept(reader, list(pictures.values()), labels, fills)
        accuracy = reader.accuracy(list(pictures.values()), labels)
        mine = {f"{name}_kept": kept_by["ours"][name] for name in ("hair_color", "glasses")}
        return results | mine | {"kept_by": kept_by, "classifier_accuracy": accuracy}

    def show(self, results: dict[str, Any]) -> None:
        """Print tables."""
        kept_by, accuracy = results["kept_by"], results["classifier_accuracy"]
        print(table("box_25", results["box_25"], COLUMNS), end="\n\n")
        print(table("half face, kept", kept_by, tuple(kept_by["ours"])), end="\n\n")
        print("the reader, on intact portraits:", *(f"{n} {v:.3f}" for n, v in accuracy.items()))


def halves(shape: tuple[int, ...], count: int) -> list[Mask]:
    """Return masks in which by turns the left and the right half is missing."""
    left = np.zeros(shape[:2], bool)
    left[:, : shape[1] // 2] = True
    return [left if index % 2 == 0 else ~left for index in range(count)]


def kept(
    reader: AttributeReader, pictures: list[Byte], labels: Mapping[str, Any], fills: Mapping[str, Fill]
) -> dict[str, Score]:
    """Return by fill how often hair colour and glasses are read as they were drawn, 0..1.

    They are "hair_color" and "glasses", and "hair_alone" and "glasses_alone" for the filled half with its
    mirror image. The last row, "intact", is what the reader makes of the portraits themselves.
    """
    masks = halves(pictures[0].shape, len(pictures))
    intact: Fill = lambda rgb, mask: rgb  # noqa: E731
    found: dict[str, Score] = {}
    for method, fill in {**fills, "intact": intact}.items():
        filled = [fill(rgb, mask) for rgb, mask in zip(pictures, masks, strict=True)]
        alone = [np.where(m[..., None], rgb, rgb[:, ::-1]) for rgb, m in zip(filled, masks, strict=True)]
        right, right_alone = reader.accuracy(filled, labels), reader.accuracy(alone, labels)
        found[method] = {
            "hair_color": right["hair_colour"],
            "glasses": right["glasses"],
            "hair_alone": right_alone["hair_colour"],
            "glasses_alone": right_alone["glasses"],
        }
    return found

"""Judge the sliders on held-out portraits: ``python -m models.evaluate restyle --json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from models.base.typed_fields import Range
from models.evaluation.reports import Evaluation

if TYPE_CHECKING:
    from models.base.arrays import Index
    from models.generator.portrait_gan import Latent, PortraitGan
    from models.portraits.attributes import AttributeReader

TURNED = {
    "hair_color": ("hair_colour", "hair_colour"),
    "hair_length": ("hair_length", "hair_length"),
    "glasses": ("glasses", "glasses"),
    "beard": ("beard", "facial_hair"),
    "smile": ("smile", "smile"),
    "eyes": ("eyes", "eyes"),
    "clothing_color": ("clothing_colour", "clothing_colour"),
}
"""By name in the table: the slider that is turned, and the attribute that is read."""


@dataclass(frozen=True, kw_only=True)
class Restyle(Evaluation):
    """Find held-out portraits among the latents, turn one slider to its end, and read what became of them.

    A slider is turned by turns to its right and left end, to the other one where the portrait stands there
    already. "Reached" is the share in which the attribute reader sees the class at that end; "skin kept" in
    which it sees the skin that the portrait was drawn with. Hair colour is judged on heads with hair. The
    reader was trained on real portraits, and no slider was made with its help.
    """

    count: Annotated[int, Range(1, 10**6)] = 200
    """How many portraits of the test split (of the bundled sample where the split is not made)."""
    seconds: Annotated[float, Range(0, 3600)] = 2.0
    """How long to look for each."""

    def judge(self) -> dict[str, Any]:
        """Return all figures by name."""
        from models.generator.portrait_gan import PortraitGan, shrink
        from models.portraits.attributes import AttributeReader
        from models.portraits.dataset import held_out

        portraits, gan = held_out(), PortraitGan(self.weights)
        count = min(self.count, len(portraits))
        truth = [shrink(portraits.picture(index)) for index in range(count)]
        labels = {name: values[:count] for name, values in portraits.labels.items()}
        reader = AttributeReader()
        found = [gan.find(picture, self.seconds) for picture in truth]
        latents = [one.latent for one in found]
        results: dict[str, Any] = {"classifier_accuracy": reader.accuracy(truth, labels)}
        for name, (slider, attribute) in TURNED.items():
            results[name] = turn(gan, reader, latents, labels, slider, attribute)
        psnrs = [one.psnr for one in found]
        results["reconstruction_psnr"] = round(float(np.mean(psnrs)), 2)
        results["reconstruction_psnr_worst"] = round(min(psnrs), 2)
        results["reconstruction_accuracy"] = reader.accuracy([one.picture for one in found], labels)
        return results


def turn(
    gan: PortraitGan,
    reader: AttributeReader,
    latents: list[Latent],
    labels: dict[str, Index],
    slider: str,
    attribute: str,
) -> dict[str, float]:
    """Turn one slider of all latents to an end; return "reached" and "skin_kept", 0..1, and "count"."""
    from models.portraits.labels import LABELS, has_hair

    last = LABELS[attribute] - 1
    ends = [end(index, int(label), last) for index, label in enumerate(labels[attribute])]
    turned = [gan.turn(latent, slider, float(aim > 0)) for latent, aim in zip(latents, ends, strict=True)]
    read = reader.read(list(gan.make_many(turned)))
    hairy = has_hair(labels["hair_style"])
    counted = hairy if attribute == "hair_colour" and hairy.any() else np.ones(len(latents), np.bool_)
    return {
        "reached": round(float((read[attribute] == ends)[counted].mean()), 4),
        "skin_kept": round(float((read["skin"] == labels["skin"])[counted].mean()), 4),
        "count": int(counted.sum()),
    }


def end(index: int, label: int, last: int) -> int:
    """Return the class at the end to turn to: by turns `last` and 0, but not the one that is there."""
    aim = last if index % 2 == 0 else 0
    return last - aim if label == aim else aim

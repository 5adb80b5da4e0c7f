"""Judge the sliders on held-out pictures: ``python -m models.evaluate restyle --json``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import numpy as np

from models.base.typed_fields import Range
from models.evaluation.reports import Evaluation
from models.generator.data_sets import DataName

if TYPE_CHECKING:
    from models.base.arrays import Index
    from models.generator.trained_gan import Latent, TrainedGan
    from models.portraits.attributes import AttributeReader

    Readings = dict[str, list[dict[str, Index]]]
    """By slider, for each of its stops, the classes of all pictures by attribute."""

TURNED: dict[DataName, dict[str, tuple[str, str]]] = {
    "portraits": {
        "hair_color": ("hair_colour", "hair_colour"),
        "hair_length": ("hair_length", "hair_length"),
        "glasses": ("glasses", "glasses"),
        "beard": ("beard", "facial_hair"),
        "smile": ("smile", "smile"),
        "eyes": ("eyes", "eyes"),
        "clothing_color": ("clothing_colour", "clothing_colour"),
    },
    "cats": {name: (name, name) for name in ("fur", "pattern", "eyes", "mouth", "accessory", "background")},
}
"""By name in the table: the slider that is turned, and the attribute that is read."""
FOLLOWS = {"hair_length": "hair_style", "smile": "mouth"}
"""Labels that follow from an attribute: they move with it."""
KEPT: dict[DataName, str] = {"portraits": "skin", "cats": "fur"}
"""The attribute that is to stay as it was."""


@dataclass(frozen=True, kw_only=True)
class Restyle(Evaluation):
    """Find held-out pictures among the latents, turn one slider to its end, and read what became of them.

    A slider is turned by turns to its right and left end, to the other one where the picture stands there
    already. "Reached" is the share in which the attribute reader sees the class at that end; "skin kept"
    (of cats "fur kept") in which it sees the skin that the portrait was drawn with. What cannot be seen
    does not count: the colour of no hair, a mouth under a scarf. "Stops" tells for every stop of every
    slider in which share of all pictures it is seen. "Leaks" tells of every slider what else changes on its
    way from its left end to the right one: the share of pictures in which another attribute is read
    differently. The reader was trained on real pictures, and no slider was made with its help.
    """

    data: DataName = "portraits"
    """What is generated."""
    count: Annotated[int, Range(1, 10**6)] = 200
    """How many pictures of the test split (of the bundled sample where the split is not made)."""
    seconds: Annotated[float, Range(0, 3600)] = 2.0
    """How long to look for each."""

    def judge(self) -> dict[str, Any]:
        """Return all figures by name."""
        from models.generator.trained_gan import TrainedGan, shrink

        gan = TrainedGan(self.weights, data=self.data)
        pictures = gan.data.held_out()
        count = min(self.count, len(pictures))
        truth = [shrink(pictures.picture(index)) for index in range(count)]
        labels = {name: values[:count] for name, values in pictures.labels.items()}
        reader = gan.data.attribute_reader()
        found = [gan.find(picture, self.seconds) for picture in truth]
        latents = [one.latent for one in found]
        results: dict[str, Any] = {"classifier_accuracy": reader.accuracy(truth, labels)}
        for name, (slider, attribute) in TURNED[self.data].items():
            results[name] = turn(gan, reader, latents, labels, slider, attribute)
        read = readings(gan, reader, latents)
        results["stops"] = stops(gan, read)
        results["leaks"] = leaks(gan, read)
        shares = [share for others in results["leaks"].values() for share in others.values()]
        results["leaks_mean"] = round(float(np.mean(shares)), 4)
        psnrs = [one.psnr for one in found]
        results["reconstruction_psnr"] = round(float(np.mean(psnrs)), 2)
        results["reconstruction_psnr_worst"] = round(min(psnrs), 2)
        results["reconstruction_accuracy"] = reader.accuracy([one.picture for one in found], labels)
        return results


def turn(
    gan: TrainedGan,
    reader: AttributeReader,
    latents: list[Latent],
    labels: dict[str, Index],
    slider: str,
    attribute: str,
) -> dict[str, float]:
    """Turn one slider of all latents to an end; return "reached", "…_kept", each 0..1, and "count"."""
    kept = KEPT[gan.data.name]
    last = gan.data.labels[attribute] - 1
    ends = [end(index, int(label), last) for index, label in enumerate(labels[attribute])]
    turned = [gan.turn(latent, slider, float(aim > 0)) for latent, aim in zip(latents, ends, strict=True)]
    read = reader.read(list(gan.make_many(turned)))
    counted = gan.data.visible(labels)[attribute]
    counted = counted if counted.any() else np.ones_like(counted)
    return {
        "reached": round(float((read[attribute] == ends)[counted].mean()), 4),
        f"{kept}_kept": round(float((read[kept] == labels[kept])[counted].mean()), 4),
        "count": int(counted.sum()),
    }


def readings(gan: TrainedGan, reader: AttributeReader, latents: list[Latent]) -> Readings:
    """Turn every slider to each of its stops; return what is read of all pictures there."""

    def read(name: str, place: float) -> dict[str, Index]:
        return reader.read(list(gan.make_many([gan.turn(latent, name, place) for latent in latents])))

    return {
        name: [read(name, index / (len(slider.stops) - 1)) for index in range(len(slider.stops))]
        for name, slider in gan.data.sliders.items()
    }


def stops(gan: TrainedGan, readings: Readings) -> dict[str, dict[str, float]]:
    """Return in which share each stop of every slider is seen, of what shows it at all."""
    found: dict[str, dict[str, float]] = {}
    for name, slider in gan.data.sliders.items():
        found[name] = {}
        for (stop, classes), read in zip(slider.stops.items(), readings[name], strict=True):
            seen = gan.data.visible(read)[slider.attribute]
            right = np.isin(read[slider.attribute], classes)[seen]
            found[name][stop] = round(float(right.mean()), 4) if len(right) else 0.0
    return found


def leaks(gan: TrainedGan, readings: Readings) -> dict[str, dict[str, float]]:
    """Return what else changes from every slider's left end to the right one.

    Returns:
        By slider and other attribute the share of pictures in which that is read as another class, of those
        that show it at both ends; 0 where none does. What the slider's attribute decides by itself is left
        out.
    """
    found: dict[str, dict[str, float]] = {}
    for name, slider in gan.data.sliders.items():
        ends = readings[name][0], readings[name][-1]
        left, right = (gan.data.visible(read) for read in ends)
        found[name] = {}
        for label in gan.data.labels:
            if slider.attribute in (label, FOLLOWS.get(label)):
                continue
            seen = left[label] & right[label]
            changed = (ends[0][label] != ends[1][label])[seen]
            found[name][label] = round(float(changed.mean()), 4) if len(changed) else 0.0
    return found


def end(index: int, label: int, last: int) -> int:
    """Return the class at the end to turn to: by turns `last` and 0, but not the one that is there."""
    aim = last if index % 2 == 0 else 0
    return last - aim if label == aim else aim

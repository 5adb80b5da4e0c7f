"""Judge the generator on pictures that it never saw: ``python -m models.evaluate gan --json``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import cv2
import numpy as np

from models.base.arrays import Byte, Double
from models.base.typed_fields import Range
from models.evaluation.reports import Evaluation, timed
from models.generator.data_sets import DataName

if TYPE_CHECKING:
    from models.generator.data_sets import DataSet, Pictures
    from models.generator.trained_gan import TrainedGan


NEAREST = 3
"""How many neighbours make up a portrait's surroundings in precision and recall."""
SURE = 0.8
"""How probable a class must be to count as seen."""
TIMED = 101
"""Pictures that are timed."""


@dataclass(frozen=True, kw_only=True)
class Gan(Evaluation):
    """Compare made pictures, portraits or cats, with held-out ones, in features of the classifier.

    Fréchet distances depend on how many pictures they are taken from, so every one is taken from as many:
    half of the held-out portraits against the other half (floor), against samples (ours, the mean of two
    lots) and against those of an untrained generator (ceiling). "Attributes covered" is the share of the
    labels' classes that the attribute reader surely sees at least once among the samples.
    """

    data: DataName = "portraits"
    """What is generated."""
    count: Annotated[int, Range(NEAREST + 1, 10**6)] = 1000
    """Pictures on either side of a comparison; half of the test split at most."""
    covered: Annotated[int, Range(1, 10**6)] = 5000
    """Samples that are searched for all classes."""
    seed: Annotated[int, Range(0, 2**31)] = 0
    """Of the first sample; the others follow."""
    sheet: Path | None = None
    """Also write samples beside their nearest training portraits to this PNG file."""

    def judge(self) -> dict[str, Any]:
        """Return all figures by name, and write the sheet."""
        from models.evaluation.frechet import distance, features
        from models.generator.trained_gan import TrainedGan

        gan = TrainedGan(self.weights, data=self.data)
        if self.sheet is not None:
            from models.generator.neighbours import draw

            self.sheet.parent.mkdir(parents=True, exist_ok=True)
            _, png = cv2.imencode(".png", cv2.cvtColor(draw(gan, self.seed), cv2.COLOR_RGB2BGR))
            self.sheet.write_bytes(png.tobytes())

        real = pictures(gan.data.held_out(), 2 * self.count)
        count = len(real) // 2
        truth, other = features(real[:count]), features(real[count : 2 * count])
        samples = gan.make_many([gan.sample(self.seed + n) for n in range(max(self.covered, 2 * count))])
        made = features(samples[: 2 * count])
        ours = float(np.mean([distance(truth, lot) for lot in (made[:count], made[count:])]))
        floor = distance(truth, other)
        ceiling = distance(truth, features(untrained(count)))
        shares = seen_shares(gan.data, samples[: self.covered])
        missing = {
            name: [label for label, (_, most, _) in found.items() if most <= SURE]
            for name, found in shares.items()
        }
        absent = sum(map(len, missing.values()))
        return {
            "frechet": {
                "floor": round(floor, 3),
                "ours": round(ours, 3),
                "ceiling": round(ceiling, 3),
                "normalised": round((ours - floor) / (ceiling - floor), 4),
            },
            "precision": round(within(truth, made[:count]), 4),
            "recall": round(within(made[:count], truth), 4),
            "attributes_covered": round(1 - absent / sum(gan.data.labels.values()), 4),
            "attributes_missing": {name: labels for name, labels in missing.items() if labels},
            "shares": {
                name: {label: {"made": made, "real": real} for label, (made, _, real) in found.items()}
                for name, found in shares.items()
            },
            "ms_per_image": round(milliseconds(gan), 2),
            "portraits": count,
        }


def pictures(portraits: Pictures, most: int) -> Byte:
    """Return the first pictures of a split as the networks see them, (N, 64, 64, 3) uint8."""
    from models.generator.trained_gan import shrink

    return np.stack([shrink(portraits.picture(index)) for index in range(min(most, len(portraits)))])


def untrained(count: int) -> Byte:
    """Return what an untrained generator makes, (count, 64, 64, 3) uint8."""
    import torch

    from models.generator.network import LATENT, Generator
    from models.generator.rendering import render

    with torch.random.fork_rng(devices=()):
        torch.manual_seed(0)
        generator = Generator().eval()
    noise = torch.from_numpy(np.random.default_rng(0).standard_normal((count, LATENT)).astype(np.float32))
    return render(generator, noise)


def within(ground: Double, asked: Double) -> float:
    """Return the share of `asked` in the surroundings of `ground`: precision, or turned round recall.

    A point's surroundings reach to its third-nearest neighbour (Kynkäänniemi et al., 2019,
    https://arxiv.org/abs/1904.06991).

    Args:
        ground: (N, channels), N > NEAREST.
        asked: (M, channels).
    """
    reach = np.sort(_squares(ground, ground), axis=1)[:, NEAREST]
    return float((_squares(asked, ground) <= reach).any(axis=1).mean())


def _squares(a: Double, b: Double) -> Double:
    """Return the squared distances of (N, channels) and (M, channels) as (N, M)."""
    squares: Double = np.square(a).sum(axis=1)[:, None] + np.square(b).sum(axis=1) - 2 * a @ b.T
    return squares


def seen_shares(data: DataSet, samples: Byte) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Return what the attribute reader sees in samples (N, 64, 64, 3), by attribute and class.

    A class counts where it can be seen: a hair colour on a head that has hair.

    Returns:
        The share of samples of that class, how probable it is in the surest of them, and its share in the
        data.
    """
    reader, known = data.attribute_reader(), data.training()
    parts = [reader.probabilities(list(samples[at : at + 50])) for at in range(0, len(samples), 50)]
    read = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    seen = data.visible({name: values.argmax(axis=1) for name, values in read.items()})
    real = data.visible(known.labels)
    found: dict[str, dict[str, tuple[float, float, float]]] = {}
    for name, shares in read.items():
        counted, truth = shares[seen[name]], known.labels[name][real[name]]
        classes = counted.argmax(axis=1)
        found[name] = {
            label: (
                round(float((classes == index).mean()), 4) if len(classes) else 0.0,
                float(counted[:, index].max(initial=0)),
                round(float((truth == index).mean()), 4),
            )
            for index, label in enumerate(known.attributes[name])
        }
    return found


def milliseconds(gan: TrainedGan) -> float:
    """Return the median time to make one picture."""
    latents = [gan.sample(seed) for seed in range(TIMED)]
    return float(np.median([timed(partial(gan.make, latent))[1] for latent in latents]))

"""Where portraits lie among the latents: what the named sliders are made from, and how new ones are drawn.

The encoder's latents of real portraits are nearly a sum: one vector for the portrait's hair style, one for
its skin, one for its glasses …, and a rest. The vectors are found by least squares over labelled portraits;
the covariance of the rest tells how far apart two latents really are.

So the latents do not fill the normal distribution that they were trained towards: they lie in clusters, and
between those the generator draws ghosts of two hair styles at once. A new portrait is therefore drawn at
random as such a sum (fitting a density after the training: Ghosh et al., 2020,
https://arxiv.org/abs/1903.12436).

For the shipped weights all this was found once, from training portraits, by ``python -m models.knobs
--weights assets/weights/gan.safetensors --out assets/weights/gan_knobs.safetensors``.
For other weights the 256 bundled portraits must do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, cast

import cv2
import numpy as np
import torch
import tyro
from numpy.typing import NDArray
from torch import nn

from models.base import checkpoint, command_line
from models.base.arrays import Byte, Double
from models.base.runtime import load_network
from models.base.tensors import to_tensor
from models.base.typed_fields import Range, verify
from models.generator.data_sets import DATA_ERRORS, DATA_SETS, PORTRAITS, DataName, DataSet, Pictures
from models.generator.network import LATENT, Gan

RIDGE = 2.0
"""Pull of the vectors towards nothing, in portraits."""
ROUND = 8.0
"""Pull of the rest's covariance towards a ball, in portraits per dimension."""
CHUNK = 32


@dataclass(frozen=True, slots=True)
class LatentModel:
    """How the latents of portraits are distributed: a sum of parts.

    Attributes:
        mean: (LATENT,), the latent of a portrait that is equally much of every class.
        classes: For each attribute (classes, LATENT): what each class adds; they sum to nothing.
        rest: (LATENT, LATENT), the covariance of what the classes do not tell.
        shares: For each attribute (classes,): how common each class is, 1 in all.
    """

    mean: Double
    classes: dict[str, Double]
    rest: Double
    shares: dict[str, Double]

    def draw(self, random: np.random.Generator, count: int) -> NDArray[np.float32]:
        """Draw latents of portraits that might be real: (count, LATENT) float32."""
        drawn = self.mean + random.standard_normal((count, LATENT)) @ np.linalg.cholesky(self.rest).T
        for name, parts in self.classes.items():
            drawn = drawn + parts[random.choice(len(parts), count, p=self.shares[name])]
        return cast(NDArray[np.float32], drawn.astype(np.float32))

    def covariance(self, attribute: str) -> Double:
        """Return the covariance (LATENT, LATENT) of latents of portraits alike in one attribute."""
        others = (parts.T @ parts / len(parts) for name, parts in self.classes.items() if name != attribute)
        return sum(others, self.rest.copy())


def fit(
    latents: NDArray[np.float32],
    doubt: NDArray[np.float32],
    labels: Mapping[str, NDArray[np.int64]],
    attributes: Mapping[str, int],
) -> LatentModel:
    """Find the parts by least squares.

    Args:
        latents: (N, LATENT), the encoder's means.
        doubt: (N, LATENT), its variances: numbers that it leaves open are normally distributed like the
            others where a latent is drawn at random, so they must not count as if they never varied.
        labels: (N,) class indices by attribute.
        attributes: Those that count, with their numbers of classes.
    """
    told = np.concatenate([np.eye(count)[labels[name]] for name, count in attributes.items()], axis=1)
    told = np.column_stack((told, np.ones(len(told))))
    pull = RIDGE * np.eye(told.shape[1])
    pull[-1, -1] = 0
    parts = np.linalg.solve(told.T @ told + pull, told.T @ latents.astype(np.float64))
    rest = latents - told @ parts
    free = max(1, len(told) - told.shape[1] + len(attributes))
    scatter = rest.T @ rest
    ball = np.trace(scatter) / LATENT * np.eye(LATENT)
    share = ROUND * LATENT / (len(told) + ROUND * LATENT)
    split = _by_attribute(parts[:-1], attributes)
    mean = sum((part.mean(axis=0) for part in split.values()), parts[-1])
    classes = {name: part - part.mean(axis=0) for name, part in split.items()}
    shares = {name: np.bincount(labels[name], minlength=n) / len(told) for name, n in attributes.items()}
    within = ((1 - share) * scatter + share * ball) / free + np.diag(doubt.mean(axis=0, dtype=np.float64))
    return LatentModel(mean, classes, within, shares)


def find(network: Gan, portraits: Pictures, most: int = 6000) -> LatentModel:
    """Find the parts for a network from labelled pictures, the first ones; some 5 ms a picture."""
    indices = np.arange(min(most, len(portraits)))
    encoded = [
        encode(network, [portraits.picture(int(index)) for index in indices[start : start + CHUNK]])
        for start in range(0, len(indices), CHUNK)
    ]
    means, doubts = (np.concatenate(parts) for parts in zip(*encoded, strict=True))
    labels = {name: values[indices] for name, values in portraits.labels.items()}
    return fit(means, doubts, labels, network.attributes)


def encode(network: Gan, pictures: list[Byte]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Return the encoder's means and variances (N, LATENT) for pictures (H, W, 3) uint8."""
    side = network.generator.side
    small = [cv2.resize(rgb, (side, side), interpolation=cv2.INTER_AREA) for rgb in pictures]
    with torch.inference_mode():
        mean, log_variance = network.encode(to_tensor(np.stack(small)))
        return mean.numpy(), log_variance.exp().numpy()


def _by_attribute(values: Double, attributes: Mapping[str, int]) -> dict[str, Double]:
    """Cut values (classes of all attributes, …) by attribute."""
    cuts = np.cumsum(list(attributes.values()))[:-1]
    return dict(zip(attributes, np.split(values, cuts), strict=True))


def stored(attributes: Mapping[str, int]) -> nn.Module:
    """Return what a file of a `LatentModel` is read into, empty."""
    module, classes = nn.Module(), sum(attributes.values())
    shapes = {"mean": (LATENT,), "classes": (classes, LATENT), "rest": (LATENT, LATENT), "shares": (classes,)}
    for name, shape in shapes.items():
        module.register_buffer(name, torch.zeros(shape))
    return module


def shipped(data: DataSet = PORTRAITS) -> LatentModel:
    """Return what was found for the shipped weights of a data set.

    Raises:
        WeightsError: The file is missing or was changed.
        CheckpointError: It cannot be read.
    """
    buffers = load_network(data.knobs, partial(stored, data.attributes)).named_buffers()
    kept: dict[str, Double] = {name: value.double().numpy() for name, value in buffers}
    shares = {
        name: part / part.sum() for name, part in _by_attribute(kept["shares"], data.attributes).items()
    }
    rest = (kept["rest"] + kept["rest"].T) / 2
    return LatentModel(kept["mean"], _by_attribute(kept["classes"], data.attributes), rest, shares)


@dataclass(frozen=True)
class Options:
    """Find the parts for weights of the generator, and keep them beside."""

    weights: Path
    """Weights that `python -m models.train gan` wrote."""
    out: Path
    """Where to keep what is found."""
    pictures: DataName = "portraits"
    """What they generate."""
    most: Annotated[int, Range(1, 10**6)] = 6000
    """Training pictures to look at, at most."""


def main(arguments: list[str] | None = None) -> int:
    """Run the command line and return the exit status."""
    return command_line.run(lambda: _keep(arguments), checkpoint.CheckpointError, *DATA_ERRORS)


def _keep(arguments: list[str] | None) -> int:
    from models.base.threads import use_threads

    options = tyro.cli(Options, args=arguments, description=__doc__)
    verify(options)
    with use_threads(1):
        data = DATA_SETS[options.pictures]
        network = load_network(data.gan, partial(Gan, attributes=data.attributes), options.weights)
        found = find(cast(Gan, network), data.load("train", None), options.most)
    values = {
        "mean": found.mean,
        "classes": np.concatenate(list(found.classes.values())),
        "rest": found.rest,
        "shares": np.concatenate(list(found.shares.values())),
    }
    notes = {"model": data.knobs, "kind": "weights", "of": options.weights.name, "portraits": options.most}
    tensors = {name: torch.from_numpy(value.astype(np.float32)) for name, value in values.items()}
    checkpoint.save(options.out, tensors, notes)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

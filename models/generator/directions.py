"""The sliders of a latent: named ones that follow the labels, and unnamed ones that follow the network.

What a latent holds of one attribute is estimated by generalised least squares, which leaves the parts of the
other attributes out; a slider replaces it by what its class adds. So a slider forgets where it stood before:
turned away and back, all is as it was. Turning `Gan.label_head`, the classifier that is trained beside the
networks, against the latent by Newton's method was tried too. It moves half as far again, changes more of
what should stay and reaches fewer classes, because what tells two classes apart best is not what makes them
different.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise, product
from typing import Literal, cast

import numpy as np
from numpy.typing import NDArray
from torch import nn

from models.base.arrays import Double
from models.generator.data_sets import Slider
from models.generator.knobs import LatentModel
from models.generator.network import Gan

Latent = NDArray[np.float32]
Kind = Literal["named", "unnamed"]

UNNAMED = 8
"""How many directions without a name there are."""
REACH = 3.0
"""Standard deviations to either side that an unnamed direction goes."""
GAIN = 1.25
"""How much farther from the mean the stops lie than the mean portrait of their class."""

SIGNAL = 0.05
"""Variance that the classes must bring into a direction, where portraits of one class have 1: in others there
is nothing to be replaced."""


@dataclass(frozen=True, slots=True)
class Direction:
    """A slider.

    Attributes:
        name: "hair_colour", "glasses" … or "pc_1" ….
        kind: Whether it has a name that means something.
        stops: The classes along it, at equal distances, from 0 to 1; none where it goes from -REACH to REACH
            standard deviations.
        colours: Of the stops, as RRGGBB, where they are a matter of colour.
    """

    name: str
    kind: Kind
    stops: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()


class Directions:
    """The sliders of one network."""

    def __init__(self, network: Gan, latents: LatentModel, sliders: Mapping[str, Slider]) -> None:
        """Take what is needed from the network and from where the labels lie."""
        self.all: tuple[Direction, ...] = (
            *(
                Direction(name, "named", tuple(slider.stops), slider.colours)
                for name, slider in sliders.items()
            ),
            *(Direction(f"pc_{n + 1}", "unnamed") for n in range(UNNAMED)),
        )
        self._spaces = {name: _Space(latents, slider) for name, slider in sliders.items()}
        self._vectors = dict(zip((d.name for d in self.all[len(sliders) :]), unnamed(network), strict=True))

    def read(self, latent: Latent) -> dict[str, float]:
        """Return where every slider stands: 0..1 for named ones, standard deviations for the others."""
        named = {name: space.read(latent.astype(np.float64)) for name, space in self._spaces.items()}
        return named | {name: float(vector @ latent) for name, vector in self._vectors.items()}

    def turn(self, latent: Latent, name: str, position: float) -> Latent:
        """Move one slider of a latent (LATENT,) float32, and everything else as little as possible.

        Positions are 0..1 for a named slider, -REACH..REACH for another; what lies beyond is cut off.

        Raises:
            KeyError: There is no such slider.
        """
        if name in self._spaces:
            moved = self._spaces[name].turn(latent.astype(np.float64), float(np.clip(position, 0, 1)))
            return cast(Latent, moved.astype(np.float32))
        vector = self._vectors[name]
        aim = np.float32(np.clip(position, -REACH, REACH))
        return cast(Latent, latent + (aim - vector @ latent) * vector)


class _Space:
    """The part of the latent space that belongs to one slider's attribute."""

    def __init__(self, latents: LatentModel, slider: Slider) -> None:
        parts = latents.classes[slider.attribute]
        # In these coordinates latents of portraits alike in the attribute form a ball of radius 1.
        scale = np.linalg.cholesky(latents.covariance(slider.attribute))
        _, sizes, axes = np.linalg.svd(np.linalg.solve(scale, parts.T).T, full_matrices=False)
        axes = axes[sizes**2 / len(parts) > SIGNAL]
        self._mean = latents.mean
        self._into: Double = np.linalg.solve(scale.T, axes.T).T
        self._out: Double = scale @ axes.T
        self._classes: Double = GAIN * parts @ self._into.T
        self._stops = tuple(slider.stops.values())

    def read(self, latent: Double) -> float:
        """Return the position 0..1 of the nearest point on the way along the stops."""
        here = self._into @ (latent - self._mean)
        best, least = 0.0, float("inf")
        for index, (low, high) in enumerate(pairwise(self._stops)):
            for a, b in product(low, high):
                start, way = self._classes[a], self._classes[b] - self._classes[a]
                share = float(np.clip((here - start) @ way / max(float(way @ way), 1e-12), 0, 1))
                distance = float(np.square(here - start - share * way).sum())
                if distance < least:
                    best, least = index + share, distance
        return best / (len(self._stops) - 1)

    def turn(self, latent: Double, position: float) -> Double:
        """Return the latent with its part replaced; of several classes at a stop the nearest is taken."""
        here = self._into @ (latent - self._mean)
        distance = np.square(self._classes - here).sum(axis=1)
        stops = [min(classes, key=lambda index: distance[index]) for classes in self._stops]
        place = position * (len(stops) - 1)
        low = min(int(place), len(stops) - 2)
        share = place - low
        aim = (1 - share) * self._classes[stops[low]] + share * self._classes[stops[low + 1]]
        return cast(Double, latent + self._out @ (aim - here))


def unnamed(network: Gan) -> NDArray[np.float32]:
    """Return unit vectors (UNNAMED, LATENT) along which the styles change most.

    After SeFa (Shen & Zhou, 2021, https://arxiv.org/abs/2007.06600): eigenvectors of what the latent is
    multiplied by before anything else happens to it.
    """
    first = cast(nn.Linear, network.generator.mapping[0]).weight.detach().double().numpy()
    vectors = np.linalg.eigh(first.T @ first)[1][:, ::-1].T[:UNNAMED]
    # An eigenvector may as well point the other way; its largest number is made positive.
    largest = np.take_along_axis(vectors, np.abs(vectors).argmax(axis=1)[:, None], axis=1)
    return cast(NDArray[np.float32], (vectors * np.sign(largest)).astype(np.float32))

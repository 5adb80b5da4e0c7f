"""What the discriminator says about a picture, and which places made it say so."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.base.attribution import integrated_gradients
from models.base.tensors import to_tensor
from models.generator.data_sets import DataSet
from models.generator.network import Gan, Reader

COMPANIONS = 32
"""Real pictures that a picture is judged among."""
BLUR = 2.0
"""Standard deviation in pixels of the heat map's smoothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the discriminator says.

    Attributes:
        score: Its number, a logit; at 0 it is undecided.
        probability: 0..1 that the picture is a real one of the data set.
        heat: (side, side) float32, -1..1: what speaks for (+) and against (-) that.
    """

    score: float
    probability: float
    heat: NDArray[np.float32]


class Scorer:
    """The discriminator, asked about one picture at a time; its score was calibrated in its training.

    Raises one of DATA_ERRORS if the bundled pictures are damaged.
    """

    def __init__(self, network: Gan, data: DataSet) -> None:
        self._data = data
        self._reader: Reader = network.discriminator
        self._side = network.generator.side

    @cached_property
    def _variety(self) -> Tensor:
        pictures = self._data.load("sample", None).pictures(self._side, COMPANIONS)
        return typical_variety(self._reader, to_tensor(pictures))

    def verdict(self, picture: Tensor) -> Verdict:
        """Return the verdict on a picture (1, 3, side, side), -1..1."""
        score = float(self.scores(picture)[0])
        probability = 1 / (1 + math.exp(-min(40.0, max(-40.0, score))))
        return Verdict(score, probability, self._heat(picture))

    def scores(self, pictures: Tensor) -> NDArray[np.float32]:
        """Return the scores (N,) of pictures (N, 3, side, side), -1..1, each by itself."""
        with torch.inference_mode():
            return cast(NDArray[np.float32], lone_scores(self._reader, pictures, self._variety).numpy())

    def _heat(self, picture: Tensor) -> NDArray[np.float32]:
        """Share the score out over the pixels, from a picture without detail, of one colour, to this one."""
        nothing = picture.mean(dim=(2, 3), keepdim=True)

        def scores(pictures: Tensor) -> Tensor:
            return lone_scores(self._reader, pictures, self._variety)

        return integrated_gradients(scores, picture, nothing, BLUR)


def lone_scores(reader: Reader, pictures: Tensor, variety: Tensor) -> Tensor:
    """Map (N, 3, side, side) to scores (N,), each by itself.

    The discriminator also looks at how much the pictures of a group differ. A single picture has no group; it
    is judged as if it stood among ones that differ by `variety`.
    """
    maps = reader.maps(pictures).flatten(1)
    read = reader.read(torch.cat((maps, variety.to(maps).expand(len(maps), 1)), dim=1))
    return cast(Tensor, read.float()[:, 0])


def typical_variety(reader: Reader, portraits: Tensor) -> Tensor:
    """Return how much real portraits (N, 3, side, side) differ in groups of four, which N must make up."""
    with torch.no_grad():
        maps = reader.maps(portraits).flatten(1).float()
        return maps.reshape(-1, 4, maps.shape[1]).var(dim=1, unbiased=False).add(1e-6).sqrt().mean()

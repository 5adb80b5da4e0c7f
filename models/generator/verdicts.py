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

from models.base.arrays import Byte
from models.base.attribution import integrated_gradients
from models.base.tensors import to_tensor
from models.generator.negatives import Negatives
from models.generator.network import Gan, Reader
from models.portraits.dataset import load_split

COMPANIONS = 32
"""Portraits, and as many pictures that are none, that the scale is made from."""
TYPICAL = 0.95
"""Probability of a mean portrait; a mean picture that is none has as little."""
BLUR = 2.0
"""Standard deviation in pixels of the heat map's smoothing."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the discriminator says.

    Attributes:
        score: Its raw number; 0 lies halfway between portraits and pictures that are none.
        probability: 0..1 that the picture is a portrait: 0.5 at a score of 0.
        heat: (side, side) float32, -1..1: what speaks for (+) and against (-) a portrait.
    """

    score: float
    probability: float
    heat: NDArray[np.float32]


class Scorer:
    """The discriminator on a scale from the bundled portraits; PortraitError if those are damaged."""

    def __init__(self, network: Gan) -> None:
        self._reader: Reader = network.discriminator
        self._side = network.generator.side

    @cached_property
    def _portraits(self) -> Byte:
        return load_split("sample").pictures(self._side, COMPANIONS)

    @cached_property
    def _variety(self) -> Tensor:
        return typical_variety(self._reader, to_tensor(self._portraits))

    @cached_property
    def _scale(self) -> tuple[float, float]:
        """The score that means nothing either way, and half the distance of portraits and negatives."""
        negatives = Negatives(self._portraits, ()).draw(np.random.default_rng(0), COMPANIONS)
        with torch.inference_mode():
            real, others = (
                lone_scores(self._reader, to_tensor(rgb), self._variety)
                for rgb in (self._portraits, negatives)
            )
        # A network that cannot tell them apart says nothing much about anything.
        half = max((real.mean() - others.mean()).item() / 2, real.std().item(), 1e-3)
        return (real.mean() + others.mean()).item() / 2, half

    def verdict(self, picture: Tensor) -> Verdict:
        """Return the verdict on a picture (1, 3, side, side), -1..1."""
        score, (_, half) = float(self.scores(picture)[0]), self._scale
        logit = min(40.0, max(-40.0, score / half * math.log(TYPICAL / (1 - TYPICAL))))
        probability = 1 / (1 + math.exp(-logit))
        return Verdict(score, probability, self._heat(picture))

    def scores(self, pictures: Tensor) -> NDArray[np.float32]:
        """Return the scores (N,) of pictures (N, 3, side, side), -1..1, each by itself."""
        with torch.inference_mode():
            raw = lone_scores(self._reader, pictures, self._variety)
        return cast(NDArray[np.float32], raw.numpy() - np.float32(self._scale[0]))

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

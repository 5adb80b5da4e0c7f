"""The real portraits of the live training, small, and what can be said about pictures beside them."""

from __future__ import annotations

from functools import cached_property

import cv2
import numpy as np
from torch import Tensor

from models.base.arrays import Byte, Float, Index
from models.base.tensors import to_tensor
from models.generator.data_sets import DATA_SETS, DataName
from models.generator.live.networks import SIDE

KINDS = 16
"""Groups of portraits that look alike from afar."""
AFAR = 8
"""Pixels along each side, seen from afar."""


class Real:
    """The bundled pictures of a data set at the live training's size.

    Attributes:
        pictures: (N, SIDE, SIDE, 3) uint8.
    """

    def __init__(self, data: DataName = "portraits") -> None:
        """Load them.

        Raises:
            PortraitError, CatError: They are absent or damaged.
        """
        source = DATA_SETS[data].load("sample", None)
        shown = (source.picture(index) for index in range(len(source)))
        size = (SIDE, SIDE)
        self.pictures: Byte = np.stack([cv2.resize(rgb, size, interpolation=cv2.INTER_AREA) for rgb in shown])

    @cached_property
    def tensor(self) -> Tensor:
        """All of them as (N, 3, SIDE, SIDE) in -1..1."""
        return to_tensor(self.pictures)

    @cached_property
    def middles(self) -> Float:
        """What each kind looks like from afar, (KINDS, AFAR * AFAR * 3).

        Kinds are found by k-means (Lloyd, 1982), always the same ones.
        """
        points = afar(self.pictures)
        middles = points[np.random.default_rng(0).choice(len(points), KINDS, replace=False)]
        for _ in range(30):
            nearest = _nearest(points, middles)
            for kind in range(KINDS):
                if (nearest == kind).any():
                    middles[kind] = points[nearest == kind].mean(axis=0)
        return middles

    @cached_property
    def kinds(self) -> Index:
        """The kind of each portrait, (N,)."""
        return _nearest(afar(self.pictures), self.middles)

    @cached_property
    def distance(self) -> float:
        """How much two of them differ on average."""
        return distance(self.pictures)

    def variety(self, pictures: Byte) -> float:
        """Return how much pictures (N, SIDE, SIDE, 3) differ, compared with real ones: 1 is as much."""
        return distance(pictures) / self.distance

    def count_kinds(self, pictures: Byte) -> int:
        """Return how many of the KINDS kinds are among pictures (N, SIDE, SIDE, 3)."""
        return len(np.unique(_nearest(afar(pictures), self.middles)))


def distance(pictures: Byte) -> float:
    """Return the root mean square distance of two pictures of (N, h, w, 3), in grey levels."""
    values = pictures.reshape(len(pictures), -1).astype(np.float32)
    return float(np.sqrt(2 * values.var(axis=0).mean()))


def afar(pictures: Byte) -> Float:
    """Return pictures (N, SIDE, SIDE, 3) seen from afar, (N, AFAR * AFAR * 3)."""
    step = SIDE // AFAR
    blocks = pictures.reshape(len(pictures), AFAR, step, AFAR, step, 3).astype(np.float32)
    seen: Float = blocks.mean(axis=(2, 4)).reshape(len(pictures), -1)
    return seen


def _nearest(points: Float, middles: Float) -> Index:
    distances = np.square(points[:, None] - middles[None]).sum(axis=2)
    nearest: Index = distances.argmin(axis=1)
    return nearest

"""The labelled cats that the picture generators learn from, composed of layers whenever they are asked for.

A cat's seed is the number of its combination of classes, and decides which split it belongs to; so no cat
of one split is in another.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Byte, Index
from models.base.weights import ASSETS
from models.cats.labels import ATTRIBUTES, BACKGROUNDS, LAYERS, NAMES

Split = Literal["train", "valid", "test", "sample"]

SIZE = 256
LAYERS_FILE = ASSETS / "data" / "cats.npz"
COMMAND = "python -m tools.prepare_cats"
COUNTS: dict[Split, int] = {"train": 16_000, "valid": 1_000, "test": 4_000, "sample": 256}
"""Cats in a split."""
TENTHS: dict[Split, tuple[int, ...]] = {
    "train": (0, 1, 2, 3, 4, 5, 6),
    "valid": (7,),
    "test": (8,),
    "sample": (9,),
}
"""Which tenths of all combinations belong to a split."""
MIX = 2_654_435_761
"""Knuth's multiplier, which scatters neighbouring combinations."""


class CatError(Exception):
    """The cats' layers are absent or damaged; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Layer:
    """A drawn part of a cat, as far as it covers anything."""

    rows: slice
    columns: slice
    colour: Byte = field(repr=False)
    """(h, w, 3), weakened where it covers only in part."""
    through: Byte = field(repr=False)
    """(h, w, 3): how much of what lies below is seen, of 255, alike in the three channels."""


@dataclass(frozen=True, slots=True)
class Cats:
    """One split of the cats."""

    labels: dict[str, Index]
    """For every attribute the class index of every cat, (N,) int64."""
    seed: Index
    """The number of every cat's combination, (N,) int64."""

    @property
    def attributes(self) -> dict[str, list[str]]:
        """The names of each attribute's classes by index."""
        return NAMES

    def __len__(self) -> int:
        return len(self.seed)

    def picture(self, index: int) -> Byte:
        """Return a cat: (256, 256, 3) uint8, RGB; negative indices count from the end.

        An IndexError says that there is no such cat, a CatError that the layers are damaged.
        """
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        return compose({name: int(values[index]) for name, values in self.labels.items()})

    def pictures(self, side: int, most: int | None = None) -> Byte:
        """Return the first `most` cats, or all, averaged down: (N, side, side, 3) uint8."""
        count = len(self) if most is None else min(most, len(self))
        shrunk = np.empty((count, side, side, 3), np.uint8)
        for index in range(count):
            shrunk[index] = cv2.resize(self.picture(index), (side, side), interpolation=cv2.INTER_AREA)
        return shrunk

    def names(self, index: int) -> dict[str, str]:
        """Return the class of a cat for every attribute, by name."""
        return {name: NAMES[name][int(values[index])] for name, values in self.labels.items()}


def compose(classes: Mapping[str, int]) -> Byte:
    """Draw a cat of these classes, one for every attribute: (256, 256, 3) uint8, RGB.

    Raises:
        CatError: The layers are absent or damaged.
    """
    drawn = layers()
    background = list(BACKGROUNDS.values())[classes["background"]]
    canvas = np.empty((SIZE, SIZE, 3), np.uint8)
    canvas[:] = background
    for name in LAYERS:
        layer = drawn[name][classes[name]]
        if not layer.colour.size:  # nothing is worn, or no pattern
            continue
        below = cv2.multiply(canvas[layer.rows, layer.columns], layer.through, scale=1 / 255)
        canvas[layer.rows, layer.columns] = cv2.add(below, layer.colour)
    return canvas


@cache
def layers(path: Path = LAYERS_FILE) -> dict[str, tuple[Layer, ...]]:
    """Return all layers by attribute and class; they are read once.

    Raises:
        CatError: They are absent or damaged.
    """
    try:
        with np.load(path, allow_pickle=False) as archive:
            png, offsets = archive["png"], archive["offsets"]
        expected = sum(map(len, LAYERS.values()))
        if png.dtype != np.uint8 or offsets.shape != (expected + 1,) or offsets[-1] != len(png):
            raise ValueError("it does not hold the layers that are expected")
        read = [_layer(png[start:end]) for start, end in pairwise(offsets.tolist())]
    except Exception as error:
        raise CatError(f"{path} is damaged: {error}. This makes it again: {COMMAND}") from error
    ends = np.cumsum([len(numbers) for numbers in LAYERS.values()])
    return {
        name: tuple(read[end - len(numbers) : end])
        for (name, numbers), end in zip(LAYERS.items(), ends.tolist(), strict=True)
    }


def _layer(png: NDArray[np.uint8]) -> Layer:
    rgba = cv2.imdecode(png, cv2.IMREAD_UNCHANGED)
    if rgba is None or rgba.shape != (SIZE, SIZE, 4):
        raise ValueError("a layer is no picture")
    left, top, width, height = cv2.boundingRect(np.ascontiguousarray(rgba[..., 3]))
    rows, columns = slice(top, top + height), slice(left, left + width)
    cut = rgba[rows, columns].astype(np.float32)
    cover = np.repeat(cut[..., 3:], 3, axis=2)
    colour = (cut[..., 2::-1] * cover / 255).round().astype(np.uint8)
    return Layer(rows, columns, colour, (255 - cover).astype(np.uint8))


@cache
def load_cats(split: Split, count: int | None = None) -> Cats:
    """Choose a split's first cats, COUNTS of them without a `count`, once; pictures come when asked for."""
    wanted = COUNTS[split] if count is None else count
    shape = tuple(ATTRIBUTES.values())
    seeds = np.random.default_rng(20).integers(math.prod(shape), size=24 * max(wanted, 64), dtype=np.int64)
    inside = seeds[np.isin(seeds * MIX % 2**32 * 10 // 2**32, TENTHS[split])]
    first = np.sort(np.unique(inside, return_index=True)[1])[:wanted]
    chosen: Index = inside[first]
    classes = np.unravel_index(chosen, shape)
    return Cats(
        {name: index.astype(np.int64) for name, index in zip(ATTRIBUTES, classes, strict=True)}, chosen
    )

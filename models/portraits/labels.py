"""What is known of every cartoon portrait: its attributes, and how many classes each has."""

import numpy as np
from numpy.typing import NDArray
from torch import Tensor

from models.base.arrays import Index

ATTRIBUTES: dict[str, int] = {
    "hair_style": 18,
    "hair_colour": 10,
    "skin": 6,
    "facial_hair": 7,
    "glasses": 3,
    "eyes": 4,
    "mouth": 6,
    "nose": 3,
    "clothing": 4,
    "clothing_colour": 6,
    "background": 8,
}
"""What a portrait was drawn from, each independent of the others, with the number of its classes."""
LABELS: dict[str, int] = {**ATTRIBUTES, "hair_length": 4, "smile": 2}
"""The attributes and what follows from them, in the order of data/portraits/attributes.json."""


def by_attribute(values: Tensor) -> dict[str, Tensor]:
    """Cut (N, classes of all ATTRIBUTES) into (N, classes) by attribute."""
    return dict(zip(ATTRIBUTES, values.split(list(ATTRIBUTES.values()), dim=1), strict=True))  # type: ignore[no-untyped-call]


def has_hair(hair_style: Index) -> NDArray[np.bool_]:
    """Return which portraits are not bald (class 0), so that the hair's colour is more than a few pixels."""
    return np.asarray(hair_style != 0)

"""What is known of every cartoon portrait: its attributes, and how many classes each has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Index

if TYPE_CHECKING:
    from torch import Tensor

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

FULL_BEARD = 6
"""The facial hair that is drawn with a mouth of its own, whatever the label of the mouth."""
SUNGLASSES = 2


def by_attribute(values: Tensor, attributes: Mapping[str, int] = ATTRIBUTES) -> dict[str, Tensor]:
    """Cut (N, classes of all attributes) into (N, classes) by attribute."""
    return dict(zip(attributes, values.split(list(attributes.values()), dim=1), strict=True))  # type: ignore[no-untyped-call]


def visible(labels: Mapping[str, Index]) -> dict[str, NDArray[np.bool_]]:
    """Return where a label can be seen, (N,) by attribute.

    The hair's colour is not on bald heads, the eyes not behind sunglasses; a full beard is drawn with a
    mouth of its own. `labels` that are not given hide nothing.
    """
    everywhere = np.ones(len(labels["hair_style"]), np.bool_)
    own = labels["facial_hair"] != FULL_BEARD if "facial_hair" in labels else everywhere
    bare = labels["glasses"] != SUNGLASSES if "glasses" in labels else everywhere
    hidden = {"hair_colour": has_hair(labels["hair_style"]), "eyes": bare, "mouth": own, "smile": own}
    return {name: hidden.get(name, everywhere) for name in LABELS}


def has_hair(hair_style: Index) -> NDArray[np.bool_]:
    """Return which portraits are not bald (class 0), so that the hair's colour is more than a few pixels."""
    return np.asarray(hair_style != 0)

"""What is known of every cat: its attributes, and the names of their classes in the order of the sliders.

Of the package's layers those are left out that nobody can tell apart at 64 pixels: one pattern that is the
plain one once more, and three mouths that hardly differ from others.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Index

_LAYERS: dict[str, dict[str, int]] = {
    "fur": {
        "charcoal": 2,
        "grey": 11,
        "cream": 13,
        "yellow": 9,
        "sand": 5,
        "ochre": 10,
        "caramel": 12,
        "orange": 14,
        "coral": 4,
        "pink": 6,
        "lilac": 3,
        "blue": 8,
        "lime": 1,
        "chocolate": 7,
        "maroon": 0,
    },
    "pattern": {
        "plain": 2,
        "tabby": 0,
        "tiger": 1,
        "marbled": 3,
        "mask": 4,
        "blaze": 5,
        "eye_patch": 7,
        "patches": 8,
        "spots": 9,
    },
    "eyes": {
        "dots": 2,
        "happy": 6,
        "calm": 8,
        "aside": 5,
        "tall": 11,
        "square": 13,
        "alert": 9,
        "wide": 0,
        "round": 7,
        "worried": 3,
        "sly": 1,
        "fierce": 10,
        "lashes": 14,
        "monocle": 4,
        "glasses": 12,
    },
    "mouth": {"smile": 1, "wavy": 6, "oh": 2, "open": 7, "laugh": 9, "shout": 3, "grin": 8},
    "accessory": {
        "none": 15,
        "collar": 2,
        "bell": 1,
        "medal": 8,
        "diamond": 10,
        "headband": 3,
        "bandana": 11,
        "pink_bow": 4,
        "blue_bow": 12,
        "black_hat": 5,
        "red_hat": 13,
        "headphones": 6,
        "silver_headphones": 14,
        "toy": 9,
        "red_scarf": 0,
        "blue_scarf": 7,
    },
}
LAYERS: dict[str, tuple[int, ...]] = {name: tuple(found.values()) for name, found in _LAYERS.items()}
"""For each attribute the numbers of its classes' layers in the package; they are drawn in this order."""
BACKGROUNDS: dict[str, tuple[int, int, int]] = {
    "white": (246, 246, 246),
    "butter": (250, 236, 178),
    "peach": (250, 205, 184),
    "lilac": (214, 200, 240),
    "sky": (180, 214, 240),
    "mint": (190, 230, 205),
}
"""The colours behind the cats, RGB; the only attribute that is no layer."""
COLOURS = {
    "fur": "595959 848484 faf5ca feda5d e0b45c d4a143 d69f49 fea54f f1695c f06997 ba97b0 85b2f1 a8e85b "
    "88604b 8b464e",
    "background": " ".join(bytes(rgb).hex() for rgb in BACKGROUNDS.values()),
}
"""The classes' colours as RRGGBB, where they are a matter of colour."""
NAMES: dict[str, list[str]] = {name: list(found) for name, found in _LAYERS.items()} | {
    "background": list(BACKGROUNDS)
}
"""The names of each attribute's classes by index."""
ATTRIBUTES: dict[str, int] = {name: len(names) for name, names in NAMES.items()}
"""What a cat is composed of, each independent of the others, with the number of its classes."""
_SCARVES = [NAMES["accessory"].index(name) for name in ("red_scarf", "blue_scarf")]


def visible(labels: Mapping[str, Index]) -> dict[str, NDArray[np.bool_]]:
    """Return where an attribute can be seen, (N,) by attribute: a scarf hides the mouth."""
    everywhere = np.ones(len(labels["fur"]), np.bool_)
    hidden = np.isin(labels["accessory"], _SCARVES)
    return {name: ~hidden if name == "mouth" else everywhere for name in ATTRIBUTES}

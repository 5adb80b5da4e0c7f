"""The bundled pictures: free photographs, templates to draw on, and what channels see, rendered ahead.

The photographs are for looking at and for evaluation; nothing may be trained on them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

from models.base.arrays import Byte
from models.base.images import load_picture
from models.base.weights import ASSETS


@dataclass(frozen=True, slots=True)
class GalleryItem:
    """One bundled picture.

    Attributes:
        id: Stable name.
        kind: "photo" or "template".
        title: Title by language, "en" and "ru".
        author: Who made it.
        licence: SPDX identifier, or "public domain".
        source: Where its author published it, if known.
        path: The file.
    """

    id: str
    kind: Literal["photo", "template"]
    title: dict[str, str]
    author: str
    licence: str
    source: str
    path: Path

    def load(self) -> Byte:
        """Return the picture: (H, W, 3) uint8."""
        return load_picture(self.path).rgb


@lru_cache(maxsize=1)
def gallery() -> tuple[GalleryItem, ...]:
    """Return the bundled pictures in the order in which to show them."""
    entries = json.loads((ASSETS / "images" / "gallery.json").read_text(encoding="utf-8"))
    return tuple(
        GalleryItem(
            entry["id"],
            entry["kind"],
            entry["title"],
            entry["author"],
            entry["licence"],
            entry["source"],
            ASSETS / "images" / "gallery" / entry["file"],
        )
        for entry in entries
    )


def picture(id_: str) -> Byte:
    """Return a bundled picture by its id: (H, W, 3) uint8.

    Raises:
        KeyError: No such picture.
    """
    for item in gallery():
        if item.id == id_:
            return item.load()
    raise KeyError(id_)


@dataclass(frozen=True, slots=True)
class RenderedFeature:
    """What a channel sees, rendered ahead by tools/render_features.py.

    Attributes:
        layer: Layer of the classifier, or "class" for a whole class.
        channel: Which of its channels (or which class).
        path: The picture, 160 x 160.
    """

    layer: str
    channel: int
    path: Path

    def load(self) -> Byte:
        """Return the picture: (160, 160, 3) uint8."""
        return load_picture(self.path).rgb


@lru_cache(maxsize=1)
def rendered_features() -> tuple[RenderedFeature, ...]:
    """Return the channels that were rendered ahead, from the first layers up."""
    folder = ASSETS / "images" / "features"
    entries = json.loads((ASSETS / "images" / "features.json").read_text(encoding="utf-8"))
    return tuple(RenderedFeature(e["layer"], e["channel"], folder / e["file"]) for e in entries)

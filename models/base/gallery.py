"""The bundled pictures: free photographs, templates to draw on, and what channels see, rendered ahead.

The photographs are for looking at and for evaluation; nothing may be trained on them.
"""

import json
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Literal, TypeVar

from models.base.arrays import Byte
from models.base.images import load_picture
from models.base.weights import ASSETS


@dataclass(frozen=True, slots=True)
class Bundled:
    """A bundled picture."""

    path: Path

    def load(self) -> Byte:
        """Return the picture: (H, W, 3) uint8."""
        return load_picture(self.path).rgb


Kind = TypeVar("Kind", bound=Bundled)


@dataclass(frozen=True, slots=True)
class GalleryItem(Bundled):
    """One picture of the gallery."""

    id: str
    kind: Literal["photo", "template"]
    title: dict[str, str]
    """By language, "en" and "ru"."""
    author: str
    licence: str
    """SPDX identifier, or "public domain"."""
    source: str
    """Where its author published it, if known."""


@dataclass(frozen=True, slots=True)
class RenderedFeature(Bundled):
    """What a channel sees, 160 x 160, rendered ahead by tools/render_features.py."""

    layer: str
    """Layer of the classifier, or "class" for a whole class."""
    channel: int
    """Which of its channels (or which class)."""
    title: dict[str, str]
    """What the picture looks like, by language; empty for a class, which has a name."""


def _listed(kind: type[Kind], folder: str) -> tuple[Kind, ...]:
    entries = json.loads((ASSETS / "images" / f"{folder}.json").read_text(encoding="utf-8"))
    names = [each.name for each in fields(kind) if each.name != "path"]
    place = ASSETS / "images" / folder
    return tuple(kind(place / entry["file"], **{name: entry[name] for name in names}) for entry in entries)


@cache
def gallery() -> tuple[GalleryItem, ...]:
    """Return the gallery in the order in which to show it."""
    return _listed(GalleryItem, "gallery")


@cache
def rendered_features() -> tuple[RenderedFeature, ...]:
    """Return the channels that were rendered ahead, from the first layers up."""
    return _listed(RenderedFeature, "features")


def rendered_feature(layer: str, channel: int) -> RenderedFeature | None:
    """Return one of them; None where it was not rendered ahead."""
    found = (item for item in rendered_features() if (item.layer, item.channel) == (layer, channel))
    return next(found, None)


def picture(id_: str) -> Byte:
    """Return a picture of the gallery by its id: (H, W, 3) uint8; a KeyError says that there is none."""
    return {item.id: item for item in gallery()}[id_].load()

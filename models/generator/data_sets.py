"""What the generator is trained on and shown with: portraits or cats, each described once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Byte, Index
from models.base.weights import ASSETS
from models.cats import dataset as cats
from models.cats import labels as cat_labels
from models.portraits import dataset as portraits
from models.portraits import labels as portrait_labels

if TYPE_CHECKING:
    from models.portraits.attributes import AttributeReader

DataName = Literal["portraits", "cats"]
Split = portraits.Split
Box = tuple[int, int, int, int]
"""Top, bottom, left and right in 32nds of a side."""
DATA_ERRORS = (portraits.PortraitError, cats.CatError)


class Pictures(Protocol):
    """One split of a data set."""

    @property
    def labels(self) -> dict[str, Index]:
        """For every attribute the class index of every picture, (N,) int64."""

    @property
    def attributes(self) -> dict[str, list[str]]:
        """The names of each attribute's classes by index."""

    @property
    def seed(self) -> Index:
        """What every picture was drawn from, (N,) int64."""

    def __len__(self) -> int:
        """Return how many there are."""

    def picture(self, index: int) -> Byte:
        """Return one, (256, 256, 3) uint8, RGB."""

    def pictures(self, side: int, most: int | None = None) -> Byte:
        """Return the first `most`, or all, averaged down: (N, side, side, 3) uint8."""

    def names(self, index: int) -> dict[str, str]:
        """Return the class of a picture for every attribute, by name."""


@dataclass(frozen=True, slots=True)
class Slider:
    """Which classes of which attribute belong to each stop.

    Attributes:
        attribute: Its name.
        stops: Class indices by the stop's name, in order.
        colours: Of the stops, as RRGGBB; none where it is no matter of colour.
    """

    attribute: str
    stops: dict[str, tuple[int, ...]]
    colours: tuple[str, ...] = ()


def _each(attribute: str, stops: str, colours: str = "") -> Slider:
    classes: dict[str, tuple[int, ...]] = {name: (index,) for index, name in enumerate(stops.split())}
    return Slider(attribute, classes, tuple(colours.split()))


@dataclass(frozen=True, slots=True)
class DataSet:
    """Labelled pictures, all framed alike, and the networks that were trained on them.

    Attributes:
        name: Its id.
        attributes: What a picture was drawn from, each independent of the others, with its number of classes.
        labels: The attributes and what follows from them, which the attribute reader reads.
        sliders: The named sliders, by name.
        face: Where a few pixels say the most, and how much more they count in the training.
        load: Returns a split; of the training data where they are, else what is bundled.
        visible: Returns where a label can be seen, (N,) bool by attribute, from the labels.
        weights: Ids of the shipped weights: generator, discriminator and encoder; where the labels lie among
            the latents; the reader of attributes.
    """

    name: DataName
    attributes: Mapping[str, int]
    labels: Mapping[str, int]
    sliders: Mapping[str, Slider]
    face: tuple[tuple[Box, float], ...]
    load: Callable[[Split, Path | None], Pictures]
    visible: Callable[[Mapping[str, Index]], dict[str, NDArray[np.bool_]]]
    weights: tuple[str, str, str]

    @property
    def gan(self) -> str:
        """The id of the networks' weights."""
        return self.weights[0]

    @property
    def knobs(self) -> str:
        """The id of what was found about the labels' latents."""
        return self.weights[1]

    @property
    def reader(self) -> str:
        """The id of the attribute reader's weights."""
        return self.weights[2]

    @property
    def history(self) -> Path:
        """Where the generators of all ages lie."""
        return ASSETS / "weights" / f"{self.gan}_history"

    def held_out(self) -> Pictures:
        """Return the test split, or the bundled sample where it is not made."""
        return self._first_of("test")

    def training(self, folder: Path | None = None) -> Pictures:
        """Return the training split, of another folder than the usual one, or else the bundled sample."""
        return self._first_of("train", folder)

    def attribute_reader(self) -> AttributeReader:
        """Return what reads the labels from pictures; raises as `load_network`."""
        from models.portraits.attributes import AttributeReader

        return AttributeReader(None, self.reader, self.labels, self.visible)

    def _first_of(self, split: Split, folder: Path | None = None) -> Pictures:
        try:
            return self.load(split, folder)
        except portraits.PortraitError:
            return self.load("sample", None)


def _load_portraits(split: Split, folder: Path | None) -> Pictures:
    return portraits.load_split(split, folder or portraits.FOLDER)


def _load_cats(split: Split, folder: Path | None) -> Pictures:
    return cats.load_cats(split)


PORTRAITS = DataSet(
    name="portraits",
    attributes=portrait_labels.ATTRIBUTES,
    labels=portrait_labels.LABELS,
    sliders={
        "hair_style": _each(
            "hair_style",
            "bald balding buzzcut fade mohawk bun_undercut short_combover short_combover_chops "
            "curly_high_top straight_bun curly_bun pigtails curly bob_bangs bob_cut side_shave long "
            "extra_long",
        ),
        "hair_length": Slider(
            "hair_style",
            {"none": (0,), "short": (*range(1, 9),), "medium": (*range(9, 15),), "long": (*range(15, 18),)},
        ),
        "hair_colour": _each(
            "hair_colour",
            "black brown blond ginger grey white pink blue green purple",
            "2a2233 6b4128 f2c14e e0682a 8f96a6 f6f3ee f062a6 3f7fe8 35ad5c 8a4fd3",
        ),
        "skin": _each("skin", "pale light tan brown dark deep", "f5cdb8 e9ad88 d08c5d a9653e 7b472c 532e1f"),
        "glasses": _each("glasses", "none glasses sunglasses"),
        "beard": _each("facial_hair", "none shadow soul_patch goatee pyramid walrus beard_moustache"),
        "smile": Slider("mouth", {"no": (3, 4, 5), "yes": (0, 1, 2)}),
        "eyes": _each("eyes", "open happy wink closed"),
        "clothing_colour": _each(
            "clothing_colour",
            "red yellow green teal blue purple",
            "e24553 f3b63a 6dbb58 2fc4be 456dff 7555ca",
        ),
        "background": _each(
            "background",
            "aqua grey cream peach rose lilac sky mint",
            "a6e6ea d3d8e0 fff0c4 ffd2b3 f9c0d2 d8c8f8 b4cffb bcefcb",
        ),
    },
    face=(((10, 27, 8, 24), 4.0), ((17, 27, 13, 19), 8.0)),
    load=_load_portraits,
    visible=portrait_labels.visible,
    weights=("gan", "gan_knobs", "attributes"),
)
CATS = DataSet(
    name="cats",
    attributes=cat_labels.ATTRIBUTES,
    labels=cat_labels.ATTRIBUTES,
    sliders={
        name: _each(name, " ".join(names), cat_labels.COLOURS.get(name, ""))
        for name, names in cat_labels.NAMES.items()
    },
    face=(((8, 22, 9, 31), 3.0), ((13, 20, 17, 28), 8.0), ((21, 27, 18, 26), 8.0)),
    load=_load_cats,
    visible=cat_labels.visible,
    weights=("cat_gan", "cat_gan_knobs", "cat_attributes"),
)
DATA_SETS: dict[DataName, DataSet] = {each.name: each for each in (PORTRAITS, CATS)}

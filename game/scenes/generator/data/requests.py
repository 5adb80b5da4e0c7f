"""What the data tab asks of a worker: pages of real pictures with what is known of them."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from models.base.arrays import Byte
from models.generator.data_sets import DataSet, Pictures

Only = tuple[str, str]
"""A slider's name, and that of one of its stops."""


@dataclass(frozen=True)
class Page:
    """Ask for a page.

    Attributes:
        data: of which pictures.
        number: which page; it goes round.
        count: pictures on a page.
        side: pixels along each side of a picture on the wall.
        only: what all of them have; None for any.
    """

    data: DataSet
    number: int
    count: int
    side: int
    only: Only | None = None


@dataclass(frozen=True)
class Hung:
    """A picture on the wall.

    Attributes:
        source: the data.
        index: its number there.
        small: (side, side, 3) uint8, as it hangs.
        stops: where the named sliders stand for it, by their names, where that can be seen.
    """

    source: Pictures
    index: int
    small: Byte
    stops: dict[str, str]

    @property
    def picture(self) -> Byte:
        """All of it, (256, 256, 3) uint8; it is drawn again, for of a whole wall that would be 50 MB."""
        return self.source.picture(self.index)


@dataclass(frozen=True)
class Wall:
    """A page, and how many pictures there are.

    Attributes:
        page: what was asked for.
        hung: the pictures.
        found: how many pictures have what is asked for.
        total: how many there are at all.
    """

    page: Page
    hung: tuple[Hung, ...]
    found: int
    total: int


def hang(page: Page) -> Wall:
    """Read a page.

    Raises:
        PortraitError, CatError: the pictures are absent or damaged.
    """
    pictures = page.data.training()
    chosen = np.arange(len(pictures))
    if page.only is not None:
        slider = page.data.sliders[page.only[0]]
        has = np.isin(pictures.labels[slider.attribute], slider.stops[page.only[1]])
        chosen = np.flatnonzero(has & page.data.visible(pictures.labels)[slider.attribute])
    start = page.number * page.count
    shown = [int(chosen[(start + n) % len(chosen)]) for n in range(min(page.count, len(chosen)))]
    hung = []
    for index in shown:
        whole = pictures.picture(index)
        how = cv2.INTER_AREA if page.side <= len(whole) else cv2.INTER_CUBIC
        small = cv2.resize(whole, (page.side, page.side), interpolation=how).astype(np.uint8)
        labels = {name: values[index : index + 1] for name, values in pictures.labels.items()}
        seen = page.data.visible(labels)
        stops = {
            name: stop
            for name, slider in page.data.sliders.items()
            for stop, classes in slider.stops.items()
            if seen[slider.attribute][0] and int(labels[slider.attribute][0]) in classes
        }
        hung.append(Hung(pictures, index, small, stops))
    return Wall(page, tuple(hung), len(chosen), len(pictures))

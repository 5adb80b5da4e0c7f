"""Right and wrong boxes: what is truly there, and how well a method has found it. Knows no pygame."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from models.detection.grouping import overlaps

Box = tuple[float, float, float, float]
"""x, y, width, height in the picture's pixels."""

ENOUGH = 0.5
"""The least IoU of a hit, as in the PASCAL VOC challenge."""


@dataclass(frozen=True)
class Thing:
    """Something in a picture.

    Attributes:
        what: "face", "cat_face", or one of the network's classes by its English name.
        box: around it.
        score: how sure the method is; 1 for what a person has marked.
    """

    what: str
    box: Box
    score: float = 1.0


@dataclass(frozen=True)
class Verdict:
    """How a method's boxes compare with the truth.

    Attributes:
        right: of each box, whether it is a hit.
        met: of each mark, whether it was hit; None for one that the method does not look for.
    """

    right: tuple[bool, ...]
    met: tuple[bool | None, ...]

    @property
    def hits(self) -> int:
        """Boxes on something that is there."""
        return sum(self.right)

    @property
    def false_alarms(self) -> int:
        """Boxes on nothing."""
        return len(self.right) - self.hits

    @property
    def missed(self) -> int:
        """Marks without a box."""
        return sum(met is False for met in self.met)

    @property
    def errors(self) -> int:
        """False alarms and misses."""
        return self.false_alarms + self.missed

    @property
    def precision(self) -> float | None:
        """The share of the boxes that are hits; None without boxes."""
        return self.hits / len(self.right) if self.right else None

    @property
    def recall(self) -> float | None:
        """The share of the marks that were hit; None without marks that are looked for."""
        wanted = self.hits + self.missed
        return self.hits / wanted if wanted else None


def iou(a: Box, b: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    return float(overlaps(np.array(a, np.float64), np.array([b], np.float64))[0])


@lru_cache(maxsize=16)
def judge(found: tuple[Thing, ...], marks: tuple[Thing, ...], looked_for: Collection[str]) -> Verdict:
    """Pair boxes with marks, the surest box first; each mark is hit once, by a box of its class.

    Args:
        found: what a method says.
        marks: what is there.
        looked_for: the classes that the method looks for; other marks do not count.
    """
    right = [False] * len(found)
    met = [False if mark.what in looked_for else None for mark in marks]
    for index in sorted(range(len(found)), key=lambda index: -found[index].score):
        thing = found[index]
        free = [
            (iou(thing.box, mark.box), number)
            for number, mark in enumerate(marks)
            if met[number] is False and mark.what == thing.what
        ]
        best, number = max(free, default=(0.0, -1))
        if best >= ENOUGH:
            right[index] = met[number] = True
    return Verdict(tuple(right), tuple(met))


def contains(box: Box, at: tuple[float, float]) -> bool:
    """Whether a point lies in a box."""
    return box[0] <= at[0] <= box[0] + box[2] and box[1] <= at[1] <= box[1] + box[3]

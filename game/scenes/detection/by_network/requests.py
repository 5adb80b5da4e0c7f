"""What the window asks the network, and its answers: frozen values. Runs beside the window."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from game.scenes.detection.scoring import Thing
from models.base.arrays import frozen

if TYPE_CHECKING:
    from models.detection.detect import Candidates, Found

LEVELS = 6
"""Of the pyramid, the finest first."""


@dataclass(frozen=True)
class Question:
    """What is looked for where.

    Attributes:
        picture: (H, W, 3) uint8.
        version: another one for another picture.
        threshold: the least score that counts, 0 to 1.
        overlap: boxes of a class that share more than this (IoU) mean the same object.
    """

    picture: NDArray[np.uint8]
    version: int
    threshold: float
    overlap: float


@dataclass(frozen=True)
class Sighting(Thing):
    """What one anchor says.

    Attributes:
        label: index of the class.
        anchor: its number.
        level: of the pyramid.
    """

    label: int = 0
    anchor: int = 0
    level: int = 0


@dataclass(frozen=True)
class Seen:
    """The answer to a question; all arrays are read-only.

    Attributes:
        question: what was asked.
        kept: what is there, the surest first.
        dropped: every candidate that was dropped, and which of `kept` it overlaps.
        anchors: (n, 4) x, y, width, height of the anchors in pixels of the picture, not cut at its edges.
        boxes: (n, 4) what each anchor has made of itself.
        levels: (n,) of the pyramid.
        best: (n,) each anchor's highest score.
        labels: (n,) the class that it belongs to.
        runners_up: (n, 3) the three most probable classes of each anchor.
        scores: (n, 3) theirs.
        milliseconds: of a processor's time that the network took, however busy the machine is.
    """

    question: Question
    kept: tuple[Sighting, ...]
    dropped: tuple[tuple[Sighting, int], ...]
    anchors: NDArray[np.float32]
    boxes: NDArray[np.float32]
    levels: NDArray[np.int64]
    best: NDArray[np.float32]
    labels: NDArray[np.int64]
    runners_up: NDArray[np.int64]
    scores: NDArray[np.float32]
    milliseconds: float

    def fired(self, level: int) -> NDArray[np.int64]:
        """The anchors of a level, or of all (-1), that say something, the surest first."""
        loud = self.best >= self.question.threshold
        if level >= 0:
            loud = loud & (self.levels == level)
        where = np.flatnonzero(loud)
        result: NDArray[np.int64] = where[np.argsort(-self.best[where], kind="stable")]
        return result

    def at(self, spot: tuple[float, float], level: int) -> int | None:
        """The surest anchor whose box lies about a point."""
        x, y, width, height = self.boxes.T
        about = (x <= spot[0]) & (spot[0] <= x + width) & (y <= spot[1]) & (spot[1] <= y + height)
        if level >= 0:
            about = about & (self.levels == level)
        where = np.flatnonzero(about)
        return int(where[self.best[where].argmax()]) if len(where) else None


class Eye:
    """The trained network, loaded when it is first asked; lives in one worker's thread."""

    def __init__(self) -> None:
        self._network: Any = None
        self._seen: tuple[int, Candidates, float] | None = None

    def answer(self, question: Question) -> Seen:
        """Look at a picture; where only the threshold or the overlap has changed, choose again."""
        from models.detection import detect

        if self._network is None:
            self._network = detect.shipped()
        if self._seen is None or self._seen[0] != question.version:
            start = time.thread_time()
            found = detect.candidates(self._network, question.picture)
            self._seen = (question.version, found, 1000 * (time.thread_time() - start))
        _, candidates, spent = self._seen
        chosen = detect.suppress(candidates, question.threshold, question.overlap)
        kept = tuple(_sighting(candidates, found) for found in chosen.kept)
        places = {(each.label, each.anchor): index for index, each in enumerate(kept)}
        dropped = tuple(
            (_sighting(candidates, gone), places[by.label, by.anchor]) for gone, by in chosen.dropped
        )
        first = np.argsort(-candidates.scores, axis=1)[:, :3]
        scores = np.take_along_axis(candidates.scores, first, axis=1)
        return Seen(
            question,
            kept,
            dropped,
            frozen(_anchors(question.picture.shape)),
            frozen(candidates.boxes),
            frozen(candidates.level),
            frozen(scores[:, 0]),
            frozen(first[:, 0]),
            frozen(first),
            frozen(scores),
            spent,
        )


def _sighting(candidates: Candidates, found: Found) -> Sighting:
    from models.detection.labels import LABELS

    level = int(candidates.level[found.anchor])
    return Sighting(LABELS[found.label].en, found.box, found.score, found.label, found.anchor, level)


def _anchors(shape: tuple[int, ...]) -> NDArray[np.float32]:
    """All anchors in a picture of a shape: x, y, width, height in its pixels."""
    from models.detection.anchors import anchors

    height, width = shape[:2]
    shares = anchors()
    corners = np.concatenate([shares[:, :2] - shares[:, 2:] / 2, shares[:, 2:]], axis=1)
    return corners * np.array([width, height, width, height], np.float32)

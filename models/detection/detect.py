"""Objects in a picture: what each anchor says, and what is left when anchors that mean the same are merged.

The steps are kept apart so that they can be shown: `candidates` asks the network, `suppress` chooses.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import cast

import numpy as np
import torch
from torch import Tensor

from models.base.arrays import Byte, Float, Index
from models.base.runtime import load_network
from models.base.tensors import check_picture
from models.base.threads import single_thread
from models.detection import anchors
from models.detection.grouping import overlaps as overlaps
from models.detection.labels import LABELS as LABELS
from models.detection.labels import Label as Label
from models.detection.network import SIZE, Detector

Box = tuple[float, float, float, float]
"""Left, top, width, height in pixels of the picture."""
OUTPUTS = [label.number for label in LABELS]


@dataclass(frozen=True, slots=True)
class Candidates:
    """What the 1917 anchors say of a picture."""

    scores: Float
    """(1917, 80), 0..1: how sure each anchor is of each class in LABELS."""
    boxes: Float
    """(1917, 4): left, top, width, height in pixels of the picture, cut off at its borders."""
    level: Index
    """(1917,): each anchor's level of the pyramid, 0 the finest to 5."""


@dataclass(frozen=True, slots=True)
class Found:
    """One object."""

    label: int
    """Index into LABELS."""
    score: float
    """0..1."""
    box: Box
    anchor: int
    """The anchor that says so, 0..1916."""


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What is left, and why the rest is not."""

    kept: tuple[Found, ...]
    """The surest first."""
    dropped: tuple[tuple[Found, Found], ...]
    """Each one dropped with the one kept that it overlaps, in the order in which they were dropped."""


def shipped() -> Detector:
    """Return the trained network, frozen, about 0.1 s; raises as `load_network`."""
    return cast(Detector, load_network("detection", Detector))


def prepare(picture: Byte) -> Tensor:
    """Bring a picture (H, W, 3) uint8 to the network's input (1, 3, 300, 300), -1..1, channels last.

    It is forced to a square as the published graph does it, for the network has learned with that: each pixel
    is mixed of four, which lie a little up and left of where they should, and nothing is smoothed before.

    Raises:
        ValueError: It is none.
    """
    check_picture(picture)
    mixed = picture.astype(np.float32)
    for axis in (0, 1):
        first, second, share = _neighbours(picture.shape[axis])
        share = share.reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
        mixed = mixed.take(first, axis) * (1 - share) + mixed.take(second, axis) * share
    return torch.from_numpy(mixed * np.float32(2 / 255) - 1).permute(2, 0, 1)[None]


@lru_cache(64)
def _neighbours(length: int) -> tuple[Index, Index, Float]:
    place = np.arange(SIZE, dtype=np.float32) * np.float32(length / SIZE)
    first = np.minimum(place.astype(np.int64), length - 1)
    return first, np.minimum(first + 1, length - 1), (place - first).astype(np.float32)


def candidates(network: Detector, picture: Byte) -> Candidates:
    """Ask the network for everything in a picture (H, W, 3) uint8; a ValueError says that it is none."""
    with single_thread(), torch.inference_mode():
        offsets, logits = network(prepare(picture))
        scores = torch.sigmoid(logits[0, :, OUTPUTS]).numpy()
        edges = anchors.decode(offsets[0].numpy())
    height, width = picture.shape[:2]
    edges = edges.clip(0, 1) * np.array([width, height, width, height], np.float32)
    boxes = np.concatenate([edges[:, :2], edges[:, 2:] - edges[:, :2]], axis=1)
    return Candidates(scores, boxes, anchors.levels())


def suppress(
    candidates: Candidates, threshold: float = 0.5, overlap: float = 0.6, limit: int = 100
) -> Suppressed:
    """Keep the surest of those that mean the same object: greedy non-maximum suppression, class by class.

    Args:
        candidates: What the anchors say.
        threshold: Only scores from this on count, 0..1.
        overlap: Two boxes of one class mean the same if their intersection is more than this share of their
            union, 0..1.
        limit: How many to keep at most; the less sure ones are not looked at any more.
    """
    places, labels = np.nonzero(candidates.scores >= threshold)
    scores = candidates.scores[places, labels]
    order = np.argsort(-scores, kind="stable")
    places, labels, scores = places[order], labels[order], scores[order]
    boxes = candidates.boxes[places].astype(np.float64)

    def found(index: int) -> Found:
        left, top, width, height = boxes[index].tolist()
        return Found(int(labels[index]), float(scores[index]), (left, top, width, height), int(places[index]))

    kept: list[Found] = []
    dropped: list[tuple[Found, Found]] = []
    open_ = np.ones(len(order), bool)
    while open_.any() and len(kept) < limit:
        first = int(open_.argmax())
        kept.append(found(first))
        open_[first] = False
        same = np.flatnonzero(open_ & (labels == labels[first]))
        same = same[overlaps(boxes[first], boxes[same]) > overlap]
        open_[same] = False
        dropped += [(found(int(index)), kept[-1]) for index in same]
    return Suppressed(tuple(kept), tuple(dropped))

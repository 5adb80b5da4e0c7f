"""Cascades of Haar features as OpenCV's files keep them."""

import zlib
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

MAX_BYTES = 4 * 2**20
"""Of the text; the largest of OpenCV's has 2.7 million."""
LARGEST_WINDOW, MOST_STAGES, MOST_STUMPS = 128, 64, 1024


class CascadeError(ValueError):
    """A file is no cascade that can be evaluated here; the text says why."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A rectangle of a feature, in pixels of the cascade's window."""

    x: int
    y: int
    width: int
    height: int
    weight: float
    """How the sum of the pixels in it counts."""


@dataclass(frozen=True, slots=True)
class Stump:
    """A weak classifier: one Haar feature, one threshold, and a vote for either side of it."""

    rectangles: tuple[Rectangle, ...]
    """Two or three: the whole counts negative, and a part of it positive, so that flat areas give 0."""
    threshold: float
    below: float
    """The vote if the feature's value is less than the threshold."""
    above: float


@dataclass(frozen=True, slots=True)
class Stage:
    """Stumps that vote; a window whose sum of votes is below the threshold is rejected."""

    threshold: float
    stumps: tuple[Stump, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Cascade:
    """Stages in their order, each stricter and dearer than the one before."""

    width: int
    """Of the window, in pixels."""
    height: int
    stages: tuple[Stage, ...]

    @property
    def features(self) -> int:
        """Haar features of all stages together."""
        return sum(len(stage.stumps) for stage in self.stages)


def read_cascade(data: bytes) -> Cascade:
    """Read OpenCV's XML, plain or packed by gzip.

    Raises:
        CascadeError: It is none, or one with trees or tilted features, or absurdly large.
    """
    try:
        if data.startswith(b"\x1f\x8b"):
            data = zlib.decompressobj(wbits=31).decompress(data, MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise CascadeError(f"more than {MAX_BYTES} bytes")
        if b"<!DOCTYPE" in data or b"<!ENTITY" in data:  # what could grow without end
            raise CascadeError("it declares a document type")
        root = ElementTree.fromstring(data)
        return _cascade(root)
    except (zlib.error, ElementTree.ParseError, ValueError, OverflowError) as error:
        raise CascadeError(f"no cascade: {error}") from error


def _cascade(root: Element) -> Cascade:
    width, height = (int(_text(root, f"cascade/{side}")) for side in ("width", "height"))
    if not (4 <= width <= LARGEST_WINDOW and 4 <= height <= LARGEST_WINDOW):
        raise CascadeError(f"a window of {width} x {height}")
    if _text(root, "cascade/featureType") != "HAAR":
        raise CascadeError("its features are not Haar's")
    features = [_rectangles(entry, width, height) for entry in root.findall("cascade/features/_")]
    stages = tuple(_stage(entry, features) for entry in root.findall("cascade/stages/_"))
    if not (1 <= len(stages) <= MOST_STAGES and all(1 <= len(s.stumps) <= MOST_STUMPS for s in stages)):
        raise CascadeError(f"{len(stages)} stages, or too many stumps in one")
    return Cascade(width, height, stages)


def _rectangles(entry: Element, width: int, height: int) -> tuple[Rectangle, ...]:
    if entry.findtext("tilted", "0").strip() != "0":
        raise CascadeError("a feature is tilted")
    found = []
    for text in entry.findall("rects/_"):
        x, y, w, h, weight = _numbers(text.text or "", 5)
        if not (0 <= x < x + w <= width and 0 <= y < y + h <= height):
            raise CascadeError("a feature reaches out of the window")
        found.append(Rectangle(int(x), int(y), int(w), int(h), weight))
    if len(found) not in (2, 3):
        raise CascadeError(f"a feature has {len(found)} rectangles")
    return tuple(found)


def _stage(entry: Element, features: list[tuple[Rectangle, ...]]) -> Stage:
    stumps = []
    for weak in entry.findall("weakClassifiers/_"):
        *_, feature, threshold = _numbers(_text(weak, "internalNodes"), 4)
        below, above = _numbers(_text(weak, "leafValues"), 2)
        if not 0 <= feature < len(features):
            raise CascadeError("a stump has no feature")
        stumps.append(Stump(features[int(feature)], threshold, below, above))
    return Stage(_numbers(_text(entry, "stageThreshold"), 1)[0], tuple(stumps))


def _text(entry: Element, path: str) -> str:
    found = entry.findtext(path)
    if found is None:
        raise CascadeError(f"{path} is missing")
    return found.strip()


def _numbers(text: str, count: int) -> list[float]:
    """Read so many numbers, and no more: a tree's nodes would have more of them than a stump's."""
    found = [float(word) for word in text.split()]
    if len(found) != count or not all(abs(number) < 1e6 for number in found):
        raise CascadeError(f"{text[:60]!r} is not {count} numbers")
    return found

"""The old way: a chain of stages made by hand, edges -> segments -> rule, each of them visible.

It finds circles, triangles and rectangles in a clean drawing, and a face in a drawn face. On a photograph the
first stage already breaks the world into crumbs, and no later stage can mend it: the lecture's reason for
learning end to end. Nothing here is tuned to fail.
"""

import dataclasses
import itertools
import math
from dataclasses import dataclass
from typing import Any, Literal, cast

import cv2
import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Byte, Float
from models.convolution.convolve import Region, convolve
from models.convolution.kernels import KERNELS

Kind = Literal["circle", "triangle", "rectangle", "other"]
StageId = Literal["smooth", "edges", "outline", "segments", "rule"]
Verdict = Literal["face", "shapes", "nothing"]

LONGEST = 480  # pictures are shrunk to this side: the stages' sizes are in pixels, as they always were
SMALLEST = 0.0006  # of the picture's area; smaller segments are taken for noise
PALETTE = ((220, 95, 0), (0, 90, 181), (0, 135, 90), (200, 60, 130), (110, 80, 180), (150, 120, 0))


@dataclass(frozen=True, slots=True)
class Segment:
    """A region enclosed by edges; its box is (x, y, w, h) in the original picture's pixels."""

    kind: Kind
    """What the rule takes its outline for."""
    box: Region
    area: float
    """In pixels of the original picture."""
    roundness: float
    """4 pi area / perimeter^2: 1 for a disc, 0.79 for a square, less for anything ragged."""
    corners: int
    """Of the outline after straightening."""
    holes: "tuple[Segment, ...]" = ()
    """What the region encloses in its turn, as eyes lie in a face."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage's result as a picture: ``image`` is uint8 RGB, at most 480 pixels wide or high."""

    id: StageId
    image: Byte


@dataclass(frozen=True, slots=True)
class ClassicResult:
    """Everything that the chain produced."""

    stages: tuple[Stage, ...]
    """Smooth, edges, outline, segments, rule, in this order."""
    segments: tuple[Segment, ...]
    """Enclosed regions, largest first."""
    face: Region | None
    """Box of the face, if the rule found one."""
    verdict: Verdict
    """"shapes" if most segments are clean figures."""


def detect(rgb: Byte) -> ClassicResult:
    """Run the chain on a picture (H, W, 3) uint8."""
    factor = min(1.0, LONGEST / max(rgb.shape[:2]))
    size = (max(1, round(rgb.shape[1] * factor)), max(1, round(rgb.shape[0] * factor)))
    small = rgb
    if factor < 1:
        small = cv2.resize(rgb, size, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    smooth = convolve(small, KERNELS["gaussian_5"].effective, padding="edge")
    edges = edge_strength(smooth)
    outline = close_outline(edges)
    segments, labels = measure(outline)
    face = find_face(segments)
    chosen = segments if face is None else [s for s in segments if _inside(s.box, face)]
    stages = (
        Stage("smooth", np.rint(smooth).astype(np.uint8)),
        Stage("edges", _grey(np.clip(edges, 0, 255))),
        Stage("outline", _grey(outline * 255.0)),
        Stage("segments", _paint(labels)),
        Stage("rule", _boxes(small, chosen, face)),
    )
    clean = sum(segment.kind != "other" for segment in segments)
    verdict: Verdict = "nothing"
    if face is not None:
        verdict = "face"
    elif segments and clean >= 0.6 * len(segments):
        verdict = "shapes"
    grown = tuple(_enlarge(segment, 1 / factor) for segment in segments)
    return ClassicResult(stages, grown, face and _scale(face, 1 / factor), verdict)


def edge_strength(smooth: Float) -> Float:
    """Stage 1: the length of the Sobel gradient, the strongest of the three channels; (h, w) float32."""
    across = convolve(smooth, KERNELS["sobel_horizontal"].weights, padding="edge")
    down = convolve(smooth, KERNELS["sobel_vertical"].weights, padding="edge")
    return cast(Float, np.sqrt(across**2 + down**2).max(axis=2))


def close_outline(edges: Float) -> NDArray[np.uint8]:
    """Stage 2: edges stronger than a threshold (Otsu, 1979), small gaps closed; (h, w) of 0 and 1."""
    levels = np.clip(edges, 0, 255).astype(np.uint8)
    _, mask = cv2.threshold(levels, 0, 1, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
    closed = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    return closed.astype(np.uint8, copy=False)


def measure(outline: NDArray[np.uint8]) -> tuple[list[Segment], NDArray[np.int32]]:
    """Stage 3: regions that edges enclose, largest first, and the map of their numbers (1, 2 …)."""
    _, regions = cv2.connectedComponents((outline == 0).astype(np.uint8), connectivity=4)
    height, width = outline.shape
    border = set(np.unique(np.r_[regions[0], regions[-1], regions[:, 0], regions[:, -1]]).tolist())
    areas = np.bincount(regions.ravel())
    found = []
    for number in np.argsort(-areas, kind="stable").tolist():
        if areas[number] < SMALLEST * height * width:
            break
        # Region 0 is the outline itself; what touches the border is background.
        if number != 0 and number not in border:
            found.append((_classify((regions == number).astype(np.uint8)), number))
    labels = np.zeros(outline.shape, np.int32)
    for position, (_, number) in enumerate(found, start=1):
        labels[regions == number] = position
    return [segment for segment, _ in found], labels


def find_face(segments: list[Segment]) -> Region | None:
    """Stage 4, the rule: two round holes alike, side by side, in the upper part of something large."""
    for head in segments:
        x, y, w, h = head.box
        eyes = [s for s in head.holes if s.roundness > 0.6 and s.corners > 4 and s.area < head.area / 8]
        for left, right in itertools.combinations(eyes, 2):
            (ax, ay), (bx, by) = _middle(left.box), _middle(right.box)
            alike = 0.6 < left.area / right.area < 1.67
            level = abs(ay - by) < 0.08 * h and max(ay, by) < y + 0.62 * h
            apart = 0.2 * w < abs(ax - bx) < 0.7 * w
            centred = abs((ax + bx) / 2 - (x + w / 2)) < 0.12 * w
            if 0.4 < w / h < 2.5 and alike and level and apart and centred:
                return head.box
    return None


def _classify(mask: NDArray[np.uint8]) -> Segment:
    """Measure one region: its outer contour, and those of its holes."""
    contours, hierarchy = cv2.findContours(mask, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_NONE)
    levels = [(np.asarray(c), parent < 0) for c, (*_, parent) in zip(contours, hierarchy[0], strict=True)]
    outer, inner = ([c for c, outside in levels if outside == wanted] for wanted in (True, False))
    smallest = SMALLEST * mask.size
    holes = tuple(_figure(c) for c in inner if cv2.contourArea(c) >= smallest)
    return dataclasses.replace(_figure(max(outer, key=cv2.contourArea)), holes=holes)


def _figure(contour: NDArray[Any]) -> Segment:
    """Apply the rules for figures to a contour."""
    area, perimeter = float(cv2.contourArea(contour)), float(cv2.arcLength(contour, True))
    x, y, w, h = (int(n) for n in cv2.boundingRect(contour))
    roundness = 4 * math.pi * area / perimeter**2 if perimeter else 0.0
    corners = len(cv2.approxPolyDP(contour, 0.04 * perimeter, True))
    solid = area / max(float(cv2.contourArea(cv2.convexHull(contour))), 1.0)
    kind: Kind = "other"
    if solid > 0.9:
        if corners == 3:
            kind = "triangle"
        elif corners == 4 and area > 0.9 * math.prod(cv2.minAreaRect(contour)[1]):
            kind = "rectangle"
        elif corners > 4 and roundness > 0.84:
            kind = "circle"
    return Segment(kind, (x, y, w, h), max(area, 1.0), roundness, corners)


def _middle(box: Region) -> tuple[float, float]:
    return box[0] + box[2] / 2, box[1] + box[3] / 2


def _inside(inner: Region, outer: Region) -> bool:
    x, y = _middle(inner)
    return outer[0] <= x <= outer[0] + outer[2] and outer[1] <= y <= outer[1] + outer[3]


def _enlarge(segment: Segment, factor: float) -> Segment:
    holes = tuple(_enlarge(hole, factor) for hole in segment.holes)
    box, area = _scale(segment.box, factor), segment.area * factor**2
    return dataclasses.replace(segment, box=box, area=area, holes=holes)


def _scale(box: Region, factor: float) -> Region:
    x, y, w, h = (round(n * factor) for n in box)
    return x, y, w, h


def _grey(values: Float) -> Byte:
    return np.repeat(values.astype(np.uint8)[:, :, None], 3, axis=2)


def _paint(labels: NDArray[np.int32]) -> Byte:
    colours = np.array([(25, 25, 30), *PALETTE], np.uint8)
    return colours[np.where(labels == 0, 0, (labels - 1) % len(PALETTE) + 1)]


def _boxes(picture: Byte, segments: list[Segment], face: Region | None) -> Byte:
    """Draw what the rule decided on: figures in their colours, leftovers thin and grey, a face in orange."""
    image = (picture // 2 + 127).astype(np.uint8)
    colours = {"circle": PALETTE[1], "triangle": PALETTE[2], "rectangle": PALETTE[3]}
    for segment in segments:
        x, y, w, h = segment.box
        width = 1 if segment.kind == "other" else 2
        cv2.rectangle(image, (x, y), (x + w, y + h), colours.get(segment.kind, (120, 120, 120)), width)
    if face is not None:
        x, y, w, h = face
        cv2.rectangle(image, (x, y), (x + w, y + h), PALETTE[0], 4)
    return image

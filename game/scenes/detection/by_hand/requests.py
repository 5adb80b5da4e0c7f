"""What the window asks the hand-made detectors, and their answers: frozen values. Runs beside the window."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from game.scenes.detection.by_hand.pictures import heat, peaks, shades, stars
from game.scenes.detection.scoring import Box, Thing

Byte = NDArray[np.uint8]
Detector = Literal["face", "cat", "people"]
DETECTORS: tuple[Detector, ...] = get_args(Detector)
Kind = Literal["grey", "integral", "windows", "stage", "gradients", "cells", "scores", "raw", "answer"]
STAGES = {"face": 25, "cat": 20}
"""Of each cascade."""
WANTED = {"face": "face", "cat": "cat_face", "people": "person"}
"""What each detector looks for."""
MOST_SHOWN = 240
"""Windows that are drawn; more cannot be told apart."""
NEAR = 0.3
"""How far from a place the middle of a window may lie to be about it, in widths of the window."""
NUMBERS = 3780
"""What a window is described by to the classifier of people."""


@dataclass(frozen=True)
class Settings:
    """A detector and what can be turned on it.

    Attributes:
        detector: what is looked for.
        scale: how much larger the window is at each next size.
        neighbours: a box is kept if more windows than this say it.
        smallest: width of the smallest window, in pixels of the picture; not of people's, which is 64 wide.
        border: so many pixels are added around the picture.
        leniency: taken off every threshold: with more, more windows get through.
    """

    detector: Detector
    scale: float = 1.1
    neighbours: int = 3
    smallest: int = 40
    border: int = 0
    leniency: float = 0.0


def usual(detector: Detector) -> Settings:
    """How a detector is set at first: as OpenCV does it, in somewhat larger steps."""
    return Settings(detector, neighbours=2) if detector == "people" else Settings(detector)


def steps(detector: Detector) -> tuple[tuple[Kind, int], ...]:
    """The steps of a detector's pipeline; a stage has its number, from 1."""
    if detector == "people":
        return (("grey", 0), ("gradients", 0), ("cells", 0), ("scores", 0), ("raw", 0), ("answer", 0))
    stages: tuple[tuple[Kind, int], ...] = tuple(("stage", n) for n in range(1, STAGES[detector] + 1))
    return (("grey", 0), ("integral", 0), ("windows", 0), *stages, ("raw", 0), ("answer", 0))


@dataclass(frozen=True)
class Question:
    """What is looked for where, and which step is to be shown.

    Attributes:
        picture: (H, W, 3) uint8.
        version: another one for another picture.
        settings: the detector.
        step: index into `steps`.
        spot: the place that is asked about, in picture pixels.
    """

    picture: Byte
    version: int
    settings: Settings
    step: int
    spot: tuple[float, float] | None


@dataclass(frozen=True)
class Feature:
    """A Haar feature over a window.

    Attributes:
        parts: rectangles in picture pixels, each with its weight: below 0 dark, above 0 bright.
        value: the difference of brightness.
        threshold: what it is compared with.
        vote: what it says.
    """

    parts: tuple[tuple[Box, float], ...]
    value: float
    threshold: float
    vote: float


@dataclass(frozen=True)
class Why:
    """Why a window was rejected, or not.

    Attributes:
        window: in picture pixels.
        picture: (h, w, 3) uint8, what the window shows; of people with its histograms beside it.
        passed: how many stages it passed; -1 when it was too flat for the first.
        sums: of the votes of each stage, also of those that never looked at it.
        thresholds: of the stages, less the leniency.
        stage: the one whose features are shown, from 1.
        features: its, those with the largest votes first.
    """

    window: Box
    picture: Byte
    passed: int
    sums: tuple[float, ...]
    thresholds: tuple[float, ...]
    stage: int
    features: tuple[Feature, ...]


@dataclass(frozen=True)
class Scanned:
    """The answer to a question.

    Attributes:
        question: what was asked.
        found: the boxes that are left at the end; their score is the number of windows that say so.
        left: windows before the first stage, and after each.
        work: features that each stage has computed.
        image: what is to be seen at this step; None for the picture itself.
        windows: what is left at this step, if it is not too much to be drawn.
        why: about the place that was asked about.
        milliseconds: of a processor's time that all windows took, however busy the machine is.
    """

    question: Question
    found: tuple[Thing, ...]
    left: tuple[int, ...]
    work: tuple[int, ...]
    image: Byte | None
    windows: tuple[Box, ...]
    why: Why | None
    milliseconds: float


class HandMade:
    """The detectors, loaded when they are first asked; lives in one worker's thread."""

    def __init__(self) -> None:
        self._key: object = None

    def answer(self, question: Question) -> Scanned:
        """Look at all windows; where only the step or the place has changed, tell more of the same."""
        key = (question.version, question.settings)
        if key != self._key:
            settings, self._key = question.settings, None
            border = settings.border
            padded = np.pad(question.picture, ((border, border), (border, border), (0, 0)), mode="edge")
            start = time.thread_time()
            self._pipeline: Cascades | People = (People if settings.detector == "people" else Cascades)(
                settings, padded
            )
            self._milliseconds = 1000 * (time.thread_time() - start)
            self._key = key
        pipeline, settings = self._pipeline, question.settings
        kind, stage = steps(settings.detector)[question.step]
        alive = pipeline.alive(kind, stage)
        some = kind in ("stage", "raw") and np.count_nonzero(alive) <= MOST_SHOWN
        return Scanned(
            question,
            tuple(Thing(WANTED[settings.detector], _box(box), float(votes)) for box, votes in pipeline.found),
            pipeline.left,
            pipeline.work,
            pipeline.image(kind, alive),
            tuple(map(_box, pipeline.windows[alive].tolist())) if some else (),
            pipeline.why(question.spot, stage) if question.spot is not None else None,
            self._milliseconds,
        )


class Cascades:
    """A cascade of Haar features over a picture.

    Args:
        settings: the detector.
        padded: (H, W, 3) uint8, the picture with its border.

    Attributes:
        windows: (n, 4) all that were looked at, in pixels of the picture.
        found: the boxes that are left, and how many windows say each.
        left: windows before the first stage, and after each.
        work: features that each stage has computed.
    """

    def __init__(self, settings: Settings, padded: Byte) -> None:
        from models.detection.cascade import scan, shipped_cascade

        self._settings, self._border = settings, settings.border
        self._padded = grey(padded)
        self._cascade = shipped_cascade("cat" if settings.detector == "cat" else "face")
        self._grey = without(self._padded, self._border)
        found = self._scan = scan(
            self._cascade,
            self._grey,
            scale_step=settings.scale,
            neighbours=settings.neighbours,
            smallest=settings.smallest,
            leniency=settings.leniency,
            border=settings.border,
        )
        self.windows = found.windows
        self.found = tuple(zip(found.boxes, found.votes, strict=True))
        self.left = (len(found.depth), *found.left_after)
        self.work = found.work

    def alive(self, kind: Kind, stage: int) -> NDArray[np.bool_]:
        """Which windows are left at a step."""
        last = len(self._cascade.stages)
        return self._scan.depth >= {"stage": stage, "raw": last, "answer": last}.get(kind, -1)

    def image(self, kind: Kind, alive: NDArray[np.bool_]) -> Byte | None:
        """What is to be seen at a step; None for the picture itself."""
        if kind == "grey":
            return np.repeat(self._grey[..., None], 3, axis=2)
        if kind == "integral":
            return shades(np.cumsum(np.cumsum(self._grey, axis=0, dtype=np.float64), axis=1))
        return heat(self._grey, self.windows, alive) if kind in ("windows", "stage") else None

    def why(self, spot: tuple[float, float], stage: int) -> Why | None:
        """What a stage, or the one that rejected it, says of the window about a place that came farthest."""
        from models.detection.cascade import explain

        index = deepest(self.windows, self._scan.depth, spot)
        if index is None:
            return None
        border, depth = self._border, int(self._scan.depth[index])
        x, y, width, height = self.windows[index].tolist()
        place = (x + border, y + border, width, height)
        scale = self._scan.levels[int(self._scan.level[index])].scale
        verdicts = explain(self._cascade, self._padded, place, scale)
        shown = stage or min(max(depth, 0) + 1, len(verdicts))
        features = [
            Feature(
                tuple(
                    ((left - border, top - border, wide, high), weight)
                    for (left, top, wide, high), weight in zip(each.rectangles, each.weights, strict=True)
                ),
                each.value,
                each.threshold,
                each.vote,
            )
            for each in verdicts[shown - 1].features
        ]
        crop = self._padded[place[1] : place[1] + height, place[0] : place[0] + width]
        return Why(
            _box((x, y, width, height)),
            np.repeat(crop[..., None], 3, axis=2),
            depth,
            tuple(each.sum for each in verdicts),
            tuple(each.threshold - self._settings.leniency for each in verdicts),
            shown,
            tuple(sorted(features, key=lambda each: -abs(each.vote))),
        )


class People:
    """Histograms of gradients and a linear classifier; see `Cascades`, for which it can stand."""

    def __init__(self, settings: Settings, padded: Byte) -> None:
        from models.detection.hog import scan_people

        self._padded, self._border = padded, settings.border
        self._threshold = -settings.leniency
        found = scan_people(padded, settings.scale, settings.neighbours, self._threshold)
        moved = np.array([self._border, self._border, 0, 0])
        self.windows = found.windows - moved
        self._margin = found.margin
        boxes = np.array(found.boxes, np.int64).reshape(-1, 4) - moved
        self.found = tuple(zip(boxes.tolist(), found.votes, strict=True))
        self.left = (len(found.margin), len(found.raw))
        self.work = (NUMBERS * len(found.margin),)

    def alive(self, kind: Kind, stage: int) -> NDArray[np.bool_]:
        """Which windows are taken for a person."""
        return self._margin >= self._threshold

    def image(self, kind: Kind, alive: NDArray[np.bool_]) -> Byte | None:
        """What is to be seen at a step; None for the picture itself."""
        from models.detection.hog import cells, gradients

        picture = without(self._padded, self._border)
        if kind == "grey":
            return np.repeat(grey(picture)[..., None], 3, axis=2)
        if kind == "gradients":
            return shades(gradients(picture)[0])
        if kind == "cells":
            return stars(cells(picture[::2, ::2]))
        return peaks(grey(picture), self.windows, self._margin) if kind == "scores" else None

    def why(self, spot: tuple[float, float], stage: int) -> Why | None:
        """What speaks for and against a person in the window about a place that looks most like one."""
        import cv2

        from models.detection.hog import HEIGHT, WIDTH, blocks, cells, contributions

        index = deepest(self.windows, self._margin, spot)
        if index is None:
            return None
        x, y, width, height = self.windows[index].tolist()
        left, top = x + self._border, y + self._border
        shown = self._padded[top : top + height, left : left + width]
        crop = cv2.resize(shown, (WIDTH, HEIGHT)).astype(np.uint8, copy=False)
        said = contributions(blocks(crop))[0, 0]
        drawn = stars(cells(crop), said)
        large = cv2.resize(crop, drawn.shape[1::-1]).astype(np.uint8, copy=False)
        margin = float(self._margin[index])
        return Why(
            _box((x, y, width, height)),
            np.hstack([large, drawn]),
            int(margin >= self._threshold),
            (margin,),
            (self._threshold,),
            1,
            (),
        )


def deepest(windows: NDArray[np.int32], depth: NDArray[np.generic], spot: tuple[float, float]) -> int | None:
    """Of the windows about a place the one that came farthest, and of several the one nearest to it."""
    if not len(windows):
        return None
    x, y, width, height = windows.T.astype(np.float64)
    away = np.hypot(x + width / 2 - spot[0], y + height / 2 - spot[1]) / width
    near = np.flatnonzero(away <= NEAR)
    if not len(near):
        return int(away.argmin())
    order = np.lexsort((away[near], -depth[near].astype(np.float64)))
    return int(near[order[0]])


def grey(picture: Byte) -> Byte:
    """A picture, (H, W, 3) uint8, in shades of grey, (H, W) uint8."""
    import cv2

    return np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), np.uint8)


def without(padded: Byte, border: int) -> Byte:
    """A picture without its border."""
    return padded[border : len(padded) - border, border : padded.shape[1] - border]


def _box(box: Sequence[float]) -> Box:
    x, y, width, height = box
    return float(x), float(y), float(width), float(height)

"""What the network tab asks its workers, and their answers: frozen values. Runs off the window's thread."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from game.ui.widgets.mosaic import Tiles, colours, paste, tiles

if TYPE_CHECKING:
    from models.classifier.features import FeatureSnapshot

Byte = NDArray[np.uint8]
Mode = Literal["maps", "heat", "hand", "guess"]
MODES: tuple[Mode, ...] = ("maps", "heat", "hand", "guess")
# The network's layers, as models.classifier.network has them (importing that would import torch).
LAYERS = ("stem", *(f"block_{i}" for i in range(1, 17)), "head")
CHANNELS = (32, 16, 24, 24, 40, 40, 80, 80, 80, 112, 112, 112, 192, 192, 192, 192, 320, 1280)
"""How many filters each layer has."""
STEPS = 320  # of activation maximisation: after these the picture hardly changes


@dataclass(frozen=True)
class Question:
    """What the window wants to know about a picture.

    Attributes:
        picture: (H, W, 3) uint8.
        mode: which of the views is open.
        layer: whose maps are wanted.
        channel: which map is wanted large.
        room: width and height for the maps, in pixels.
        least: the smallest useful side of a map on the screen.
        page: which page of the maps.
        rank: the class whose heat is wanted: 0 for the best guess.
    """

    picture: Byte
    mode: Mode
    layer: str
    channel: int
    room: tuple[int, int]
    least: int
    page: int
    rank: int


@dataclass(frozen=True)
class Name:
    """A guess: its class, its probability, its names."""

    index: int
    probability: float
    en: str
    ru: str

    def name(self, language: str) -> str:
        """The name in a language."""
        return self.ru if language == "ru" else self.en


@dataclass(frozen=True)
class Findings:
    """The answer to a question; what was not asked for is None or empty.

    Attributes:
        question: what was asked.
        guesses: the five best.
        milliseconds: how long the network took.
        grid: how the maps lie on the page.
        page: the page's number, valid for this layer.
        maps: the page's picture.
        size: how many maps the layer has, and their height.
        large: the chosen map, in its own resolution.
        heat: the picture with the heat laid over it.
        box: around the hottest region: x, y, width, height in the picture's pixels.
        named: the class that the heat speaks for.
        stages: the hand-made stages' names and pictures.
        verdict: what the hand-made rule says.
        segments: how many segments the hand-made stages found.
    """

    question: Question
    guesses: tuple[Name, ...]
    milliseconds: float
    grid: Tiles | None = None
    page: int = 0
    maps: Byte | None = None
    size: tuple[int, ...] = ()
    large: Byte | None = None
    heat: Byte | None = None
    box: tuple[int, int, int, int] | None = None
    named: Name | None = None
    stages: tuple[tuple[str, Byte], ...] = ()
    verdict: str = ""
    segments: int = 0


@dataclass
class Network:
    """The trained network, loaded when it is first asked; lives in one worker's thread."""

    _classifier: Any = field(default=None)

    @property
    def classifier(self) -> Any:
        """The network itself."""
        if self._classifier is None:
            from models.classifier.network import Classifier

            self._classifier = Classifier()
        return self._classifier

    def answer(self, question: Question) -> Findings:
        """Look at the picture."""
        start = time.perf_counter()
        wanted = (question.layer,) if question.mode == "maps" else ()
        guesses, kept = self.classifier.activations(question.picture, wanted)
        spent = 1000 * (time.perf_counter() - start)
        names = tuple(named(guess) for guess in guesses)
        if question.mode == "maps":
            return _maps(question, names, spent, kept[question.layer])
        if question.mode == "heat":
            return self._heat(question, names, spent)
        return _by_hand(question, names, spent)

    def _heat(self, question: Question, names: tuple[Name, ...], spent: float) -> Findings:
        from models.classifier.heatmap import grad_cam, overlay

        named = names[min(question.rank, len(names) - 1)]
        found = grad_cam(self.classifier, question.picture, named.index)
        picture = overlay(question.picture, found.heat)
        return Findings(question, names, spent, heat=picture, box=found.box, named=named)


def named(guess: Any, index: int = 0) -> Name:
    """A guess of the network with its names; without one, a class that it did not guess."""
    from models.classifier.network import class_names

    index, probability = (guess.index, guess.probability) if guess is not None else (index, 0.0)
    return Name(index, probability, class_names("en")[index], class_names("ru")[index])


def _maps(question: Question, names: tuple[Name, ...], spent: float, maps: NDArray[np.float32]) -> Findings:
    """Lay a page of maps out; all of a layer's maps share one scale."""
    grid = tiles(len(maps), *question.room, question.least)
    page = min(question.page, grid.pages - 1)
    top = max(float(np.percentile(np.abs(maps), 99.7)), 1e-6)
    part = maps[page * grid.page_size : (page + 1) * grid.page_size]
    picture = paste(colours(np.abs(part) / top), grid)
    large = colours(np.abs(maps[question.channel]) / top)
    return Findings(
        question, names, spent, grid=grid, page=page, maps=picture, size=maps.shape[:2], large=large
    )


def _by_hand(question: Question, names: tuple[Name, ...], spent: float) -> Findings:
    from models.detection.classic import detect

    found = detect(question.picture)
    stages = tuple((stage.id, stage.image) for stage in found.stages)
    return Findings(
        question, names, spent, stages=stages, verdict=found.verdict, segments=len(found.segments)
    )


def dream(layer: str, channel: int, seed: int) -> Iterator[FeatureSnapshot]:
    """Grow the picture that a channel answers to, until it hardly changes."""
    from itertools import islice

    from models.classifier.features import maximise
    from models.classifier.network import Classifier

    return islice(maximise(Classifier(), layer, channel, size=128, seed=seed), STEPS)


@dataclass(frozen=True)
class Excited:
    """A place in the gallery that excites a channel: the cut-out, and whose picture it is."""

    image: Byte
    title: dict[str, str]
    value: float


class Gallery:
    """Knows which places of the bundled photographs excite which channel; lives in one worker's thread."""

    def __init__(self) -> None:
        self._index: Any = None
        self._pictures: list[Byte] = []
        self._titles: list[dict[str, str]] = []

    def answer(self, request: tuple[str, int, int]) -> tuple[str, int, tuple[Excited, ...], Byte | None]:
        """The most exciting places of a channel, so many of them, and its kernel if it is the stem's."""
        layer, channel, count = request
        if self._index is None:
            self._look()
        kernel = None
        if layer == "stem":
            from models.classifier.features import first_kernels

            kernel = first_kernels(self._classifier)[channel]
        places = []
        for found in self._index.top(layer, channel, count) if layer in LAYERS else ():
            x, y, w, h = found.region
            cut = self._pictures[found.picture][y : y + h, x : x + w]
            places.append(Excited(np.ascontiguousarray(cut), self._titles[found.picture], found.value))
        return layer, channel, tuple(places), kernel

    def _look(self) -> None:
        from models.base.gallery import gallery
        from models.classifier.excitation import ExcitationIndex
        from models.classifier.network import Classifier

        items = [item for item in gallery() if item.kind == "photo"]
        self._pictures = [item.load() for item in items]
        self._titles = [item.title for item in items]
        self._classifier = Classifier()
        self._index = ExcitationIndex(self._classifier, self._pictures)

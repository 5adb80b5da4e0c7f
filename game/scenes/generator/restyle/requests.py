"""What restyling asks the networks, and the frozen answers; made in a worker's thread."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from game.scenes.generator.enlarging import PIXELS, SIDE, enlarged
from game.scenes.generator.latent_files import shows
from game.scenes.generator.shared_state import Latent
from game.workers.slot import Slot
from models.base.arrays import Byte, Mask

if TYPE_CHECKING:
    from models.generator.trained_gan import Direction, TrainedGan

SECONDS = 2.0
"""How long a latent is looked for."""
PULL = 2
"""Steps along the gradient between two pictures that are shown."""
STILL = 0.006
"""A latent that a pull moves by less, in standard deviations, has come as near to the paint as it can."""
SOLID = 0.5
"""A pixel of the portrait counts as painted from this share of its area on."""


@dataclass(frozen=True)
class Paint:
    """A frozen paint layer: (SIDE, SIDE) RGBA, as bytes; empty for none."""

    rgba: bytes = b""

    def wanted(self, side: int) -> tuple[Byte, Mask]:
        """The colours wanted and where, (side, side, 3) uint8 and (side, side) bool; `side` divides SIDE."""
        if not self.rgba:
            return np.zeros((side, side, 3), np.uint8), np.zeros((side, side), np.bool_)
        fold = SIDE // side
        layer = np.frombuffer(self.rgba, np.uint8).reshape(side, fold, side, fold, 4).astype(np.float32)
        alpha = layer[..., 3:] / 255
        cover = alpha.sum(axis=(1, 3))
        colour = (layer[..., :3] * alpha).sum(axis=(1, 3)) / np.maximum(cover, 1e-6)
        return np.rint(colour).astype(np.uint8), cover[..., 0] >= SOLID * fold * fold


NONE = Paint()


@dataclass(frozen=True)
class Subject:
    """The picture that is restyled.

    Attributes:
        picture: (S, S, 3) uint8, as it was given.
        name: what to call it.
        latent: what it is said to be drawn from; looked for if it does not draw the picture.
        portrait: its number among the bundled portraits.
    """

    picture: Byte
    name: str
    latent: Latent | None = None
    portrait: int | None = None


@dataclass(frozen=True)
class Shown:
    """A latent, what it draws, and how far that is from the subject.

    Attributes:
        latent: (64,) float32.
        picture: (64, 64, 3) uint8, what the networks draw.
        large: the same, (SIDE, SIDE, 3), enlarged smoothly for the window.
        psnr: against the subject, dB.
        distance: mean absolute difference to the subject, 0 to 255.
        far: whether the subject is no portrait of the kind that the networks know.
        readings: where every slider stands.
    """

    latent: Latent
    picture: Byte
    large: Byte
    psnr: float
    distance: float
    far: bool
    readings: Mapping[str, float]


@dataclass(frozen=True)
class Find:
    """Find the latent of a subject; `stop` cancels."""

    subject: Subject
    stop: threading.Event = field(default_factory=threading.Event, compare=False)


@dataclass(frozen=True)
class Turn:
    """Move one slider of a latent to a position."""

    subject: Subject
    latent: Latent
    name: str
    position: float


@dataclass(frozen=True)
class Pull:
    """Let a latent follow the paint for some steps; `rest` is what the portrait is to stay where none is."""

    subject: Subject
    latent: Latent
    paint: Paint
    rest: Byte


Request = Find | Turn | Pull


@dataclass(frozen=True)
class Answer:
    """What came of a request.

    Attributes:
        request: the request.
        shown: the new state.
        given: the subject as the networks see it, enlarged; only with the answer to `Find`.
        directions: the sliders with names; only with the answer to `Find`.
        moved: how far a pull moved the latent, in standard deviations.
    """

    request: Request
    shown: Shown
    given: Byte | None = None
    directions: tuple[Direction, ...] = ()
    moved: float = 0.0


class Worker:
    """Answers requests.

    Attributes:
        progress: the share of a search that is done, 0 to 1.
    """

    def __init__(self) -> None:
        self.progress: Slot[float] = Slot()

    def answer(self, gan: TrainedGan, request: Request) -> Answer:
        """Do what is asked.

        Raises:
            Cancelled: the search was stopped.
        """
        if isinstance(request, Find):
            return self._find(gan, request)
        if isinstance(request, Turn):
            latent = gan.turn(request.latent, request.name, request.position)
            return Answer(request, show(gan, latent, request.subject))
        target, mask = request.paint.wanted(PIXELS)
        latent = gan.brush(request.latent, target, mask, steps=PULL, rest=request.rest)
        moved = float(np.linalg.norm(latent - request.latent))
        return Answer(request, show(gan, latent, request.subject), moved=moved)

    def _find(self, gan: TrainedGan, request: Find) -> Answer:
        from models.generator.trained_gan import shrink

        subject, latent = request.subject, request.subject.latent
        self.progress.put(0.0)
        if latent is None or not shows(subject.picture, gan.make(latent)):
            latent = gan.find(
                subject.picture, SECONDS, progress=self.progress.put, cancelled=request.stop.is_set
            ).latent
        given = enlarged(shrink(subject.picture))
        named = tuple(way for way in gan.directions() if way.kind == "named")
        return Answer(request, show(gan, latent, subject), given, named)


def show(gan: TrainedGan, latent: Latent, subject: Subject) -> Shown:
    """Draw a latent and measure it."""
    found, stands = gan.compare(latent, subject.picture), gan.read(latent)
    large = enlarged(found.picture)
    return Shown(latent, found.picture, large, found.psnr, found.distance, found.far, stands)

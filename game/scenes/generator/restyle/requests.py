"""What restyling asks the networks, and the frozen answers; made in a worker's thread."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from game.scenes.generator.enlarging import PIXELS, enlarged
from game.scenes.generator.restyle.paint import Paint
from game.workers.slot import Slot

if TYPE_CHECKING:
    from models.generator.portrait_gan import Direction, PortraitGan

Byte = NDArray[np.uint8]
Latent = NDArray[np.float32]

SECONDS = 2.0
"""How long a latent is looked for."""
PULL = 2
"""Steps along the gradient between two pictures that are shown."""
STILL = 0.006
"""A latent that a pull moves by less, in standard deviations, has come as near to the paint as it can."""


@dataclass(frozen=True)
class Subject:
    """The picture that is restyled.

    Attributes:
        picture: (S, S, 3) uint8, as it was given.
        name: what to call it.
        latent: what it was drawn from, if that is known.
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

    def answer(self, gan: PortraitGan, request: Request) -> Answer:
        """Do what is asked.

        Raises:
            Cancelled: the search was stopped.
        """
        if isinstance(request, Find):
            return self._find(gan, request)
        if isinstance(request, Turn):
            latent = gan.turn(request.latent, request.name, request.position)
            return Answer(request, show(gan, latent, request.subject))
        target, mask = request.paint.wish(PIXELS)
        latent = gan.brush(request.latent, target, mask, steps=PULL, rest=request.rest)
        moved = float(np.linalg.norm(latent - request.latent))
        return Answer(request, show(gan, latent, request.subject), moved=moved)

    def _find(self, gan: PortraitGan, request: Find) -> Answer:
        from models.generator.portrait_gan import shrink

        subject = request.subject
        self.progress.put(0.0)
        latent = subject.latent
        if latent is None:
            latent = gan.find(
                subject.picture, SECONDS, progress=self.progress.put, cancelled=request.stop.is_set
            ).latent
        given = enlarged(shrink(subject.picture))
        named = tuple(way for way in gan.directions() if way.kind == "named")
        return Answer(request, show(gan, latent, subject), given, named)


def show(gan: PortraitGan, latent: Latent, subject: Subject) -> Shown:
    """Draw a latent and measure it."""
    found = gan.compare(latent, subject.picture)
    return Shown(
        latent,
        found.picture,
        enlarged(found.picture),
        found.psnr,
        found.distance,
        found.far,
        gan.read(latent),
    )

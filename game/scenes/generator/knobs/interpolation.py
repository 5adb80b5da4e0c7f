"""From portrait to portrait: there and back between A and B, or a walk without an end."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from game.scenes.generator.enlarging import magnified
from game.scenes.generator.knobs.requests import Interpolated, Sampled
from game.scenes.generator.network_calls import SharedNetworks
from game.scenes.generator.shared_state import Latent
from models.base.arrays import Byte
from models.base.film import FilmError

if TYPE_CHECKING:
    from models.generator.trained_gan import TrainedGan

Kind = Literal["morph", "walk"]
THERE = 3.2
"""Seconds from A to B."""
LEG = 2.4
"""Seconds from one portrait of a walk to the next."""
FPS = 24
SIDE = 256
"""Of a film, in pixels."""
LEGS = 6
"""Portraits of a walk that is saved; the last one is the first."""
CHUNK = 8
"""Frames that are drawn before the networks are lent to others."""


def eased(share: float) -> float:
    """From 0 to 1, slow at both ends."""
    return 0.5 - 0.5 * math.cos(math.pi * min(max(share, 0.0), 1.0))


class Playback:
    """What is being played, and how far it is.

    Attributes:
        playing: what; None when nothing is.
        kind: what was played last.
        share: where between A and B, from 0 to 1.
    """

    def __init__(self) -> None:
        self.playing: Kind | None = None
        self.kind: Kind = "morph"
        self.share = 0.0
        self._time = 0.0
        self._from: Latent | None = None
        self._seed = 0

    def play(self, kind: Kind, latent: Latent, seed: int) -> None:
        """Begin: a morph where the share stands, a walk at a latent, towards what a seed draws."""
        self.playing = self.kind = kind
        self._from, self._seed = latent.copy(), seed
        self._time = 0.0
        if kind == "morph":
            self._time = THERE * math.acos(1 - 2 * self.share) / math.pi

    def stop(self) -> None:
        """Stay where it is."""
        self.playing = None

    def morph(self, dt: float) -> float:
        """Go on between A and B; the new share."""
        self._time = (self._time + dt) % (2 * THERE)
        there = self._time if self._time <= THERE else 2 * THERE - self._time
        self.share = eased(there / THERE)
        return self.share

    def walk(self, dt: float, here: Latent, truncation: float) -> Interpolated:
        """Go on with the walk; `here` is where it has come to."""
        self._time += dt
        if self._time > LEG or self._from is None:
            self._from, self._seed, self._time = here.copy(), self._seed + 1, 0.0
        return Interpolated(self._from, Sampled(self._seed, truncation), eased(self._time / LEG))


@dataclass(frozen=True)
class Film:
    """What is to be filmed.

    Attributes:
        kind: what.
        a: where it begins, (64,) float32.
        b: where a morph turns back; where a walk begins it also ends.
        seed: of a walk's portraits.
        truncation: of them.
        smooth: how the frames are enlarged.
    """

    kind: Kind
    a: Latent
    b: Latent
    seed: int
    truncation: float
    smooth: bool


def latents(gan: TrainedGan, film: Film) -> list[Latent]:
    """The film's latents, frame by frame; after the last one the first one follows."""
    if film.kind == "morph":
        count = round(THERE * FPS / 2)
        there = [gan.between(film.a, film.b, eased(i / count)) for i in range(count + 1)]
        return there + there[-2:0:-1]
    stops = [gan.sample(film.seed + leg, film.truncation) for leg in range(LEGS - 1)]
    places = [film.a, *stops, film.a]
    count = round(LEG * FPS / 2)
    shares = [eased(i / count) for i in range(count)]
    return [gan.between(a, b, share) for a, b in pairwise(places) for share in shares]


def frames(
    shared: SharedNetworks, film: Film, progress: Callable[[float], None], stop: Callable[[], bool]
) -> Iterator[Byte]:
    """Draw a film's frames, (SIDE, SIDE, 3) uint8; between them others may use the networks.

    Raises:
        FilmError: "film_cancelled", when `stop` says so.
    """
    with shared.use() as gan:
        path = latents(gan, film)
    for first in range(0, len(path), CHUNK):
        if stop():
            raise FilmError("film_cancelled")
        with shared.use() as gan:
            made = gan.make_many(np.stack(path[first : first + CHUNK]))
        yield from (magnified(picture, SIDE, film.smooth) for picture in made)
        progress(min(1.0, (first + CHUNK) / len(path)))

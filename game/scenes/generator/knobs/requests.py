"""What the knobs ask their worker, and the answers: frozen values, made off the window's thread."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.scenes.generator.enlarging import magnified
from game.scenes.generator.shared_state import Latent
from models.base.arrays import Byte

if TYPE_CHECKING:
    from models.generator.trained_gan import Direction, TrainedGan

AROUND = 8
"""How many neighbours there are."""


@dataclass(frozen=True)
class Fixed:
    """A latent as it is."""

    latent: Latent


@dataclass(frozen=True)
class Sampled:
    """A latent drawn at random, multiplied by the truncation."""

    seed: int
    truncation: float = 1.0


@dataclass(frozen=True)
class Edited:
    """A latent of which one slider is moved."""

    latent: Latent
    slider: str
    position: float


@dataclass(frozen=True)
class Interpolated:
    """A latent between two others; `share` is 0 at the first and 1 at the second."""

    a: Latent
    b: Fixed | Sampled
    share: float


Source = Fixed | Sampled | Edited | Interpolated


@dataclass(frozen=True)
class Draw:
    """Draw a portrait.

    Attributes:
        source: says which.
        side: of the large picture, in the window's pixels; 0 for the small one alone.
        smooth: whether it is smoothed, or shows the network's own pixels.
        truncation: what the latent that was found is multiplied by.
    """

    source: Source
    side: int
    smooth: bool
    truncation: float = 1.0


@dataclass(frozen=True)
class Read:
    """Where do the sliders stand for this latent?"""

    latent: Latent


@dataclass(frozen=True)
class Around:
    """What the neighbours depend on."""

    latent: Latent
    radius: float
    seed: int

    def same(self, other: Around | None) -> bool:
        """Whether the neighbours would be the same."""
        return (
            other is not None
            and other.latent is self.latent
            and (other.radius, other.seed) == (self.radius, self.seed)
        )


@dataclass(frozen=True)
class Explore:
    """Draw one of the neighbours."""

    around: Around
    index: int


@dataclass(frozen=True)
class Drawn:
    """A latent (64,) float32, and the picture that it makes, (64, 64, 3) uint8."""

    latent: Latent
    picture: Byte


@dataclass(frozen=True)
class Portrait(Drawn):
    """A drawn portrait.

    Attributes:
        request: what was asked.
        base: (64,) float32, the latent before truncation.
        large: (side, side, 3) uint8.
        milliseconds: how long the generator took.
        directions: all sliders that there are.
    """

    request: Draw
    base: Latent
    large: Byte
    milliseconds: float
    directions: tuple[Direction, ...]


@dataclass(frozen=True)
class Readings:
    """Where the sliders stand, by name."""

    positions: dict[str, float]


@dataclass(frozen=True)
class Small(Drawn):
    """A neighbour, or another portrait that is only wanted small."""

    request: Explore | Draw


Ask = Draw | Read | Explore
Answer = Portrait | Readings | Small


def find(gan: TrainedGan, source: Source) -> Latent:
    """The latent that a source says."""
    match source:
        case Fixed(latent):
            return latent
        case Sampled(seed, truncation):
            return gan.sample(seed, truncation)
        case Edited(latent, slider, position):
            return gan.turn(latent, slider, position)
        case Interpolated(a, b, share):
            return gan.between(a, find(gan, b), share)


def answer(gan: TrainedGan, ask: Ask) -> Answer:
    """Answer one request; runs in the worker's thread."""
    if isinstance(ask, Read):
        return Readings(gan.read(ask.latent))
    if isinstance(ask, Explore):
        around = ask.around
        latent = gan.neighbours(around.latent, around.radius, AROUND, around.seed)[ask.index]
        return Small(latent, gan.make(latent), ask)
    base = find(gan, ask.source)
    latent = base * np.float32(ask.truncation)
    started = time.perf_counter()
    picture = gan.make(latent)
    milliseconds = 1000 * (time.perf_counter() - started)
    if not ask.side:
        return Small(latent, picture, ask)
    large = magnified(picture, ask.side, ask.smooth)
    return Portrait(latent, picture, ask, base, large, milliseconds, gan.directions())

"""What the knobs ask their worker, and the answers: frozen values, made off the window's thread."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from game.scenes.generator.enlarging import magnified
from game.scenes.generator.shared_state import Byte, Latent

if TYPE_CHECKING:
    from models.generator.portrait_gan import Direction, PortraitGan


@dataclass(frozen=True)
class Fixed:
    """A latent as it is."""

    latent: Latent

    def find(self, gan: PortraitGan) -> Latent:
        """The latent to draw."""
        return self.latent


@dataclass(frozen=True)
class Sampled:
    """A latent drawn at random, multiplied by the truncation."""

    seed: int
    truncation: float = 1.0

    def find(self, gan: PortraitGan) -> Latent:
        """The latent to draw."""
        return gan.sample(self.seed, self.truncation)


@dataclass(frozen=True)
class Edited:
    """A latent of which one slider is moved."""

    latent: Latent
    slider: str
    position: float

    def find(self, gan: PortraitGan) -> Latent:
        """The latent to draw."""
        return gan.turn(self.latent, self.slider, self.position)


@dataclass(frozen=True)
class Interpolated:
    """A latent between two others; `share` is 0 at the first and 1 at the second."""

    a: Latent
    b: Fixed | Sampled
    share: float

    def find(self, gan: PortraitGan) -> Latent:
        """The latent to draw."""
        return gan.between(self.a, self.b.find(gan), self.share)


Source = Fixed | Sampled | Edited | Interpolated


@dataclass(frozen=True)
class Draw:
    """Draw a portrait.

    Attributes:
        source: says which.
        side: of the large picture, in the window's pixels.
        smooth: whether it is smoothed, or shows the network's own pixels.
        truncation: what the latent that was found is multiplied by.
    """

    source: Source
    side: int
    smooth: bool
    truncation: float = 1.0


@dataclass(frozen=True)
class Portrait:
    """A drawn portrait.

    Attributes:
        request: what was asked.
        base: (64,) float32, before truncation.
        latent: (64,) float32, what was drawn.
        picture: (64, 64, 3) uint8.
        large: (side, side, 3) uint8.
        milliseconds: how long the generator took.
        directions: all sliders that there are.
    """

    request: Draw
    base: Latent
    latent: Latent
    picture: Byte
    large: Byte
    milliseconds: float
    directions: tuple[Direction, ...]


@dataclass(frozen=True)
class Read:
    """Where do the sliders stand for this latent?"""

    latent: Latent


@dataclass(frozen=True)
class Readings:
    """Where they stand, by name."""

    request: Read
    positions: dict[str, float]


@dataclass(frozen=True)
class Explore:
    """Draw one of the `count` neighbours of a latent."""

    latent: Latent
    radius: float
    seed: int
    index: int
    count: int


@dataclass(frozen=True)
class Neighbour:
    """A neighbour: its latent (64,), its picture (64, 64, 3)."""

    request: Explore
    latent: Latent
    picture: Byte


@dataclass(frozen=True)
class Sketch:
    """Draw a latent small."""

    source: Source
    truncation: float


@dataclass(frozen=True)
class Sketched:
    """A latent (64,) and its picture (64, 64, 3)."""

    request: Sketch
    latent: Latent
    picture: Byte


Ask = Draw | Read | Explore | Sketch
Answer = Portrait | Readings | Neighbour | Sketched


def answer(gan: PortraitGan, ask: Ask) -> Answer:
    """Answer one request; runs in the worker's thread."""
    if isinstance(ask, Read):
        return Readings(ask, gan.read(ask.latent))
    if isinstance(ask, Explore):
        latent = gan.neighbours(ask.latent, ask.radius, ask.count, ask.seed)[ask.index]
        return Neighbour(ask, latent, gan.make(latent))
    base = ask.source.find(gan)
    latent = base * np.float32(ask.truncation)
    started = time.perf_counter()
    picture = gan.make(latent)
    milliseconds = 1000 * (time.perf_counter() - started)
    if isinstance(ask, Sketch):
        return Sketched(ask, latent, picture)
    large = magnified(picture, ask.side, ask.smooth)
    return Portrait(ask, base, latent, picture, large, milliseconds, gan.directions())

"""What the judge's tab asks the networks, and the frozen answers; made in a worker's thread."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar

import numpy as np
from numpy.typing import NDArray

from game.scenes.generator.enlarging import enlarged
from models.base.arrays import Byte, Float

if TYPE_CHECKING:
    from models.generator.data_sets import Pictures
    from models.generator.trained_gan import TrainedGan

N = TypeVar("N", bound=np.generic)
COMPANIONS = 24
"""Portraits of each kind by which the quiz finds where the judge draws the line."""
STRENGTH = 175
"""Opacity of the heat map where it is hottest, of 255."""


@dataclass(frozen=True)
class Doodle:
    """A drawing of a few lines; asking with it asks whether it is a cat.

    Attributes:
        picture: (S, S, 3) uint8.
    """

    picture: Byte


@dataclass(frozen=True)
class Face:
    """A picture that is to be judged; asking with it asks for a verdict.

    Attributes:
        kind: where it comes from.
        picture: (S, S, 3) uint8.
        latent: what it was drawn from, for a generated one.
        name: of a file, if it came from one.
    """

    kind: Literal["real", "generated", "drawn", "own", "doodle"]
    picture: Byte
    latent: Float | None = None
    name: str = ""


@dataclass(frozen=True)
class Judged:
    """What the discriminator says about a picture.

    Attributes:
        face: the picture.
        probability: 0 to 1 that it is a portrait.
        score: the discriminator's number, 0 where it is undecided.
        heat: (64, 64) float32, -1 to 1: what speaks for (+) and against (-).
    """

    face: Face
    probability: float
    score: float
    heat: Float


@dataclass(frozen=True)
class Deal:
    """Ask for pictures drawn at random, half of them real.

    Attributes:
        seed: of the drawing.
        count: how many pictures; even.
        line: whether to find where the judge draws the line between real and generated.
    """

    seed: int
    count: int
    line: bool = False


@dataclass(frozen=True)
class Dealt:
    """The pictures, in random order.

    Attributes:
        faces: the pictures.
        scores: what the judge says about them; empty unless asked for.
        line: from which score on the judge takes a picture for a real one.
        reach: how far above the line the mean of real ones lies.
    """

    faces: tuple[Face, ...]
    scores: tuple[float, ...] = ()
    line: float = 0.0
    reach: float = 1.0

    def certainty(self, number: int) -> float:
        """How sure the judge is that a picture is real, 0 to 1; 0.95 for a mean real one."""
        steep = math.log(19) / max(abs(self.reach), 1e-6)
        return 1 / (1 + math.exp(-min(max(steep * (self.scores[number] - self.line), -40.0), 40.0)))


Request = Face | Doodle | Deal
Answer = Judged | Dealt


class Worker:
    """Answers requests; keeps the bundled pictures once they have been read."""

    def __init__(self) -> None:
        self._pictures: Pictures | None = None

    def answer(self, gan: TrainedGan, request: Request) -> Answer:
        """Do what is asked.

        Raises:
            PortraitError, CatError: the bundled pictures are absent or damaged.
        """
        if isinstance(request, Deal):
            return self._deal(gan, request)
        if isinstance(request, Doodle):
            return _cat_or_none(request)
        verdict = gan.verdict(request.picture)
        return Judged(request, verdict.probability, verdict.score, verdict.heat)

    def _deal(self, gan: TrainedGan, request: Deal) -> Dealt:
        random = np.random.default_rng(request.seed)
        half = request.count // 2
        count = half + (COMPANIONS if request.line else 0)
        real = self._real(gan, random, count)
        latents = [gan.sample(int(random.integers(1 << 31))) for _ in range(count)]
        made = [Face("generated", gan.make(latent), latent) for latent in latents]
        order = random.permutation(2 * half)
        faces = [*real[:half], *made[:half]]
        dealt = Dealt(tuple(faces[index] for index in order))
        if not request.line:
            return dealt
        means = [float(gan.scores([face.picture for face in part[half:]]).mean()) for part in (real, made)]
        scores = tuple(float(score) for score in gan.scores([face.picture for face in dealt.faces]))
        return replace(dealt, scores=scores, line=sum(means) / 2, reach=(means[0] - means[1]) / 2)

    def _real(self, gan: TrainedGan, random: np.random.Generator, count: int) -> list[Face]:
        """Pictures that the networks have never seen, at the size that the networks draw."""
        from models.generator.trained_gan import shrink

        pictures = self._pictures = self._pictures or gan.data.load("sample", None)
        chosen = random.choice(len(pictures), count, replace=False)
        return [Face("real", shrink(pictures.picture(int(index)))) for index in chosen]


def _cat_or_none(request: Doodle) -> Judged:
    from models.doodles.doodles import shipped

    verdict = shipped().verdict(request.picture)
    seen = Face("doodle", np.repeat(_in_64(verdict.ink)[..., None], 3, axis=2))
    return Judged(seen, verdict.probability, verdict.score, _in_64(verdict.heat))


def _in_64(cells: NDArray[N]) -> NDArray[N]:
    """28 × 28 cells as squares of a picture of 64 × 64."""
    found: NDArray[N] = np.pad(cells.repeat(2, axis=0).repeat(2, axis=1), 4)
    return found


def overlay(heat: Float, good: tuple[int, ...], bad: tuple[int, ...]) -> Byte:
    """A heat map as a translucent picture.

    Args:
        heat: (64, 64) float32, -1 to 1.
        good: the colour of what speaks for.
        bad: the colour of what speaks against.

    Returns:
        (256, 256, 4) uint8, RGBA.
    """
    strength = np.abs(heat) ** 0.75
    colours = np.where(heat[..., None] >= 0, np.array(good, np.uint8), np.array(bad, np.uint8))
    alpha = (strength * STRENGTH).astype(np.uint8)
    rgb = enlarged(colours.astype(np.uint8))
    return np.dstack((rgb, enlarged(np.repeat(alpha[..., None], 3, axis=2))[..., :1]))

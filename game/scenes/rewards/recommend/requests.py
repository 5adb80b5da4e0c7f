"""Pictures with their features, and one that is made for a taste: what the worker does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from agents.bandits.bandit import METHODS
from agents.bandits.users import OFFERED, User, regrets
from models.base.arrays import Byte, frozen
from models.base.gallery import gallery

if TYPE_CHECKING:
    from models.generator.trained_gan import TrainedGan

Array = NDArray[np.float64]

KNOBS = ("hair_length", "hair_colour", "glasses", "beard", "smile", "clothing_colour")
"""Sliders of the generator that are features."""
FEATURES = ("anything", "portrait", *KNOBS)
SIDE = 160
"""Of a photograph's picture, in pixels."""
BATCH = 20
"""Portraits that are made at once."""
VARIETY = 1.15
"""Of the portraits: 1 is that of real ones."""
SIMULATED_ROUNDS = 200


@dataclass(frozen=True, eq=False)
class Item:
    """Something that can be shown.

    Attributes:
        picture: (H, W, 3) uint8, read-only.
        features: (D,), each from -1 to 1, read-only.
    """

    picture: Byte
    features: Array


@dataclass(frozen=True)
class Wanted:
    """A batch of portraits; the first one comes with the gallery's photographs."""

    batch: int
    seed: int


@dataclass(frozen=True, eq=False)
class Taste:
    """A taste that a portrait is made for: the features' weights, (D,), and how unsure they are, (D,)."""

    mean: Array
    spread: Array
    seed: int


@dataclass(frozen=True, eq=False)
class Found:
    """Things to show, or one that was made."""

    items: tuple[Item, ...] = ()
    made: Byte | None = None


def load_networks() -> TrainedGan:
    """Load the generator's networks."""
    from models.generator.trained_gan import TrainedGan

    return TrainedGan()


class Studio:
    """Makes portraits; the networks are loaded when the first one is wanted."""

    def __init__(self) -> None:
        self._gan: TrainedGan | None = None

    def answer(self, request: Wanted | Taste) -> Found:
        """Make what is wanted."""
        if self._gan is None:
            self._gan = load_networks()
        gan = self._gan
        if isinstance(request, Taste):
            return Found(made=frozen(gan.make(fitting(gan, request))))
        first = request.seed * 10_000 + request.batch * BATCH
        latents = [gan.sample(first + index, VARIETY) for index in range(BATCH)]
        pictures = gan.make_many(np.stack(latents))
        items = [
            Item(frozen(picture.copy()), portrait_features(gan.read(latent)))
            for picture, latent in zip(pictures, latents, strict=True)
        ]
        return Found((*items, *(photographs() if request.batch == 0 else ())))


def portrait_features(stands: dict[str, float]) -> Array:
    """The features of a portrait whose sliders stand so, 0 to 1 each."""
    return frozen(np.array([1.0, 1.0, *(2 * stands[name] - 1 for name in KNOBS)]))


def photographs() -> tuple[Item, ...]:
    """The gallery's photographs; they have none of a portrait's features."""
    features = frozen(np.array([1.0, -1.0, *([0.0] * len(KNOBS))]))
    return tuple(Item(square(item.load()), features) for item in gallery() if item.kind == "photo")


def square(picture: Byte) -> Byte:
    """The middle of a picture, SIDE pixels square, read-only."""
    side = min(picture.shape[:2])
    top, left = (picture.shape[0] - side) // 2, (picture.shape[1] - side) // 2
    rows = (np.arange(SIDE) + 0.5) * side / SIDE
    middle = picture[top : top + side, left : left + side]
    return frozen(np.ascontiguousarray(middle[rows.astype(int)][:, rows.astype(int)]))


def fitting(gan: TrainedGan, taste: Taste) -> NDArray[np.float32]:
    """A latent for a taste: every slider goes the way that is liked, the surer the farther."""
    latent = gan.sample(taste.seed, 0.5)
    first = len(FEATURES) - len(KNOBS)
    sure = taste.mean[first:] / (np.abs(taste.mean[first:]) + taste.spread[first:])
    # The surest come last: a slider may move what another one has set.
    for index in np.argsort(np.abs(sure)).tolist():
        latent = gan.turn(latent, KNOBS[index], float(0.5 + 0.5 * np.clip(1.6 * sure[index], -1, 1)))
    return latent


@dataclass(frozen=True, eq=False)
class Simulation:
    """A user whose taste is known, and what may be shown, (N, D)."""

    pool: Array
    user: int


def simulate(request: Simulation) -> Array:
    """The regret so far, round by round, of every way to choose, (M, rounds)."""
    user = User.draw(request.pool.shape[1], request.user)
    offered = min(OFFERED, len(request.pool))
    found = [
        regrets(user, request.pool, offered, method, SIMULATED_ROUNDS, request.user).cumsum()
        for method in METHODS
    ]
    return frozen(np.stack(found))

"""The trained networks in one place: draw, steer, find, judge and brush portraits.

Everything works on latents (LATENT,) float32, about as varied as normally distributed numbers, and on
pictures (64, 64, 3) uint8, RGB.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.base.arrays import Byte, Mask
from models.base.runtime import load_network
from models.base.tensors import check_picture, to_tensor
from models.base.threads import use_threads
from models.base.tiles import Cancelled, Progress, Stop
from models.generator import knobs
from models.generator.data_sets import DATA_SETS, DataName
from models.generator.directions import Direction, Directions, Latent
from models.generator.inversion import ELSEWHERE, FAR, Found, follow, search
from models.generator.network import LATENT, Gan
from models.generator.rendering import CHUNK, render
from models.generator.verdicts import Scorer, Verdict

SIDE = 64
"""Side of the pictures."""
BRUSH_RATE = 0.35
"""How far a stroke moves the latent in its first step, in standard deviations."""

__all__ = ["LATENT", "SIDE", "Cancelled", "Direction", "Found", "Latent", "TrainedGan", "Verdict"]


class TrainedGan:
    """The loaded networks. Use from one thread at a time.

    All methods raise ValueError for what is no latent, (LATENT,) float32 and finite, and for what is no
    picture, (H, W, 3) uint8. A picture may be of any size; the networks see it as 64 x 64.
    """

    def __init__(
        self,
        weights: Path | None = None,
        threads: int = 1,
        found: knobs.LatentModel | None = None,
        data: DataName = "portraits",
    ) -> None:
        """Load the networks.

        Args:
            weights: Another file than the shipped one.
            threads: Cores to use.
            found: How these weights' latents are distributed, if that is known already; it takes a while to
                find.
            data: What they draw.

        Raises:
            WeightsError: The shipped weights are missing or were changed.
            CheckpointError: The file cannot be read, or is not these networks'.
            PortraitError, CatError: The bundled pictures, which the sliders are found from, are damaged.
        """
        self.threads = threads
        self.data = DATA_SETS[data]
        build = partial(Gan, attributes=self.data.attributes)
        self.network = cast(Gan, load_network(self.data.gan, build, weights))
        self._scorer = Scorer(self.network, self.data)
        if found is None and weights is None:
            found = knobs.shipped(self.data)
        with use_threads(threads):
            self._latents = found or knobs.find(self.network, self.data.load("sample", None))
        self._directions = Directions(self.network, self._latents, self.data.sliders)

    def sample(self, seed: int, truncation: float = 1.0) -> Latent:
        """Draw a latent at random, as real portraits' latents are; the same seed always gives the same one.

        Args:
            seed: Any whole number from 0 on.
            truncation: 0 gives the mean portrait, 1 the variety of the training portraits, more than that
                odd ones.
        """
        drawn = self._latents.draw(np.random.default_rng(seed), 1)[0]
        mean = self._latents.mean.astype(np.float32)
        return cast(Latent, mean + np.float32(truncation) * (drawn - mean))

    def make(self, latent: Latent) -> Byte:
        """Draw a latent: (64, 64, 3) uint8."""
        return cast(Byte, self.make_many(latent[None])[0])

    def make_many(self, latents: NDArray[np.float32] | Sequence[Latent]) -> Byte:
        """Draw latents (N, LATENT): (N, 64, 64, 3) uint8."""
        values = torch.from_numpy(check_latents(latents))
        if not len(values):
            return np.zeros((0, SIDE, SIDE, 3), np.uint8)
        with use_threads(self.threads):
            return render(self.network.generator, values)

    def directions(self) -> tuple[Direction, ...]:
        """Return all sliders: first those with names, then those without."""
        return self._directions.all

    def read(self, latent: Latent) -> dict[str, float]:
        """Return where every slider stands: 0..1 for those with names, else standard deviations."""
        return self._directions.read(check_latents(latent[None])[0])

    def turn(self, latent: Latent, name: str, position: float) -> Latent:
        """Move one slider, and everything else as little as possible; see `Directions.turn`.

        Raises:
            KeyError: There is no such slider.
        """
        return self._directions.turn(check_latents(latent[None])[0], name, position)

    def encode(self, picture: Byte) -> Latent:
        """Return the encoder's guess at the latent of a picture."""
        with use_threads(self.threads), torch.inference_mode():
            mean, _ = self.network.encode(to_input(picture))
        return cast(Latent, mean[0].numpy())

    def find(
        self,
        picture: Byte,
        seconds: float = 2.0,
        progress: Progress | None = None,
        cancelled: Stop | None = None,
    ) -> Found:
        """Find the portrait that is nearest to a picture: the encoder's guess, then optimisation.

        Args:
            picture: (H, W, 3) uint8.
            seconds: How long to optimise; 0 leaves it at the guess.
            progress: Told the share that is done.
            cancelled: Asked now and then whether to stop.

        Raises:
            Cancelled: `cancelled` said so.
        """
        truth, start = to_input(picture), torch.from_numpy(self.encode(picture))[None]
        with use_threads(self.threads):
            latent = cast(Latent, search(self.network, truth, start, seconds, progress, cancelled)[0].numpy())
        return self.compare(latent, picture)

    def compare(self, latent: Latent, picture: Byte) -> Found:
        """Say how near the portrait of a latent is to a picture."""
        made = self.make(latent)
        difference = made.astype(np.float64) - shrink(picture)
        error, distance = float(np.square(difference).mean()), float(np.abs(difference).mean())
        psnr = float(10 * np.log10(255**2 / max(error, 1e-3)))
        return Found(latent, made, psnr, distance, distance > FAR)

    def verdict(self, picture: Byte) -> Verdict:
        """Ask the discriminator about a picture.

        Raises:
            PortraitError: The bundled portraits, which the scale is made from, are damaged.
        """
        with use_threads(self.threads):
            return self._scorer.verdict(to_input(picture))

    def scores(self, pictures: Sequence[Byte]) -> NDArray[np.float32]:
        """Ask the discriminator about pictures, all but the reasons: (N,) as `Verdict.score`.

        Raises:
            PortraitError: The bundled portraits, which the scale is made from, are damaged.
        """
        if not pictures:
            return np.zeros(0, np.float32)
        with use_threads(self.threads):
            values = torch.cat([to_input(picture) for picture in pictures])
            return np.concatenate([self._scorer.scores(part) for part in torch.split(values, CHUNK)])

    def brush(
        self,
        latent: Latent,
        target: Byte,
        mask: Mask,
        steps: int = 4,
        rate: float = BRUSH_RATE,
        rest: Byte | None = None,
    ) -> Latent:
        """Let a latent follow the gradient towards painted colours; it stays where nothing was painted.

        Args:
            latent: (LATENT,) float32.
            target: (64, 64, 3) uint8; only looked at under the mask.
            mask: (64, 64) bool, True where something was painted.
            steps: How many steps to take.
            rate: How far the first goes, in standard deviations.
            rest: What is to be kept where nothing was painted, (64, 64, 3) uint8; what the latent draws when
                absent. Given over many calls it keeps small changes from adding up.
        """
        start = torch.from_numpy(check_latents(latent[None]))
        check_picture(target, mask)
        if mask.shape != (SIDE, SIDE):
            raise ValueError(f"expected a mask {(SIDE, SIDE)}, not {mask.shape}")
        if not mask.any():
            return latent.copy()
        painted = torch.from_numpy(mask.astype(np.float32))[None, None]
        with use_threads(self.threads):
            if rest is None:
                with torch.inference_mode():
                    kept = self.network.generator(start).float()
            else:
                kept = to_input(rest)
            wanted = torch.where(painted > 0, to_input(target), kept)
            weight = painted / painted.sum() + ELSEWHERE * (1 - painted) / SIDE**2
            return cast(Latent, follow(self.network, start, wanted, weight, steps, rate)[0].numpy())

    def neighbours(self, latent: Latent, radius: float, count: int, seed: int) -> NDArray[np.float32]:
        """Return latents around one, on the way to portraits drawn at random: (count, LATENT) float32.

        Args:
            latent: (LATENT,) float32.
            radius: 0 gives the latent itself, 1 latents that have nothing to do with it.
            count: How many.
            seed: The same seed gives the same ones.
        """
        start, mean = check_latents(latent[None]), self._latents.mean
        part = float(np.clip(radius, 0, 1))
        others = self._latents.draw(np.random.default_rng(seed), count) - mean
        mixed = mean + (1 - part**2) ** 0.5 * (start - mean) + part * others
        return cast(NDArray[np.float32], mixed.astype(np.float32))

    def between(self, a: Latent, b: Latent, t: float) -> Latent:
        """Return the latent at a share `t` of the way from `a` to `b`, along a great circle.

        A straight line would pass near the mean, where portraits are blander.
        """
        first, second = check_latents([a, b]).astype(np.float64)
        lengths = np.linalg.norm(first), np.linalg.norm(second)
        cosine = float(first @ second / max(float(lengths[0] * lengths[1]), 1e-12))
        angle = float(np.arccos(np.clip(cosine, -1, 1)))
        if np.sin(angle) < 1e-3:
            mixed = (1 - t) * first + t * second
        else:
            mixed = (np.sin((1 - t) * angle) * first + np.sin(t * angle) * second) / np.sin(angle)
        return cast(Latent, mixed.astype(np.float32))


def check_latents(latents: NDArray[np.float32] | Sequence[Latent]) -> NDArray[np.float32]:
    """Return latents as (N, LATENT) float32, contiguous; ValueError if they are none."""
    values = np.ascontiguousarray(latents, np.float32)
    if not values.size:
        return np.zeros((0, LATENT), np.float32)
    if values.ndim != 2 or values.shape[1] != LATENT:
        raise ValueError(f"expected latents of {LATENT} numbers, not an array {values.shape}")
    if not np.isfinite(values).all():
        raise ValueError("a latent holds numbers that are not finite")
    return values


def shrink(picture: Byte) -> Byte:
    """Bring a picture (H, W, 3) uint8 to (64, 64, 3), as the portraits were; ValueError if it is none."""
    check_picture(picture)
    if picture.shape[:2] == (SIDE, SIDE):
        return picture
    how = cv2.INTER_AREA if min(picture.shape[:2]) >= SIDE else cv2.INTER_CUBIC
    return cv2.resize(picture, (SIDE, SIDE), interpolation=how).astype(np.uint8)


def to_input(picture: Byte) -> Tensor:
    """Map (H, W, 3) uint8 to what the networks see: (1, 3, 64, 64) float32, -1..1."""
    return to_tensor(shrink(picture))

"""Pictures that are no portraits, for the discriminator to learn from.

Noise, plain colours, scribbles, crude drawings of faces, photographs, and portraits that were taken apart: a
discriminator that only ever saw portraits and near-portraits may like any of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import cv2
import numpy as np

from models.base.arrays import Byte, Random

Colour = tuple[int, int, int]

FINE = 4
"""Drawings are made so much larger and averaged down, for smooth edges."""


class Negatives:
    """Draws pictures that are no portraits."""

    def __init__(self, portraits: Byte, photographs: Sequence[Byte]) -> None:
        """Take portraits (N, side, side, 3) uint8, and any number of photographs (H, W, 3) uint8."""
        self.side = portraits.shape[1]
        self._portraits, self._photographs = portraits, list(photographs)
        kinds: list[Callable[[Random], Byte]] = [
            *(self.noise, self.plain, self.scribble, self.face, self.face, self.shuffled, self.spoilt)
        ]
        self._kinds = kinds + ([self.cut] if self._photographs else [])

    def draw(self, random: Random, count: int) -> Byte:
        """Return (count, side, side, 3) uint8 of all kinds."""
        made = [self._kinds[int(random.integers(len(self._kinds)))](random) for _ in range(count)]
        return np.stack(made) if made else np.zeros((0, self.side, self.side, 3), np.uint8)

    def noise(self, random: Random) -> Byte:
        """Return noise, fine or coarse."""
        cells = int(random.choice([4, 8, 16, 32, self.side]))
        values = random.integers(0, 256, (cells, cells, 3)).astype(np.uint8)
        how = cv2.INTER_NEAREST if random.random() < 0.5 else cv2.INTER_CUBIC
        return self._resize(values, how)

    def plain(self, random: Random) -> Byte:
        """Return one colour, or one that turns into another."""
        ends = random.integers(0, 256, (2, 3)) if random.random() < 0.5 else random.integers(0, 256, (1, 3))
        grid = np.linspace(0, 1, self.side)[:, None, None] * np.ones((1, self.side, 1))
        rgb = ends[0] * (1 - grid) + ends[-1] * grid
        return np.ascontiguousarray(np.rot90(rgb, int(random.integers(4)))).astype(np.uint8)

    def scribble(self, random: Random) -> Byte:
        """Return strokes of a brush on paper or on a plain ground."""
        canvas = self._paper(random)
        for _ in range(int(random.integers(1, 9))):
            points = np.cumsum(random.normal(0, self.side * 0.5, (int(random.integers(2, 8)), 2)), axis=0)
            points += random.uniform(0, self.side * FINE, 2)
            thick = int(random.integers(1, 8)) * FINE
            cv2.polylines(canvas, [points.astype(np.int32)], False, _colour(random), thick, cv2.LINE_AA)
        return self._resize(canvas)

    def face(self, random: Random) -> Byte:
        """Return a face as drawn in a hurry: roughly placed, and some of it left out."""
        canvas, unit = self._paper(random), self.side * FINE / 64

        def at(x: float, y: float, jitter: float = 3.0) -> tuple[int, int]:
            dx, dy = random.normal(0, jitter, 2)
            return int((x + dx) * unit), int((y + dy) * unit)

        def size(*values: float) -> tuple[int, ...]:
            return tuple(max(1, int(value * unit * random.uniform(0.6, 1.4))) for value in values)

        ink, filled = _colour(random), random.random() < 0.6
        wide = size(1.2)[0]
        if random.random() < 0.5:
            cv2.ellipse(canvas, at(32, 66), size(24, 16), 0, 0, 360, _colour(random), -1, cv2.LINE_AA)
        if random.random() < 0.9:
            skin = _colour(random)
            cv2.ellipse(
                canvas, at(32, 32), size(15, 18), 0, 0, 360, skin, -1 if filled else wide, cv2.LINE_AA
            )
        if random.random() < 0.5:
            hair = _colour(random)
            cv2.ellipse(
                canvas, at(32, 22), size(16, 10), 0, 180, 360, hair, -1 if filled else wide, cv2.LINE_AA
            )
        for x in (26, 38):
            if random.random() < 0.85:
                cv2.circle(canvas, at(x, 30), size(2)[0], ink, -1, cv2.LINE_AA)
        if random.random() < 0.8:
            cv2.ellipse(canvas, at(32, 40), size(6, 3), 0, 0, 180, ink, wide, cv2.LINE_AA)
        return self._resize(canvas)

    def shuffled(self, random: Random) -> Byte:
        """Return a portrait cut into strips or squares and put together wrongly."""
        picture, parts = self._portrait(random), int(random.choice([2, 4, 8]))
        bands = np.stack(np.split(picture, parts, axis=0))[random.permutation(parts)]
        picture = np.concatenate(bands, axis=0)
        if random.random() < 0.5:
            bands = np.stack(np.split(picture, parts, axis=1))[random.permutation(parts)]
            picture = np.concatenate(bands, axis=1)
        return np.ascontiguousarray(picture[:, ::-1] if random.random() < 0.5 else picture[::-1])

    def spoilt(self, random: Random) -> Byte:
        """Return a portrait upside down, blurred, in wrong colours, out of place, noisy or half covered."""
        picture, side = self._portrait(random), self.side
        match int(random.integers(6)):
            case 0:
                return np.ascontiguousarray(picture[::-1])
            case 1:
                return cv2.GaussianBlur(picture, (0, 0), random.uniform(1.5, 6)).astype(np.uint8)
            case 2:
                return (255 - picture) if random.random() < 0.5 else np.ascontiguousarray(picture[..., ::-1])
            case 3:
                far = random.integers(side // 4, side // 2, 2) * random.choice([-1, 1], 2)
                return np.roll(picture, tuple(int(n) for n in far), axis=(0, 1))
            case 4:
                noise = random.normal(0, random.uniform(15, 60), picture.shape)
                return (picture + noise).clip(0, 255).astype(np.uint8)
            case _:
                top, left = random.integers(0, side // 2, 2)
                picture[top : top + side // 2, left : left + side // 2] = _colour(random)
                return picture

    def cut(self, random: Random) -> Byte:
        """Return a square from a photograph."""
        photograph = self._photographs[int(random.integers(len(self._photographs)))]
        height, width = photograph.shape[:2]
        side = int(random.uniform(0.3, 1) * min(height, width))
        top, left = int(random.integers(height - side + 1)), int(random.integers(width - side + 1))
        return self._resize(photograph[top : top + side, left : left + side])

    def _portrait(self, random: Random) -> Byte:
        picture: Byte = self._portraits[int(random.integers(len(self._portraits)))].copy()
        return picture

    def _paper(self, random: Random) -> Byte:
        ground = (255, 255, 255) if random.random() < 0.3 else _colour(random)
        return np.full((self.side * FINE, self.side * FINE, 3), ground, np.uint8)

    def _resize(self, rgb: Byte, how: int = cv2.INTER_AREA) -> Byte:
        return cv2.resize(rgb, (self.side, self.side), interpolation=how).astype(np.uint8)


def _colour(random: Random) -> Colour:
    red, green, blue = (int(value) for value in random.integers(0, 256, 3))
    return red, green, blue

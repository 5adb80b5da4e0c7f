"""The mask over a picture: which pixels are missing, painted by dabs, areas and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.scenes.inpainting.requests import Bits
from game.ui.surfaces import pixels

if TYPE_CHECKING:
    from models.base.images import Picture

Point = tuple[float, float]
FEW = 16
"""Shades of a picture that holds labels, not brightness."""


@lru_cache(maxsize=64)
def disc(size: int) -> Bits:
    """A disc `size` pixels across, hard-edged, as a square of bools."""
    middle = (size - 1) / 2
    rows, columns = np.ogrid[:size, :size]
    inside: Bits = (rows - middle) ** 2 + (columns - middle) ** 2 <= (size / 2) ** 2
    return inside


def dab(bits: Bits, at: Point, size: int, value: bool) -> pygame.Rect:
    """Set a disc around a point of the picture, in place; returns what lies inside the picture."""
    left, top = round(at[0] - size / 2), round(at[1] - size / 2)
    rect = pygame.Rect(left, top, size, size).clip(whole(bits))
    if rect.width and rect.height:
        stamp = disc(size)[rect.y - top : rect.bottom - top, rect.x - left : rect.right - left]
        bits[rect.y : rect.bottom, rect.x : rect.right][stamp] = value
    return rect


def area(bits: Bits, corners: Sequence[Point], value: bool) -> pygame.Rect:
    """Set the inside of a closed outline, in place; returns what may have changed."""
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    left, top = int(np.floor(min(xs))), int(np.floor(min(ys)))
    rect = pygame.Rect(left, top, int(np.ceil(max(xs))) - left, int(np.ceil(max(ys))) - top)
    rect = rect.clip(whole(bits))
    if not rect.width or not rect.height:
        return rect
    sheet = pygame.Surface(rect.size, depth=32)
    points = [(x - rect.x - 0.5, y - rect.y - 0.5) for x, y in corners]
    if len(points) > 2:
        pygame.draw.polygon(sheet, (255, 255, 255), points)
    inside = pixels(sheet) > 0
    bits[rect.y : rect.bottom, rect.x : rect.right][inside] = value
    return rect


def box(bits: Bits, start: Point, end: Point, value: bool) -> pygame.Rect:
    """Set the pixels between two corners, in place; returns what changed."""
    left, right = sorted((start[0], end[0]))
    top, bottom = sorted((start[1], end[1]))
    rect = pygame.Rect(round(left), round(top), round(right) - round(left), round(bottom) - round(top))
    rect = rect.clip(whole(bits))
    bits[rect.y : rect.bottom, rect.x : rect.right] = value
    return rect


def whole(bits: Bits) -> pygame.Rect:
    """The whole picture's rectangle."""
    return pygame.Rect(0, 0, bits.shape[1], bits.shape[0])


@dataclass(frozen=True)
class Reading:
    """A mask as a file has it.

    Attributes:
        bits: (H, W), True where the picture is missing: most likely.
        clear: whether there is no doubt about that; else the opposite may be meant.
        stretched: whether it had another shape.
    """

    bits: Bits
    clear: bool
    stretched: bool


def read_mask(picture: Picture, shape: tuple[int, int]) -> Reading:
    """Read any picture as a mask for one of (height, width).

    Transparent pixels are the ground of what was drawn; otherwise what is brighter is missing: in pictures of
    few shades (labels) all that is not the darkest, else what is nearer to the brightest.
    """
    from PIL import Image

    values = picture.rgb.mean(axis=2)
    low, high = float(values.min()), float(values.max())
    shades = np.unique(values)
    halfway = np.histogram(values, 3, (low, max(high, low + 1)))[0][1] / values.size
    if picture.alpha is not None and (picture.alpha < 128).any():
        bits: Bits = picture.alpha >= 128
        clear = True
    else:
        few = 1 < len(shades) <= FEW
        bits = values > low if few else values >= (low + high) / 2 if high - low >= 64 else values >= 128
        clear = few or halfway <= 0.1
    if 0.5 < bits.mean() < 1:
        clear = False
    stretched = abs(bits.shape[1] * shape[0] / (bits.shape[0] * shape[1]) - 1) > 0.02
    if bits.shape != shape:
        fitted = Image.fromarray(bits.astype(np.uint8) * 255).resize(shape[::-1], Image.Resampling.BILINEAR)
        bits = np.asarray(fitted) >= 128
    return Reading(bits, clear, stretched)

"""Rain that no training saw, each kind made in its own way, and patterns that must not be taken for rain."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from models.base.arrays import Byte, Float, Random
from models.base.weights import ASSETS

AnyArray = np.ndarray[Any, np.dtype[Any]]
FINE = 3
"""Lines are drawn so many times as large, then averaged."""
FONT = ASSETS / "fonts" / "Inter-Regular.otf"


def noise(rgb: Byte, random: Random) -> Byte:
    """Smear the brightest grains of white noise along a line and add the light, as in many a tutorial."""
    grains = (random.random(rgb.shape[:2]) > random.uniform(0.985, 0.997)).astype(np.float32)
    length, angle = int(random.integers(9, 40)), random.uniform(-90, 90)
    kernel = np.zeros((length, length), np.float32)
    kernel[:, length // 2] = 1
    middle = ((length - 1) / 2, (length - 1) / 2)
    turned = cv2.warpAffine(kernel, cv2.getRotationMatrix2D(middle, angle, 1), (length, length))
    return _over(rgb, np.clip(cv2.filter2D(grains, -1, turned), 0, 1), 255, random.uniform(0.4, 0.9))


def thin(rgb: Byte, random: Random) -> Byte:
    """Draw thin bright lines that all fall the same way."""
    return _over(rgb, _lines(rgb.shape[:2], random, random.uniform(0.6, 1.4), 25.0, 0.05), 245, 0.8)


def thick(rgb: Byte, random: Random) -> Byte:
    """Draw thick grey lines."""
    lines = _lines(rgb.shape[:2], random, random.uniform(3, 5), 45.0, 0.10)
    return _over(rgb, lines, random.uniform(140, 210), 0.7)


def dark(rgb: Byte, random: Random) -> Byte:
    """Let streaks darken what lies behind them, as against a bright sky."""
    lines = _lines(rgb.shape[:2], random, random.uniform(0.8, 2), 30.0, 0.08)
    soft = cv2.GaussianBlur(lines, (0, 0), random.uniform(0.4, 1.2))[:, :, None]
    return (rgb * (1 - random.uniform(0.3, 0.6) * soft)).astype(np.uint8)


def lens(rgb: Byte, random: Random) -> Byte:
    """Bend the picture by drops of water: small lenses, darker at their edge."""
    height, width = rgb.shape[:2]
    rows, columns = np.mgrid[:height, :width].astype(np.float32)
    from_x, from_y, shade = columns.copy(), rows.copy(), np.zeros((height, width), np.float32)
    for _ in range(int(random.integers(8, 24))):
        x, y, radius = random.uniform(0, width), random.uniform(0, height), random.uniform(3, 12)
        away = np.sqrt((columns - x) ** 2 + (rows - y) ** 2) / radius
        inside = away < 1
        from_x[inside] = (x - 3.5 * (columns - x))[inside]
        from_y[inside] = (y - 3.5 * (rows - y))[inside]
        shade[inside] = (0.45 * away**4)[inside]
    bent = cv2.remap(rgb, from_x, from_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT)
    return (bent * (1 - shade[:, :, None])).astype(np.uint8)


def snow(rgb: Byte, random: Random) -> Byte:
    """Cut flakes out of smooth noise, large near ones and small far ones."""
    veil = np.zeros(rgb.shape[:2], np.float32)
    for size in (1.0, 2.2):
        smooth = cv2.GaussianBlur(random.standard_normal(rgb.shape[:2], np.float32), (0, 0), size)
        edge = np.quantile(smooth, random.uniform(0.94, 0.985))
        veil = np.maximum(veil, np.clip((smooth - edge) / (0.25 * smooth.std()), 0, 1))
    return _over(rgb, veil, 250, random.uniform(0.6, 0.95))


UNSEEN: Mapping[str, Callable[[Byte, Random], Byte]] = MappingProxyType(
    {"noise": noise, "thin": thin, "thick": thick, "dark": dark, "lens": lens, "snow": snow}
)
"""Kinds of rain by name: (H, W, 3) uint8 in, the same out."""


def stripes(rgb: Byte, random: Random) -> Byte:
    """Lay diagonal stripes over the middle."""
    canvas = np.arange(rgb.shape[0])[:, None] + np.arange(rgb.shape[1])[None]
    return _in_the_middle(rgb, canvas // int(random.integers(2, 9)) % 2 == 0, random)


def fence(rgb: Byte, random: Random) -> Byte:
    """Lay upright bars and two rails over the middle."""
    period, (height, width) = int(random.integers(7, 20)), rgb.shape[:2]
    bars = np.zeros((height, width), bool)
    bars[:, np.arange(width) % period < 2] = True
    for rail in (0.4, 0.6):
        bars[int(rail * height) : int(rail * height) + 3] = True
    return _in_the_middle(rgb, bars, random)


def letters(rgb: Byte, random: Random) -> Byte:
    """Print lines of small text."""
    picture = Image.fromarray(rgb)
    pen, font = ImageDraw.Draw(picture), ImageFont.truetype(str(FONT), max(8, rgb.shape[0] // 18))
    for line in range(1, 12):
        words = "".join(chr(code) for code in random.integers(33, 127, 24))
        ink = tuple(int(value) for value in random.integers(0, 256, 3))
        pen.text((8, line * rgb.shape[0] / 12), words, ink, font)
    return np.asarray(picture)


PATTERNS: Mapping[str, Callable[[Byte, Random], Byte]] = MappingProxyType(
    {"stripes": stripes, "fence": fence, "text": letters}
)
"""What is to stay, by name: (H, W, 3) uint8 in, the same out."""


def _lines(size: tuple[int, int], random: Random, width: float, length: float, covered: float) -> Float:
    """Return lines that fall one way, (H, W) float32 0..1."""
    height, tall = size[0] * FINE, size[1] * FINE
    canvas = Image.new("L", (tall, height))
    pen, angle = ImageDraw.Draw(canvas), random.uniform(-90, 90)
    for _ in range(round(covered * size[0] * size[1] / (length * max(1.0, width)))):
        x, y = random.uniform(0, tall), random.uniform(0, height)
        tilt = math.radians(angle + random.normal(0, 1))
        reach = FINE * length * random.uniform(0.5, 1.5) / 2
        dx, dy = reach * math.sin(tilt), reach * math.cos(tilt)
        light = int(random.integers(130, 256))
        pen.line((x - dx, y - dy, x + dx, y + dy), light, max(1, round(FINE * width)))
    small = cv2.resize(np.asarray(canvas), (size[1], size[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(small / 255, np.float32)


def _over(rgb: Byte, veil: AnyArray, level: float, strength: float) -> Byte:
    laid = rgb + strength * veil[:, :, None] * (level - rgb)
    return np.rint(laid).astype(np.uint8)


def _in_the_middle(rgb: Byte, mask: AnyArray, random: Random) -> Byte:
    height, width = rgb.shape[:2]
    result = rgb.copy()
    inner = (slice(height // 5, 4 * height // 5), slice(width // 5, 4 * width // 5))
    result[inner][mask[inner]] = random.integers(0, 256, 3)
    return result

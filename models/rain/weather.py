"""All weather that the rain network is trained on, and patterns that it must leave alone.

Beside the app's own rain: streaks of any angle, width, length, sharpness and colour; snow; drops on the
lens; then what a camera and a program make of a picture: shrunk, sharpened, compressed. Stripes, fences,
wires and letters are drawn on the dry picture, so that they are not taken for rain.
"""

from __future__ import annotations

import math

import cv2
import numpy as np

from models.base.arrays import Byte, Float, Random
from models.rain.streaks import random_rain, spray

OWN = 0.25
"""Share of the app's own rain."""
STREAKS, SNOW = 0.78, 0.9
"""Below these, of what is drawn between OWN and 1: streaks, snow, else drops."""
SUBPIXEL = 4
"""Binary digits after the point of what OpenCV draws."""
PATTERNED = 0.15
"""Share of pictures that get a pattern."""
MOST = 900
"""Streaks or flakes a layer."""


def rain_on(rgb: Byte, random: Random) -> Byte:
    """Let some weather pass over a picture (H, W, 3) uint8."""
    kind = random.random()
    if kind < OWN:
        return spray(rgb, random_rain(random))
    if kind < STREAKS:
        return _laid(rgb, streak_veil(rgb.shape[:2], random), random)
    if kind < SNOW:
        return _laid(rgb, snow_veil(rgb.shape[:2], random), random, bright=True)
    return drops(rgb, random)


def streak_veil(size: tuple[int, int], random: Random) -> Float:
    """Return how much of each pixel streaks hide, (H, W) float32 0..1."""
    veil = np.zeros(size, np.float32)
    angle = random.uniform(-90, 90)
    for _ in range(int(random.integers(1, 4))):
        length, width = _log(random, 4, 60), _log(random, 0.5, 5)
        jitter = random.choice([0.5, 2.0, 5.0])
        count = _count(size, random.uniform(0.02, 0.3), length * max(width, 1))
        lengths = length * random.uniform(0.6, 1.4, count)
        angles = np.radians(angle + jitter * random.standard_normal(count))
        middle = random.uniform(-10, 10 + max(size), (count, 2))
        reach = 0.5 * lengths[:, None] * np.stack((np.sin(angles), np.cos(angles)), axis=1)
        light = random.uniform(0.35, 1.0) * random.uniform(0.5, 1.0, count) * min(width, 1.0)
        ends = np.rint(np.stack((middle - reach, middle + reach), axis=1) * 2**SUBPIXEL).astype(int)
        layer = np.zeros(size, np.uint8)
        thickness = max(1, round(width))
        for (a, b), value in zip(ends.tolist(), (255 * light).astype(int).tolist(), strict=True):
            cv2.line(layer, a, b, (value,), thickness, cv2.LINE_AA, SUBPIXEL)
        veil = np.maximum(veil, _blurred(layer, random))
    return veil


def snow_veil(size: tuple[int, int], random: Random) -> Float:
    """Return how much of each pixel flakes hide, (H, W) float32 0..1; the wind may draw them out."""
    veil = np.zeros(size, np.float32)
    for _ in range(int(random.integers(1, 4))):
        radius = _log(random, 0.6, 6)
        count = _count(size, random.uniform(0.02, 0.2), math.pi * radius**2)
        middle = np.rint(random.uniform(0, max(size), (count, 2)) * 2**SUBPIXEL).astype(int).tolist()
        radii = np.rint(radius * random.uniform(0.6, 1.4, count) * 2**SUBPIXEL).astype(int).tolist()
        light = (255 * random.uniform(0.4, 1.0, count)).astype(int).tolist()
        layer = np.zeros(size, np.uint8)
        for at, around, value in zip(middle, radii, light, strict=True):
            cv2.circle(layer, at, around, (value,), -1, cv2.LINE_AA, SUBPIXEL)
        if random.random() < 0.4:
            trail = _trail(random.uniform(2, 9), random.uniform(0, math.pi))
            layer = cv2.filter2D(layer, -1, trail).astype(np.uint8)
        veil = np.maximum(veil, _blurred(layer, random))
    return veil


def drops(rgb: Byte, random: Random) -> Byte:
    """Lay drops on the lens: what lies behind them is smeared and upside down, with a lighter rim."""
    height, width = rgb.shape[:2]
    result = rgb.astype(np.float32)
    smeared = cv2.GaussianBlur(rgb, (0, 0), random.uniform(2, 6))[::-1].astype(np.float32)
    for _ in range(int(random.integers(4, 30))):
        x, y, radius = random.uniform(0, width), random.uniform(0, height), _log(random, 2.5, 16)
        axes = (radius, radius * random.uniform(0.7, 1.5))
        rows, columns = np.mgrid[:height, :width].astype(np.float32)
        away = np.sqrt(((columns - x) / axes[0]) ** 2 + ((rows - y) / axes[1]) ** 2)
        inside = np.clip((1 - away) * radius / random.uniform(0.7, 2.5), 0, 1)[:, :, None]
        inside *= random.uniform(0.6, 1.0)
        shift = int(random.integers(-height // 2, height // 2 + 1))
        seen = np.roll(smeared, shift, axis=0) * random.uniform(0.75, 1.25)
        rim = 60 * random.uniform(-0.5, 1) * np.exp(-(((away - 0.85) / 0.15) ** 2))[:, :, None]
        result += inside * (seen + rim - result)
    return np.clip(result, 0, 255).astype(np.uint8)


def developed(rainy: Byte, truth: Byte, random: Random) -> tuple[Byte, Byte]:
    """Treat a rainy picture and the dry one as a program would: both sharpened, the rainy one compressed."""
    if random.random() < 0.15:
        amount, sigma = random.uniform(0.3, 1.2), random.uniform(0.6, 1.5)
        rainy, truth = (
            cv2.addWeighted(one, 1 + amount, cv2.GaussianBlur(one, (0, 0), sigma), -amount, 0).astype(
                np.uint8
            )
            for one in (rainy, truth)
        )
    if random.random() < 0.2:
        quality = int(random.integers(75, 98))
        stored = cv2.imencode(".jpg", rainy, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
        rainy = np.asarray(cv2.imdecode(stored, cv2.IMREAD_COLOR), np.uint8)
    return rainy, truth


def patterned(rgb: Byte, random: Random) -> Byte:
    """Draw stripes, a fence, wires or letters on some pictures (H, W, 3) uint8."""
    if random.random() > PATTERNED:
        return rgb
    size, kind = rgb.shape[:2], int(random.integers(5))
    if kind < 2:
        mask = _grating(size, random)
        if kind == 1:
            mask = np.maximum(mask, _grating(size, random))
    else:
        layer = np.zeros(size, np.uint8)
        for _ in range(int(random.integers(1, 12))):
            at = random.integers(-20, max(size), (2, 2)).tolist()
            if kind == 2:
                way = 400 * random.standard_normal(2)
                a, b = (np.rint(np.array(at[0]) + sign * way).astype(int).tolist() for sign in (-1, 1))
                cv2.line(layer, a, b, (255,), int(random.integers(1, 4)), cv2.LINE_AA)
            else:
                letters = "".join(chr(code) for code in random.integers(33, 127, int(random.integers(2, 9))))
                font, scale = int(random.integers(8)), random.uniform(0.3, 1.6)
                cv2.putText(
                    layer, letters, at[0], font, scale, (255,), int(random.integers(1, 4)), cv2.LINE_AA
                )
        mask = np.asarray(layer / 255, np.float32)
    colour = random.uniform(0, 255, 3).astype(np.float32)
    if random.random() < 0.5:
        colour = np.full(3, random.choice([0, 20, 235, 255]), np.float32)
    mask = (random.uniform(0.4, 1.0) * mask)[:, :, None]
    return (rgb + mask * (colour - rgb)).astype(np.uint8)


def _grating(size: tuple[int, int], random: Random) -> Float:
    """Return parallel bars of any angle over a part of a picture, (H, W) float32 0..1."""
    angle, period = random.uniform(0, math.pi), _log(random, 3, 30)
    rows, columns = np.mgrid[: size[0], : size[1]].astype(np.float32)
    phase = (rows * math.sin(angle) + columns * math.cos(angle)) / period
    share = random.uniform(0.15, 0.6)
    wave = np.cos(2 * math.pi * phase) - math.cos(math.pi * share)
    bars: Float = np.clip(0.5 + wave * period / random.uniform(3, 8), 0, 1).astype(np.float32)
    if random.random() < 0.5:
        top, left = (int(random.integers(0, side // 2)) for side in size)
        bars[:top] = 0
        bars[:, :left] = 0
    return bars


def _laid(rgb: Byte, veil: Float, random: Random, bright: bool = False) -> Byte:
    """Lay streaks or flakes on a picture: of a colour, or as light that is added."""
    veil, picture, how = veil[:, :, None], rgb.astype(np.float32), random.random()
    if how < 0.3:
        return np.clip(picture + 255 * random.uniform(0.4, 1) * veil, 0, 255).astype(np.uint8)
    level = random.uniform(215, 255) if bright or how < 0.6 else random.uniform(0, 255)
    if not bright and how > 0.8:
        level = random.uniform(0, 80)
    colour = np.clip(level + random.uniform(-12, 12, 3), 0, 255).astype(np.float32)
    return np.rint(picture + veil * (colour - picture)).astype(np.uint8)


def _blurred(layer: Byte, random: Random) -> Float:
    sigma = _log(random, 0.25, 2.5) if random.random() < 0.6 else 0.0
    soft = cv2.GaussianBlur(layer, (0, 0), sigma) if sigma > 0.3 else layer
    return np.asarray(soft / 255, np.float32)


def _trail(length: float, angle: float) -> Float:
    """Return a kernel that smears a picture along a line."""
    half = math.ceil(length / 2)
    kernel = np.zeros((2 * half + 1, 2 * half + 1), np.float32)
    way = length / 2 * np.array([math.cos(angle), math.sin(angle)])
    a, b = (np.rint(half + sign * way).astype(int).tolist() for sign in (-1, 1))
    cv2.line(kernel, a, b, (1.0,), 1, cv2.LINE_AA)
    return np.asarray(kernel / kernel.sum(), np.float32)


def _count(size: tuple[int, int], covered: float, area: float) -> int:
    """Return how many things of an area cover a share of a picture."""
    return min(MOST, max(1, round(covered * size[0] * size[1] / area)))


def _log(random: Random, low: float, high: float) -> float:
    return float(np.exp(random.uniform(math.log(low), math.log(high))))

"""Synthetic rain for training and for play, and the classical filters that try to wash it off.

A falling drop is a streak as long as it falls while the shutter is open, and it lightens what lies behind it
(Garg & Nayar, 2007, "Vision and Rain"). Streaks come in layers: near ones long, wide and few, far ones short,
thin and many.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

import cv2
import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Byte, Float, Index, Random
from models.base.typed_fields import Range, verify

Filter = Callable[[Byte], Byte]

ANGLES = (-60.0, 60.0)
LENGTHS = (3.0, 200.0)
SHAPES = 8
"""Different streaks a layer; each falls many times."""
COVERAGE = 0.6
"""Share of the picture that lies under streaks at density 1, overlaps counted twice."""
HAZE = 0.05
"""What far rain veils at density and strength 1."""


@dataclass(frozen=True, slots=True)
class Rain:
    """How it rains; a ValueError says that a number is out of its range."""

    density: Annotated[float, Range(0, 1)] = 0.5
    """Share of streaks, from none to a downpour."""
    angle: Annotated[float, Range(*ANGLES)] = 10.0
    """Where it falls: degrees from the vertical, to the left where negative."""
    length: Annotated[float, Range(*LENGTHS)] = 24.0
    """Length of a middling streak in pixels of the picture."""
    strength: Annotated[float, Range(0, 1)] = 0.6
    """How light the streaks are: from not to be seen to near ones all but white."""
    seed: Annotated[int, Range(0, math.inf)] = 0
    """Which rain."""

    def __post_init__(self) -> None:
        verify(self, "")


@dataclass(frozen=True, slots=True)
class _Layer:
    """Streaks at one distance: share of all streaks' area, and factors of the length, width and light."""

    share: float
    length: float
    width: float
    light: float


_LAYERS = (_Layer(0.35, 0.45, 0.45, 0.55), _Layer(0.40, 1.0, 0.65, 0.75), _Layer(0.25, 1.7, 1.05, 0.95))


def random_rain(random: Random) -> Rain:
    """Draw any rain there is, for training: the rainy picture's PSNR is mostly 18 to 30 dB."""
    return Rain(
        density=random.uniform(0.2, 1.0),
        angle=random.uniform(*ANGLES) * random.uniform(0.3, 1.0),
        length=float(np.exp(random.uniform(np.log(5), np.log(70)))),
        strength=random.uniform(0.4, 1.0),
        seed=int(random.integers(2**31)),
    )


def evaluation_rain(seed: int) -> Rain:
    """Return the rain that a seed stands for, the same on every machine."""
    return random_rain(np.random.default_rng((seed, 0xEA1)))


def spray(rgb: Byte, rain: Rain) -> Byte:
    """Let it rain on a picture.

    Args:
        rgb: (H, W, 3) uint8.
        rain: How.

    Returns:
        (H, W, 3) uint8, nowhere darker than the picture; the same for the same arguments.
    """
    if rain.density == 0 or rain.strength == 0:
        return rgb.copy()
    random = np.random.default_rng(rain.seed)
    veil = streaks((rgb.shape[0], rgb.shape[1]), rain, random)
    excess = max(0.0, rain.density - 0.5) / 0.5
    haze = HAZE * rain.strength * excess
    veil = haze + (1 - haze) * veil
    light = random.uniform(0.88, 1.0) * np.array([250, 252, 255], np.float32)
    # The picture is only ever lightened: a streak before a white wall is not to be seen.
    lack = cv2.subtract(np.broadcast_to(light.astype(np.uint8), rgb.shape).copy(), rgb)
    gain = cv2.multiply(lack, cv2.cvtColor(veil, cv2.COLOR_GRAY2RGB), dtype=cv2.CV_8U)
    return cv2.add(rgb, gain).astype(np.uint8)


def streaks(size: tuple[int, int], rain: Rain, random: Random) -> Float:
    """Return how much of each pixel is veiled by streaks: (H, W) float32, 0..1, for size (height, width)."""
    height, width = size
    spare = math.ceil(1.1 * rain.length) + 8  # half of the longest streak, and its width
    wide = width + 2 * spare
    # Twice as many spare rows, for a streak may begin in one and leave it; in a row it only leaves one side's
    # spare columns for the other side's.
    canvas = np.zeros((height + 4 * spare) * wide, np.float32)
    for layer in _LAYERS:
        for _ in range(SHAPES):
            length = max(2.0, rain.length * layer.length * random.uniform(0.6, 1.2))
            thickness = layer.width * random.uniform(0.7, 1.4) * (0.8 + 0.01 * min(rain.length, 60))
            angle = math.radians(rain.angle + random.normal(0, 1.5))
            light = rain.strength * layer.light * random.uniform(0.6, 1.1)
            y, x, value = _streak(length, thickness, angle, random.uniform(-0.5, 0.5, 2))
            # Streaks whose middle lies outside may still reach in.
            below, beside = (min(spare, int(np.abs(n).max())) for n in (y, x))
            down, across = height + 2 * below, width + 2 * beside
            covered = COVERAGE * rain.density * layer.share / SHAPES * down * across
            wanted = covered / (2.5 * thickness * length)
            count = int(wanted) + int(random.random() < wanted % 1)
            top = random.integers(2 * spare - below, 2 * spare - below + down, count)
            left = random.integers(spare - beside, spare - beside + across, count)
            faint = random.uniform(0.5, 1.0, count).astype(np.float32)
            where = (top * wide + left)[:, None] + (y * wide + x)[None]
            np.maximum.at(canvas, where.ravel(), (light * faint[:, None] * value[None]).ravel())
    veil = canvas.reshape(-1, wide)[2 * spare : 2 * spare + height, spare : spare + width]
    return np.ascontiguousarray(np.minimum(veil, 1))


def _streak(
    length: float, thickness: float, angle: float, offset: NDArray[np.float64]
) -> tuple[Index, Index, Float]:
    """Draw one streak about (0, 0): rows (n,), columns (n,) and light (n,) 0..1 of the pixels it touches.

    Across it is a Gaussian whose standard deviation is `thickness` in pixels; along it, it fades towards both
    ends, the upper one fainter.
    """
    down, right = math.cos(angle), math.sin(angle)
    half = math.ceil(down * length / 2 + 2.5 * thickness) + 1
    side = math.ceil((2.5 * thickness + 1) / down)
    rows = np.arange(-half, half + 1)[:, None]
    columns = np.rint(rows * (right / down)).astype(np.int64) + np.arange(-side, side + 1)[None]
    y, x = (n.ravel() for n in np.broadcast_arrays(rows, columns))
    t = ((y - offset[0]) * down + (x - offset[1]) * right) / (length / 2)
    across = (y - offset[0]) * right - (x - offset[1]) * down
    profile = np.clip(1 - np.abs(t) ** 3, 0, 1) * (0.8 + 0.2 * t)
    # A line thinner than a pixel keeps its energy, spread over the pixel.
    sigma = max(thickness, 0.5)
    value = thickness / sigma * profile * np.exp(-0.5 * (across / sigma) ** 2)
    seen = value > 0.02
    return y[seen], x[seen], value[seen].astype(np.float32)


def _median(size: int) -> Filter:
    return lambda rgb: cv2.medianBlur(rgb, size).astype(np.uint8)


def _bilateral(diameter: int, colour: float, space: float) -> Filter:
    return lambda rgb: cv2.bilateralFilter(rgb, diameter, colour, space).astype(np.uint8)


def _nlm(strength: float) -> Filter:
    return lambda rgb: cv2.fastNlMeansDenoisingColored(rgb, None, strength, strength, 5, 15).astype(np.uint8)


CLASSICAL_RAIN: dict[str, Filter] = {
    "median_3": _median(3),
    "median_5": _median(5),
    "median_7": _median(7),
    "bilateral_25": _bilateral(7, 25, 3),
    "bilateral_50": _bilateral(9, 50, 4),
    "bilateral_100": _bilateral(9, 100, 4),
    "nlm_8": _nlm(8),
    "nlm_15": _nlm(15),
    "nlm_25": _nlm(25),
}
"""Filters that know nothing of rain, at several strengths: (H, W, 3) uint8 in, the same out."""

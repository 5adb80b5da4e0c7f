"""Holes to be filled: masks for training and for evaluation.

A mask is (H, W) bool, True where the picture is missing. Free-form masks are strokes as a hand paints them
(Yu et al., 2019, "Free-Form Image Inpainting with Gated Convolution", https://arxiv.org/abs/1806.03589).
"""

import string
from collections.abc import Sequence
from typing import Any, Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Mask, Random

Size = tuple[int, int]
"""(height, width) in pixels."""

Kind = Literal["freeform_10_20", "freeform_20_30", "scratches", "box_25", "object", "border"]
KINDS: tuple[Kind, ...] = ("freeform_10_20", "freeform_20_30", "scratches", "box_25", "object", "border")

_FONTS = (
    cv2.FONT_HERSHEY_SIMPLEX,
    cv2.FONT_HERSHEY_DUPLEX,
    cv2.FONT_HERSHEY_COMPLEX,
    cv2.FONT_HERSHEY_TRIPLEX,
    cv2.FONT_HERSHEY_SCRIPT_SIMPLEX,
)
_LETTERS = string.ascii_letters + string.digits + "     "


def free_form(size: Size, random: Random, low: float, high: float) -> Mask:
    """Paint strokes until the share of the picture that is missing, 0..1, lies between `low` and `high`.

    For pictures of a few pixels that is met only as nearly as whole pixels allow.
    """
    wanted = random.uniform(low, high)
    canvas = np.zeros(size, np.uint8)
    for _ in range(200):
        before = canvas.copy()
        _stroke(canvas, random)
        share = np.count_nonzero(canvas) / canvas.size
        if share > high:
            canvas = before
        elif share >= wanted:
            break
    return canvas.astype(bool)


def _stroke(canvas: NDArray[np.uint8], random: Random) -> None:
    """Draw one bent stroke with a round brush of 2.5 to 10 per cent of the picture's side."""
    height, width = canvas.shape
    side = min(height, width)
    brush = max(1, round(side * random.uniform(0.025, 0.10)))
    x, y = random.uniform(0, width), random.uniform(0, height)
    angle = random.uniform(0, 2 * np.pi)
    for _ in range(int(random.integers(1, 7))):
        angle += random.uniform(-1.3, 1.3)
        step = side * random.uniform(0.04, 0.22)
        end = x + step * np.cos(angle), y + step * np.sin(angle)
        _line(canvas, (x, y), end, brush)
        x, y = np.clip(end[0], 0, width), np.clip(end[1], 0, height)


def _line(canvas: NDArray[np.uint8], start: Sequence[float], end: Sequence[float], thickness: int) -> None:
    points: Any = [(round(x), round(y)) for x, y in (start, end)]
    cv2.line(canvas, points[0], points[1], 1, thickness)


def scratches(size: Size, random: Random) -> Mask:
    """Scratch the picture with thin lines and write on it, as on an old photograph with a stamp."""
    height, width = size
    side = min(size)
    canvas = np.zeros(size, np.uint8)
    for _ in range(int(random.integers(6, 16))):
        thickness = max(1, round(side / 256 * random.uniform(1, 4)))
        x, y = random.uniform(0, width), random.uniform(0, height)
        angle = random.uniform(0, np.pi)
        for _ in range(int(random.integers(2, 9))):
            angle += random.normal(0, 0.25)
            step = side * random.uniform(0.05, 0.2)
            end = x + step * np.cos(angle), y + step * np.sin(angle)
            _line(canvas, (x, y), end, thickness)
            x, y = end
    for _ in range(int(random.integers(2, 6))):
        words = "".join(random.choice(list(_LETTERS), int(random.integers(4, 18))))
        scale = side / 256 * random.uniform(0.5, 1.3)
        thickness = max(1, round(side / 256 * random.uniform(1, 3)))
        place = int(random.uniform(-0.1, 0.7) * width), int(random.uniform(0.08, 1) * height)
        font = int(random.choice(_FONTS))
        cv2.putText(canvas, words, place, font, scale, 1, thickness)
    return canvas.astype(bool)


def centre_box(size: Size, share: float = 0.25) -> Mask:
    """Cut a box of a share of the area out of the middle."""
    height, width = size
    side = float(np.sqrt(share))
    down, across = max(1, round(height * side)), max(1, round(width * side))
    top, left = (height - down) // 2, (width - across) // 2
    mask = np.zeros(size, bool)
    mask[top : top + down, left : left + across] = True
    return mask


def boxes(size: Size, random: Random, largest: float = 0.5) -> Mask:
    """Cut one to three boxes anywhere, each side at most `largest` of the picture's."""
    mask = np.zeros(size, bool)
    for _ in range(int(random.integers(1, 4))):
        down, across = (max(1, int(n * random.uniform(0.1, largest))) for n in size)
        top = int(random.integers(0, size[0] - down + 1))
        left = int(random.integers(0, size[1] - across + 1))
        mask[top : top + down, left : left + across] = True
    return mask


def blob(size: Size, random: Random, low: float = 0.05, high: float = 0.15) -> Mask:
    """Cut one piece of 5 to 15 per cent, as large and as irregular as an object that is to be removed.

    In pictures of a few pixels that is met only as nearly as whole pixels allow.
    """
    height, width = size
    grain = cv2.resize(random.normal(size=(6, 6)), (width, height), interpolation=cv2.INTER_CUBIC).reshape(
        size
    )
    y, x = np.mgrid[:height, :width]
    middle_y, middle_x = random.uniform(0.3, 0.7, 2)
    away = np.hypot((y + 0.5) / height - middle_y, (x + 0.5) / width - middle_x)
    wanted = random.uniform(low, high) * height * width
    height_map = 0.06 * grain - away
    least, most = float(height_map.min()), float(height_map.max())
    piece = np.ones(size, bool)
    for _ in range(30):  # the level at which the piece around the top has the wanted size
        level = (least + most) / 2
        _, labels = cv2.connectedComponents((height_map >= level).astype(np.uint8))
        tried = labels == labels[np.unravel_index(height_map.argmax(), size)]
        if tried.sum() >= wanted:
            piece, least = tried, level
        else:
            most = level
    return piece


def strip(size: Size, random: Random) -> Mask:
    """Cut a strip of 6 to 15 per cent along one of the picture's borders."""
    mask = np.zeros(size, bool)
    turned = np.rot90(mask, int(random.integers(4)))
    turned[: max(1, round(len(turned) * random.uniform(0.06, 0.15)))] = True
    return mask


def evaluation_mask(kind: Kind, size: Size, seed: int) -> Mask:
    """Return the mask of a kind that a seed stands for; OpenCV 4 and 5 draw the rims differently."""
    random = np.random.default_rng((seed, KINDS.index(kind)))
    if kind.startswith("freeform"):
        low, high = (int(share) / 100 for share in kind.split("_")[1:])
        return free_form(size, random, low, high)
    if kind == "object":
        return blob(size, random)
    if kind == "border":
        return strip(size, random)
    return scratches(size, random) if kind == "scratches" else centre_box(size)

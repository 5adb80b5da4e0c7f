"""How the steps of the hand-made detectors look: numbers as shades, windows as heat. Knows no pygame."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.ui.widgets.mosaic import colours

Byte = NDArray[np.uint8]
TILE = 8
"""Pixels of a picture that share a place on the map of the classifier's sums."""
DARKEST, BRIGHTEST = -3.0, 1.0
"""Of these sums."""
STAR = 16
"""Pixels of a star."""
WHITE, GREY = np.array([255.0, 255.0, 255.0]), np.array([120.0, 120.0, 120.0])
FOR, AGAINST = np.array([70.0, 214.0, 150.0]), np.array([255.0, 96.0, 96.0])
GAMMA = 0.6
"""Lifts what is faint."""


def shades(values: NDArray[np.floating[Any]]) -> Byte:
    """Numbers as shades of grey, from the lowest to the highest; (H, W, 3)."""
    low, high = float(values.min()), float(values.max())
    share = (values - low) / max(high - low, 1e-9)
    return np.repeat(np.rint(255 * share).astype(np.uint8)[..., None], 3, axis=2)


def coverage(windows: NDArray[np.integer[Any]], shape: tuple[int, int]) -> NDArray[np.float64]:
    """How many windows lie over each pixel, (H, W).

    Args:
        windows: (n, 4) left, top, width, height in pixels; they may reach out of the picture.
        shape: height and width of the picture.
    """
    height, width = shape
    x, y, wide, high = windows.T.astype(np.int64)
    x0, x1 = (edge.clip(0, width) for edge in (x, x + wide))
    y0, y1 = (edge.clip(0, height) for edge in (y, y + high))
    steps = np.zeros((height + 1) * (width + 1))
    for y, x, sign in ((y0, x0, 1), (y0, x1, -1), (y1, x0, -1), (y1, x1, 1)):
        steps += sign * np.bincount(y * (width + 1) + x, minlength=len(steps))
    over: NDArray[np.float64] = steps.reshape(height + 1, width + 1).cumsum(axis=0).cumsum(axis=1)[:-1, :-1]
    return over


def heat(grey: Byte, windows: NDArray[np.integer[Any]], alive: NDArray[np.bool_]) -> Byte:
    """The picture under a glow: the brighter, the more of the windows over a pixel are left.

    The place where most are left is as bright as it gets, however few these are.

    Args:
        grey: (H, W) uint8.
        windows: (n, 4) all of them, in pixels of the picture.
        alive: (n,) which are left.

    Returns:
        (H, W, 3) uint8.
    """
    shape = (grey.shape[0], grey.shape[1])
    share = coverage(windows[alive], shape) / np.maximum(coverage(windows, shape), 1)
    glow = (share / max(float(share.max()), 1e-9)) ** GAMMA
    mixed = 0.35 * grey[..., None] + 0.65 * colours(glow)
    return np.rint(mixed).astype(np.uint8)


def peaks(grey: Byte, windows: NDArray[np.integer[Any]], margins: NDArray[np.floating[Any]]) -> Byte:
    """The picture under a map of the classifier's sums: at each place the best of the windows about it.

    Args:
        grey: (H, W) uint8.
        windows: (n, 4) in pixels of the picture.
        margins: (n,) the classifier's sums.

    Returns:
        (H, W, 3) uint8.
    """
    import cv2

    height, width = grey.shape
    best = np.full((max(1, height // TILE), max(1, width // TILE)), DARKEST)
    x, y, w, h = windows.T.astype(np.int64)
    columns = ((x + w // 2) // TILE).clip(0, best.shape[1] - 1)
    rows = ((y + h // 2) // TILE).clip(0, best.shape[0] - 1)
    np.maximum.at(best, (rows, columns), margins)
    share = (best - DARKEST) / (BRIGHTEST - DARKEST)
    glow = cv2.resize(share.astype(np.float32), (width, height), interpolation=cv2.INTER_LINEAR)
    mixed = 0.35 * grey[..., None] + 0.65 * colours(np.asarray(glow))
    return np.rint(mixed).astype(np.uint8)


def stars(histograms: NDArray[np.float32], said: NDArray[np.float64] | None = None) -> Byte:
    """Histograms of gradients as stars: a ray along every edge, the brighter the stronger.

    Args:
        histograms: (rows, columns, bins) of each cell; the bins are directions of gradients over half a turn.
        said: (rows - 1, columns - 1) what each block of four cells adds to the classifier's sum; green stars
            speak for it, red ones against it.

    Returns:
        (16 rows, 16 columns, 3) uint8.
    """
    import cv2

    rows, columns, bins = histograms.shape
    canvas = np.zeros((rows * STAR, columns * STAR, 3), np.uint8)
    strongest = max(float(np.quantile(histograms.max(axis=2), 0.98)), 1e-6)
    colour = np.ones((rows, columns, 3)) * WHITE
    if said is not None:
        spread = np.zeros((rows, columns))
        for down, across in ((0, 0), (0, 1), (1, 0), (1, 1)):
            spread[down : rows - 1 + down, across : columns - 1 + across] += said / 4
        colour = np.where(spread[..., None] >= 0, FOR, AGAINST)
        strength = (np.abs(spread) / max(float(np.abs(spread).max()), 1e-9))[..., None] ** 0.5
        colour = strength * colour + (1 - strength) * GREY
    for row, column, number in np.argwhere(histograms > 0.15 * strongest).tolist():
        value = min(float(histograms[row, column, number]) / strongest, 1.0)
        angle = np.pi * (number + 0.5) / bins + np.pi / 2  # an edge runs across its gradient
        dx, dy = round(STAR * 0.45 * np.cos(angle)), round(STAR * 0.45 * np.sin(angle))
        x, y = column * STAR + STAR // 2, row * STAR + STAR // 2
        ink = tuple(float(part) * value for part in colour[row, column])
        cv2.line(canvas, (x - dx, y - dy), (x + dx, y + dy), ink, 1, cv2.LINE_AA)
    return canvas

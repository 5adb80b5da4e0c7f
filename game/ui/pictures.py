"""Pictures in and out of the window: fitted to a canvas, saved as PNG."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray
from PIL import Image

from game.ui.surfaces import to_array
from models.base.files import write_atomically

NICE = 5
"""Of the workers that read and write pictures."""


def fitted(rgb: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    """The picture with its longer side made `side` pixels long; it keeps its proportions.

    Args:
        rgb: (H, W, 3) uint8.
        side: in pixels.

    Returns:
        (H', W', 3) uint8, max(H', W') == side.
    """
    height, width = rgb.shape[:2]
    scale = side / max(width, height)
    if scale == 1:
        return rgb
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    how = Image.Resampling.LANCZOS if scale < 1 else Image.Resampling.BICUBIC
    if scale >= 4:
        how = Image.Resampling.NEAREST
    return np.asarray(Image.fromarray(rgb).resize(size, how))


def encoded(image: NDArray[np.uint8]) -> bytes:
    """A picture, (H, W, 3) uint8, as the bytes of a PNG file."""
    buffer = io.BytesIO()
    Image.fromarray(image).save(buffer, "PNG")
    return buffer.getvalue()


def save_png(path: Path, surface: pygame.Surface) -> None:
    """Write a surface as PNG, atomically.

    Raises:
        OSError: the file cannot be written.
    """
    write_atomically(path, encoded(to_array(surface)))

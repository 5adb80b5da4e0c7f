"""Pictures as arrays: fitted to a canvas, encoded as PNG, packed as surfaces have them. Knows no pygame."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

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


def write_png(path: Path, image: NDArray[np.uint8]) -> Path:
    """Write a picture, (H, W, 3) uint8, as PNG, atomically; returns its path.

    Raises:
        OSError: the file cannot be written.
    """
    write_atomically(path, encoded(image))
    return path


def packed(image: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """A picture, (H, W, 3) RGB uint8, as (H, W) numbers that hold a pixel each, as surfaces of 32 bits do."""
    wide = image.astype(np.uint32)
    red, green, blue = np.uint32(1 << 16), np.uint32(1 << 8), np.uint32(1)
    result: NDArray[np.uint32] = wide[:, :, 0] * red + wide[:, :, 1] * green + wide[:, :, 2] * blue
    return result


def unpacked(numbers: NDArray[np.uint32]) -> NDArray[np.uint8]:
    """What `packed` took: (H, W) numbers as a picture, (H, W, 3) RGB uint8."""
    parts = [(numbers >> shift).astype(np.uint8) for shift in (16, 8, 0)]
    return np.stack(parts, axis=2)


@cache
def thumbnails(side: int) -> dict[str, NDArray[np.uint8]]:
    """Small versions of all bundled pictures, by id; takes a moment the first time."""
    from models.base.gallery import gallery

    return {item.id: fitted(item.load(), side) for item in gallery()}

"""Pictures in and out of the window: fitted to a canvas, saved as PNG."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray
from PIL import Image

from game.surfaces import to_array
from models.files import write_atomically
from models.images import PictureError, load_picture

PictureProblem = PictureError


def load_square(path: Path, side: int) -> NDArray[np.uint8]:
    """Load a picture and fit it into a white square.

    Args:
        path: any picture that Pillow reads; untrusted.
        side: the square's side in pixels.

    Returns:
        (side, side, 3) RGB uint8.

    Raises:
        PictureProblem: the file is no picture that can be shown; `code` says why.
    """
    picture = Image.fromarray(load_picture(path).rgb)
    picture.thumbnail((side, side), Image.Resampling.LANCZOS)
    if max(picture.size) < side:
        scale = side / max(picture.size)
        picture = picture.resize(
            (max(1, round(picture.width * scale)), max(1, round(picture.height * scale))),
            Image.Resampling.NEAREST if scale >= 4 else Image.Resampling.BICUBIC,
        )
    square = Image.new("RGB", (side, side), "white")
    square.paste(picture, ((side - picture.width) // 2, (side - picture.height) // 2))
    return np.asarray(square)


def save_png(path: Path, surface: pygame.Surface) -> None:
    """Write a surface as PNG, atomically.

    Raises:
        OSError: the file cannot be written.
    """
    buffer = io.BytesIO()
    Image.fromarray(to_array(surface)).save(buffer, "PNG")
    write_atomically(path, buffer.getvalue())

"""The only place where arrays (row, column, channel) and surfaces (x, y) trade places."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray


def to_surface(image: NDArray[np.uint8]) -> pygame.Surface:
    """A new surface from an array.

    Args:
        image: (H, W) grey or (H, W, 3) RGB, uint8.

    Returns:
        A surface of W x H pixels without alpha.
    """
    if image.ndim == 2:
        image = np.repeat(image[:, :, None], 3, axis=2)
    height, width = image.shape[:2]
    return pygame.image.frombytes(np.ascontiguousarray(image).tobytes(), (width, height), "RGB")


def to_array(surface: pygame.Surface) -> NDArray[np.uint8]:
    """A copy of a surface's pixels, (H, W, 3) RGB uint8."""
    return np.ascontiguousarray(pygame.surfarray.array3d(surface).swapaxes(0, 1))


def write(surface: pygame.Surface, image: NDArray[np.uint8], at: tuple[int, int] = (0, 0)) -> None:
    """Copy an array into a surface of the same or a larger size, without making a new one.

    Args:
        surface: the target.
        image: (H, W, 3) RGB, uint8.
        at: the left upper corner in the surface, in pixels.
    """
    height, width = image.shape[:2]
    x, y = at
    pixels = pygame.surfarray.pixels3d(surface)
    pixels[x : x + width, y : y + height] = image.swapaxes(0, 1)


def fit(size: tuple[int, int], room: pygame.Rect) -> pygame.Rect:
    """The largest rectangle of the picture's proportions inside a room, centred."""
    width, height = size
    scale = min(room.width / width, room.height / height)
    result = pygame.Rect(0, 0, max(1, round(width * scale)), max(1, round(height * scale)))
    result.center = room.center
    return result


def cover(size: tuple[int, int], room: pygame.Rect) -> pygame.Rect:
    """The smallest rectangle of the picture's proportions that hides a room, centred on it."""
    width, height = size
    scale = max(room.width / width, room.height / height)
    result = pygame.Rect(0, 0, max(1, round(width * scale)), max(1, round(height * scale)))
    result.center = room.center
    return result

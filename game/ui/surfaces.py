"""The only place where arrays (row, column, channel) and surfaces (x, y) trade places."""

from __future__ import annotations

from collections.abc import Callable

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


def thumbnail(image: NDArray[np.uint8], size: tuple[int, int]) -> pygame.Surface:
    """A surface of another size from an array as `to_surface` takes it."""
    return pygame.transform.smoothscale(to_surface(image), size)


def to_array(surface: pygame.Surface) -> NDArray[np.uint8]:
    """A copy of a surface's pixels, (H, W, 3) RGB uint8."""
    width, height = surface.get_size()
    flat = np.frombuffer(pygame.image.tobytes(surface, "RGB"), np.uint8)
    return flat.reshape(height, width, 3).copy()


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


def pixels(surface: pygame.Surface) -> NDArray[np.uint32]:
    """A surface's own pixels, (H, W), one number each; the surface is locked as long as the array lives."""
    view: NDArray[np.uint32] = pygame.surfarray.pixels2d(surface).T
    return view


def fit(size: tuple[int, int], room: pygame.Rect) -> pygame.Rect:
    """The largest rectangle of the picture's proportions inside a room, centred."""
    return _scaled(size, room, min(room.width / size[0], room.height / size[1]))


def cover(size: tuple[int, int], room: pygame.Rect) -> pygame.Rect:
    """The smallest rectangle of the picture's proportions that hides a room, centred on it."""
    return _scaled(size, room, max(room.width / size[0], room.height / size[1]))


def _scaled(size: tuple[int, int], room: pygame.Rect, scale: float) -> pygame.Rect:
    result = pygame.Rect((0, 0), [max(1, round(side * scale)) for side in size])
    result.center = room.center
    return result


class CachedSurface:
    """A surface that is drawn again only when what it shows has changed."""

    def __init__(self) -> None:
        self._source: object = None
        self._key: object = None
        self._surface: pygame.Surface | None = None

    def get(self, key: object, draw: Callable[[], pygame.Surface], source: object = None) -> pygame.Surface:
        """Return the surface.

        Args:
            key: what it depends on; compared by value.
            draw: makes it.
            source: what else it depends on, such as an array; compared by identity.
        """
        if self._surface is None or key != self._key or source is not self._source:
            self._key, self._source, self._surface = key, source, draw()
        return self._surface

"""How a console's picture comes on the screen: crisp pixels, or as on an old television."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from game.ui.surfaces import to_surface, write

LINES = 0.72
"""Brightness of the darkest row between two lines of the picture."""
GRILLE = 0.88
"""Brightness of the two colours that a stripe of the screen shows less of."""
CORNER = 0.55
"""Brightness in the corners."""
GLOW = 50
"""How strong light spreads round what is bright, of 255."""
SPREAD = 4
"""How far it spreads, in pixels of the console."""


class CrtFilter:
    """Draws pictures into rectangles of the window.

    Attributes:
        crt: whether it looks like a television: lines, coloured stripes, a glow, dark corners.
        whole: whether pixels are all of one size; otherwise they are smoothed.
    """

    def __init__(self, *, crt: bool = False, whole: bool = True) -> None:
        self.crt = crt
        self.whole = whole
        self._masks: dict[tuple[tuple[int, int], int], pygame.Surface] = {}

    def draw(self, screen: pygame.Surface, pixels: NDArray[np.uint8], rect: pygame.Rect) -> None:
        """Draw a picture of the console, uint8 (rows, columns, 3), so that it fills a rectangle."""
        picture = to_surface(pixels)
        if self.crt:
            picture = _glowing(picture)
        if self.whole:
            screen.blit(pygame.transform.scale(picture, rect.size), rect)
        else:
            # Twice as large with hard edges first, so that smoothing blurs only the edges.
            screen.blit(pygame.transform.smoothscale(pygame.transform.scale2x(picture), rect.size), rect)
        if self.crt:
            screen.blit(
                self._mask(rect.size, picture.get_height()), rect, special_flags=pygame.BLEND_RGB_MULT
            )

    def _mask(self, size: tuple[int, int], rows: int) -> pygame.Surface:
        """What a picture of this size is multiplied by; made once."""
        key = (size, rows)
        if key not in self._masks:
            if len(self._masks) > 4:
                self._masks.clear()
            self._masks[key] = _television(size, rows)
        return self._masks[key]


def _glowing(picture: pygame.Surface) -> pygame.Surface:
    """The picture with some of its light spread out."""
    width, height = picture.get_size()
    small = pygame.transform.smoothscale(picture, (width // SPREAD, height // SPREAD))
    glow = pygame.transform.smoothscale(small, (width, height))
    glow.fill((GLOW, GLOW, GLOW), special_flags=pygame.BLEND_RGB_MULT)
    result = picture.copy()
    result.blit(glow, (0, 0), special_flags=pygame.BLEND_RGB_ADD)
    return result


def _television(size: tuple[int, int], rows: int) -> pygame.Surface:
    """Lines, coloured stripes and dark corners, as what to multiply a picture by."""
    width, height = size
    # Dark between two of the picture's rows, brightest in the middle of each.
    phase = np.arange(height) * rows / height % 1
    lines = LINES + (1 - LINES) * np.sin(np.pi * phase)
    x, y = np.linspace(-1, 1, width), np.linspace(-1, 1, height)
    corners = 1 - (1 - CORNER) * (x[None, :] ** 4 * y[:, None] ** 4) ** 0.5
    mask = np.repeat((lines[:, None] * corners)[:, :, None], 3, axis=2)
    for colour in range(3):
        mask[:, np.arange(width) % 3 != colour, colour] *= GRILLE
    surface = pygame.Surface(size).convert() if pygame.display.get_surface() else pygame.Surface(size)
    write(surface, np.rint(mask * 255).astype(np.uint8))
    return surface

"""The numbers that a picture is, written on its pixels when these are large enough."""

from __future__ import annotations

import math

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.convolution.number_grid import write_fitting
from game.ui.canvas.view import View
from game.ui.style import Style, ink_on
from game.ui.surfaces import CachedSurface

LEAST = 22
"""Side of a pixel on the screen from which on a number is written, in pixels at scale 1."""
SIZES = ("small", "tiny")


class PixelNumbers:
    """Writes three numbers on each pixel, red, green and blue, or its brightness alone."""

    def __init__(self) -> None:
        self._drawn = CachedSurface()

    def draw(
        self,
        screen: pygame.Surface,
        style: Style,
        image: NDArray[np.generic],
        version: object,
        view: View,
        room: pygame.Rect,
    ) -> None:
        """Write on the part of the picture that is shown; nothing where the pixels are too small.

        Args:
            screen: where to draw.
            style: with what.
            image: (H, W) or (H, W, 3), 0 to 255.
            version: changes with the picture.
            view: its zoom and middle.
            room: the place for it in the window.
        """
        size = (image.shape[1], image.shape[0])
        x, y, width, _ = view.frame(size, room)
        side = width / size[0]
        if side < style.px(LEAST) * (1.8 if image.ndim == 3 else 1):
            return
        shown = view.shown(size, room)

        def render() -> pygame.Surface:
            surface = pygame.Surface(shown.size, pygame.SRCALPHA)
            for row in range(max(0, math.floor((shown.y - y) / side)), size[1]):
                top = round(y + row * side) - shown.y
                if top >= shown.height:
                    break
                for column in range(max(0, math.floor((shown.x - x) / side)), size[0]):
                    left = round(x + column * side) - shown.x
                    if left >= shown.width:
                        break
                    cell = pygame.Rect(left, top, round(side), round(side))
                    _write(surface, style, cell, np.atleast_1d(image[row, column]).astype(float))
            return surface

        key = (version, view.zoom, view.middle, tuple(room), image.ndim, style)
        screen.blit(self._drawn.get(key, render), shown)


def _write(surface: pygame.Surface, style: Style, cell: pygame.Rect, values: NDArray[np.float64]) -> None:
    """Write one number, or three below each other."""
    red, green, blue = (round(float(each)) for each in np.broadcast_to(values, 3))
    ink = ink_on(pygame.Color(red, green, blue))
    pygame.draw.rect(surface, style.colour.line, cell.inflate(1, 1), 1)
    height = cell.height // len(values)
    for index, value in enumerate(values):
        line = pygame.Rect(cell.x, cell.y + index * height, cell.width, height)
        if surface.get_rect().contains(line):
            write_fitting(surface, style, f"{round(float(value))}", line, ink, SIZES, "mono")

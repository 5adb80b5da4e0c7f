"""A judged picture on the screen, with what convinced the judge laid over it."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray
from pygame.typing import ColorLike

from game.scenes.generator.enlarging import enlarged
from game.scenes.generator.judge.requests import Judged, overlay
from game.ui.style import Style
from game.ui.surfaces import CachedSurface, to_surface
from game.ui.widgets.text import draw_text

Byte = NDArray[np.uint8]


class HeatMap:
    """The heat map of the newest verdict, scaled when it has changed."""

    def __init__(self) -> None:
        self._cache = CachedSurface()

    def draw(self, screen: pygame.Surface, style: Style, judged: Judged | None, rect: pygame.Rect) -> None:
        """Lay it over a picture that covers `rect`."""
        if judged is None:
            return
        heat, good, bad = judged.heat, style.colour.good, style.colour.bad

        def scaled() -> pygame.Surface:
            rgba = overlay(heat, (good.r, good.g, good.b), (bad.r, bad.g, bad.b))
            small = pygame.image.frombytes(rgba.tobytes(), (rgba.shape[1], rgba.shape[0]), "RGBA")
            return pygame.transform.smoothscale(small, rect.size)

        screen.blit(self._cache.get((rect.size, style), scaled, judged), rect)


class Still:
    """A square picture, enlarged smoothly when it has changed."""

    def __init__(self) -> None:
        self._cache = CachedSurface()

    def draw(self, screen: pygame.Surface, picture: Byte, rect: pygame.Rect, edge: ColorLike) -> None:
        """Draw it with a thin edge."""

        def scaled() -> pygame.Surface:
            large = enlarged(picture) if picture.shape[0] < rect.width else picture
            return pygame.transform.smoothscale(to_surface(large), rect.size)

        screen.blit(self._cache.get(rect.size, scaled, picture), rect)
        pygame.draw.rect(screen, edge, rect.inflate(2, 2), 1)


def square(room: pygame.Rect) -> pygame.Rect:
    """The largest square in the middle of a place."""
    side = max(1, min(room.size))
    result = pygame.Rect(0, 0, side, side)
    result.center = room.center
    return result


def draw_legend(screen: pygame.Surface, style: Style, at: tuple[int, int], words: tuple[str, str]) -> int:
    """Say what the heat map's two colours mean; returns the height used."""
    line = style.font("tiny").get_linesize()
    y = at[1]
    for text, colour in zip(words, (style.colour.good, style.colour.bad), strict=True):
        box = pygame.Rect(at[0], y + round(line * 0.2), round(line * 0.65), round(line * 0.65))
        pygame.draw.rect(screen, colour, box, border_radius=style.px(3))
        place = (box.right + style.px(7), y)
        draw_text(screen, style, text, place, size="tiny", colour=style.colour.muted)
        y += round(line * 1.15)
    return y - at[1]

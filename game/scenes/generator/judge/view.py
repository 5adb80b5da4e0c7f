"""A judged picture on the screen, with what convinced the judge laid over it."""

from __future__ import annotations

import pygame

from game.scenes.generator.enlarging import enlarged
from game.scenes.generator.judge.requests import Judged, overlay
from game.ui.style import Style
from game.ui.surfaces import CachedSurface, to_surface
from game.ui.widgets.text import draw_text
from models.base.arrays import Byte


class Still:
    """A square picture, enlarged smoothly when it has changed, and a heat map over it."""

    def __init__(self) -> None:
        self._picture, self._heat = CachedSurface(), CachedSurface()

    def draw(self, screen: pygame.Surface, picture: Byte, rect: pygame.Rect, edge: pygame.Color) -> None:
        """Draw the picture with a thin edge."""

        def scaled() -> pygame.Surface:
            large = enlarged(picture) if picture.shape[0] < rect.width else picture
            return pygame.transform.smoothscale(to_surface(large), rect.size)

        screen.blit(self._picture.get(rect.size, scaled, picture), rect)
        pygame.draw.rect(screen, edge, rect.inflate(2, 2), 1)

    def draw_heat(self, screen: pygame.Surface, style: Style, judged: Judged, rect: pygame.Rect) -> None:
        """Lay what convinced the judge over the picture."""

        def scaled() -> pygame.Surface:
            good, bad = (tuple(colour)[:3] for colour in (style.colour.good, style.colour.bad))
            rgba = overlay(judged.heat, good, bad)
            small = pygame.image.frombytes(rgba.tobytes(), (rgba.shape[1], rgba.shape[0]), "RGBA")
            return pygame.transform.smoothscale(small, rect.size)

        screen.blit(self._heat.get((rect.size, style), scaled, judged), rect)


def draw_legend(screen: pygame.Surface, style: Style, at: tuple[int, int], words: tuple[str, str]) -> int:
    """Say what the heat map's two colours mean; returns the height used."""
    line = style.font("tiny").get_linesize()
    y = at[1]
    for text, colour in zip(words, (style.colour.good, style.colour.bad), strict=True):
        box = pygame.Rect(at[0], y + round(line * 0.2), round(line * 0.65), round(line * 0.65))
        pygame.draw.rect(screen, colour, box, border_radius=style.px(3))
        draw_text(screen, style, text, (box.right + style.px(7), y), "tiny", colour="muted")
        y += round(line * 1.15)
    return y - at[1]

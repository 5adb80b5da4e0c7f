"""The funnel: how many windows each stage leaves, and what it costs; a click opens a stage."""

from __future__ import annotations

import math

import pygame

from game.scenes.detection.by_hand.requests import Scanned
from game.ui.style import Style, mix
from game.ui.surfaces import CachedSurface
from game.ui.widgets.text import draw_text

SHARE = 0.62
"""Of the height, for the windows; the rest is for the cost."""


class Funnel:
    """Two rows of bars over one another, one bar a stage; the first stands for all windows."""

    def __init__(self) -> None:
        self._drawn = CachedSurface()
        self._room = pygame.Rect(0, 0, 1, 1)
        self._count = 1

    def layout(self, style: Style, room: pygame.Rect, titles: tuple[str, str]) -> None:
        """Take a room; the titles stand over the rows."""
        self._style, self._room, self._titles = style, room, titles

    def at(self, pos: tuple[int, int]) -> int | None:
        """The stage under the pointer, 0 for all windows."""
        if not self._room.collidepoint(pos):
            return None
        return min((pos[0] - self._room.x) * self._count // max(1, self._room.width), self._count - 1)

    def draw(self, screen: pygame.Surface, scanned: Scanned, chosen: int | None) -> None:
        """Draw the bars; the chosen one stands out."""
        self._count = len(scanned.left)
        key = (self._room.size, self._style, chosen, self._titles)
        screen.blit(self._drawn.get(key, lambda: self._render(scanned, chosen), scanned.left), self._room)

    def _render(self, scanned: Scanned, chosen: int | None) -> pygame.Surface:
        style, (width, height) = self._style, self._room.size
        surface = pygame.Surface((width, height))
        surface.fill(style.colour.surface)
        line = style.font("tiny").get_linesize()
        upper = pygame.Rect(0, line, width, round((height - 2 * line) * SHARE))
        lower = pygame.Rect(0, upper.bottom + line, width, height - upper.bottom - line)
        if min(upper.height, lower.height) < style.px(6):
            return surface
        top = math.log10(max(scanned.left[0], 1) + 1)
        shares = [math.log10(left + 1) / top for left in scanned.left]
        self._bars(surface, upper, shares, style.colour.agent, chosen)
        most = max(1, *scanned.work)
        self._bars(surface, lower, [0.0, *(work / most for work in scanned.work)], style.colour.human, chosen)
        for words, row, colour in zip(self._titles, (upper, lower), ("agent", "human"), strict=True):
            draw_text(surface, style, words, (0, row.y - line), "tiny", colour=colour)
        return surface

    def _bars(
        self,
        surface: pygame.Surface,
        row: pygame.Rect,
        shares: list[float],
        colour: pygame.Color,
        chosen: int | None,
    ) -> None:
        style, count = self._style, len(shares)
        for number, share in enumerate(shares):
            left, right = (row.x + row.width * edge // count for edge in (number, number + 1))
            place = pygame.Rect(left, row.y, max(1, right - left - max(1, style.px(2))), row.height)
            ground = style.colour.raised if number != chosen else mix(colour, style.colour.surface, 0.55)
            pygame.draw.rect(surface, ground, place)
            high = round(row.height * min(share, 1.0))
            if high:
                pygame.draw.rect(surface, colour, (place.x, row.bottom - high, place.width, high))
        if chosen is not None:
            left, right = (row.x + row.width * edge // count for edge in (chosen, chosen + 1))
            edge = pygame.Rect(left, row.y, max(1, right - left - 1), row.height)
            pygame.draw.rect(surface, style.colour.text, edge, style.px(1))

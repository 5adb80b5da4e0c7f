"""Saliency over a picture, and the first layer's filters as small pictures."""

from __future__ import annotations

import numpy as np
import pygame
from numpy.typing import NDArray

from agents.emulators.games import SCREEN_HEIGHT, SCREEN_WIDTH, Court
from agents.emulators.two_player import DuelSpec
from game.ui.style import Style, mix
from game.ui.surfaces import to_surface

Floats = NDArray[np.float32]

STRONGEST = 225
"""Opacity of the most salient pixel."""
CURVE = 0.8
"""Exponent that lifts the weak places, which would not be seen beside the strongest."""


def heat_surface(heat: Floats, colour: pygame.Color) -> pygame.Surface:
    """One colour, the more opaque the hotter the float32 (rows, columns) in [0, 1]."""
    surface = pygame.Surface(heat.shape[::-1], pygame.SRCALPHA)
    surface.fill(colour)
    pygame.surfarray.pixels_alpha(surface)[:] = (heat.T**CURVE * STRONGEST).astype(np.uint8)
    return surface


class HeatOverlay:
    """Lays heat over a console's picture, and scales it again only when something changed."""

    def __init__(self) -> None:
        self._key: object = None
        self._scaled: pygame.Surface | None = None

    def draw(
        self,
        screen: pygame.Surface,
        heat: Floats,
        court: Court,
        picture: pygame.Rect,
        colour: pygame.Color,
        *,
        across: DuelSpec | None = None,
    ) -> None:
        """Draw heat, float32 (rows, columns) of the court's blocks; a new array whenever it changes.

        `picture` is the whole picture's place; `across` the game whose agent sees it from the other side.
        """
        wide, high = picture.width // SCREEN_WIDTH, picture.height // SCREEN_HEIGHT
        size = (court.width * wide, court.height * high)
        key = (id(heat), size, tuple(colour), across is None)
        if key != self._key or self._scaled is None:
            self._key, self._kept = key, heat  # kept, so that its id stays its own
            shown = heat if across is None else across.turn_back(heat)
            self._scaled = pygame.transform.smoothscale(heat_surface(shown, colour), size)
        left, top = (court.left, court.top) if across is None else across.corner(court)
        screen.blit(self._scaled, (picture.x + left * wide, picture.y + top * high))


class FilterWall:
    """The first layer's filters: for each, what it looks for in every picture that the network remembers."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self._key: object = None
        self._wall: pygame.Surface | None = None
        self._cells: list[pygame.Rect] = []

    def draw(self, screen: pygame.Surface, room: pygame.Rect, filters: Floats, responses: Floats) -> None:
        """Draw signed filters, float32 (filters, planes, 8, 8), in a grid; a new array whenever they change.

        Under each is how strongly it answers now: float32 (filters,), at least 0; empty when unknown.
        """
        key = (id(filters), tuple(room))
        if key != self._key or self._wall is None:
            self._key, self._kept = key, filters
            self._wall = self._render(room, filters)
        screen.blit(self._wall, room)
        loudest = max(float(responses.max()), 1e-9) if responses.size else 1.0
        for cell, response in zip(self._cells, responses, strict=False):
            track = pygame.Rect(cell.x, cell.bottom + self.style.px(3), cell.width, self.style.px(5))
            pygame.draw.rect(screen, self.style.colour.raised, track)
            track.width = round(track.width * float(response) / loudest)
            pygame.draw.rect(screen, self.style.colour.agent, track)

    def _render(self, room: pygame.Rect, filters: Floats) -> pygame.Surface:
        style, (count, planes, rows, columns) = self.style, filters.shape
        wall = pygame.Surface(room.size)
        wall.fill(style.colour.surface)
        gap, foot = style.px(12), style.px(20)
        best, wide = 1, 1
        for across in range(1, count + 1):
            lines = -(-count // across)
            fits = min(
                (room.width - gap * (across - 1)) // across // (planes * columns + planes - 1),
                (room.height - foot * lines) // lines // rows,
            )
            if fits >= best:  # of two equally large grids, the wider one
                best, wide = fits, across
        self._cells = []
        for index, weights in enumerate(filters):
            size = ((planes * columns + planes - 1) * best, rows * best)
            at = (index % wide * (size[0] + gap), index // wide * (size[1] + foot))
            self._cells.append(pygame.Rect(at, size).move(room.topleft))
            wall.blit(pygame.transform.scale(self._picture(weights), size), at)
        return wall

    def _picture(self, weights: Floats) -> pygame.Surface:
        """One filter's planes side by side, a dark line between them."""
        scale = max(float(np.abs(weights).max()), 1e-9)
        colour = self.style.colour
        middle = np.array(mix(colour.surface, colour.line, 0.3)[:3], np.float32)
        ends = [np.array(end[:3], np.float32) for end in (colour.human, colour.agent)]
        planes = [np.pad(plane / scale, ((0, 0), (0, 1)), constant_values=np.nan) for plane in weights]
        share = np.concatenate(planes, axis=1)[:, :-1, None]
        painted = np.where(
            share < 0, middle - share * (ends[0] - middle), middle + share * (ends[1] - middle)
        )
        painted = np.where(np.isnan(share), np.array(colour.surface[:3], np.float32), painted)
        return to_surface(painted.clip(0, 255).astype(np.uint8))

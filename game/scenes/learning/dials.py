"""Knobs that a hand turns: one dial for every parameter of the model, in pages where there are many."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np
import pygame
from numpy.typing import NDArray

from game.ui.style import Style, mix
from game.ui.widgets.text import draw_text

SWEEP = math.radians(150)
PER_UNIT = 110
"""Pixels at scale 1 that a hand moves to turn a knob by 1; Shift makes it ten times as many."""
NOTCH = 0.05
LEAST, MOST = 44, 150
"""A dial's side in pixels at scale 1."""
SHAPE = 1.42
"""A dial's height with its words, by its width."""


def angle_of(value: float) -> float:
    """Where a dial points: straight up at 0, nearer and nearer to its ends for large values."""
    return SWEEP * 2 / math.pi * math.atan(1.3 * value)


class Dials:
    """Draws knobs and turns them.

    Args:
        begin: called before a hand turns one.
        turn: called with the index and the new value.

    Attributes:
        held: the index of the one that is held.
        page: which page is shown.
    """

    def __init__(self, begin: Callable[[], None], turn: Callable[[int, float], None]) -> None:
        self._begin, self._turn = begin, turn
        self.held: int | None = None
        self.page = 0
        self._from = (0.0, (0, 0))
        self._cells: list[pygame.Rect] = []
        self._faces: dict[object, pygame.Surface] = {}
        self._values: NDArray[np.float64] = np.zeros(0)
        self.room = pygame.Rect(0, 0, 1, 1)
        self._hover: tuple[int, int] = (-1, -1)

    def layout(self, style: Style, room: pygame.Rect) -> None:
        """Take a room."""
        self.style, self.room = style, room
        self._cells = []
        self._faces.clear()

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-len(self._values) // max(1, len(self._cells)))) if self._cells else 1

    def follow(self, values: NDArray[np.float64]) -> None:
        """Show these values, (P,)."""
        if len(values) != len(self._values) or not self._cells:
            self._cells = self._cut(len(values))
            self.page = 0
        self._values = values

    def _cut(self, count: int) -> list[pygame.Rect]:
        """Places for as many dials as there is room for, as large as they can be."""
        style, room = self.style, self.room
        best, columns = 0.0, 1
        for tried in range(1, count + 1):
            rows = -(-count // tried)
            side = min(room.width / tried, room.height / rows / SHAPE, style.px(MOST))
            if side > best:
                best, columns = side, tried
        least = max(style.px(LEAST), style.font("tiny", "mono").size("−0.00")[0] + 2)
        if best < least:
            best = least
            columns = max(1, int(room.width // best))
        rows = max(1, min(-(-count // columns), int(room.height // (best * SHAPE))))
        width, height = room.width / columns, best * SHAPE
        if rows * columns >= count:
            width = min(width, best * 1.35)
        left = room.centerx - width * columns / 2
        top = room.y + max(0.0, (room.height - rows * height) / 2)
        cells = [
            pygame.Rect(round(left + column * width), round(top + row * height), round(width), round(height))
            for row in range(rows)
            for column in range(columns)
        ]
        return cells[:count]

    def index_at(self, pos: tuple[int, int]) -> int | None:
        """The knob under a point."""
        for number, cell in enumerate(self._cells):
            index = self.page * len(self._cells) + number
            if cell.collidepoint(pos) and index < len(self._values):
                return index
        return None

    def cell(self, index: int) -> pygame.Rect | None:
        """Where a knob is; None where it is on another page."""
        if not self._cells:
            return None
        page, number = divmod(index, len(self._cells))
        return self._cells[number] if page == self.page else None

    def turn_page(self, step: int) -> None:
        """Go to another page."""
        self.page = (self.page + step) % self.pages

    def handle(self, event: pygame.event.Event) -> bool:
        """Drag up or right to turn up; the wheel turns by notches; the right button turns to 0."""
        if event.type == pygame.MOUSEBUTTONDOWN and event.button in (1, 3):
            index = self.index_at(event.pos)
            if index is None:
                return False
            self._begin()
            if event.button == 3:
                self._turn(index, 0.0)
                return True
            self.held, self._from = index, (float(self._values[index]), event.pos)
            return True
        if event.type == pygame.MOUSEMOTION:
            self._hover = event.pos
            if self.held is None or self.held >= len(self._values):
                return False
            value, (x, y) = self._from
            fine = 0.1 if pygame.key.get_mods() & pygame.KMOD_SHIFT else 1.0
            moved = (event.pos[0] - x) + (y - event.pos[1])
            self._turn(self.held, value + fine * moved / self.style.px(PER_UNIT))
            return True
        if event.type == pygame.MOUSEBUTTONUP and event.button == 1 and self.held is not None:
            self.held = None
            return True
        if event.type == pygame.MOUSEWHEEL:
            index = self.index_at(self._hover)
            if index is not None:
                fine = 0.1 if pygame.key.get_mods() & pygame.KMOD_SHIFT else 1.0
                self._begin()
                self._turn(index, float(self._values[index]) + event.y * NOTCH * fine)
                return True
        return False

    def let_go(self) -> None:
        """The hand lets go."""
        self.held = None

    def draw(
        self,
        screen: pygame.Surface,
        names: Sequence[str],
        write: Callable[[float], str],
        *,
        pull: NDArray[np.float64] | None = None,
        ghost: NDArray[np.float64] | None = None,
        lit: bool = False,
    ) -> None:
        """Draw the dials of the page.

        Args:
            screen: where.
            names: of all knobs.
            write: how a value is written.
            pull: (P,), where a step would turn each: drawn as an arc.
            ghost: (P,), where somebody else's knobs stand.
            lit: whether all of them stand out.
        """
        for number, cell in enumerate(self._cells):
            index = self.page * len(self._cells) + number
            if index < len(self._values):
                other = None if ghost is None else float(ghost[index])
                way = 0.0 if pull is None else float(pull[index])
                self._dial(
                    screen, cell, names[index], float(self._values[index]), write, way, other, index, lit
                )

    def _dial(
        self,
        screen: pygame.Surface,
        cell: pygame.Rect,
        name: str,
        value: float,
        write: Callable[[float], str],
        way: float,
        ghost: float | None,
        index: int,
        lit: bool,
    ) -> None:
        style, colour = self.style, self.style.colour
        line = style.font("tiny").get_linesize()
        side = min(cell.width - style.px(6), cell.height - 2 * line)
        centre = cell.centerx, cell.y + line + side // 2
        radius = max(6, side // 2 - style.px(3))
        hot = index == self.held or (self.held is None and cell.collidepoint(self._hover))
        face = self._face(radius, hot, lit)
        screen.blit(face, face.get_rect(center=centre))
        if ghost is not None:
            self._pointer(screen, centre, radius, angle_of(ghost), colour.agent, 0.75)
        self._pointer(screen, centre, radius, angle_of(value), colour.human, 0.8)
        if way:
            self._way(screen, centre, radius + style.px(4), value, way)
        draw_text(screen, style, name, (cell.centerx, cell.y), "tiny", "bold", anchor="midtop")
        at = (cell.centerx, cell.y + line + side)
        draw_text(screen, style, write(value), at, "tiny", "mono", anchor="midtop")

    def _face(self, radius: int, hot: bool, lit: bool) -> pygame.Surface:
        """A dial without its pointer."""
        key = radius, hot, lit, self.style
        if key not in self._faces:
            style, colour, middle = self.style, self.style.colour, radius + 3
            made = pygame.Surface((2 * middle, 2 * middle), pygame.SRCALPHA)
            centre = (middle, middle)
            pygame.draw.aacircle(
                made, mix(colour.raised, colour.accent, 0.28 if hot else 0.0), centre, radius
            )
            rim = colour.human if lit else colour.accent if hot else colour.line
            pygame.draw.aacircle(made, rim, centre, radius, max(1, style.px(3 if lit else 2)))
            for tick in range(-5, 6):
                sin, cos = math.sin(SWEEP * tick / 5), math.cos(SWEEP * tick / 5)
                inner, outer = radius * 0.86, radius * 0.97
                a = middle + inner * sin, middle - inner * cos
                pygame.draw.aaline(made, colour.line, a, (middle + outer * sin, middle - outer * cos))
            self._faces[key] = made
        return self._faces[key]

    def _pointer(
        self,
        screen: pygame.Surface,
        centre: tuple[int, int],
        radius: float,
        angle: float,
        tint: pygame.Color,
        reach: float,
    ) -> None:
        end = (centre[0] + reach * radius * math.sin(angle), centre[1] - reach * radius * math.cos(angle))
        pygame.draw.aaline(screen, tint, centre, end, width=max(2, self.style.px(4)))
        pygame.draw.aacircle(screen, tint, centre, max(2, self.style.px(4)))

    def _way(
        self, screen: pygame.Surface, centre: tuple[int, int], radius: float, value: float, way: float
    ) -> None:
        """Draw an arc from where the knob stands to where it would be turned, with its arrow."""
        start, end = angle_of(value), angle_of(value + way)
        if abs(end - start) < 0.12:
            end = start + math.copysign(0.12, way)
        steps = max(3, round(abs(end - start) * 12))
        points = [
            (centre[0] + radius * math.sin(a), centre[1] - radius * math.cos(a))
            for a in np.linspace(start, end, steps)
        ]
        tint, thick = self.style.colour.good, max(2, self.style.px(3))
        for a, b in pairwise(points):
            pygame.draw.aaline(screen, tint, a, b, width=thick)
        along = math.copysign(1, end - start)
        tip, size = points[-1], self.style.px(7)
        ahead = (math.cos(end) * along, math.sin(end) * along)
        aside = (-ahead[1], ahead[0])
        pygame.draw.polygon(
            screen,
            tint,
            [
                (tip[0] + size * ahead[0], tip[1] + size * ahead[1]),
                (tip[0] + 0.7 * size * aside[0], tip[1] + 0.7 * size * aside[1]),
                (tip[0] - 0.7 * size * aside[0], tip[1] - 0.7 * size * aside[1]),
            ],
        )

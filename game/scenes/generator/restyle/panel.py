"""The column beside the portraits: a slider for every trait, and where things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pygame
import pygame_gui

from game.scenes.generator.slider_panel import KnobRow
from game.ui.context import Context
from game.ui.widgets.panel import Backdrop, rounded
from game.ui.widgets.text import draw_paragraph

if TYPE_CHECKING:
    from game.scenes.generator.restyle.tab import RestyleTab

STATUS = 86
"""The lower panel's height."""
TALLEST = 52


class RestylePanel:
    """Two panels, one above the other.

    Args:
        room: what the sliders turn.
    """

    def __init__(self, room: RestyleTab) -> None:
        self.room = room
        self.rows: list[KnobRow] = []
        self._version = -1

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build both; the sliders when it is known which there are."""
        self.ctx, self._version = ctx, -1
        style, directions = ctx.style, self.room.state.directions
        below = style.px(STATUS)
        upper = pygame.Rect(area.x, area.y, area.width, area.height - below - style.gap)
        room = backdrop.panel(upper, ctx.t("generator.restyle_traits"))
        each = min(room.height // max(1, len(directions)), style.px(TALLEST))
        self.rows = []
        for index, direction in enumerate(directions):
            place = pygame.Rect(room.x, room.y + index * each, room.width, each - style.px(2))
            made = KnobRow(ctx, place, direction)
            self.rows.append(made)
        lower = pygame.Rect(area.x, upper.bottom + style.gap, area.width, below)
        self._status = backdrop.panel(lower)
        self.follow()

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn a slider, or click one of its classes; True when used."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED:
            for row in self.rows:
                if event.ui_element is row.slider:
                    self._turn(row, float(event.value))
                    return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            for row in self.rows:
                position = row.stop_at(event.pos)
                if position is not None:
                    self._turn(row, position)
                    return True
        return False

    def _turn(self, row: KnobRow, position: float) -> None:
        row.position = position
        self.room.state.turn(row.direction.name, position)

    def follow(self) -> None:
        """Put every slider, but for the one in the hand, where the portrait's trait stands."""
        state = self.room.state
        if state.version == self._version:
            return
        self._version = state.version
        for row in self.rows:
            if state.now is not None and row.direction.name != state.turned:
                row.show(state.now.shown.readings.get(row.direction.name, 0.0))

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the sliders' names and values, and the status."""
        state, style, room = self.room.state, self.ctx.style, self._status
        for row in self.rows:
            row.draw(screen, usable=state.now is not None and not state.finding)
        words, colour = self.room.status()
        y = room.y
        if state.finding:
            bar = pygame.Rect(room.x, y + style.px(2), room.width, style.px(6))
            screen.blit(rounded(bar.size, bar.height // 2, style.colour.raised), bar)
            share = max(bar.height, round(bar.width * state.progress))
            screen.blit(rounded((share, bar.height), bar.height // 2, style.colour.accent), bar)
            y = bar.bottom + style.px(8)
        place = pygame.Rect(room.x, y, room.width, room.bottom - y)
        draw_paragraph(screen, style, words, place, size="small", colour=colour)

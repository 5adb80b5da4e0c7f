"""Three things to try: a card that stands on a tab until somebody does something."""

from __future__ import annotations

import pygame
import pygame_gui

from game.ui.context import Context
from game.ui.surfaces import CachedSurface
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height

PATIENCE = 2.0
"""Seconds without a click or a key after which the card comes."""
WIDTH = 460
USES = (pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL, pygame.KEYDOWN, pygame_gui.UI_HORIZONTAL_SLIDER_MOVED)


class TryCard:
    """The card. The lines of the text `try.{place}` stand on it; a place without such a text has no card."""

    def __init__(self) -> None:
        self._place = ""
        self._used: set[str] = set()
        self._waited = 0.0
        self._drawn = CachedSurface()

    @property
    def shown(self) -> bool:
        """Whether the card is on the screen."""
        known = self._place and self._place not in self._used
        return bool(known) and self._waited >= PATIENCE and self._ctx.t.has(f"try.{self._place}")

    def again(self) -> None:
        """Come back, as soon as nothing lies over the tab."""
        self._used.discard(self._place)
        self._waited = PATIENCE

    def rest(self) -> None:
        """Wait from the beginning: something plays by itself."""
        self._waited = 0.0

    def note(self, event: pygame.event.Event) -> None:
        """Go at the first use: a click, a key, a button, a slider."""
        pressed = event.type == pygame_gui.UI_BUTTON_START_PRESS
        if event.type in USES or (pressed and not event.ui_object_id.rpartition(".")[2].startswith("#tab_")):
            self._used.add(self._place)

    def update(self, ctx: Context, place: str, dt: float) -> None:
        """Wait for `dt` seconds more at a place, such as "convolution_steal".

        While the lecture's text stands above the scene, it says what to try.
        """
        self._ctx = ctx
        self._waited = self._waited + dt if place == self._place and ctx.area.y <= ctx.style.bar else 0.0
        self._place = place

    def draw(self, screen: pygame.Surface, area: pygame.Rect) -> None:
        """Draw the card at the bottom of an area."""
        if self.shown and not self._ctx.modal():
            lines = self._ctx.t(f"try.{self._place}").split("\n")
            width = min(self._ctx.style.text_px(WIDTH), area.width)
            key = (self._place, self._ctx.t.code, width, self._ctx.style)
            card = self._drawn.get(key, lambda: self._render(width, lines))
            screen.blit(card, card.get_rect(midbottom=area.midbottom))

    def _render(self, width: int, lines: list[str]) -> pygame.Surface:
        style, pad = self._ctx.style, self._ctx.style.px(16)
        number = style.font("body", "bold").size("3")[0] + style.px(10)
        room = width - 2 * pad - number
        heights = [paragraph_height(style, line, room) + style.px(4) for line in lines]
        title = style.font("body", "bold").get_linesize() + style.px(6)
        size = (width, 2 * pad + title + sum(heights))
        card = rounded(size, style.px(12), style.colour.raised, style.colour.accent, style.px(2))
        draw_text(card, style, self._ctx.t("try.title"), (pad, pad), face="bold", colour="accent")
        y = pad + title
        for index, (line, height) in enumerate(zip(lines, heights, strict=True), start=1):
            draw_text(card, style, str(index), (pad, y), face="bold", colour="accent")
            draw_paragraph(card, style, line, pygame.Rect(pad + number, y, room, height))
            y += height
        return card

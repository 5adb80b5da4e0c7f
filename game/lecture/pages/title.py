"""The title: four living pictures, one for each thing that the lecture teaches a computer."""

from __future__ import annotations

from typing import ClassVar

import pygame

from game.lecture.pages.shared import Page
from game.ui.layout import column, grid
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height

SHOWN = ("translation", "inpainting", "generator", "arena")


class TitleTab(Page):
    """The lecture's name over its living pictures."""

    id: ClassVar[str] = "title"

    def layout(self, area: pygame.Rect) -> None:
        """The name above, the pictures below."""
        ctx, style = self.ctx, self.ctx.style
        words = ctx.t("menu.lecture")
        height = paragraph_height(style, words, area.width, size="title", face="bold")
        head, below = column(area, [height, -1], style.px(14))
        draw_paragraph(self.backdrop.surface, style, words, head, "title", "bold", align="center")
        rooms = grid(below, 2, 2, style.px(16))
        shown = [name for name in SHOWN if name in self._shared.workshops.ids]
        self._pictures = dict(zip(shown, rooms, strict=False))

    def update(self, dt: float) -> None:
        """Let the pictures live."""
        self._shared.workshops.update(self.ctx, dt)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the pictures, with their numbers."""
        style = self.ctx.style
        for number, (scene_id, room) in enumerate(self._pictures.items(), start=1):
            self._shared.workshops.draw(screen, self.ctx, scene_id, room)
            badge = pygame.Rect(room.x + style.px(10), room.y + style.px(10), style.px(40), style.px(40))
            screen.blit(rounded(badge.size, style.px(8), style.colour.surface, style.colour.line), badge)
            draw_text(screen, style, str(number), badge.center, "heading", "mono_bold", anchor="center")

"""A still for stops whose scene does not exist yet."""

from __future__ import annotations

from typing import ClassVar

import pygame

from game.lecture.pages.shared import Page
from game.ui.layout import Stack
from game.ui.widgets.panel import draw_panel
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height


class LaterTab(Page):
    """Headline and text of the stop, large, and that its scene comes later."""

    id: ClassVar[str] = "later"

    def layout(self, area: pygame.Rect) -> None:
        """Draw the still."""
        ctx, style, target = self.ctx, self.ctx.style, self.backdrop.surface
        session = self._shared.session
        stop, code = session.stop, ctx.t.code
        room = area.inflate(-area.width // 5, 0)
        headline = stop.headline(code)
        size = "display" if style.font("display", "display").size(headline)[0] <= 2 * room.width else "title"
        lines = Stack(room, style.px(16))
        lines.skip(area.height // 5)
        part = session.route.part_of(stop).title(code)
        draw_text(target, style, part, lines.take(style.px(26)).topleft, "heading", "bold", "accent")
        height = paragraph_height(style, headline, room.width, size=size, face="display")
        draw_paragraph(target, style, headline, lines.take(height), size, "display")
        note = ctx.t("lecture.later")
        badge = pygame.Rect(lines.take(style.px(40)))
        badge.width = style.font("body", "bold").size(note)[0] + 2 * style.px(14)
        draw_panel(target, style, badge, radius=20)
        draw_text(target, style, note, badge.center, "body", "bold", "muted", "center")

"""The summary: the map of the whole lecture, with what was seen, answered and done."""

from __future__ import annotations

from typing import ClassVar

import pygame

from game.lecture.pages.shared import Page, Shared, takeaway
from game.lecture.pages.stop_map import StopMap
from game.lecture.session import counted
from game.ui.layout import column, row
from game.ui.widgets.text import draw_text


class SummaryTab(Page):
    """Three numbers, and the map below them."""

    id: ClassVar[str] = "summary"

    def __init__(self, shared: Shared) -> None:
        super().__init__(shared)
        self._map = StopMap(shared.session)
        self.commands = takeaway(self, shared.notebook)

    def layout(self, area: pygame.Rect) -> None:
        """Draw the numbers and the map."""
        ctx, style, session = self.ctx, self.ctx.style, self._shared.session
        target = self.backdrop.surface
        head, below = column(area, [style.px(104), -1], style.gap)
        counts = vars(counted(session.route, session.progress))
        *rooms, side = row(head, [-1, -1, -1, -1], style.px(16))
        for name, place in zip(("handout", "forget"), column(side, [-1, -1], style.gap), strict=True):
            self.commands.place(ctx, name, place, worded=True, kind="" if name == "forget" else "primary")
        for (name, (have, all_)), room in zip(counts.items(), rooms, strict=True):
            inner = self.backdrop.panel(room)
            at = (inner.x, inner.y - style.px(4))
            draw_text(target, style, f"{have} / {all_}", at, "score", "mono_bold", "accent")
            draw_text(
                target,
                style,
                ctx.t(f"summary.{name}"),
                inner.bottomleft,
                "body",
                "regular",
                "muted",
                "bottomleft",
            )
        self._map.layout(ctx, self.backdrop, below)

    def handle(self, event: pygame.event.Event) -> bool:
        """Go back to a stop."""
        wanted = self._map.handle(event)
        if wanted is not None:
            self.open_stop(wanted)
        return wanted is not None

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the pointer's square."""
        self._map.draw(screen)

"""A network learns to translate from nothing."""

from __future__ import annotations

from typing import ClassVar

import pygame

from game.ui.tabs import Tab
from game.ui.widgets.panel import draw_note


class LearnTab(Tab):
    """Says what will be here."""

    id: ClassVar[str] = "learn"

    def __init__(self, shared: object) -> None:
        pass

    def layout(self, area: pygame.Rect) -> None:
        """One panel."""
        self.room = self.backdrop.panel(area)

    def update(self, dt: float) -> None:
        """Nothing moves by itself."""

    def draw(self, screen: pygame.Surface) -> None:
        """Say what is awaited."""
        draw_note(screen, self.ctx.style, self.ctx.t("translation.learn_later"), self.room, bad=False)

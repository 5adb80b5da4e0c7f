"""One sentence, three translators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pygame

from game.ui.tabs import Tab
from game.ui.widgets.panel import draw_note


@dataclass(frozen=True)
class CompareOptions:
    """What a link opens the tab with.

    Attributes:
        text: the sentence.
    """

    text: str = ""


class CompareTab(Tab):
    """Says what will be here."""

    id: ClassVar[str] = "compare"
    opens_with = CompareOptions

    def __init__(self, shared: object) -> None:
        self.text = ""

    def layout(self, area: pygame.Rect) -> None:
        """One panel."""
        self.room = self.backdrop.panel(area)

    def open_with(self, options: CompareOptions) -> None:
        """Take the sentence."""
        self.text = options.text

    def shown(self) -> CompareOptions:
        """The sentence."""
        return CompareOptions(self.text)

    def update(self, dt: float) -> None:
        """Nothing moves by itself."""

    def draw(self, screen: pygame.Surface) -> None:
        """Say what is awaited."""
        draw_note(screen, self.ctx.style, self.ctx.t("translation.compare_later"), self.room, bad=False)

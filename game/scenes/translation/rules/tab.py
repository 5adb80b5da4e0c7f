"""A sentence through a dictionary and rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import pygame

from game.ui.tabs import Tab
from game.ui.widgets.panel import draw_note


@dataclass(frozen=True)
class RulesOptions:
    """What a link opens the tab with.

    Attributes:
        grammar: whether the rules work, or the dictionary alone.
        text: the sentence.
    """

    grammar: bool = True
    text: str = ""


class RulesTab(Tab):
    """Says what will be here."""

    id: ClassVar[str] = "rules"
    opens_with = RulesOptions

    def __init__(self, shared: object) -> None:
        self.grammar, self.text = True, ""

    def layout(self, area: pygame.Rect) -> None:
        """One panel."""
        self.room = self.backdrop.panel(area)

    def open_with(self, options: RulesOptions) -> None:
        """Take the sentence."""
        self.grammar, self.text = options.grammar, options.text

    def shown(self) -> RulesOptions:
        """The sentence."""
        return RulesOptions(self.grammar, self.text)

    def update(self, dt: float) -> None:
        """Nothing moves by itself."""

    def draw(self, screen: pygame.Surface) -> None:
        """Say what is awaited."""
        draw_note(screen, self.ctx.style, self.ctx.t("translation.rules_later"), self.room, bad=False)

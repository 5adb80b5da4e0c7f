from __future__ import annotations

import pygame
import pytest

from game.app.gui_theme import gui_theme
from game.ui.assets import ROOT
from game.ui.settings import THEMES
from game.ui.style import Style, contrast


@pytest.mark.parametrize("theme", THEMES)
def test_the_words_on_every_widget_can_be_read_in_each_of_its_states(theme: str) -> None:
    """WCAG 2 asks for a contrast of 4.5; a ground that is transparent is the panel's or the window's."""
    pygame.font.init()
    style = Style(ROOT, theme, 1.0)
    looks = gui_theme(ROOT / "theme" / "widgets.json", style)
    plain = looks["defaults"]["colours"]
    seen = 0
    for element, look in looks.items():
        if element == "@card":  # its words are drawn, not the widget's
            continue
        colours = plain | look.get("colours", {})
        for state in ("normal", "hovered", "active", "selected", "disabled"):
            ground, text = pygame.Color(colours[f"{state}_bg"]), pygame.Color(colours[f"{state}_text"])
            below = (style.colour.background, style.colour.surface) if ground.a == 0 else (ground,)
            for each in below:
                assert contrast(text, each) >= 4.5, (element, state)
                seen += 1
    assert seen > 100

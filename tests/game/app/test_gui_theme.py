from __future__ import annotations

from typing import Any

import pygame
import pytest
from pygame_gui import UIManager
from pygame_gui.core.ui_appearance_theme import UIThemeValidator

from game.app.gui_theme import gui_manager, gui_theme
from game.ui.assets import ROOT, Assets
from game.ui.settings import HALL, THEMES
from game.ui.style import Scale, Style, contrast


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


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("scale", [0.75, 1.0, 3.0, HALL])
def test_pygame_gui_finds_no_mistake_in_the_theme(theme: str, scale: float) -> None:
    pygame.font.init()
    style = Style(ROOT, theme, Scale.of(scale, (1920, 1080)))
    assert UIThemeValidator.validate_theme_file(gui_theme(ROOT / "theme" / "widgets.json", style)) == []


def test_it_is_read_as_pygame_gui_reads_it() -> None:
    """And nobody can change the colours of the next window."""
    pygame.display.set_mode((320, 200))
    style = Style(ROOT, "light", 1.0)
    other: Any = UIManager((320, 200)).get_theme()
    other.ui_element_fonts_info.clear()
    looks = gui_theme(ROOT / "theme" / "widgets.json", style)
    other.load_theme({name: {k: v for k, v in look.items() if k != "font"} for name, look in looks.items()})
    for _ in range(2):
        mine: Any = gui_manager(Assets(), style, (320, 200), "en").get_theme()
        assert mine.base_colours == other.base_colours
        assert mine.ui_element_colours == other.ui_element_colours
        assert mine.ui_element_misc_data == other.ui_element_misc_data
        for colour in mine.base_colours.values():
            colour.update(1, 2, 3)

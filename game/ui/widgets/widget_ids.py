"""What widgets are called in the theme's file, and how it is read."""

from __future__ import annotations

import functools
from typing import Any

import pygame
from pygame_gui.core.colour_parser import parse_colour_or_gradient_string
from pygame_gui.core.ui_appearance_theme import UIAppearanceTheme
from pygame_gui.core.ui_shadow import ShadowGenerator


class Theme(UIAppearanceTheme):
    """pygame_gui's, which remembers by short keys what a widget may be called.

    The library's own keys hold the ids of all that a widget lies in multiplied by one another: 10 KB for a
    button, a hundred for what lies deep in a window, and they are never forgotten.

    It also reads each colour once: the library reads all three hundred of a theme, some twenty different,
    twice and slowly.
    """

    def __init__(self, *options: Any) -> None:
        self._names: dict[str, list[str]] = {}
        super().__init__(*options)

    def forget(self) -> None:
        """Free the fonts but one, which is enough for whatever still asks, and what was drawn."""
        self._names.clear()
        self.unique_theming_ids.clear()
        self.shadow_generator = ShadowGenerator()
        kept = self.font_dict.get_default_font()
        for font in self.font_dict.loaded_fonts.values():
            if font.loaded_font is not kept:
                font.loaded_font = None

    def build_all_combined_ids(self, *ids: Any) -> list[str]:
        """See `pygame_gui`."""
        key = repr(ids)
        if key not in self._names:
            self._names[key] = super().build_all_combined_ids(*ids)
            self.unique_theming_ids.clear()
        return self._names[key]

    def validate_theme_data(self, theme_data: dict[str, Any]) -> list[str]:
        """No mistakes: the themes are the app's own, and the library's check of them is a test."""
        return []

    @staticmethod
    def _load_colour_or_gradient_from_theme(colours: dict[str, str], name: str) -> pygame.Color:
        return pygame.Color(_colour(colours[name]))


@functools.lru_cache(maxsize=256)
def _colour(text: str) -> pygame.Color:
    colour = parse_colour_or_gradient_string(text)
    if not isinstance(colour, pygame.Color):
        raise ValueError(f"{text!r} is no colour")
    return colour

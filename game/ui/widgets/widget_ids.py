"""What widgets are called in the theme's file."""

from __future__ import annotations

from typing import Any

from pygame_gui.core.ui_appearance_theme import UIAppearanceTheme


class Theme(UIAppearanceTheme):
    """pygame_gui's, which remembers by short keys what a widget may be called.

    The library's own keys hold the ids of all that a widget lies in multiplied by one another: 10 KB for a
    button, a hundred for what lies deep in a window, and they are never forgotten.
    """

    def __init__(self, *options: Any) -> None:
        self._names: dict[str, list[str]] = {}
        super().__init__(*options)

    def build_all_combined_ids(self, *ids: Any) -> list[str]:
        """See `pygame_gui`."""
        key = repr(ids)
        if key not in self._names:
            self._names[key] = super().build_all_combined_ids(*ids)
            self.unique_theming_ids.clear()
        return self._names[key]

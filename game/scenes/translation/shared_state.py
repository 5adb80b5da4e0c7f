"""What the tabs of the scene share: what is remembered, and with it the user's dictionary."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from game.scenes.translation.preferences import NAME, TranslationPreferences
from game.workers.preferences import Preferences
from game.workers.workers import Workers
from models.translation.rules import Dictionary


class SharedState:
    """Used by the window's thread alone."""

    def __init__(self, folder: Path, workers: Workers) -> None:
        self._preferences = Preferences(folder / NAME, TranslationPreferences, workers)

    @property
    def prefs(self) -> TranslationPreferences:
        """What is remembered."""
        return self._preferences.value

    @property
    def dictionary(self) -> Dictionary:
        """The shipped dictionary with the user's entries and choices."""
        rules = self.prefs.rules
        return Dictionary(
            tuple((entry.way, entry.word, entry.translation, entry.pos) for entry in rules.own),
            tuple((entry.way, entry.word, entry.translation) for entry in rules.chosen),
        )

    def remember(self, section: str, **fields: Any) -> None:
        """Replace some fields of a section of what is remembered."""
        self._preferences.change(**{section: replace(getattr(self.prefs, section), **fields)})

    def remember_tab(self, name: str) -> None:
        """Have this tab opened first next time."""
        self._preferences.change(room=name)

    def save(self) -> None:
        """Write what is to be remembered, beside the window."""
        self._preferences.save()

    def close(self) -> None:
        """Save, and wait for it a little."""
        self._preferences.close()

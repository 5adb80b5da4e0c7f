"""Translation, Russian and English: a dictionary, rules of grammar, and a network that learned from pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from game.ui.tabs import TabbedScene


class TranslationScene(TabbedScene):
    """Three tabs."""

    id: ClassVar[str] = "translation"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "rules": "game.scenes.translation.rules.tab:RulesTab",
        "learn": "game.scenes.translation.learn.tab:LearnTab",
        "compare": "game.scenes.translation.compare.tab:CompareTab",
    }

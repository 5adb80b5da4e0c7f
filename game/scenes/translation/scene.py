"""Translation, Russian and English: a dictionary, rules of grammar, and a network that learned from pairs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from game.scenes.translation.shared_state import SharedState
from game.ui.tabs import TabbedScene


class TranslationScene(TabbedScene):
    """Three tabs over one dictionary."""

    id: ClassVar[str] = "translation"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "rules": "game.scenes.translation.rules.tab:RulesTab",
        "learn": "game.scenes.translation.learn.tab:LearnTab",
        "compare": "game.scenes.translation.compare.tab:CompareTab",
    }
    shared: SharedState

    def begin(self) -> str:
        """Read what is remembered."""
        self.shared = SharedState(self.ctx.folders.config, self.ctx.workers)
        return self.shared.prefs.room if self.shared.prefs.room in self.names else self.names[0]

    def opened(self, name: str) -> None:
        """Remember which tab is open."""
        self.shared.remember_tab(name)

    def leave(self) -> None:
        """Finish what the hand was doing, and remember how everything was left."""
        super().leave()
        self.shared.save()

    def close(self) -> None:
        """Stop every tab's work."""
        super().close()
        if self._begun:
            self.shared.close()

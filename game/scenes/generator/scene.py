"""The generator's knobs: a network that draws portraits, and what one can do with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from game.scenes.generator.shared_state import SharedState
from game.ui.tabs import TabbedScene


class GeneratorScene(TabbedScene):
    """Four tabs over one set of networks; everything else is in `game.scenes.generator`.

    Args:
        weights: other weights than the shipped ones.
    """

    id: ClassVar[str] = "generator"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "knobs": "game.scenes.generator.knobs.tab:KnobsTab",
        "restyle": "game.scenes.generator.restyle.tab:RestyleTab",
        "judge": "game.scenes.generator.judge.tab:JudgeTab",
        "training": "game.scenes.generator.training.tab:GanTrainingTab",
    }
    shared: SharedState

    def __init__(self, weights: Path | None = None) -> None:
        super().__init__()
        self._weights = weights

    def begin(self) -> str:
        """Read what is remembered."""
        ctx = self.ctx
        self.shared = SharedState(ctx.folders.config, ctx.workers, ctx.loader, ctx.seed, self._weights)
        return self.shared.prefs.room if self.shared.prefs.room in self.names else self.names[0]

    def opened(self, name: str) -> None:
        """Remember which tab is open."""
        self.shared.remember_tab(name)

    def help(self) -> str:
        """The open tab's help."""
        super().help()
        return "generator.help" if self.tab_id == "knobs" else f"generator.help_{self.tab_id}"

    def update(self, dt: float) -> None:
        """Follow a portrait that was handed to another tab; the open tab does the rest."""
        wanted = self.shared.take_wanted()
        if wanted:
            self.open(wanted)
        super().update(dt)

    def leave(self) -> None:
        """Finish what the hand was doing, and remember how everything was left."""
        super().leave()
        self.shared.save()

    def close(self) -> None:
        """Stop every tab's work."""
        super().close()
        if self._begun:
            self.shared.close()

"""Learning: a sample, a model with knobs, a loss; from turning by hand to a network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from game.scenes.learning.bench import Bench
from game.ui.tabs import TabbedScene


class LearningScene(TabbedScene):
    """Five tabs over one sample, one model and one loss."""

    id: ClassVar[str] = "learning"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "knobs": "game.scenes.learning.knobs.tab:KnobsTab",
        "step": "game.scenes.learning.step.tab:StepTab",
        "epochs": "game.scenes.learning.epochs.tab:EpochsTab",
        "landscape": "game.scenes.learning.landscape.tab:LandscapeTab",
        "network": "game.scenes.learning.network.tab:NetworkTab",
    }

    def __init__(self) -> None:
        self.bench = Bench()
        super().__init__(self.bench)

    def begin(self) -> str:
        """Make the workers."""
        self.bench.begin(self.ctx)
        return super().begin()

    def close(self) -> None:
        """Stop the descent and every tab's work."""
        super().close()
        self.bench.close()

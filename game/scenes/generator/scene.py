"""The generator's knobs: a network that draws portraits, and what one can do with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar

from game.scenes.generator.shared_state import Atelier
from game.ui.tabs import TabbedScene


class GanScene(TabbedScene):
    """Four rooms over one set of networks; everything else is in `game.scenes.generator`.

    Args:
        weights: other weights than the shipped ones.
    """

    id: ClassVar[str] = "generator"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "knobs": "game.scenes.generator.knobs.tab:GeneratorRoom",
        "restyle": "game.scenes.generator.restyle.tab:RestyleRoom",
        "judge": "game.scenes.generator.judge.tab:JudgeRoom",
        "training": "game.scenes.generator.training.tab:TrainingRoom",
    }

    def __init__(self, weights: Path | None = None) -> None:
        self.atelier = Atelier(weights)
        super().__init__(self.atelier)

    def begin(self) -> str:
        """Read what is remembered."""
        memory = self.atelier.memory
        self.atelier.load(self.ctx)
        if memory.room not in self.names:
            memory.room = self.names[0]
        return memory.room

    def opened(self, name: str) -> None:
        """Remember which room is open."""
        self.atelier.memory.room = name

    def help(self) -> str:
        """The open room's help."""
        return "generator.help" if self.tab_id == "knobs" else f"generator.help_{self.tab_id}"

    def update(self, dt: float) -> None:
        """Follow a portrait that was handed to another room; the open room does the rest."""
        wanted = self.atelier.take_wanted()
        if wanted:
            self.open(wanted)
        super().update(dt)

    def leave(self) -> None:
        """Finish what the hand was doing, and remember how everything was left."""
        super().leave()
        self.atelier.save(self.ctx)

    def close(self) -> None:
        """Stop every room's work."""
        if self._begun:
            self.atelier.save(self.ctx)
        super().close()

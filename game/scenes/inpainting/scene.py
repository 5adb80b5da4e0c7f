"""Inpainting: what is painted over is filled by a network, and rain is washed off."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pygame

from game.scenes.inpainting.mask_canvas import MaskCanvas
from game.scenes.inpainting.shared_state import Bench
from game.scenes.inpainting.sources import Sources
from game.ui.tabs import TabbedScene


class InpaintingScene(TabbedScene):
    """Two tabs over one picture; everything else is in `game.scenes.inpainting`."""

    id: ClassVar[str] = "inpainting"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "repair": "game.scenes.inpainting.repair.tab:RepairTab",
        "rain": "game.scenes.inpainting.rain.tab:RainTab",
    }

    def __init__(self) -> None:
        self.bench = Bench()
        super().__init__(self.bench)
        self.sources = Sources(self.bench)

    @property
    def canvas(self) -> MaskCanvas:
        """The shared canvas."""
        return self.bench.canvas

    def begin(self) -> str:
        """Open the picture, and the tab that is remembered."""
        self.bench.begin(self.ctx)
        return self.bench.prefs.room

    def layout_strip(self, rect: pygame.Rect) -> None:
        """Where pictures come from."""
        self.sources.layout(self.ctx, rect)

    def opened(self, name: str) -> None:
        """Remember which tab is open."""
        self.bench.prefs.room = name

    def handle_first(self, event: pygame.event.Event) -> bool:
        """Take dropped files, and the sources' keys."""
        return self.sources.handle(event)

    def update(self, dt: float) -> None:
        """Take opened pictures; the open tab does the rest."""
        self._settle()
        self.bench.update(self.ctx)
        super().update(dt)

    def leave(self) -> None:
        """Finish what the hand was doing, and remember how everything was left."""
        super().leave()
        self.bench.remember(self.ctx)

    def close(self) -> None:
        """Stop every tab's work."""
        if self._begun:
            self.bench.remember(self.ctx)
        super().close()
        self.bench.close()

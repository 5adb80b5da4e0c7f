"""Object detection: the hand-made pipeline of before, and the network of today, over one picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import pygame

from game.scenes.detection.canvas import DetectionCanvas
from game.scenes.detection.workbench import Workbench
from game.ui.canvas.canvas_tools import SOURCES
from game.ui.tabs import TabbedScene


class DetectionScene(TabbedScene):
    """Two tabs over one canvas."""

    id: ClassVar[str] = "detection"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "then": "game.scenes.detection.then.tab:ThenTab",
        "now": "game.scenes.detection.now.tab:NowTab",
    }

    def __init__(self) -> None:
        self.bench = Workbench()
        super().__init__(self.bench)

    @property
    def canvas(self) -> DetectionCanvas:
        """The shared canvas."""
        return self.bench.canvas

    def begin(self) -> str:
        """Open the first picture."""
        self.bench.begin(self.ctx)
        return super().begin()

    def layout_strip(self, rect: pygame.Rect) -> None:
        """Where pictures come from and go to, at the right end."""
        self.bench.tools.commands.layout(self.ctx, rect, SOURCES, right=True)

    def update(self, dt: float) -> None:
        """Take opened pictures; the open tab does the rest."""
        self._settle()
        self.bench.update(self.ctx)
        super().update(dt)

    def close(self) -> None:
        """Stop every tab's work."""
        super().close()
        if self._begun:
            self.bench.close()

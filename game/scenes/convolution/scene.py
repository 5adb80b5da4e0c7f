"""The convolution laboratory: from the slide's 2 by 2 by hand to what the filters of a real network see."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from game.scenes.convolution.workbench import Workbench
from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.tabs import TabbedScene


class ConvolutionScene(TabbedScene):
    """Five tabs over one canvas."""

    id: ClassVar[str] = "convolution"
    tab_classes: ClassVar[Mapping[str, str]] = {
        "draw": "game.scenes.convolution.draw.tab:DrawTab",
        "microscope": "game.scenes.convolution.microscope.tab:MicroscopeTab",
        "shift": "game.scenes.convolution.shift.tab:ShiftTab",
        "steal": "game.scenes.convolution.steal.tab:StealTab",
        "network": "game.scenes.convolution.network.tab:NetworkTab",
    }

    def __init__(self) -> None:
        self.bench = Workbench()
        super().__init__(self.bench)

    @property
    def canvas(self) -> PaintCanvas:
        """The shared canvas."""
        return self.bench.canvas

    def begin(self) -> str:
        """Open the first picture."""
        self.bench.begin(self.ctx)
        return super().begin()

    def update(self, dt: float) -> None:
        """Take opened pictures; the open tab does the rest."""
        self._settle()
        self.bench.update(self.ctx)
        super().update(dt)

    def close(self) -> None:
        """Stop every tab's work."""
        super().close()
        self.bench.close()

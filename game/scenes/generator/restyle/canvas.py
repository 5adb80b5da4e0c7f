"""The portrait as a canvas for the latent brush: what is painted is a wish, not a pixel."""

from __future__ import annotations

import pygame

from game.scenes.generator.restyle.paint_layer import PaintLayer
from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.canvas.strokes import Tool

TOOLS = ("brush", "eraser", "pipette")


class LatentCanvas(PaintCanvas):
    """Shows a `PaintLayer` and paints on it; the right button erases paint.

    Attributes:
        layer: the portrait and its paint.
        locked: nothing can be painted, because there is no latent to follow.
    """

    def __init__(self, layer: PaintLayer) -> None:
        super().__init__(layer)
        self.layer = layer
        self.locked = True
        self.colour = (120, 72, 34)
        self.brush = 28

    @property
    def pointed(self) -> bool:
        """Whether the pointer is over the picture."""
        return self._pointer is not None

    def choose(self, tool: str) -> None:
        """Take another tool, if it is one of the three."""
        if tool in TOOLS:
            super().choose(tool)

    def _press(self, event: pygame.event.Event) -> bool:
        painted = event.button in (1, 3) and not self._space and self.rect.collidepoint(event.pos)
        if not painted or self.tool == "pipette":
            return super()._press(event)
        if not self.locked:
            erase = event.button == 3 or self.tool == "eraser"
            tool = Tool(self.colour, self.brush)
            self.layer.begin(self.to_picture(event.pos), tool, pressure=self._pressure, erase=erase)
        return True

"""The row above the portrait: latent brush, colours, undo, and where portraits come from."""

from __future__ import annotations

import pygame

from game.scenes.generator.preferences import BRUSH
from game.scenes.generator.restyle.canvas import LatentCanvas
from game.ui.canvas.tool_panel import ToolPanel
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import row
from game.ui.widgets.controls import slider

# Skin, hair, lips, and colours that clothes and walls have.
COLOURS = (
    (24, 24, 28),
    (96, 58, 32),
    (214, 176, 96),
    (186, 82, 36),
    (240, 240, 240),
    (232, 120, 180),
    (72, 120, 220),
    (60, 150, 90),
    (250, 214, 190),
    (124, 74, 48),
)
TOOLS = ("brush", "eraser", "pipette")
EDITS = ("undo", "redo", "clear", "pull", "reset")
SOURCES = ("portraits", "random", "gallery", "open", "paste")


class RestyleToolbar(ToolPanel):
    """One row: the drawing tools at the left, where portraits come from at the right."""

    def __init__(self, canvas: LatentCanvas, commands: Commands) -> None:
        super().__init__(canvas, commands, (), colours=COLOURS, limits=BRUSH, title="restyle.colour", inset=8)

    def height(self, ctx: Context, width: int) -> int:
        """The row's height."""
        return ctx.style.control + 2 * ctx.style.px(10)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        """Build the buttons inside a panel."""
        self.ctx, style, side = ctx, ctx.style, ctx.style.control
        inner = rect.inflate(-2 * style.px(10), -2 * style.px(10))
        swatches = len(COLOURS) * style.px(28)
        tools, _, colours, palette, _, self._label, size, _, edits = row(
            inner,
            [
                3 * side + 2 * style.px(5),
                style.px(3),
                swatches,
                side,
                style.px(2),
                style.px(30),
                style.px(92),
                style.px(4),
                len(EDITS) * side + 4 * style.px(5),
            ],
            style.px(5),
        )
        self.commands.layout(ctx, tools, TOOLS, 5)
        places = row(colours, [style.px(24)] * len(COLOURS), style.px(4))
        self._swatches = list(zip(places, COLOURS, strict=True))
        self.commands.place(ctx, "colour", palette)
        self.size_slider = slider(ctx, size, self.canvas.brush, BRUSH, object_id="#brush_size")
        self.commands.layout(ctx, edits, EDITS, 5)
        sources = inner.copy()
        sources.width = len(SOURCES) * side + (len(SOURCES) - 1) * style.px(5)
        sources.right = inner.right
        self.commands.layout(ctx, sources, SOURCES, 5)

    def follow(self) -> None:
        """Show the brush's size."""
        canvas = self.canvas
        canvas.brush = min(max(canvas.brush, BRUSH[0]), BRUSH[1])
        if self.size_slider is not None and round(self.size_slider.get_current_value()) != canvas.brush:
            self.size_slider.stand(canvas.brush)

"""What stands above the portrait: latent brush, colours, undo, and where portraits come from."""

from __future__ import annotations

from game.scenes.generator.preferences import BRUSH
from game.scenes.generator.restyle.canvas import LatentCanvas
from game.ui.canvas.tool_panel import SIZE, SWATCHES, ToolPanel
from game.ui.commands import Commands

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
    """The drawing tools, and where portraits come from."""

    def __init__(self, canvas: LatentCanvas, commands: Commands) -> None:
        groups = (TOOLS, (SWATCHES, "colour"), (SIZE,), EDITS, SOURCES)
        super().__init__(
            canvas, commands, groups, colours=COLOURS, limits=BRUSH, title="restyle.colour", inset=8
        )

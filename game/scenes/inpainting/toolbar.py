"""The row of tools: which layer is painted on, and that layer's tools."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame

from game.scenes.inpainting.mask_canvas import TINT, MaskCanvas
from game.scenes.inpainting.masked_image_io import MaskedImageIO
from game.ui.canvas.canvas_tools import CanvasTools, edit_commands
from game.ui.canvas.tool_panel import SIZE, ToolPanel
from game.ui.commands import Command, Commands
from game.ui.context import Context
from game.ui.widgets.controls import choices, select

LAYERS = ("mask", "picture")
TOOLS = (
    ("brush", "brush", "B"),
    ("eraser", "eraser", "E"),
    ("lasso", "lasso", "L"),
    ("rectangle", "square-dashed", "R"),
)


class MaskTools:
    """One panel for both layers; choosing a layer changes what is in it."""

    def __init__(
        self,
        canvas: MaskCanvas,
        pictures: MaskedImageIO,
        switch: Callable[[str], None],
        blind: Callable[[], object],
    ) -> None:
        self.canvas, self._pictures, self._switch = canvas, pictures, switch
        masked = canvas.masked

        def tool(name: str, icon: str, key: str) -> Command:
            choose, chosen = partial(canvas.choose, name), lambda: canvas.mask_tool == name
            return Command(f"mask_{name}", choose, (key,), icon, pressed=chosen)

        tools = tuple(tool(*each) for each in TOOLS)
        files = (
            Command("invert_mask", masked.invert_mask, ("I",), "contrast"),
            Command("clear_mask", masked.clear_mask, ("Del",), "trash-2"),
            Command("load_mask", lambda: pictures.ask_mask(self.ctx), ("Ctrl+Shift+O",), "file-up"),
            Command("save_mask", self.save_mask, ("Ctrl+Shift+S",), "file-down"),
        )
        groups = (
            [each.id for each in tools],
            [SIZE],
            [each.id for each in files],
            ["undo", "redo"],
            ["zoom_in", "zoom_out"],
            ["blind"],
        )
        test = Command("blind", blind, ("Q",), "scan-eye", enabled=lambda: self.ctx.loader.ready)
        edits = edit_commands(masked, canvas.view, canvas.zoom)
        table = Commands("inpainting", (*tools, *files, *edits, test))
        self._panels = {
            "mask": ToolPanel(canvas, table, groups, length=150, tint=TINT),
            "picture": CanvasTools(canvas, pictures, sources=False),
        }
        self._open = self._panels["mask"]

    @property
    def commands(self) -> Commands:
        """The open layer's."""
        return self._open.commands

    def _switch_width(self, ctx: Context) -> int:
        font = ctx.style.font("small")
        width = max(font.size(ctx.t(f"inpainting.layer_{name}"))[0] for name in LAYERS)
        return 2 * (width + ctx.style.px(26)) + ctx.style.px(4)

    def height(self, ctx: Context, width: int) -> int:
        """The panel's height for a width, the same for both layers, so that nothing jumps."""
        return self._panels["picture"].height(ctx, width - self._switch_width(ctx) - ctx.style.px(14))

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        """Build the switch and the open layer's tools inside a panel."""
        self.ctx = ctx
        style, width = ctx.style, self._switch_width(ctx)
        place = pygame.Rect(rect.x + style.px(10), rect.y + style.px(10), width, style.control)
        self._layers = choices(ctx, place, "inpainting.layer", LAYERS, self._switch, "M")
        for name, made in self._layers.items():
            select(made, name == self.canvas.layer)
        left = width + style.px(14)
        self._open = self._panels[self.canvas.layer]
        self._open.layout(ctx, pygame.Rect(rect.x + left, rect.y, rect.width - left, rect.height))

    def save_mask(self) -> None:
        """Let the user choose where to save the mask; an empty one is not worth a file."""
        if self.canvas.masked.share:
            self._pictures.ask_save_mask(self.ctx)
        else:
            self.ctx.notify(self.ctx.t("inpainting.no_mask"), "info")

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Slider, colours and keys of the open layer; True when used."""
        return self._open.handle(event)

    def update(self) -> None:
        """Follow the canvas."""
        for name, made in self._layers.items():
            select(made, name == self.canvas.layer)
        self._open.update()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw what is no button."""
        self._open.draw(screen)

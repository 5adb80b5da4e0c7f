"""The row of tools: which layer is painted on, and that layer's tools."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pygame
import pygame_gui
from pygame_gui.elements import UIButton

from game.scenes.inpainting.mask_canvas import TINT, MaskCanvas
from game.scenes.inpainting.masked_image_io import RetouchDesk
from game.ui.canvas.canvas_tools import CanvasTools
from game.ui.canvas.painting import MAX_BRUSH, MIN_BRUSH
from game.ui.context import Context
from game.ui.widgets.controls import button, call, enable, select, slider
from game.ui.widgets.text import draw_text

LAYERS = (("mask", "M"), ("picture", "M"))
TOOLS = (
    ("brush", "brush", "B"),
    ("eraser", "eraser", "E"),
    ("lasso", "lasso", "L"),
    ("rectangle", "square-dashed", "R"),
)

SHARED = ("undo", "redo", "zoom_in", "zoom_out")
"""Buttons that every canvas has; their words are among the canvas's."""


class RetouchTools:
    """One panel for both layers; choosing a layer changes what is in it.

    Args:
        canvas: what the tools belong to.
        desk: how masks come and go.
        switch: called with the layer that was chosen; it lays the tools out anew.
    """

    def __init__(self, canvas: MaskCanvas, desk: RetouchDesk, switch: Callable[[str], None]) -> None:
        self.canvas, self.desk = canvas, desk
        self._switch = switch
        self._paint = CanvasTools(canvas, desk, sources=False)
        self._laid_out = ""

    def _switch_width(self, ctx: Context) -> int:
        font = ctx.style.font("small")
        return max(font.size(ctx.t(f"inpainting.layer_{name}"))[0] for name, _ in LAYERS) + ctx.style.px(26)

    def _left(self, ctx: Context) -> int:
        """What the switch takes of the panel's width."""
        return 2 * self._switch_width(ctx) + ctx.style.px(18)

    def height(self, ctx: Context, width: int) -> int:
        """The panel's height for a width, the same for both layers, so that nothing jumps."""
        return self._paint.height(ctx, width - self._left(ctx))

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        """Build the switch and the open layer's tools inside a panel."""
        self.ctx = ctx
        style, size = ctx.style, ctx.style.control
        x, y = rect.x + style.px(10), rect.y + style.px(10)
        width = self._switch_width(ctx)
        self._layers: dict[str, UIButton] = {}
        for name, key in LAYERS:
            self._layers[name] = button(
                ctx,
                pygame.Rect(x, y, width, size),
                ctx.t(f"inpainting.layer_{name}"),
                partial(self._switch, name),
                kind="chip",
                tip=f"{ctx.t(f'inpainting.layer_{name}_tip')} ({key})",
                object_id=f"#layer_{name}",
            )
            x += width + style.px(4)
        left = self._left(ctx)
        rest = pygame.Rect(rect.x + left, rect.y, rect.width - left, rect.height)
        self._laid_out = self.canvas.layer
        if self._laid_out == "picture":
            self._paint.layout(ctx, rest)
        else:
            self._mask_tools(rest)
        self.mark()

    def _mask_tools(self, rect: pygame.Rect) -> None:
        ctx, style, size = self.ctx, self.ctx.style, self.ctx.style.control
        x, y = rect.x + style.px(10), rect.y + style.px(10)

        def place(width: int, gap: int = 5) -> pygame.Rect:
            nonlocal x
            result = pygame.Rect(x, y, width, size)
            x += width + style.px(gap)
            return result

        def made(
            name: str, icon: str, command: Callable[[], object], key: str = "", gap: int = 5
        ) -> UIButton:
            group = "canvas" if name in SHARED else "inpainting"
            tip = ctx.t(f"{group}.{name}") + (f" ({key})" if key else "")
            rect = place(size, gap)
            return button(ctx, rect, "", partial(call, command), icon=icon, tip=tip, object_id=f"#{name}")

        self._tools = {
            name: made(f"mask_{name}", icon, partial(self._choose, name), key) for name, icon, key in TOOLS
        }
        x += style.px(9)
        self._size_label = place(style.px(34))
        self.size_slider = slider(
            ctx,
            place(style.px(150), 14),
            self.canvas.brush,
            (MIN_BRUSH, MAX_BRUSH),
            object_id="#brush_size",
        )
        retouch, canvas = self.canvas.retouch, self.canvas
        made("invert_mask", "contrast", retouch.invert_mask, "I")
        made("clear_mask", "trash-2", retouch.clear_mask, "Del")
        made("load_mask", "file-up", lambda: self.desk.ask_mask(ctx), "Ctrl+Shift+O")
        made("save_mask", "file-down", self.save_mask, "Ctrl+Shift+S", gap=14)
        self._undo = made("undo", "undo-2", retouch.undo, "Ctrl+Z")
        self._redo = made("redo", "redo-2", retouch.redo, "Ctrl+Y", gap=14)
        made("zoom_in", "zoom-in", partial(canvas.zoom, 1), "+")
        made("zoom_out", "zoom-out", partial(canvas.zoom, -1), "−")

    # ------------------------------------------------------------------ commands

    def _choose(self, tool: str) -> None:
        self.canvas.choose(tool)
        self.mark()

    def save_mask(self) -> None:
        """Let the user choose where to save the mask; an empty one is not worth a file."""
        if self.canvas.retouch.share:
            self.desk.ask_save_mask(self.ctx)
        else:
            self.ctx.notify(self.ctx.t("inpainting.no_mask"), "info")

    def handle(self, event: pygame.event.Event) -> bool:
        """Slider and shortcuts of the open layer; True when used."""
        if self._laid_out == "picture":
            return self._paint.handle(event)
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self.size_slider:
            self.canvas.brush = int(event.value)
            return True
        if event.type != pygame.KEYDOWN:
            return False
        control = event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META)
        commands: dict[int, Callable[[], object]] = {}
        if control and event.mod & pygame.KMOD_SHIFT:
            commands = {pygame.K_o: lambda: self.desk.ask_mask(self.ctx), pygame.K_s: self.save_mask}
        elif not control:
            commands = {
                pygame.K_i: self.canvas.retouch.invert_mask,
                pygame.K_DELETE: self.canvas.retouch.clear_mask,
            }
        if event.key not in commands:
            return False
        commands[event.key]()
        return True

    # ------------------------------------------------------------------ frames

    def mark(self) -> None:
        """Show which layer and which tool are in use."""
        for name, made in self._layers.items():
            select(made, name == self.canvas.layer)
        if self._laid_out == "picture":
            self._paint.mark()
            return
        for name, made in self._tools.items():
            select(made, name == self.canvas.mask_tool)
        if round(self.size_slider.get_current_value()) != self.canvas.brush:
            self.size_slider.set_current_value(self.canvas.brush)

    def update(self) -> None:
        """Follow the canvas."""
        if self._laid_out == "picture":
            self._paint.update()
            return
        self.mark()
        retouch = self.canvas.retouch
        for made, possible in ((self._undo, retouch.can_undo), (self._redo, retouch.can_redo)):
            enable(made, possible)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw what is no button: the brush's size in the mask's colour, or the picture's colours."""
        if self._laid_out == "picture":
            self._paint.draw(screen)
            return
        style, label = self.ctx.style, self._size_label
        mark = pygame.Rect(label.x, label.bottom - style.px(9), label.width, style.px(7))
        pygame.draw.rect(screen, TINT, mark, border_radius=style.px(3))
        at = (label.centerx, label.y + style.px(15))
        draw_text(screen, style, str(self.canvas.brush), at, size="small", face="mono", anchor="center")

"""The tools above a canvas: brushes, shapes, colours, size, undo, zoom, pictures in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pygame
import pygame_gui
from pygame_gui.elements import UIButton
from pygame_gui.windows import UIColourPickerDialog

from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.canvas.painting import MAX_BRUSH, MIN_BRUSH
from game.ui.context import Context
from game.ui.picture_io import PictureIO
from game.ui.widgets.controls import button, call, enable, select, slider
from game.ui.widgets.text import draw_text

# Okabe and Ito's colours, which the colour-blind can tell apart, and black and white.
COLOURS = (
    (24, 28, 40),
    (255, 255, 255),
    (213, 94, 0),
    (230, 159, 0),
    (240, 228, 66),
    (0, 158, 115),
    (86, 180, 233),
    (204, 121, 167),
)
TOOLS = (
    ("brush", "brush", "B"),
    ("eraser", "eraser", "E"),
    ("line", "slash", "L"),
    ("rectangle", "square", "R"),
    ("ellipse", "circle", "O"),
    ("fill", "paint-bucket", "F"),
    ("pipette", "pipette", "I"),
)


class CanvasTools:
    """A panel of tools that breaks into as many rows as its width asks for.

    Args:
        canvas: what the tools belong to.
        desk: how pictures come and go.
        name: the proposed name of a saved drawing.
        sources: whether the buttons for pictures in and out are among the tools; their keys work in any case.
        colours: the swatches.
    """

    def __init__(
        self,
        canvas: PaintCanvas,
        desk: PictureIO[Any],
        name: str = "drawing.png",
        *,
        sources: bool = True,
        colours: Sequence[tuple[int, int, int]] = COLOURS,
    ) -> None:
        self.canvas, self.desk, self.name, self.sources = canvas, desk, name, sources
        self.colours = tuple(colours)
        self._chooser: UIColourPickerDialog | None = None

    def height(self, ctx: Context, width: int) -> int:
        """The panel's height for a width."""
        rows = 1 + max(row for row, _, _ in self._flow(ctx, width))
        style = ctx.style
        return rows * style.control + (rows - 1) * style.px(6) + style.px(20)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        """Build the buttons inside a panel."""
        self.ctx = ctx
        style, size = ctx.style, ctx.style.control
        flow = iter(self._flow(ctx, rect.width))

        def place() -> pygame.Rect:
            line, x, width = next(flow)
            return pygame.Rect(
                rect.x + style.px(10) + x, rect.y + style.px(10) + line * (size + style.px(6)), width, size
            )

        def made(name: str, icon: str, command: Callable[[], object], key: str = "") -> UIButton:
            tip = ctx.t(f"canvas.{name}") + (f" ({key})" if key else "")
            return button(ctx, place(), "", partial(call, command), icon=icon, tip=tip, object_id=f"#{name}")

        self._tools = {name: made(name, icon, partial(self._choose, name), key) for name, icon, key in TOOLS}
        self._swatches = [(place(), colour) for colour in self.colours]
        made("colour", "palette", self._ask_colour, "C")
        self._size_label = place()
        self.size_slider = slider(
            ctx, place(), self.canvas.brush, (MIN_BRUSH, MAX_BRUSH), object_id="#brush_size"
        )
        self._undo = made("undo", "undo-2", self.canvas.painting.undo, "Ctrl+Z")
        self._redo = made("redo", "redo-2", self.canvas.painting.redo, "Ctrl+Y")
        made("clear", "trash-2", self.canvas.painting.clear, "Del")
        made("zoom_in", "zoom-in", partial(self.canvas.zoom, 1), "+")
        made("zoom_out", "zoom-out", partial(self.canvas.zoom, -1), "−")
        if self.sources:
            made("gallery", "image", self.open_gallery, "G")
            made("open", "folder-open", lambda: self.desk.ask(ctx), "Ctrl+O")
            made("paste", "clipboard-paste", lambda: self.desk.paste(ctx), "Ctrl+V")
            made("copy", "copy", self._copy, "Ctrl+C")
            made("save", "save", self._save, "Ctrl+S")
        self.mark()

    def _flow(self, ctx: Context, width: int) -> list[tuple[int, int, int]]:
        """Row, x and width of every item in order; groups stay together where a row has room for them."""
        px, size = ctx.style.px, ctx.style.control
        groups = (
            [size] * len(TOOLS),
            [px(24)] * len(self.colours) + [size],
            [px(34), px(92)],
            [size] * 3,
            [size] * 2,
            [size] * (5 * self.sources),
        )
        room = width - px(20)
        result, line, x = [], 0, 0
        for index, group in enumerate(groups):
            gap = px(4) if index == 1 else px(5)
            whole = sum(group) + gap * (len(group) - 1)
            if x and x + whole > room:
                line, x = line + 1, 0
            for item in group:
                if x and x + item > room:
                    line, x = line + 1, 0
                result.append((line, x, item))
                x += item + gap
            x += px(9)
        return result

    # ------------------------------------------------------------------ commands

    def _choose(self, tool: str) -> None:
        self.canvas.choose(tool)
        self.mark()

    def _ask_colour(self) -> None:
        ctx, style = self.ctx, self.ctx.style
        if ctx.modal():
            return
        screen = pygame.Rect(0, 0, ctx.area.width, ctx.area.bottom)
        rect = pygame.Rect(0, 0, max(400, style.px(440)), max(420, style.px(440)))
        rect.center = screen.center
        self._chooser = UIColourPickerDialog(
            rect.clip(screen),
            ctx.ui,
            initial_colour=pygame.Color(*self.canvas.colour),
            window_title=ctx.t("canvas.colour"),
        )
        self._chooser.set_blocking(True)

    def open_gallery(self) -> None:
        """Show the bundled pictures."""
        self.desk.show_gallery(self.ctx)

    def _copy(self) -> None:
        self.desk.copy(self.ctx, self.canvas.painting.surface)

    def _save(self) -> None:
        self.desk.ask_save(self.ctx, lambda: self.canvas.painting.surface, self.name)

    # ------------------------------------------------------------------ frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Slider, swatches, chosen colours, dropped files, shortcuts; True when used."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self.size_slider:
            self.canvas.brush = int(event.value)
            return True
        if event.type == pygame_gui.UI_COLOUR_PICKER_COLOUR_PICKED and event.ui_element is self._chooser:
            self._take_colour((event.colour.r, event.colour.g, event.colour.b))
            return True
        if self.desk.drop(self.ctx, event):
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            for rect, colour in self._swatches:
                if rect.collidepoint(event.pos):
                    self._take_colour(colour)
                    return True
        return event.type == pygame.KEYDOWN and self._key(event)

    def _key(self, event: pygame.event.Event) -> bool:
        if event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            commands: dict[int, Callable[[], object]] = {
                pygame.K_o: lambda: self.desk.ask(self.ctx),
                pygame.K_v: lambda: self.desk.paste(self.ctx),
                pygame.K_c: self._copy,
                pygame.K_s: self._save,
            }
        else:
            commands = {
                pygame.K_g: self.open_gallery,
                pygame.K_c: self._ask_colour,
                pygame.K_DELETE: self.canvas.painting.clear,
            }
        command = commands.get(event.key)
        if command is None:
            return False
        command()
        return True

    def _take_colour(self, colour: tuple[int, int, int]) -> None:
        self.canvas.colour = colour
        if self.canvas.tool in ("eraser", "pipette"):
            self.canvas.choose("brush")
        self.mark()

    def mark(self) -> None:
        """Show which tool is in the hand, and how large it is."""
        for name, made in self._tools.items():
            select(made, name == self.canvas.tool)
        if round(self.size_slider.get_current_value()) != self.canvas.brush:
            self.size_slider.set_current_value(self.canvas.brush)

    def update(self) -> None:
        """Follow the canvas: what can be undone, which tool the keys chose."""
        self.mark()
        for made, possible in (
            (self._undo, self.canvas.painting.can_undo),
            (self._redo, self.canvas.painting.can_redo),
        ):
            enable(made, possible)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the colours and the brush's size; the buttons draw themselves."""
        style, canvas = self.ctx.style, self.canvas
        for rect, colour in self._swatches:
            chosen = colour == canvas.colour
            pygame.draw.rect(screen, colour, rect, border_radius=style.px(6))
            edge = style.colour.accent if chosen else style.colour.line
            pygame.draw.rect(screen, edge, rect, style.px(3 if chosen else 1), border_radius=style.px(6))
        # The colour in the hand, under the size, for colours that are no swatch.
        label = self._size_label
        mark = pygame.Rect(label.x, label.bottom - style.px(9), label.width, style.px(7))
        pygame.draw.rect(screen, canvas.colour, mark, border_radius=style.px(3))
        pygame.draw.rect(screen, style.colour.line, mark, 1, border_radius=style.px(3))
        at = (label.centerx, label.y + style.px(15))
        draw_text(screen, style, str(canvas.brush), at, size="small", face="mono", anchor="center")

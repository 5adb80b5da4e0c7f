"""The row above the portrait: latent brush, colours, undo, and where portraits come from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pygame
import pygame_gui
from pygame_gui.elements import UIButton
from pygame_gui.windows import UIColourPickerDialog

from game.ui.context import Context
from game.ui.widgets.controls import button, call, enable, select, slider
from game.ui.widgets.text import draw_text

if TYPE_CHECKING:
    from game.scenes.generator.restyle.tab import RestyleTab

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
SMALLEST, LARGEST = 4, 96
TOOLS = (("brush", "brush", "B"), ("eraser", "eraser", "E"), ("pipette", "pipette", "I"))
EDITS = (
    ("undo", "undo-2", "Ctrl+Z"),
    ("redo", "redo-2", "Ctrl+Shift+Z"),
    ("clear", "trash-2", "Del"),
    ("pull", "wand-sparkles", "Enter"),
    ("reset", "rotate-ccw", "R"),
)
SOURCES = (
    ("portraits", "smile", "P"),
    ("random", "dices", "N"),
    ("gallery", "image", "G"),
    ("open", "folder-open", "Ctrl+O"),
    ("paste", "clipboard-paste", "Ctrl+V"),
)


class RestyleTools:
    """One row of buttons.

    Args:
        room: what the buttons command.
    """

    def __init__(self, room: RestyleTab) -> None:
        self.room = room
        self._chooser: UIColourPickerDialog | None = None

    @staticmethod
    def height(ctx: Context) -> int:
        """The row's height."""
        return ctx.style.control + 2 * ctx.style.px(10)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        """Build the buttons inside a panel."""
        self.ctx = ctx
        style, size, canvas = ctx.style, ctx.style.control, self.room.canvas
        x, y = rect.x + style.px(10), rect.y + style.px(10)

        def place(width: int, gap: int = 5) -> pygame.Rect:
            nonlocal x
            result = pygame.Rect(x, y, width, size)
            x += width + style.px(gap)
            return result

        def made(name: str, icon: str, key: str, command: Callable[[], object], gap: int = 5) -> UIButton:
            tip = f"{ctx.t(f'generator.restyle_{name}')} ({key})"
            return button(
                ctx, place(size, gap), "", partial(call, command), icon=icon, tip=tip, object_id=f"#{name}"
            )

        self._tools = {name: made(name, icon, key, partial(self._choose, name)) for name, icon, key in TOOLS}
        x += style.px(8)
        self._swatches = [(place(style.px(24), 4), colour) for colour in COLOURS]
        made("colour", "palette", "C", self.ask_colour, 12)
        self._size_label = place(style.px(30))
        self.size_slider = slider(
            ctx, place(style.px(92), 14), canvas.brush, (SMALLEST, LARGEST), object_id="#brush_size"
        )
        commands = self.room.actions
        self._edits = {name: made(name, icon, key, commands[name]) for name, icon, key in EDITS}
        x = rect.right - style.px(10) - len(SOURCES) * size - (len(SOURCES) - 1) * style.px(5)
        for name, icon, key in SOURCES:
            made(name, icon, key, commands[name])
        self.mark()

    # ------------------------------------------------------------------ commands

    def _choose(self, tool: str) -> None:
        self.room.canvas.choose(tool)
        self.mark()

    def ask_colour(self) -> None:
        """Let any colour be mixed."""
        ctx, style = self.ctx, self.ctx.style
        if ctx.modal():
            return
        screen = pygame.Rect(0, 0, ctx.area.width, ctx.area.bottom)
        rect = pygame.Rect(0, 0, max(400, style.px(440)), max(420, style.px(440)))
        rect.center = screen.center
        self._chooser = UIColourPickerDialog(
            rect.clip(screen),
            ctx.ui,
            initial_colour=pygame.Color(*self.room.canvas.colour),
            window_title=ctx.t("generator.restyle_colour"),
        )
        self._chooser.set_blocking(True)

    def walk(self, step: int) -> None:
        """Take the next colour of the row, or the one before."""
        canvas = self.room.canvas
        index = COLOURS.index(canvas.colour) + step if canvas.colour in COLOURS else 0
        self._take(COLOURS[index % len(COLOURS)])

    def _take(self, colour: tuple[int, int, int]) -> None:
        canvas = self.room.canvas
        canvas.colour = colour
        if canvas.tool != "brush":
            canvas.choose("brush")
        self.mark()

    # ------------------------------------------------------------------ frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Slider, swatches, mixed colours; True when used."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self.size_slider:
            self.room.canvas.brush = int(event.value)
            return True
        if event.type == pygame_gui.UI_COLOUR_PICKER_COLOUR_PICKED and event.ui_element is self._chooser:
            self._take((event.colour.r, event.colour.g, event.colour.b))
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            for rect, colour in self._swatches:
                if rect.collidepoint(event.pos):
                    self._take(colour)
                    return True
        return False

    def mark(self) -> None:
        """Show the tool in the hand, its size, and what can be done."""
        room, canvas = self.room, self.room.canvas
        canvas.brush = min(max(canvas.brush, SMALLEST), LARGEST)
        for name, made in self._tools.items():
            select(made, name == canvas.tool)
        if round(self.size_slider.get_current_value()) != canvas.brush:
            self.size_slider.set_current_value(canvas.brush)
        for name, made in self._edits.items():
            possible = room.possible(name)
            enable(made, possible)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the colours and the brush's size; the buttons draw themselves."""
        style, canvas = self.ctx.style, self.room.canvas
        for rect, colour in self._swatches:
            chosen = colour == canvas.colour
            swatch = rect.inflate(0, -style.px(8))
            pygame.draw.rect(screen, colour, swatch, border_radius=style.px(6))
            edge = style.colour.accent if chosen else style.colour.line
            pygame.draw.rect(screen, edge, swatch, style.px(3 if chosen else 1), border_radius=style.px(6))
        label = self._size_label
        mark = pygame.Rect(label.x, label.bottom - style.px(9), label.width, style.px(7))
        pygame.draw.rect(screen, canvas.colour, mark, border_radius=style.px(3))
        pygame.draw.rect(screen, style.colour.line, mark, 1, border_radius=style.px(3))
        at = (label.centerx, label.y + style.px(15))
        draw_text(screen, style, str(canvas.brush), at, size="small", face="mono", anchor="center")

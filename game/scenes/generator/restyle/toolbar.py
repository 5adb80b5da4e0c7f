"""The row above the portrait: latent brush, colours, undo, and where portraits come from."""

from __future__ import annotations

import pygame
import pygame_gui
from pygame_gui.windows import UIColourPickerDialog

from game.scenes.generator.preferences import BRUSH
from game.scenes.generator.restyle.canvas import LatentCanvas
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import row
from game.ui.widgets.controls import slider
from game.ui.widgets.sliders import stand
from game.ui.widgets.text import draw_text

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


class RestyleToolbar:
    """One row of buttons.

    Args:
        canvas: whose tool, colour and brush are shown.
        commands: what the buttons do.
    """

    def __init__(self, canvas: LatentCanvas, commands: Commands) -> None:
        self._canvas, self._commands = canvas, commands
        self._chooser: UIColourPickerDialog | None = None

    @staticmethod
    def height(ctx: Context) -> int:
        """The row's height."""
        return ctx.style.control + 2 * ctx.style.px(10)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        """Build the buttons inside a panel."""
        self.ctx, style, side = ctx, ctx.style, ctx.style.control
        inner = rect.inflate(-2 * style.px(10), -2 * style.px(10))
        swatches = len(COLOURS) * style.px(28)
        tools, _, colours, palette, _, self._size_label, size, _, edits = row(
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
        self._commands.layout(ctx, tools, TOOLS, 5)
        places = row(colours, [style.px(24)] * len(COLOURS), style.px(4))
        self._swatches = list(zip(places, COLOURS, strict=True))
        self._commands.place(ctx, "colour", palette)
        self.size_slider = slider(ctx, size, self._canvas.brush, BRUSH, object_id="#brush_size")
        self._commands.layout(ctx, edits, EDITS, 5)
        sources = inner.copy()
        sources.width = len(SOURCES) * side + (len(SOURCES) - 1) * style.px(5)
        sources.right = inner.right
        self._commands.layout(ctx, sources, SOURCES, 5)

    # ------------------------------------------------------------------ commands

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
            initial_colour=pygame.Color(*self._canvas.colour),
            window_title=ctx.t("restyle.colour"),
        )
        self._chooser.set_blocking(True)

    def walk(self, step: int) -> None:
        """Take the next colour of the row, or the one before."""
        canvas = self._canvas
        index = COLOURS.index(canvas.colour) + step if canvas.colour in COLOURS else 0
        self._take(COLOURS[index % len(COLOURS)])

    def _take(self, colour: tuple[int, int, int]) -> None:
        canvas = self._canvas
        canvas.colour = colour
        if canvas.tool != "brush":
            canvas.choose("brush")

    # ------------------------------------------------------------------ frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Slider, swatches, mixed colours; True when used."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self.size_slider:
            self._canvas.brush = int(event.value)
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

    def follow(self) -> None:
        """Show the brush's size."""
        canvas = self._canvas
        canvas.brush = min(max(canvas.brush, BRUSH[0]), BRUSH[1])
        if round(self.size_slider.get_current_value()) != canvas.brush:
            stand(self.size_slider, canvas.brush)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the colours and the brush's size; the buttons draw themselves."""
        style, canvas = self.ctx.style, self._canvas
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

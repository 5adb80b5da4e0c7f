"""A panel of drawing tools: buttons of a table of commands, colours, and the brush's size."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pygame
import pygame_gui

from game.ui.canvas.paint_canvas import Colour, PaintCanvas
from game.ui.canvas.strokes import MAX_BRUSH, MIN_BRUSH
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.widgets.controls import slider
from game.ui.widgets.text import draw_text
from game.ui.widgets.window import ColourWindow

SWATCHES, SIZE = "swatches", "size"
"""Names of what is no button: the colours, and the brush's size with its slider."""


class ToolPanel:
    """Groups of tools that break into as many rows as the panel's width asks for.

    Args:
        canvas: what the tools belong to.
        commands: what the buttons do.
        groups: names of commands, SWATCHES or SIZE; a group stays together where a row has room for it.
        colours: the swatches.
        limits: the brush's smallest and largest diameter, in picture pixels.
        length: of the size's slider, in pixels at scale 1.
        tint: the colour of the mark below the size, when it is not the canvas's.
        title: the text key of the window in which a colour is mixed.
        inset: how much lower than the row a colour is drawn, in pixels at scale 1.
    """

    def __init__(
        self,
        canvas: PaintCanvas,
        commands: Commands,
        groups: Sequence[Sequence[str]],
        *,
        colours: Sequence[Colour] = (),
        limits: tuple[int, int] = (MIN_BRUSH, MAX_BRUSH),
        length: int = 92,
        tint: Colour | None = None,
        title: str = "canvas.colour",
        inset: int = 0,
    ) -> None:
        self.canvas, self.commands, self.groups = canvas, commands, groups
        self.colours, self._limits, self._length, self._tint = tuple(colours), limits, length, tint
        self._title, self._inset = title, inset
        self._swatches: list[tuple[pygame.Rect, Colour]] = []
        self._label = pygame.Rect(0, 0, 1, 1)

    # ------------------------------------------------------------------ layout

    def _flow(self, ctx: Context, width: int) -> Iterator[tuple[str, int, int, int]]:
        """Name, row, x and width of every item in order."""
        px = ctx.style.px
        label = max(px(34), ctx.style.font("small", "mono").size("100")[0])
        widths = {SWATCHES: [px(24)] * len(self.colours), SIZE: [label, px(self._length)]}
        room = width - px(20)
        line, x = 0, 0
        for group in self.groups:
            items = [(name, part) for name in group for part in widths.get(name) or [self._width(ctx, name)]]
            gap = px(4) if SWATCHES in group else px(5)
            whole = sum(part for _, part in items) + gap * (len(items) - 1)
            if x and x + whole > room:
                line, x = line + 1, 0
            for name, part in items:
                if x and x + part > room:
                    line, x = line + 1, 0
                yield name, line, x, part
                x += part + gap
            x += px(9)

    def _width(self, ctx: Context, name: str) -> int:
        """The width of a button: its icon stands over its caption."""
        words = self.commands.caption(ctx.t, name)
        return max(ctx.style.control, ctx.style.font("tiny").size(words)[0] + ctx.style.px(8))

    def height(self, ctx: Context, width: int) -> int:
        """The panel's height for a width."""
        rows = 1 + max(line for _, line, _, _ in self._flow(ctx, width))
        style = ctx.style
        return rows * style.control + (rows - 1) * style.px(6) + style.px(20)

    def layout(self, ctx: Context, rect: pygame.Rect) -> None:
        """Build the buttons inside a panel."""
        self.ctx = ctx
        style, size, pad = ctx.style, ctx.style.control, ctx.style.px(10)
        places: dict[str, list[pygame.Rect]] = {}
        for name, line, x, width in self._flow(ctx, rect.width):
            y = rect.y + pad + line * (size + style.px(6))
            places.setdefault(name, []).append(pygame.Rect(rect.x + pad + x, y, width, size))
        self._swatches = list(zip(places.pop(SWATCHES, []), self.colours, strict=True))
        self._label, bar = places.pop(SIZE)
        self.size_slider = slider(ctx, bar, self.canvas.brush, self._limits, object_id="#brush_size")
        for name, (place,) in places.items():
            self.commands.place(ctx, name, place, worded=True, kind="caption")
        self.commands.refresh()

    # ------------------------------------------------------------------ commands

    def ask_colour(self) -> None:
        """Let any colour be mixed."""
        if not self.ctx.modal():
            ColourWindow(self.ctx, self._title, self.canvas.colour, self.take_colour)

    def walk(self, step: int) -> None:
        """Take the next colour of the row, or the one before."""
        now = self.canvas.colour
        index = self.colours.index(now) + step if now in self.colours else 0
        self.take_colour(self.colours[index % len(self.colours)])

    def take_colour(self, colour: Colour) -> None:
        """Paint with a colour."""
        self.canvas.colour = colour
        if self.canvas.tool in ("eraser", "pipette"):
            self.canvas.choose("brush")

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Slider, swatches, keys; True when used."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self.size_slider:
            self.canvas.brush = int(event.value)
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            for rect, colour in self._swatches:
                if rect.collidepoint(event.pos):
                    self.take_colour(colour)
                    return True
        return self.commands.handle(event)

    def update(self) -> None:
        """Keep the brush's size between its limits, and show it."""
        low, high = self._limits
        self.canvas.brush = min(max(self.canvas.brush, low), high)
        self.size_slider.stand(self.canvas.brush)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the colours and the brush's size; the buttons draw themselves."""
        style, canvas, label = self.ctx.style, self.canvas, self._label
        for rect, colour in self._swatches:
            chosen = colour == canvas.colour
            swatch = rect.inflate(0, -style.px(self._inset)) if self._inset else rect
            pygame.draw.rect(screen, colour, swatch, border_radius=style.px(6))
            edge = style.colour.accent if chosen else style.colour.line
            pygame.draw.rect(screen, edge, swatch, style.px(3 if chosen else 1), border_radius=style.px(6))
        # The colour in the hand, under the size, for colours that are no swatch.
        mark = pygame.Rect(label.x, label.bottom - style.px(9), label.width, style.px(7))
        pygame.draw.rect(screen, self._tint or canvas.colour, mark, border_radius=style.px(3))
        if self._tint is None:
            pygame.draw.rect(screen, style.colour.line, mark, 1, border_radius=style.px(3))
        at = (label.centerx, label.y + style.px(15))
        draw_text(screen, style, str(canvas.brush), at, size="small", face="mono", anchor="center")

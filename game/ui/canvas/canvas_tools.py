"""The tools above a canvas: brushes, shapes, colours, size, undo, zoom, pictures in and out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import pygame

from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.canvas.painting import Painting
from game.ui.canvas.tool_panel import SIZE, SWATCHES, ToolPanel
from game.ui.canvas.view import View
from game.ui.commands import Command, Commands
from game.ui.picture_io import PictureIO

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
SOURCES = ("gallery", "open", "paste", "copy", "save")


def edit_commands(painting: Painting, view: View, zoom: Callable[[float], None]) -> tuple[Command, ...]:
    """Undo, redo and zoom of a painting."""
    undo, redo = (lambda: painting.history.can_undo), (lambda: painting.history.can_redo)
    return (
        Command("undo", painting.undo, ("Ctrl+Z",), "undo-2", enabled=undo, group="canvas"),
        Command("redo", painting.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2", enabled=redo, group="canvas"),
        *zoom_commands(view, zoom),
    )


def zoom_commands(view: View, zoom: Callable[[float], None]) -> tuple[Command, ...]:
    """Closer, farther, all of it."""
    return (
        Command("zoom_in", partial(zoom, 1), ("+", "Ctrl++"), "zoom-in", group="canvas"),
        Command("zoom_out", partial(zoom, -1), ("−", "Ctrl+−"), "zoom-out", group="canvas"),
        Command("zoom_all", view.reset, ("Ctrl+0",), group="canvas"),
    )


class CanvasTools(ToolPanel):
    """The tools of a canvas.

    Args:
        canvas: what the tools belong to.
        desk: how pictures come and go.
        name: the proposed name of a saved drawing.
        sources: whether the buttons for pictures in and out are among the tools; their keys work in any case.
        colours: the swatches.
        first: what stands before the brushes.
        picture: what is copied and saved; the painting when absent.
    """

    def __init__(
        self,
        canvas: PaintCanvas,
        desk: PictureIO[Any],
        name: str = "drawing.png",
        *,
        sources: bool = True,
        colours: Sequence[tuple[int, int, int]] = COLOURS,
        first: Sequence[Command] = (),
        picture: Callable[[], pygame.Surface] | None = None,
    ) -> None:
        self.desk = desk
        painting = canvas.painting
        shown = picture or (lambda: painting.surface)

        def tool(name: str, icon: str, key: str) -> Command:
            return Command(
                name, partial(canvas.choose, name), (key,), icon, pressed=lambda: canvas.tool == name
            )

        commands = Commands(
            "canvas",
            (
                *first,
                *(tool(*each) for each in TOOLS),
                Command("colour", self.ask_colour, ("C",), "palette"),
                *edit_commands(painting, canvas.view, canvas.zoom),
                Command("clear", painting.clear, ("Del",), "trash-2"),
                Command("gallery", lambda: desk.show_gallery(self.ctx), ("G",), "image"),
                Command("open", lambda: desk.ask(self.ctx), ("Ctrl+O",), "folder-open"),
                Command("paste", lambda: desk.paste(self.ctx), ("Ctrl+V",), "clipboard-paste"),
                Command("copy", lambda: desk.copy(self.ctx, shown()), ("Ctrl+C",), "copy"),
                Command(
                    "save",
                    lambda: desk.ask_save(self.ctx, shown, name),
                    ("Ctrl+S",),
                    "save",
                ),
            ),
        )
        groups = (
            *([[each.id for each in first]] if first else []),
            [name for name, _, _ in TOOLS],
            [SWATCHES, "colour"],
            [SIZE],
            ["undo", "redo", "clear"],
            ["zoom_in", "zoom_out"],
            SOURCES if sources else [],
        )
        super().__init__(canvas, commands, groups, colours=colours)

    def handle(self, event: pygame.event.Event) -> bool:
        """Dropped files too."""
        return self.desk.drop(self.ctx, event) or super().handle(event)

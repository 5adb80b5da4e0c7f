"""What the laboratory's tabs share: one painting, its canvas and tools, and how pictures come and go."""

from __future__ import annotations

from game.ui.canvas.canvas_tools import CanvasTools
from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.canvas.painting import Painting
from game.ui.context import Context
from game.ui.picture_io import SIDE, PictureIO

FIRST = ("images", "gallery", "cat.jpg")


class Workbench:
    """The shared canvas; it begins with the photograph, so that there is something to see at once."""

    def __init__(self) -> None:
        self.painting = Painting((SIDE, SIDE))
        self.canvas = PaintCanvas(self.painting)
        self.desk: PictureIO[None] = PictureIO()
        self.tools = CanvasTools(self.canvas, self.desk)

    def begin(self, ctx: Context) -> None:
        """Open the first picture."""
        self.desk.open(ctx, ctx.assets.path(*FIRST), tag="first")

    def update(self, ctx: Context) -> None:
        """Take pictures that have been decoded."""
        opened = self.desk.update(ctx)
        if opened is not None:
            self.painting.place(opened.image)
            if opened.tag == "first":
                self.painting.forget()
            self.canvas.view.reset()

    def close(self) -> None:
        """End the threads."""
        self.desk.close()

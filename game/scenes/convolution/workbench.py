"""What the laboratory's tabs share: one painting, its canvas and tools, and how pictures come and go."""

from __future__ import annotations

from game.ui.canvas.canvas_tools import CanvasTools
from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.canvas.painting import Painting
from game.ui.context import Context
from game.ui.picture_io import SIDE, PictureIO
from models.base.gallery import gallery

PICTURE = "cat"
FIRST = ("images", "gallery", f"{PICTURE}.jpg")
EYE = (193.5 / 512, 117.5 / 341)
"""Where its left pupil ends, in shares of the picture: bright pixels beside dark ones."""
ACROSS = 7
"""So many pixels beside each other are large enough for their numbers."""


def gallery_ids() -> tuple[str, ...]:
    """The ids of the bundled pictures, and empty for none of them."""
    return ("", *(item.id for item in gallery()))


class Workbench:
    """The shared canvas; it begins with the photograph, so that there is something to see at once."""

    def __init__(self) -> None:
        self.painting = Painting((SIDE, SIDE))
        self.canvas = PaintCanvas(self.painting)
        self.desk: PictureIO[None] = PictureIO()
        self.tools = CanvasTools(self.canvas, self.desk)
        self._at: tuple[int, str] = (-1, "")
        self._coming = ""
        self._pixels = False

    def begin(self, ctx: Context) -> None:
        """Open the first picture."""
        self._coming = PICTURE
        self.desk.open(ctx, ctx.assets.path(*FIRST), tag="first", item=PICTURE)

    @property
    def picture(self) -> str:
        """The id of the bundled picture on the canvas; empty when it is none, or was painted on."""
        version, item = self._at
        return item if version == self.painting.version else ""

    @property
    def near(self) -> bool:
        """Whether a link has brought it so near that one sees pixels, and it still is."""
        return self._pixels and self.canvas.view.zoom > 1

    def show(self, ctx: Context, item: str, *, pixels: bool = False) -> None:
        """Put a bundled picture on the canvas, whole, or so near that one sees pixels; "" leaves it."""
        self._pixels = pixels
        if item in ("", self.picture):
            self._look()
        elif item != self._coming:
            self._coming = item
            found = next(each for each in gallery() if each.id == item)
            self.desk.open_item(ctx, found, credit=item != PICTURE)

    def _look(self) -> None:
        """Show the whole picture, or its pixels."""
        view, room, (width, height) = self.canvas.view, self.canvas.room, self.painting.size
        view.reset()
        if self._pixels:
            view.zoom = room.width / ACROSS / min(room.width / width, room.height / height)
            view.middle = EYE

    def update(self, ctx: Context) -> None:
        """Take pictures that have been decoded."""
        opened = self.desk.update(ctx)
        if opened is not None:
            self.painting.place(opened.image)
            if opened.tag == "first":
                self.painting.forget()
            self._at = (self.painting.version, opened.item)
            self._pixels = self._pixels and opened.item == self._coming
            self._coming = ""
            self._look()

    def close(self) -> None:
        """End the threads."""
        self.desk.close()

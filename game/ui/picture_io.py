"""How pictures come and go: files, drops, clipboard, gallery. Decoding never blocks a frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pygame
from numpy.typing import NDArray

from game.ui.canvas.painting import Painting
from game.ui.clipboard import copied_text, read_picture, write_picture
from game.ui.context import Context
from game.ui.surfaces import to_array
from game.workers.latest_call import LatestCall

if TYPE_CHECKING:
    from models.base.gallery import GalleryItem

SIDE = 512
SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".tga", ".ico"}
)
THUMBNAIL = 160
NICE = 5


@dataclass(frozen=True)
class _Request:
    """A picture to decode; `first` marks the one that the canvas begins with, which is no step to undo."""

    source: Path | bytes | Pasted
    name: str
    first: bool = False


@dataclass(frozen=True)
class Pasted:
    """The clipboard instead of a file: its text, and what this app copied, should it hold no picture."""

    text: str
    own: NDArray[np.uint8] | None


@dataclass(frozen=True)
class Loaded:
    """A decoded picture, (H, W, 3) uint8, or what is wrong with it; `alpha` is its opacity, if it has any."""

    request: _Request
    image: NDArray[np.uint8] | None
    notes: tuple[str, ...] = ()
    problem: str = ""
    original: tuple[int, int] = (0, 0)
    alpha: NDArray[np.uint8] | None = None


class PictureDesk:
    """Opens, pastes, copies and saves for one painting.

    Args:
        painting: where opened pictures go.
        side: how long the longer side of an opened picture becomes; None leaves pictures their size.
    """

    def __init__(self, painting: Painting, side: int | None = SIDE) -> None:
        self.painting = painting
        self.side = side
        self._copied: NDArray[np.uint8] | None = None
        self._copying: LatestCall[NDArray[np.uint8], bool] | None = None
        self._opening: LatestCall[_Request, Loaded] | None = None
        self._drawing: LatestCall[int, dict[str, NDArray[np.uint8]]] | None = None
        self._thumbnails: dict[str, NDArray[np.uint8]] = {}

    @property
    def busy(self) -> bool:
        """Whether a picture is being decoded."""
        return self._opening is not None and self._opening.busy

    # ------------------------------------------------------------------ in

    def open(
        self, ctx: Context, source: Path | bytes | Pasted, *, name: str = "", first: bool = False
    ) -> None:
        """Decode a picture in the background; `update` puts it on the canvas or says what is wrong."""
        if self._opening is None:
            self._opening = LatestCall(self._decode, name="open picture", nice=NICE, inline=ctx.synchronous)
        name = name or (source.name if isinstance(source, Path) else ctx.t("canvas.clipboard"))
        self._opening.submit(_Request(source, name, first))
        if ctx.synchronous:
            self.update(ctx)

    def ask(self, ctx: Context) -> None:
        """Let the user choose a file."""
        ctx.pick_file(ctx.t("canvas.open"), SUFFIXES, lambda path: self.open(ctx, path))

    def paste(self, ctx: Context) -> None:
        """Put the clipboard's picture on the canvas."""
        self.open(ctx, Pasted(copied_text(), self._copied))

    def open_item(self, ctx: Context, item: GalleryItem) -> None:
        """Put a bundled picture on the canvas and say whose it is."""
        title = item.title[ctx.settings.language or "en"]
        self.open(ctx, item.path, name=title)
        ctx.notify(ctx.t("gallery.credit", title=title, author=item.author, licence=item.licence), "info")

    def update(self, ctx: Context) -> bool:
        """Take a decoded picture; True when the canvas changed."""
        copied = self._copying.poll() if self._copying is not None else None
        if copied is not None:
            ctx.notify(ctx.t("canvas.copied" if copied.value else "canvas.copied_here"), "good")
        answer = self._opening.poll() if self._opening is not None else None
        if answer is None:
            return False
        if answer.value is None:
            ctx.notify(answer.error.error if answer.error else "", "bad")
            return False
        found = answer.value
        name = found.request.name
        if found.problem == "nothing":
            ctx.notify(ctx.t("canvas.nothing_to_paste"), "info")
            return False
        if found.image is None:
            ctx.notify(ctx.t(f"picture.{found.problem}", file=name), "bad")
            return False
        self.put(ctx, found, found.image)
        if found.request.first:
            self.painting.forget()
        notes = [note for note in found.notes if ctx.t.has(f"picture.note_{note}")]
        if notes:
            width, height = found.original
            words = "; ".join(ctx.t(f"picture.note_{note}", width=width, height=height) for note in notes)
            ctx.notify(ctx.t("picture.note", file=name, notes=words), "info")
        return True

    def put(self, ctx: Context, found: Loaded, image: NDArray[np.uint8]) -> None:
        """Put a decoded picture on the canvas."""
        self.painting.place(image)

    def _decode(self, request: _Request) -> Loaded:
        """Decode and fit; runs in the worker's thread."""
        from game.ui.pictures import fitted
        from models.base.images import PictureError, load_picture

        source = request.source
        if isinstance(source, Pasted):
            found = read_picture(source.text)
            if found is None:
                return Loaded(request, source.own, problem="" if source.own is not None else "nothing")
            source = found
        try:
            picture = load_picture(source)
        except PictureError as problem:
            return Loaded(request, None, problem=problem.code)
        image = picture.rgb if self.side is None else fitted(picture.rgb, self.side)
        import cv2  # noqa: F401 - the fill tool needs it, and importing it would stop the window for a moment

        return Loaded(request, image, picture.notes, original=picture.original_size, alpha=picture.alpha)

    # ------------------------------------------------------------------ out

    def copy(self, ctx: Context, surface: pygame.Surface) -> None:
        """Copy a picture to the clipboard; it can be pasted here even where the system takes no pictures."""
        self._copied = to_array(surface)
        if self._copying is None:
            self._copying = LatestCall(_copy, name="copy picture", nice=NICE, inline=ctx.synchronous)
        self._copying.submit(self._copied)

    def ask_save(self, ctx: Context, surface: Callable[[], pygame.Surface], name: str) -> None:
        """Let the user choose where to save a picture."""
        ctx.pick_file(
            ctx.t("canvas.save"), frozenset({".png"}), lambda path: self.save(ctx, path, surface()), save=name
        )

    def save(self, ctx: Context, path: Path, surface: pygame.Surface) -> None:
        """Save a picture as PNG and say where."""
        from game.ui.pictures import save_png

        path = path.with_suffix(".png")
        try:
            save_png(path, surface)
        except OSError as error:
            ctx.notify(ctx.t("app.save_failed", why=ctx.why(error)), "bad")
        else:
            ctx.notify(ctx.t("app.saved", file=str(path)), "good")

    # ------------------------------------------------------------------ gallery

    def thumbnails(self, ctx: Context) -> dict[str, NDArray[np.uint8]]:
        """The gallery's small pictures by id, as far as they have been made; ask again next frame."""
        if self._drawing is None:
            self._drawing = LatestCall(_thumbnails, name="thumbnails", nice=NICE, inline=ctx.synchronous)
            self._drawing.submit(THUMBNAIL)
        answer = self._drawing.poll()
        if answer is not None and answer.value is not None:
            self._thumbnails = answer.value
        return self._thumbnails

    def close(self) -> None:
        """End the threads."""
        for call in (self._opening, self._drawing, self._copying):
            if call is not None:
                call.close()


def _copy(image: NDArray[np.uint8]) -> bool:
    """Hand a picture to the system's clipboard; runs in the worker's thread."""
    from game.ui.pictures import encoded

    return write_picture(encoded(image))


def _thumbnails(side: int) -> dict[str, NDArray[np.uint8]]:
    """Small versions of all bundled pictures; runs in the worker's thread."""
    from game.ui.pictures import fitted
    from models.base.gallery import gallery

    return {item.id: fitted(item.load(), side) for item in gallery()}

"""Pictures in and out: files, drops, clipboard, gallery, portraits. Nothing here blocks a frame.

Whoever has a `PictureIO` asks it to open something, takes what came from `update`, and does with it what it
likes. What is to be saved is handed over as it is at that moment, then encoded and written in a worker.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np
import pygame
from numpy.typing import NDArray

from game.ui.clipboard import copied_text, read_picture, write_picture
from game.ui.context import Context, FileRequest
from game.ui.language import readable
from game.ui.links import LinkError
from game.ui.pictures import NICE, encoded, fitted, thumbnails
from game.ui.portraits import Drawn, PortraitPages, Sample, bundled
from game.ui.surfaces import to_array
from game.ui.widgets.gallery_window import GalleryWindow
from game.ui.widgets.portrait_window import PortraitWindow
from game.workers.latest_call import LatestCall
from models.base.files import with_ending

if TYPE_CHECKING:
    from models.base.gallery import GalleryItem
    from models.base.images import Picture

E = TypeVar("E")
Byte = NDArray[np.uint8]
Examine = Callable[[Path | bytes, "Picture"], E | None]

SIDE = 512
SUFFIXES = frozenset(
    {".png", ".jpg", ".jpeg", ".jfif", ".bmp", ".gif", ".webp", ".tif", ".tiff", ".ppm", ".tga", ".ico"}
    | {".avif", ".jp2", ".heic", ".heif"}
)
"""Listed by the file dialog; those that cannot be opened are so told by name."""
PNG = frozenset({".png"})
THUMBNAIL = 160
SAVE_SECONDS = 5.0
"""How long the end of the app waits for what is being saved."""


@dataclass(frozen=True)
class Opened(Generic[E]):
    """A picture that came.

    Attributes:
        image: (H, W, 3) uint8.
        name: of the file, or its title.
        tag: what `open` was called with.
        source: where it came from; None for a portrait, and for what this app copied itself.
        item: its id in the gallery; empty for any other picture.
        portrait: its number among the bundled portraits.
        extra: what the reader found besides the pixels.
    """

    image: Byte
    name: str = ""
    tag: str = ""
    source: Path | bytes | None = None
    item: str = ""
    portrait: int | None = None
    extra: E | None = None

    @property
    def address(self) -> str:
        """What a link calls it; empty for what is no bundled picture."""
        return self.item if self.portrait is None else str(self.portrait)


@dataclass(frozen=True)
class _Own(Generic[E]):
    """What this app copied itself: the clipboard may take no pictures, and it keeps no extras."""

    image: Byte
    extra: E | None


@dataclass(frozen=True)
class _Request(Generic[E]):
    """What to open: a file, a file's bytes, the clipboard (of which this is the text), or a portrait."""

    source: Path | bytes | str | int
    name: str
    tag: str
    item: str
    side: int | None
    examine: Examine[E] | None
    own: _Own[E] | None
    drawn: Drawn


@dataclass(frozen=True)
class _Answer(Generic[E]):
    """What came of a request: a picture with notes about it, or a problem's code."""

    opened: Opened[E] | None
    name: str
    problem: str = ""
    notes: tuple[str, ...] = ()
    size: tuple[int, int] = (0, 0)


@dataclass(frozen=True)
class _Calls(Generic[E]):
    open: LatestCall[_Request[E], _Answer[E]]
    copy: LatestCall[Byte, bool]
    save: LatestCall[tuple[Path, Callable[[Path], None]], Path]
    thumbnails: LatestCall[int, dict[str, Byte]]


class PictureIO(Generic[E]):
    """Opens, pastes, copies and saves.

    Args:
        side: how long the longer side of an opened picture becomes; None leaves pictures their size.
        examine: finds what a picture carries besides its pixels; gets the source and the picture as it was
            decoded, in the worker's thread.
        encode: makes the bytes of a PNG file of a picture and such an extra, in the worker's thread.
        group: of the texts that explain why something was not saved: `{group}.{error}`.
        drawn: which drawn pictures are bundled with it: portraits or cats.

    Attributes:
        portraits: pages of the bundled portraits.
    """

    def __init__(
        self,
        side: int | None = SIDE,
        *,
        examine: Examine[E] | None = None,
        encode: Callable[[Byte, E | None], bytes] = lambda image, extra: encoded(image),
        group: str = "app",
        drawn: Drawn = "portraits",
    ) -> None:
        self._side, self._examine, self._encode, self._group = side, examine, encode, group
        self._made: _Calls[E] | None = None
        self._own: _Own[E] | None = None
        self._chosen: Opened[E] | None = None
        self._thumbnails: dict[str, Byte] = {}
        self.portraits = PortraitPages(drawn)

    @property
    def saving(self) -> bool:
        """Whether something is being written."""
        return self._made is not None and self._made.save.busy

    def _calls(self, ctx: Context) -> _Calls[E]:
        if self._made is None:
            call = partial(ctx.workers.call, nice=NICE)
            self._made = _Calls(
                call(_open, name="open picture"),
                call(lambda image: write_picture(encoded(image)), name="copy picture"),
                call(_save, name="save"),
                call(thumbnails, name="thumbnails"),
            )
        return self._made

    # ------------------------------------------------------------------ in

    def open(
        self,
        ctx: Context,
        source: Path | bytes | int,
        *,
        name: str = "",
        tag: str = "",
        item: str = "",
        examine: Examine[E] | None = None,
    ) -> None:
        """Decode a picture beside the window; `update` returns it, or says what is wrong.

        Args:
            ctx: the scene's context.
            source: a file, its bytes, or the number of a bundled portrait.
            name: to call it by; the file's name when empty.
            tag: comes back with the picture.
            item: its id in the gallery.
            examine: used instead of the one that this was made with.
        """
        name = name or (readable(source.name) if isinstance(source, Path) else "")
        examine = examine or self._examine
        request = _Request(source, name, tag, item, self._side, examine, self._own, self.portraits.drawn)
        self._calls(ctx).open.submit(request)

    def ask(
        self, ctx: Context, *, title: str = "canvas.open", tag: str = "", examine: Examine[E] | None = None
    ) -> None:
        """Let the user choose a file to open."""
        ctx.pick_file(FileRequest(title, SUFFIXES, partial(self.open, ctx, tag=tag, examine=examine)))

    def paste(self, ctx: Context) -> None:
        """Open the clipboard's picture."""
        text, name = copied_text(), ctx.t("canvas.clipboard")
        drawn = self.portraits.drawn
        request = _Request(text, name, "", "", self._side, self._examine, self._own, drawn)
        self._calls(ctx).open.submit(request)

    def drop(self, ctx: Context, event: pygame.event.Event) -> bool:
        """Open a dropped file; False for any other event."""
        dropped = event.type == pygame.DROPFILE
        if dropped:
            self.open(ctx, Path(event.file))
        return dropped

    def open_item(self, ctx: Context, item: GalleryItem, *, tag: str = "", credit: bool = True) -> None:
        """Open a bundled picture and, with `credit`, say whose it is."""
        title = item.title[ctx.settings.language or "en"]
        self.open(ctx, item.path, name=title, tag=tag, item=item.id)
        if credit:
            words = ctx.t("gallery.credit", title=title, author=item.author, licence=item.licence)
            ctx.notify(words, "info")

    def open_address(self, ctx: Context, address: str, *, tag: str = "", credit: bool = True) -> None:
        """Open what a link calls `address`: a picture of the gallery by its id, a portrait by its number.

        Raises:
            LinkError: there is no such picture.
        """
        from models.base.gallery import gallery

        if address.isascii() and address.isdigit():
            self.open(ctx, int(address), tag=tag)
            return
        for item in gallery():
            if item.id == address:
                self.open_item(ctx, item, tag=tag, credit=credit)
                return
        raise LinkError("link.no_picture", picture=address)

    def open_portrait(self, sample: Sample) -> None:
        """Take a portrait that has been read already."""
        self._chosen = Opened(sample.image, str(sample.index + 1), portrait=sample.index)

    # ------------------------------------------------------------------ windows

    def show_gallery(self, ctx: Context) -> None:
        """Let one of the bundled pictures be chosen."""
        if not ctx.modal():
            GalleryWindow(ctx, lambda: self.thumbnails(ctx), partial(self.open_item, ctx))

    def show_portraits(self, ctx: Context, note: str) -> None:
        """Let one of the bundled portraits be chosen; `note` is the key of what to say about them."""
        if not ctx.modal():
            PortraitWindow(ctx, self.portraits, self.open_portrait, note)

    def thumbnails(self, ctx: Context) -> dict[str, Byte]:
        """The gallery's small pictures by id, as far as they have been made; ask again next frame."""
        call = self._calls(ctx).thumbnails
        if not self._thumbnails and not call.busy:
            call.submit(THUMBNAIL)
        answer = call.poll()
        if answer is not None and answer.value is not None:
            self._thumbnails = answer.value
        return self._thumbnails

    # ------------------------------------------------------------------ out

    def copy(self, ctx: Context, picture: pygame.Surface | Byte, extra: E | None = None) -> None:
        """Copy a picture; it can be pasted here even where the system's clipboard takes no pictures."""
        self._own = _Own(_array(picture), extra)
        self._calls(ctx).copy.submit(self._own.image)

    def ask_save(
        self,
        ctx: Context,
        make: Callable[[], pygame.Surface | Byte],
        name: str,
        *,
        title: str = "canvas.save",
        extra: Callable[[], E | None] = lambda: None,
    ) -> None:
        """Let the user choose where to save a picture; it is made when the place is known."""
        ctx.pick_file(FileRequest(title, PNG, lambda path: self.save(ctx, path, make(), extra()), name))

    def save(self, ctx: Context, path: Path, picture: pygame.Surface | Byte, extra: E | None = None) -> None:
        """Write a picture as PNG beside the window, and say where."""
        how = partial(_write_png, encode=self._encode, image=_array(picture), extra=extra)
        self.write(ctx, with_ending(path, ".png"), how)

    def write(self, ctx: Context, path: Path, how: Callable[[Path], None]) -> None:
        """Write a file beside the window, and say where it is, or why it is not there.

        Args:
            ctx: the scene's context.
            path: the file.
            how: writes it; called in the worker's thread. What it raises is said.
        """
        self._calls(ctx).save.submit((path, how))
        self._report(ctx)

    # ------------------------------------------------------------------ frames

    def update(self, ctx: Context) -> Opened[E] | None:
        """Say what has been copied and saved; returns the picture that has come, if any."""
        self._report(ctx)
        self.portraits.update()
        chosen, self._chosen = self._chosen, None
        answer = self._calls(ctx).open.poll()
        if answer is None:
            return chosen
        found = answer.value
        if found is None:
            ctx.notify(answer.error.error if answer.error is not None else "", "bad")
        elif found.problem == "nothing":
            ctx.notify(ctx.t("canvas.nothing_to_paste"), "info")
        elif found.problem:
            ctx.notify(ctx.t(f"picture.{found.problem}", file=found.name), "bad")
        else:
            self._say_notes(ctx, found)
        return found.opened if found is not None else None

    def _say_notes(self, ctx: Context, found: _Answer[E]) -> None:
        keys = [f"picture.note_{note}" for note in found.notes if ctx.t.has(f"picture.note_{note}")]
        if keys:
            width, height = found.size
            words = "; ".join(ctx.t(key, width=width, height=height) for key in keys)
            ctx.notify(ctx.t("picture.note", file=found.name, notes=words), "info")

    def _report(self, ctx: Context) -> None:
        copied, saved = self._calls(ctx).copy.poll(), self._calls(ctx).save.poll()
        if copied is not None:
            ctx.notify(ctx.t("canvas.copied" if copied.value else "canvas.copied_here"), "good")
        if saved is not None and saved.error is not None:
            key = f"{self._group}.{saved.error.error}"
            failed = ctx.t("app.save_failed", why=ctx.why(saved.error))
            ctx.notify(ctx.t(key) if ctx.t.has(key) else failed, "bad")
        elif saved is not None:
            ctx.notify(ctx.t("app.saved", file=str(saved.value)), "good")

    def close(self) -> None:
        """End the threads; what is being saved is saved first."""
        self.portraits.close()
        if self._made is not None:
            self._made.save.close(SAVE_SECONDS, finish=True)
            for call in (self._made.open, self._made.copy, self._made.thumbnails):
                call.close()


def _array(picture: pygame.Surface | Byte) -> Byte:
    return to_array(picture) if isinstance(picture, pygame.Surface) else picture


def _open(request: _Request[E]) -> _Answer[E]:
    """Decode, examine and fit; runs in the worker's thread."""
    from models.base.images import PictureError, load_picture

    source, own = request.source, request.own
    if isinstance(source, int):
        return _open_portrait(request, source)
    if isinstance(source, str):
        pasted = read_picture(source)
        if pasted is None:
            opened = Opened(own.image, request.name, extra=own.extra) if own is not None else None
            return _Answer(opened, request.name, "" if own is not None else "nothing")
        source = pasted
    try:
        picture = load_picture(source)
    except PictureError as problem:
        return _Answer(None, request.name, problem.code)
    extra = request.examine(source, picture) if request.examine is not None else None
    if own is not None and own.extra is not None and np.array_equal(picture.rgb, own.image):
        extra = own.extra
    image = picture.rgb if request.side is None else fitted(picture.rgb, request.side)
    import cv2  # noqa: F401 - the fill tool needs it, and importing it would stop the window for a moment

    opened = Opened(image, request.name, request.tag, source, request.item, extra=extra)
    return _Answer(opened, request.name, notes=picture.notes, size=picture.original_size)


def _open_portrait(request: _Request[E], number: int) -> _Answer[E]:
    split = bundled(request.drawn)
    if not 0 <= number < len(split):
        return _Answer(None, str(number), "no_portrait")
    name = request.name or str(number + 1)
    return _Answer(Opened(split.picture(number), name, request.tag, portrait=number), name)


def _write_png(path: Path, encode: Callable[[Byte, E | None], bytes], image: Byte, extra: E | None) -> None:
    from models.base.files import write_atomically

    write_atomically(path, encode(image, extra))


def _save(request: tuple[Path, Callable[[Path], None]]) -> Path:
    """Write a file; runs in the worker's thread."""
    path, how = request
    try:
        how(path)
    except OSError as error:
        raise OSError(error.strerror or str(error)) from error
    return path

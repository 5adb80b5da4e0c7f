"""How portraits come and go in a room: files, drops, the clipboard; never blocking a frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from game.scenes.generator.latent_files import Origin, portrait_png, read_origin
from game.ui.clipboard import copied_text, read_picture, write_picture
from game.ui.context import Context
from game.ui.picture_io import SUFFIXES
from game.ui.pictures import NICE
from game.workers.latest_call import LatestCall
from models.base.film import FilmError

Byte = NDArray[np.uint8]
SIDE = 512
"""How long the longer side of an opened picture becomes."""


@dataclass(frozen=True)
class Arrival:
    """An opened picture.

    Attributes:
        name: of the file.
        picture: (H, W, 3) uint8; the longer side is SIDE pixels long.
        origin: the latent that the file carried, if any.
    """

    name: str
    picture: Byte
    origin: Origin | None = None


@dataclass(frozen=True)
class _Opened:
    arrival: Arrival | None
    name: str
    problem: str = ""


@dataclass(frozen=True)
class Pasted:
    """The clipboard's text, and what this app copied, should the clipboard hold no picture."""

    text: str
    own: Byte | None


@dataclass(frozen=True)
class _Source:
    what: Path | Pasted
    name: str


class PortraitDesk:
    """Opens, pastes, copies and saves."""

    def __init__(self) -> None:
        self._opening: LatestCall[_Source, _Opened] | None = None
        self._copying: LatestCall[Byte, bool] | None = None
        self._saving: LatestCall[tuple[Path, Callable[[Path], None]], Path] | None = None
        self._copied: Byte | None = None
        self._copied_origin: Origin | None = None

    @property
    def saving(self) -> bool:
        """Whether something is being written."""
        return self._saving is not None and self._saving.busy

    # ------------------------------------------------------------------ in

    def open(self, ctx: Context, path: Path) -> None:
        """Decode a file in the background; `update` hands it out."""
        self._open(ctx, _Source(path, path.name))

    def ask(self, ctx: Context) -> None:
        """Let the user choose a file."""
        ctx.pick_file(ctx.t("canvas.open"), SUFFIXES, lambda path: self.open(ctx, path))

    def paste(self, ctx: Context) -> None:
        """Take the clipboard's picture."""
        self._open(ctx, _Source(Pasted(copied_text(), self._copied), ctx.t("canvas.clipboard")))

    def _open(self, ctx: Context, source: _Source) -> None:
        if self._opening is None:
            self._opening = LatestCall(self._decode, name="open", nice=NICE, inline=ctx.synchronous)
        self._opening.submit(source)

    def _decode(self, source: _Source) -> _Opened:
        """Read a picture and the latent that it may carry; runs in the worker's thread."""
        from game.ui.pictures import fitted
        from models.base.images import PictureError, load_picture

        what: Path | bytes | Pasted = source.what
        if isinstance(what, Pasted):
            found = read_picture(what.text)
            if found is None:
                if what.own is None:
                    return _Opened(None, source.name, "nothing")
                return _Opened(Arrival(source.name, what.own, self._copied_origin), source.name)
            what = found
        try:
            picture = load_picture(what)
        except PictureError as problem:
            return _Opened(None, source.name, problem.code)
        origin = read_origin(what)
        if self._copied is not None and np.array_equal(picture.rgb, self._copied):
            origin = self._copied_origin  # the system's clipboard keeps pixels, but no text chunks
        return _Opened(Arrival(source.name, fitted(picture.rgb, SIDE), origin), source.name)

    # ------------------------------------------------------------------ out

    def copy(self, ctx: Context, picture: Byte, origin: Origin | None = None) -> None:
        """Copy a picture (H, W, 3) uint8; it can be pasted here even where the system takes no pictures."""
        self._copied, self._copied_origin = picture, origin
        if self._copying is None:
            self._copying = LatestCall(_copy, name="copy", nice=NICE, inline=ctx.synchronous)
        self._copying.submit(picture)

    def ask_save(self, ctx: Context, make: Callable[[], tuple[Byte, Origin | None]], name: str) -> None:
        """Let the user choose where to save a portrait; it is made when the place is known."""

        def save(path: Path) -> None:
            picture, origin = make()
            self.write(ctx, path.with_suffix(".png"), lambda target: _write(target, picture, origin))

        ctx.pick_file(ctx.t("canvas.save"), frozenset({".png"}), save, save=name)

    def write(self, ctx: Context, path: Path, how: Callable[[Path], None]) -> None:
        """Write a file in the background, and say where it is, or why it is not."""
        if self._saving is None:
            self._saving = LatestCall(_save, name="save", nice=NICE, inline=ctx.synchronous)
        self._saving.submit((path, how))

    # ------------------------------------------------------------------ frames

    def update(self, ctx: Context) -> Arrival | None:
        """Report what has been copied and saved; the picture that has been opened, if any."""
        copied = self._copying.poll() if self._copying is not None else None
        if copied is not None:
            ctx.notify(ctx.t("canvas.copied" if copied.value else "canvas.copied_here"), "good")
        saved = self._saving.poll() if self._saving is not None else None
        if saved is not None and saved.error is not None:
            key = f"generator.{saved.error.error}"
            failed = ctx.t("app.save_failed", why=ctx.why(saved.error))
            ctx.notify(ctx.t(key) if ctx.t.has(key) else failed, "bad")
        elif saved is not None:
            ctx.notify(ctx.t("app.saved", file=str(saved.value)), "good")
        opened = self._opening.poll() if self._opening is not None else None
        if opened is None:
            return None
        if opened.value is None:
            ctx.notify(opened.error.error if opened.error is not None else "", "bad")
            return None
        found = opened.value
        if found.problem == "nothing":
            ctx.notify(ctx.t("canvas.nothing_to_paste"), "info")
        elif found.problem:
            ctx.notify(ctx.t(f"picture.{found.problem}", file=found.name), "bad")
        return found.arrival

    def close(self) -> None:
        """End the threads; what is being saved is saved first."""
        if self._saving is not None:
            self._saving.close(timeout=5.0, finish=True)
        for call in (self._opening, self._copying):
            if call is not None:
                call.close()


def _copy(picture: Byte) -> bool:
    from game.ui.pictures import encoded

    return write_picture(encoded(picture))


def _write(path: Path, picture: Byte, origin: Origin | None) -> None:
    from game.ui.pictures import encoded
    from models.base.files import write_atomically

    write_atomically(path, encoded(picture) if origin is None else portrait_png(picture, origin))


def _save(request: tuple[Path, Callable[[Path], None]]) -> Path:
    path, how = request
    try:
        how(path)
    except OSError as error:
        raise OSError(error.strerror or str(error)) from error
    except FilmError as error:
        raise OSError(error.code) from error
    return path

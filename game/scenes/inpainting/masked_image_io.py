"""How pictures, portraits and masks come and go: at their own size, and never blocking a frame."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.inpainting import mask as masks
from game.scenes.inpainting.mask import Bits
from game.scenes.inpainting.masked_image import Retouch
from game.scenes.inpainting.requests import Packed
from game.ui.context import Context
from game.ui.picture_io import NICE, SUFFIXES, Loaded, PictureDesk
from game.ui.portraits import PortraitPages, Sample
from game.ui.surfaces import pixels, unpacked
from game.workers.latest_call import LatestCall

Byte = NDArray[np.uint8]
PNG = frozenset({".png"})
OPAQUE = 128
MOST_TRANSPARENT = 0.6
"""Pictures with more transparent pixels are logos and stickers on a transparent ground, not damaged ones."""


@dataclass(frozen=True)
class _MaskFile:
    path: Path
    bits: Bits | None
    problem: str = ""


class RetouchDesk(PictureDesk):
    """Opens and saves for one picture with its mask."""

    def __init__(self, painting: Retouch) -> None:
        super().__init__(painting, None)
        self.retouch = painting
        self._masks: LatestCall[tuple[Path, tuple[int, int]], _MaskFile] | None = None
        self._saving: LatestCall[tuple[Path, Callable[[Path], None]], Path] | None = None
        self.portraits = PortraitPages()

    # ------------------------------------------------------------------ pictures

    def put(self, ctx: Context, found: Loaded, image: Byte) -> None:
        """Put an opened picture in place; its transparent parts, if they are few, are what is missing."""
        bits = None
        if found.alpha is not None:
            bits = found.alpha < OPAQUE
            if not 0 < bits.mean() <= MOST_TRANSPARENT:
                bits = None
        self.retouch.place(image, bits=bits, intact=bits is None)
        if bits is not None:
            ctx.notify(ctx.t("inpainting.transparent"), "info")

    def save_picture(self, ctx: Context, path: Path, surface: pygame.Surface) -> None:
        """Write a picture as PNG in the background, and say where."""
        numbers = pixels(surface).copy()
        self._write(ctx, path, lambda target: _write_picture(target, numbers))

    def ask_save_picture(self, ctx: Context, surface: Callable[[], pygame.Surface], name: str) -> None:
        """Let the user choose where to save a picture."""
        ctx.pick_file(
            ctx.t("canvas.save"), PNG, lambda path: self.save_picture(ctx, path, surface()), save=name
        )

    # ------------------------------------------------------------------ masks

    def ask_mask(self, ctx: Context) -> None:
        """Let the user choose a file with a mask."""
        ctx.pick_file(ctx.t("inpainting.load_mask"), SUFFIXES, lambda path: self.load_mask(ctx, path))

    def load_mask(self, ctx: Context, path: Path) -> None:
        """Read a mask in the background; bright pixels are missing."""
        if self._masks is None:
            self._masks = LatestCall(_read_mask, name="open mask", nice=NICE, inline=ctx.synchronous)
        self._masks.submit((path, self.retouch.bits.shape))

    def ask_save_mask(self, ctx: Context) -> None:
        """Let the user choose where to save the mask."""
        title = ctx.t("inpainting.save_mask")
        ctx.pick_file(title, PNG, lambda path: self.save_mask(ctx, path), save="mask.png")

    def save_mask(self, ctx: Context, path: Path) -> None:
        """Write the mask as PNG in the background, white where the picture is missing, and say where."""
        bits = self.retouch.bits.copy()
        self._write(ctx, path, lambda target: masks.write(target, bits))

    def _write(self, ctx: Context, path: Path, how: Callable[[Path], None]) -> None:
        if self._saving is None:
            self._saving = LatestCall(_write, name="save", nice=NICE, inline=ctx.synchronous)
        self._saving.submit((path.with_suffix(".png"), how))
        self._report(ctx)

    # ------------------------------------------------------------------ portraits

    def open_portrait(self, sample: Sample) -> None:
        """Put a portrait in place."""
        self.retouch.place(sample.image, kind="portrait")

    # ------------------------------------------------------------------ frames

    def update(self, ctx: Context) -> bool:
        """Take what the workers have done; True when another picture is in place."""
        self._report(ctx)
        found = self._masks.poll() if self._masks is not None else None
        if found is not None and found.value is not None:
            self._take_mask(ctx, found.value)
        self.portraits.update()
        return super().update(ctx)

    def _take_mask(self, ctx: Context, found: _MaskFile) -> None:
        name = found.path.name
        if found.bits is None:
            ctx.notify(ctx.t(f"picture.{found.problem}", file=name), "bad")
        elif found.bits.shape != self.retouch.bits.shape:
            self.load_mask(ctx, found.path)  # another picture has come meanwhile
        elif not found.bits.any():
            ctx.notify(ctx.t("inpainting.mask_empty", file=name), "bad")
        else:
            self.retouch.set_mask(found.bits)
            self.retouch.intact = not is_flat(self.retouch.surface, found.bits)

    def _report(self, ctx: Context) -> None:
        saved = self._saving.poll() if self._saving is not None else None
        if saved is None:
            return
        if saved.error is not None:
            ctx.notify(ctx.t("app.save_failed", why=ctx.why(saved.error)), "bad")
        else:
            ctx.notify(ctx.t("app.saved", file=str(saved.value)), "good")

    def close(self) -> None:
        """End the threads; what is being saved is saved first."""
        super().close()
        if self._saving is not None:
            self._saving.close(timeout=5.0, finish=True)
        self.portraits.close()
        if self._masks is not None:
            self._masks.close()


def is_flat(surface: pygame.Surface, bits: Bits) -> bool:
    """Whether the masked pixels all have one colour: then the picture has a real hole there, and no truth."""
    under = pixels(surface)[bits]
    return bool(len(under)) and bool((under & 0xFFFFFF == under[0] & 0xFFFFFF).all())


def _read_mask(request: tuple[Path, tuple[int, int]]) -> _MaskFile:
    path, shape = request
    try:
        return _MaskFile(path, masks.read(path, shape))
    except masks.PictureError as problem:
        return _MaskFile(path, None, problem.code)


def _write_picture(path: Path, numbers: Packed) -> None:
    from game.ui.pictures import encoded
    from models.base.files import write_atomically

    write_atomically(path, encoded(unpacked(numbers)))


def _write(request: tuple[Path, Callable[[Path], None]]) -> Path:
    path, how = request
    try:
        how(path)
    except OSError as error:
        raise OSError(error.strerror or str(error)) from error
    return path

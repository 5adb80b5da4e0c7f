"""What becomes of the pictures, portraits and masks that are opened, and what is saved of them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.inpainting.mask import from_picture
from game.scenes.inpainting.masked_image import MaskedImage
from game.scenes.inpainting.requests import Bits
from game.ui.context import Context, FileRequest
from game.ui.picture_io import SUFFIXES, Opened, PictureIO
from game.ui.surfaces import pixels

if TYPE_CHECKING:
    from models.base.images import Picture

OPAQUE = 128
MOST_TRANSPARENT = 0.6
"""Pictures with more transparent pixels are logos and stickers on a transparent ground, not damaged ones."""


class MaskedImageIO(PictureIO[Bits]):
    """Opens and saves for one picture with its mask; pictures keep their size."""

    def __init__(self, masked: MaskedImage) -> None:
        super().__init__(None, examine=_transparent)
        self.masked = masked
        self._at: tuple[int, str] = (-1, "")

    # ------------------------------------------------------------------ masks

    def ask_mask(self, ctx: Context) -> None:
        """Let the user choose a file with a mask."""
        ctx.pick_file(FileRequest("inpainting.load_mask", SUFFIXES, partial(self.load_mask, ctx)))

    def load_mask(self, ctx: Context, path: Path) -> None:
        """Read a mask beside the window; bright pixels are missing."""
        self.open(ctx, path, tag="mask", examine=partial(_mask, self.masked.bits.shape))

    def ask_save_mask(self, ctx: Context) -> None:
        """Let the user choose where to save the mask."""
        self.ask_save(ctx, self._grey, "mask.png", title="inpainting.save_mask")

    def save_mask(self, ctx: Context, path: Path) -> None:
        """Write the mask as PNG, white where the picture is missing, and say where."""
        self.save(ctx, path, self._grey())

    def _grey(self) -> NDArray[np.uint8]:
        return self.masked.bits.astype(np.uint8) * 255

    # ------------------------------------------------------------------ frames

    def update(self, ctx: Context) -> Opened[Bits] | None:
        """Put what has come in its place; returns it."""
        opened = super().update(ctx)
        if opened is None:
            return None
        if opened.tag == "mask":
            self._take_mask(ctx, opened)
            return opened
        if opened.portrait is not None:
            self.masked.place(opened.image, kind="portrait")
        else:
            self.masked.place(opened.image, bits=opened.extra, intact=opened.extra is None)
            if opened.extra is not None:
                ctx.notify(ctx.t("inpainting.transparent"), "info")
        self._at = (self.masked.version, opened.address)
        return opened

    @property
    def address(self) -> str:
        """What a link calls the picture; empty when it is no bundled one, or not as it was."""
        version, address = self._at
        return address if version == self.masked.version else ""

    def _take_mask(self, ctx: Context, opened: Opened[Bits]) -> None:
        bits = opened.extra
        if bits is None or not bits.any():
            ctx.notify(ctx.t("inpainting.mask_empty", file=opened.name), "bad")
        elif bits.shape != self.masked.bits.shape and isinstance(opened.source, Path):
            self.load_mask(ctx, opened.source)  # another picture has come meanwhile
        else:
            self.masked.set_mask(bits)
            self.masked.intact = not is_flat(self.masked.surface, bits)


def is_flat(surface: pygame.Surface, bits: Bits) -> bool:
    """Whether the masked pixels all have one colour: then the picture has a real hole there, and no truth."""
    under = pixels(surface)[bits]
    return bool(len(under)) and bool((under & 0xFFFFFF == under[0] & 0xFFFFFF).all())


def _transparent(source: Path | bytes, picture: Picture) -> Bits | None:
    """The picture's transparent parts, if they are few: they are what is missing."""
    if picture.alpha is None:
        return None
    bits: Bits = picture.alpha < OPAQUE
    return bits if 0 < bits.mean() <= MOST_TRANSPARENT else None


def _mask(shape: tuple[int, int], source: Path | bytes, picture: Picture) -> Bits:
    return from_picture(picture, shape)

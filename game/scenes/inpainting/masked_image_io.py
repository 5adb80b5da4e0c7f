"""What becomes of the pictures, portraits and masks that are opened, and what is saved of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.inpainting.mask import Reading, read_mask
from game.scenes.inpainting.mask_canvas import TINT
from game.scenes.inpainting.masked_image import MaskedImage
from game.scenes.inpainting.overlays import MaskOverlay
from game.scenes.inpainting.requests import Bits
from game.ui.context import Context, FileRequest
from game.ui.layout import row
from game.ui.picture_io import SUFFIXES, Opened, PictureIO
from game.ui.surfaces import pixels
from game.ui.widgets.controls import set_card
from game.ui.widgets.window import Window

if TYPE_CHECKING:
    from models.base.images import Picture

OPAQUE = 128
MOST_TRANSPARENT = 0.6
"""Pictures with more transparent pixels are logos and stickers on a transparent ground, not damaged ones."""


class MaskedImageIO(PictureIO[Bits | Reading]):
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
        """Read a mask beside the window; asks where it is not clear what is missing."""
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

    def update(self, ctx: Context) -> Opened[Bits | Reading] | None:
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
            bits = opened.extra if isinstance(opened.extra, np.ndarray) else None
            self.masked.place(opened.image, bits=bits, intact=bits is None)
            if bits is not None:
                ctx.notify(ctx.t("inpainting.transparent"), "info")
        self._at = (self.masked.version, opened.address)
        return opened

    @property
    def address(self) -> str:
        """What a link calls the picture; empty when it is no bundled one, or not as it was."""
        version, address = self._at
        return address if version == self.masked.version else ""

    def _take_mask(self, ctx: Context, opened: Opened[Bits | Reading]) -> None:
        found = opened.extra
        if not isinstance(found, Reading) or not found.bits.any():
            ctx.notify(ctx.t("inpainting.mask_empty", file=opened.name), "bad")
        elif found.bits.shape != self.masked.bits.shape and isinstance(opened.source, Path):
            self.load_mask(ctx, opened.source)  # another picture has come meanwhile
        else:
            if found.stretched:
                ctx.notify(ctx.t("inpainting.mask_stretched", file=opened.name), "info")
            if found.clear or ctx.modal():
                self._put_mask(found.bits)
            else:
                MaskQuestion(ctx, opened.name, self.masked.surface, found.bits, self._put_mask)

    def _put_mask(self, bits: Bits) -> None:
        if bits.shape == self.masked.bits.shape:
            self.masked.set_mask(bits, intact=not is_flat(self.masked.surface, bits))


class MaskQuestion(Window):
    """Asks which part of the picture a file means: one card for its mask, one for the opposite.

    Args:
        ctx: the scene's context.
        name: of the file.
        surface: the picture.
        bits: the mask, of the picture's (height, width).
        take: called with the one that was chosen.
    """

    def __init__(
        self, ctx: Context, name: str, surface: pygame.Surface, bits: Bits, take: Callable[[Bits], None]
    ) -> None:
        super().__init__(ctx, (720, 400), ctx.t("inpainting.mask_question", file=name), "mask_window")
        places = row(self.room, [-1, -1], ctx.style.px(10))
        for place, answer, which in zip(places, (bits, ~bits), ("likely", "opposite"), strict=True):
            made = self.card(place, f"mask_{which}", partial(self.finish, take, answer))
            overlay = MaskOverlay(TINT)
            overlay.follow(surface, answer)
            words = ctx.t("inpainting.mask_share", share=ctx.t.number(100 * float(answer.mean()), 1))
            lines = [(words, "small", "bold", ctx.style.colour.text)]
            set_card(ctx, made, overlay.surface, lines, middle=True)


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


def _mask(shape: tuple[int, int], source: Path | bytes, picture: Picture) -> Reading:
    return read_mask(picture, shape)

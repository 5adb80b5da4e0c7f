"""What repair and rain share: one picture with its mask, its canvas, and what is remembered."""

from __future__ import annotations

import random

import numpy as np
import pygame

from game.scenes.inpainting.mask_canvas import MaskCanvas
from game.scenes.inpainting.masked_image import MaskedImage
from game.scenes.inpainting.masked_image_io import MaskedImageIO
from game.scenes.inpainting.prefs import NAME, Prefs
from game.scenes.inpainting.sample_masks import SAMPLE_MASKS
from game.ui.canvas.strokes import MAX_BRUSH, MIN_BRUSH
from game.ui.context import Context
from game.workers.preferences import Preferences

FIRST = "cat"
SHEET = 512
BRUSH_FOR = 512
"""The longer side of a picture that the remembered brush size belongs to."""


class SharedState:
    """The shared picture. It begins with a photograph that has been scratched.

    Attributes:
        masked: the picture with its mask.
        canvas: shows it, and paints on it.
        pictures: how pictures come and go.
        store: what is remembered; there once the scene has begun, as are `workers`, `seed` and `chance`.
        picture_dirty: what has changed of the picture since the last frame.
        mask_dirty: what has changed of the mask.
    """

    def __init__(self) -> None:
        self.masked = MaskedImage((SHEET, SHEET))
        self.canvas = MaskCanvas(self.masked)
        self.pictures = MaskedImageIO(self.masked)
        self.picture_dirty: pygame.Rect | None = None
        self.mask_dirty: pygame.Rect | None = None
        self._size = self.masked.size
        self._mask: tuple[int, str] = (0, "none")

    def begin(self, ctx: Context) -> None:
        """Read what is remembered and open the first picture."""
        self.workers, self.seed, self.chance = ctx.workers, ctx.seed, random.Random(ctx.seed)
        self.store = Preferences(ctx.folders.config / NAME, Prefs, ctx.workers)
        self.canvas.brush = round(self.prefs.brush)
        self.canvas.layer = self.prefs.layer
        self.pictures.open_address(ctx, FIRST, tag="first", credit=False)

    @property
    def prefs(self) -> Prefs:
        """What is remembered."""
        return self.store.value

    @property
    def mask_name(self) -> str:
        """The sample mask over the picture; "none" for an empty one, and empty for any other."""
        version, name = self._mask
        if version == self.masked.mask_version:
            return name
        return "" if self.masked.share else "none"

    def mask(self, name: str) -> None:
        """Lay one of the sample masks over the picture."""
        self.masked.clear_mask()
        SAMPLE_MASKS[name](self.masked)
        self._mask = (self.masked.mask_version, name)

    def update(self, ctx: Context) -> None:
        """Take what has been opened, and note what has changed."""
        opened = self.pictures.update(ctx)
        name = "scratches" if opened is not None and opened.tag == "first" else opened.tag if opened else ""
        if name in SAMPLE_MASKS:
            self.mask(name)
        if opened is not None and opened.tag == "first":
            self.masked.forget()
        size = self.masked.size
        if size != self._size:
            self._fit_brush(size)
            self.canvas.view.reset()
        self.picture_dirty = self.masked.take_dirty()
        self.mask_dirty = self.masked.take_mask_dirty()
        if self.picture_dirty is not None or self.mask_dirty is not None:
            parts = [rect for rect in (self.picture_dirty, self.mask_dirty) if rect is not None]
            self.canvas.follow(parts[0].unionall(parts[1:]))

    def _fit_brush(self, size: tuple[int, int]) -> None:
        """Keep the brush as large on the screen as it was, though the picture has more pixels, or fewer."""
        before, self._size = self._size, size
        brush = round(self.canvas.brush * max(size) / max(before))
        self.canvas.brush = min(max(brush, MIN_BRUSH), MAX_BRUSH)

    def sheet(self) -> None:
        """Put white paper in place, to draw on."""
        self.masked.place(np.full((SHEET, SHEET, 3), 255, np.uint8))

    def remember(self) -> None:
        """Save the preferences, if they have changed."""
        brush = round(self.canvas.brush * BRUSH_FOR / max(self.masked.size))
        self.store.change(brush=float(min(max(brush, MIN_BRUSH), MAX_BRUSH)), layer=self.canvas.layer)
        self.store.save()

    def close(self) -> None:
        """End the threads, and save."""
        self.remember()
        self.store.close()
        self.pictures.close()

"""What repair and rain share: one picture with its mask, its canvas, the view, and what is remembered."""

from __future__ import annotations

import math

import pygame

from game.scenes.inpainting import prefs
from game.scenes.inpainting.mask_canvas import MaskCanvas
from game.scenes.inpainting.masked_image import Retouch
from game.scenes.inpainting.masked_image_io import RetouchDesk
from game.scenes.inpainting.prefs import Prefs
from game.ui.context import Context

FIRST = ("images", "gallery", "cat.jpg")
SHEET = 512
BRUSH_FOR = 512
"""The longer side of a picture that the remembered brush size belongs to."""


class Bench:
    """The shared picture. It begins with a photograph that somebody has scribbled on."""

    def __init__(self) -> None:
        self.retouch = Retouch((SHEET, SHEET))
        self.canvas = MaskCanvas(self.retouch)
        self.desk = RetouchDesk(self.retouch)
        self.prefs = Prefs()
        self.picture_dirty: pygame.Rect | None = None
        self.mask_dirty: pygame.Rect | None = None
        self._begun = False
        self._scribble = True
        self._saved = ""
        self._size = self.retouch.size

    def begin(self, ctx: Context) -> None:
        """Read what is remembered and open the first picture, once."""
        if self._begun:
            return
        self._begun = True
        self.prefs = prefs.load(ctx.folders.config)
        self._saved = str(self.prefs)
        self.canvas.brush = round(self.prefs.brush)
        self.canvas.layer = self.prefs.layer
        self.desk.open(ctx, ctx.assets.path(*FIRST), tag="first")

    def update(self, ctx: Context) -> bool:
        """Take what has been opened, and note what has changed; True when another picture is in place."""
        arrived = self.desk.update(ctx) is not None
        if self._scribble and not self.retouch.blank:
            self._scribble = False
            scribble(self.retouch)
        size = self.retouch.size
        if size != self._size:
            self._fit_brush(size)
            self.canvas.view.reset()
        self.picture_dirty = self.retouch.take_dirty()
        self.mask_dirty = self.retouch.take_mask_dirty()
        if self.picture_dirty is not None or self.mask_dirty is not None:
            parts = [rect for rect in (self.picture_dirty, self.mask_dirty) if rect is not None]
            self.canvas.follow(parts[0].unionall(parts[1:]))
        return arrived

    def _fit_brush(self, size: tuple[int, int]) -> None:
        """Keep the brush as large on the screen as it was, though the picture has more pixels, or fewer."""
        before, self._size = self._size, size
        brush = round(self.canvas.brush * max(size) / max(before))
        self.canvas.brush = min(max(brush, 1), 160)

    def sheet(self) -> None:
        """Put white paper in place, to draw on."""
        import numpy as np

        self.retouch.place(np.full((SHEET, SHEET, 3), 255, np.uint8))

    def remember(self, ctx: Context) -> None:
        """Write the preferences, if they have changed."""
        brush = self.canvas.brush * BRUSH_FOR / max(self.retouch.size)
        self.prefs.brush = min(max(round(brush), 1), 160)
        self.prefs.layer = self.canvas.layer
        if str(self.prefs) != self._saved:
            self._saved = str(self.prefs)
            prefs.save(ctx.folders.config, self.prefs)

    def close(self) -> None:
        """End the threads."""
        self.desk.close()


def scribble(retouch: Retouch) -> None:
    """Scratch the first picture as a child with a felt pen would; no step to undo."""
    width, height = retouch.size
    pen = max(4, round(max(width, height) / 40))
    for share, drop, phase in ((0.22, 0.10, 0.0), (0.52, 0.13, 1.1), (0.78, 0.07, 2.3)):
        points = [
            (
                width * (0.1 + 0.8 * i / 40),
                height * (share + drop * math.sin(phase + i / 40 * 3 * math.pi)),
            )
            for i in range(41)
        ]
        retouch.begin_mask(points[0], pen)
        for point in points[1:]:
            retouch.move(point)
        retouch.end()
    retouch.forget()

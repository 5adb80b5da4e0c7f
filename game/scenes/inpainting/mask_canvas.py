"""The shared canvas with a second layer: the mask lies over the picture in a translucent colour."""

from __future__ import annotations

from itertools import pairwise

import pygame

from game.scenes.inpainting.mask import Point
from game.scenes.inpainting.masked_image import MaskedImage
from game.scenes.inpainting.overlays import MaskOverlay
from game.ui.canvas.paint_canvas import PaintCanvas
from game.ui.canvas.view import ViewPicture

MASK_TOOLS = ("brush", "eraser", "lasso", "rectangle")
TINT = (255, 48, 150)
"""Magenta: rare in photographs, and the colour-blind tell it from what lies below by its brightness."""


class MaskCanvas(PaintCanvas):
    """Paints on the picture as every canvas does, or on the mask over it.

    Attributes:
        layer: "mask" or "picture".
        mask_tool: one of MASK_TOOLS.
    """

    def __init__(self, masked: MaskedImage) -> None:
        super().__init__(masked)
        self.masked = masked
        self.layer = "mask"
        self.mask_tool = "brush"
        self._overlay = MaskOverlay(TINT)
        self._shown = ViewPicture()
        self._corners: list[Point] = []
        self._erase = False

    @property
    def busy(self) -> bool:
        """Whether the hand is in the middle of something."""
        return bool(self._corners) or self.masked.painting

    @property
    def pointed(self) -> bool:
        """Whether the pointer is over the picture."""
        return self._pointer is not None

    def choose(self, tool: str) -> None:
        """Take another tool of the open layer."""
        if self.layer == "picture":
            super().choose(tool)
        elif tool in MASK_TOOLS:
            self.mask_tool = tool

    def choose_layer(self, layer: str) -> None:
        """Paint on the mask, or on the picture."""
        self.release()
        self.layer = layer

    def release(self) -> None:
        """Finish what the mouse was doing; an outline that is not closed is forgotten."""
        super().release()
        self._corners = []

    def cancel(self) -> None:
        """Forget what the hand is in the middle of."""
        self._corners = []
        self.masked.cancel()

    # ------------------------------------------------------------------ events

    def _press(self, event: pygame.event.Event) -> bool:
        plain = event.button in (1, 3) and not self._space
        if self.layer == "picture" or not plain or not self.rect.collidepoint(event.pos):
            return super()._press(event)
        at = self.to_picture(event.pos)
        self._erase = event.button == 3 or self.mask_tool == "eraser"
        if self.mask_tool in ("lasso", "rectangle"):
            self._corners = [at]
        else:
            self.masked.begin_mask(at, self.brush, erase=self._erase, pressure=self._pressure)
        return True

    def _move(self, event: pygame.event.Event) -> bool:
        if self._corners and not self._panning:
            self._pointer = event.pos if self.rect.collidepoint(event.pos) else None
            at = self.to_picture(event.pos)
            self._corners = [*self._corners, at] if self.mask_tool == "lasso" else [self._corners[0], at]
            return True
        return super()._move(event)

    def _lift(self) -> bool:
        corners, self._corners = self._corners, []
        if not corners:
            return super()._lift()
        if self.mask_tool == "lasso":
            self.masked.mask_area(corners, erase=self._erase)
        elif len(corners) > 1:
            self.masked.mask_box(corners[0], corners[-1], erase=self._erase)
        return True

    # ------------------------------------------------------------------ drawing

    def follow(self, changed: pygame.Rect | None) -> None:
        """Draw the mask again where picture or mask have changed; everywhere without a place."""
        self._overlay.follow(self.masked.surface, self.masked.bits, changed)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw picture and mask, the hint on untouched paper, and what the hand is about to do."""
        rect = self._shown.draw(screen, self._overlay.surface, self._overlay.version, self.view, self.room)
        self._draw_over(screen, rect)
        if len(self._corners) > 1:
            clip = screen.get_clip()
            screen.set_clip(rect)
            self._draw_outline(screen)
            screen.set_clip(clip)

    def _draw_outline(self, screen: pygame.Surface) -> None:
        size = self.masked.size
        points = [self.view.to_window(at, size, self.room) for at in self._corners]
        if self.mask_tool == "rectangle":
            (x0, y0), (x1, y1) = points[0], points[-1]
            points = [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
        points.append(points[0])
        for colour, width in (((0, 0, 0), 4), ((255, 255, 255) if self._erase else TINT, 2)):
            for a, b in pairwise(points):
                pygame.draw.line(screen, colour, a, b, width)

    def _aims(self) -> bool:
        if self.layer == "mask":
            return self.mask_tool in ("lasso", "rectangle")
        return super()._aims()

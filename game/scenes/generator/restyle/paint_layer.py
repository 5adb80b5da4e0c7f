"""What is painted over a portrait: colours that it is to take, on a layer of their own."""

from __future__ import annotations

import pygame

from game.scenes.generator.enlarging import SIDE
from game.scenes.generator.restyle.requests import NONE, Paint
from game.ui.canvas.painting import Painting
from game.ui.canvas.strokes import Stroke, Tool, stamp
from game.ui.surfaces import to_surface
from models.base.arrays import Byte


class PaintLayer(Painting):
    """A portrait with paint over it; strokes and eraser touch the paint only.

    Attributes:
        surface: portrait and paint together, as the canvas shows them.
        wet: a number that grows whenever the paint changes.
    """

    def __init__(self) -> None:
        super().__init__((SIDE, SIDE))
        self.blank = False
        self.wet = 0
        self._portrait = pygame.Surface((SIDE, SIDE), depth=32)
        self._layer = pygame.Surface((SIDE, SIDE), pygame.SRCALPHA, 32)
        self._kept: Paint | None = NONE
        self._hand: tuple[Stroke, Tool, bool] | None = None
        self._undone: pygame.Surface | None = None

    @property
    def painting(self) -> bool:
        """Whether a stroke is under way."""
        return self._hand is not None

    @property
    def paint(self) -> Paint:
        """The layer as it is now."""
        if self._kept is None:
            empty = self._layer.get_bounding_rect(min_alpha=1).width == 0
            self._kept = NONE if empty else Paint(pygame.image.tobytes(self._layer, "RGBA"))
        return self._kept

    def show(self, portrait: Byte) -> None:
        """Put a portrait, (SIDE, SIDE, 3) uint8, under the paint."""
        self._portrait = to_surface(portrait)
        self._compose(self.surface.get_rect())

    def restore(self, paint: Paint) -> None:
        """Put a layer in place that was there before."""
        self.cancel()
        self._layer.fill((0, 0, 0, 0))
        if paint.rgba:
            self._layer.blit(pygame.image.frombytes(paint.rgba, (SIDE, SIDE), "RGBA"), (0, 0))
        self._kept = paint
        self._changed(self.surface.get_rect())

    # ------------------------------------------------------------------ strokes

    def begin(
        self, at: tuple[float, float], tool: Tool, *, pressure: float = 1.0, erase: bool = False
    ) -> None:
        """Put the brush, or the eraser, on the layer."""
        self.end()
        self._undone = self._layer.copy()
        self._hand = (Stroke(at, tool.size, pressure), tool, erase)
        self._stamp(*self._hand[0].first())

    def move(self, at: tuple[float, float], *, pressure: float = 1.0, even: bool = False) -> None:
        """Go on to a point; `even` keeps to no angle here."""
        if self._hand is not None:
            for where, size in self._hand[0].move(at, pressure):
                self._stamp(where, size)

    def end(self) -> None:
        """Lift the brush."""
        if self._hand is not None:
            for where, size in self._hand[0].end():
                self._stamp(where, size)
        self._hand = self._undone = None

    def cancel(self) -> None:
        """Lift the brush and take back what it did."""
        if self._undone is not None:
            self._layer = self._undone
            self._kept = None
            self._changed(self.surface.get_rect())
        self._hand = self._undone = None

    def _stamp(self, at: pygame.Vector2, size: int) -> None:
        if self._hand is None:
            return
        _, tool, erase = self._hand
        disc = stamp(size, (0, 0, 0) if erase else tool.colour)
        rect = disc.get_rect(center=(round(at.x), round(at.y)))
        # Black at full opacity subtracts opacity and leaves the colours alone.
        self._layer.blit(disc, rect, special_flags=pygame.BLEND_RGBA_SUB if erase else 0)
        self._kept = None
        self._changed(rect.clip(self.surface.get_rect()))

    def _changed(self, rect: pygame.Rect) -> None:
        self.wet += 1
        self._compose(rect)

    def _compose(self, rect: pygame.Rect) -> None:
        self.surface.blit(self._portrait, rect, rect)
        self.surface.blit(self._layer, rect, rect)
        self._mark(rect)

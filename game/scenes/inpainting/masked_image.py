"""A picture, the mask over it, and one history for both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pygame
from numpy.typing import NDArray

from game.scenes.inpainting.mask import Point, area, box, dab, whole
from game.scenes.inpainting.overlays import part_of
from game.scenes.inpainting.requests import Bits, Packed, bounds
from game.ui.canvas.painting import Change, Painting
from game.ui.canvas.strokes import Stroke
from game.ui.pictures import packed
from game.ui.surfaces import pixels


@dataclass(frozen=True)
class MaskChange(Change):
    """What stood at a place of picture and mask.

    Attributes:
        mask: (H, W) bool at `rect`.
        facts: what was known of the picture, see `MaskedImage.facts`.
    """

    mask: Bits
    facts: tuple[str, bool, bool]

    @property
    def bytes(self) -> int:
        """The memory that it takes."""
        return super().bytes + self.mask.nbytes


@dataclass
class _Hand:
    """A stroke on the mask that is under way."""

    stroke: Stroke
    erase: bool
    before: Bits
    touched: pygame.Rect | None = None


class MaskedImage(Painting):
    """A painting with a mask: what is missing and is to be filled.

    Attributes:
        bits: the mask, (H, W) bool, True where the picture is missing; change it by the methods only.
        mask_version: a number that grows with every change of the mask.
        kind: "portrait" for one of the bundled portraits, else empty.
        intact: whether the pixels under the mask are the true ones, so that a fill can be judged by them.
        rainy: whether it rains in the picture already.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        super().__init__(size)
        self.bits: Bits = np.zeros((size[1], size[0]), bool)
        self.mask_version = 0
        self.kind = ""
        self.intact = True
        self.rainy = False
        self._hand: _Hand | None = None
        self._mask_dirty: pygame.Rect | None = None
        self._share: tuple[int, float] = (0, 0.0)

    @property
    def painting(self) -> bool:
        """Whether a stroke on the picture or on the mask is under way."""
        return self._hand is not None or super().painting

    @property
    def share(self) -> float:
        """How much of the picture is missing, 0 to 1."""
        if self._share[0] != self.mask_version:
            self._share = (self.mask_version, np.count_nonzero(self.bits) / self.bits.size)
        return self._share[1]

    @property
    def facts(self) -> tuple[str, bool, bool]:
        """`kind`, `intact` and `rainy`, which go back and forth with the history."""
        return self.kind, self.intact, self.rainy

    @property
    def identity(self) -> object:
        """Another one for another picture."""
        return self.size, id(self.surface)

    def packed(self) -> Packed:
        """A copy of the pixels, (H, W)."""
        return pixels(self.surface).copy()

    def take_mask_dirty(self) -> pygame.Rect | None:
        """The rectangle of the mask that changed since the last call, or None."""
        dirty, self._mask_dirty = self._mask_dirty, None
        return dirty

    # ------------------------------------------------------------------ strokes and areas of the mask

    def begin_mask(self, at: Point, size: int, *, erase: bool = False, pressure: float = 1.0) -> None:
        """Put the brush on the mask; `size` is its diameter in picture pixels."""
        self.end()
        self._hand = _Hand(Stroke(at, size, pressure), erase, self.bits.copy())
        self._dab(*self._hand.stroke.first())

    def move(self, at: Point, *, pressure: float = 1.0, even: bool = False) -> None:
        """Go on to a point, on the picture or on the mask."""
        if self._hand is None:
            super().move(at, pressure=pressure, even=even)
            return
        for where, size in self._hand.stroke.move(at, pressure):
            self._dab(where, size)

    def end(self) -> None:
        """Lift the brush: what it did becomes one step of the history."""
        hand = self._hand
        if hand is None:
            super().end()
            return
        for where, size in hand.stroke.end():
            self._dab(where, size)
        self._hand = None
        if hand.touched is not None:
            self._remember_mask(hand.touched, hand.before)

    def cancel(self) -> None:
        """Lift the brush and forget what it did."""
        hand, self._hand = self._hand, None
        if hand is None:
            super().cancel()
        elif hand.touched is not None:
            self._put_bits(hand.touched, part_of(hand.before, hand.touched))

    def mask_area(self, corners: Sequence[Point], *, erase: bool = False) -> None:
        """Mask, or uncover, the inside of an outline; one step of the history."""
        self.end()
        before = self.bits.copy()
        self._changed(area(self.bits, corners, not erase), before)

    def mask_box(self, start: Point, end: Point, *, erase: bool = False) -> None:
        """Mask, or uncover, a rectangle; one step of the history."""
        self.end()
        before = self.bits.copy()
        self._changed(box(self.bits, start, end, not erase), before)

    def set_mask(self, bits: Bits, *, intact: bool | None = None, rainy: bool | None = None) -> None:
        """Replace the whole mask, and what is known of the picture; one step of the history.

        Args:
            bits: of the picture's (height, width).
            intact: whether the pixels under it are the true ones; stays when absent.
            rainy: whether it rains in the picture already; stays when absent.
        """
        self.end()
        changed, facts = bounds(self.bits != bits), self.facts
        rect = pygame.Rect(changed or (0, 0, 0, 0))
        old = MaskChange(rect, None, self.blank, part_of(self.bits, rect).copy(), facts)
        self.intact = self.intact if intact is None else intact
        self.rainy = self.rainy if rainy is None else rainy
        if changed:
            self.bits = bits.copy()
            self._mark_mask(rect)
        if changed or facts != self.facts:
            self.history.remember(old)

    def tell(self, *, intact: bool | None = None, rainy: bool | None = None) -> None:
        """Say what is true of the picture; one step of the history."""
        self.set_mask(self.bits, intact=intact, rainy=rainy)

    def invert_mask(self) -> None:
        """What was kept is missing, and the other way round."""
        self.set_mask(~self.bits)

    def clear_mask(self) -> None:
        """Nothing is missing."""
        self.set_mask(np.zeros_like(self.bits))

    def _dab(self, at: pygame.Vector2, size: int) -> None:
        hand = self._hand
        if hand is None:
            return
        rect = dab(self.bits, (at.x, at.y), size, not hand.erase)
        if rect.width and rect.height:
            hand.touched = rect.union(hand.touched) if hand.touched is not None else rect
            self._mark_mask(rect)

    # ------------------------------------------------------------------ pictures

    def place(
        self,
        image: NDArray[np.uint8],
        *,
        bits: Bits | None = None,
        kind: str = "",
        intact: bool = True,
        rainy: bool | None = None,
    ) -> None:
        """Put a picture, and a mask, in the place of the old ones. Can be taken back.

        Args:
            image: (H, W, 3) RGB uint8.
            bits: (H, W) bool; nothing is missing when absent.
            kind: "portrait" for one of the bundled portraits.
            intact: whether the pixels under the mask are the true ones.
            rainy: whether it rains in the picture already; as in the one before when absent.
        """
        self.cancel()
        self.history.remember(self._all())
        height, width = image.shape[:2]
        self.surface = pygame.Surface((width, height), depth=32)
        pixels(self.surface)[:] = packed(image)
        self.bits = np.zeros((height, width), bool) if bits is None else bits.copy()
        self.kind, self.intact, self.blank = kind, intact, False
        self.rainy = self.rainy if rainy is None else rainy
        self._mark(self.surface.get_rect())
        self._mark_mask(whole(self.bits))

    def _all(self) -> MaskChange:
        """All that another picture replaces."""
        return MaskChange(None, self.surface, self.blank, self.bits, self.facts)

    def _swap(self, change: Change) -> Change:
        if not isinstance(change, MaskChange):
            return super()._swap(change)
        rect = change.rect
        if rect is None:
            old = self._all()
            super()._swap(change)
            self.bits = change.mask
            self._mark_mask(whole(self.bits))
        else:
            old = MaskChange(rect, None, self.blank, part_of(self.bits, rect).copy(), self.facts)
            if rect.width:
                self._put_bits(rect, change.mask)
        self.kind, self.intact, self.rainy = change.facts
        return old

    # ------------------------------------------------------------------ bookkeeping

    def _changed(self, rect: pygame.Rect | None, before: Bits) -> None:
        if rect is not None and rect.width and rect.height:
            self._mark_mask(rect)
            self._remember_mask(rect, before)

    def _remember_mask(self, rect: pygame.Rect, before: Bits) -> None:
        old = part_of(before, rect)
        if (old != part_of(self.bits, rect)).any():
            self.history.remember(MaskChange(rect.copy(), None, self.blank, old.copy(), self.facts))

    def _put_bits(self, rect: pygame.Rect, bits: Bits) -> None:
        part_of(self.bits, rect)[:] = bits
        self._mark_mask(rect)

    def _mark_mask(self, rect: pygame.Rect) -> None:
        self.mask_version += 1
        dirty = rect.union(self._mask_dirty) if self._mask_dirty is not None else rect
        self._mask_dirty = dirty.clip(whole(self.bits))

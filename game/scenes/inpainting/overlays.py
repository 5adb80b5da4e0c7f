"""Pictures made of a picture and what is laid over it, drawn again only where something changed."""

from __future__ import annotations

from typing import Any

import pygame
from numpy.typing import NDArray

from game.scenes.inpainting.requests import Bits, Patch
from game.ui.surfaces import pixels

DIM = 0x3F3F3F
"""Keeps colours from running into their neighbours when all are shifted by two bits: a quarter as bright."""


class PatchedPicture:
    """A base picture with a patch over it: what a fill, an error map or an overlay looks like."""

    def __init__(self) -> None:
        self.surface = pygame.Surface((1, 1), depth=32)
        self.version = 0
        self.patch: Patch | None = None
        self._base = self.surface
        self._dim = False

    def follow(self, base: pygame.Surface, changed: pygame.Rect | None = None) -> None:
        """Take another base, or what has changed in it; the patch goes when the size is another one."""
        if base.get_size() != self.surface.get_size():
            self.surface = pygame.Surface(base.get_size(), depth=32)
            self.patch = None
            changed = None
        self._base = base
        self._compose(changed or base.get_rect())

    def show(self, patch: Patch | None, *, dim: bool = False) -> None:
        """Lay another patch over the base, which `dim` darkens."""
        if patch is not None and not _fits(patch, self.surface):
            return
        old, self.patch = self.patch, patch
        rects = [pygame.Rect(p.box) for p in (old, patch) if p is not None and p.box[2]]
        if dim != self._dim:
            self._dim = dim
            rects = [self.surface.get_rect()]
        if rects:
            self._compose(rects[0].unionall(rects[1:]))

    def _compose(self, rect: pygame.Rect) -> None:
        rect = rect.clip(self.surface.get_rect())
        into, base = part_of(pixels(self.surface), rect), part_of(pixels(self._base), rect)
        into[:] = (base >> 2) & DIM if self._dim else base
        patch = self.patch
        if patch is not None:
            place = pygame.Rect(patch.box)
            inner = place.clip(rect)
            mine = part_of(patch.hole, inner.move(-place.x, -place.y))
            colours = part_of(patch.pixels, inner.move(-place.x, -place.y))
            part_of(into, inner.move(-rect.x, -rect.y))[mine] = colours[mine]
        self.version += 1


class MaskOverlay:
    """A picture with its mask laid over it in a translucent colour."""

    def __init__(self, colour: tuple[int, int, int]) -> None:
        red, green, blue = (round(part * 5 / 8) for part in colour)
        self._tint = red << 16 | green << 8 | blue
        self.surface = pygame.Surface((1, 1), depth=32)
        self.version = 0

    def follow(self, base: pygame.Surface, bits: Bits, changed: pygame.Rect | None = None) -> None:
        """Draw the part that changed; everything when the size is another one."""
        if base.get_size() != self.surface.get_size():
            self.surface = pygame.Surface(base.get_size(), depth=32)
            changed = None
        rect = (changed or base.get_rect()).clip(base.get_rect())
        into, under, hole = (part_of(whole, rect) for whole in (pixels(self.surface), pixels(base), bits))
        into[:] = under
        below = under[hole]  # three eighths of the picture, five of the tint
        into[hole] = ((below >> 2) & 0x3F3F3F) + ((below >> 3) & 0x1F1F1F) + self._tint
        self.version += 1


def _fits(patch: Patch, surface: pygame.Surface) -> bool:
    return bool(surface.get_rect().contains(patch.box)) or not patch.box[2]


def part_of(whole: NDArray[Any], rect: pygame.Rect) -> NDArray[Any]:
    """The part of an array of rows and columns that lies in a rectangle; not a copy."""
    return whole[rect.y : rect.bottom, rect.x : rect.right]

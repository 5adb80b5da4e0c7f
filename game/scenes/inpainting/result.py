"""Pictures made of a picture and what is laid over it, drawn anew only where something changed."""

from __future__ import annotations

import pygame

from game.scenes.inpainting.mask import Bits
from game.scenes.inpainting.requests import Patch
from game.ui.surfaces import pixels

DIM = 0x3F3F3F
"""Keeps colours from running into their neighbours when all are shifted by two bits: a quarter as bright."""


class Outcome:
    """A base picture with a patch over it: what a fill, an error map or an overlay looks like.

    Attributes:
        surface: the picture, as large as the base.
        version: a number that grows with every change.
        patch: what lies over the base now.
    """

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
        into = pixels(self.surface)[rect.y : rect.bottom, rect.x : rect.right]
        base = pixels(self._base)[rect.y : rect.bottom, rect.x : rect.right]
        into[:] = (base >> 2) & DIM if self._dim else base
        patch = self.patch
        if patch is not None:
            x, y, width, height = patch.box
            inner = pygame.Rect(x, y, width, height).clip(rect)
            if inner.width and inner.height:
                mine = (slice(inner.y - y, inner.bottom - y), slice(inner.x - x, inner.right - x))
                there = into[
                    inner.y - rect.y : inner.bottom - rect.y, inner.x - rect.x : inner.right - rect.x
                ]
                there[patch.hole[mine]] = patch.pixels[mine][patch.hole[mine]]
        self.version += 1


class Veil:
    """A picture with its mask laid over it in a translucent colour.

    Args:
        colour: of the mask, RGB.
    """

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
        part = (slice(rect.y, rect.bottom), slice(rect.x, rect.right))
        into, under, hole = pixels(self.surface)[part], pixels(base)[part], bits[part]
        into[:] = under
        below = under[hole]  # three eighths of the picture, five of the tint
        into[hole] = ((below >> 2) & 0x3F3F3F) + ((below >> 3) & 0x1F1F1F) + self._tint
        self.version += 1


def _fits(patch: Patch, surface: pygame.Surface) -> bool:
    x, y, width, height = patch.box
    return surface.get_rect().contains(pygame.Rect(x, y, width, height)) or not width

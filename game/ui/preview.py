"""What a scene shows of itself on its card."""

from __future__ import annotations

from typing import Protocol

import pygame


class Preview(Protocol):
    """A small living picture of a scene for its card on the start; `close`, if it has one, ends its work.

    It is made in two steps: `Class.prepare(assets, seed)` beside the window, without any surface, and then
    `Class(prepared, workers)`, quickly.
    """

    @property
    def version(self) -> object:
        """Another one when the picture has changed."""

    def update(self, dt: float) -> None:
        """Advance by `dt` seconds."""

    def picture(self) -> pygame.Surface:
        """The picture now; any size."""

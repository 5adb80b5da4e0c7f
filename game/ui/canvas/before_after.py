"""The result beside the canvas: before and after, zoomed and moved together with it."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar

import pygame

from game.ui.canvas.paint_canvas import ZOOM_STEP
from game.ui.canvas.view import Size, View
from game.ui.canvas.wipe import Wipe
from game.ui.style import Style
from game.ui.widgets.panel import draw_note


class Versioned(Protocol):
    """A picture with a number that grows with every change of it."""

    @property
    def surface(self) -> pygame.Surface:
        """The picture."""

    @property
    def version(self) -> int:
        """The number."""


P = TypeVar("P", bound=Versioned)


class BeforeAfter(Generic[P]):
    """Shows a picture through the canvas's view, and at the left of a divider what was before it.

    Args:
        view: zoom and middle, which the canvas shares.
        outcome: the picture.

    Attributes:
        wipe: the divider between before and after.
        held: show only what was before, as long as a key is held.
    """

    def __init__(self, view: View, outcome: P) -> None:
        self.view = view
        self.outcome = outcome
        self.wipe = Wipe()
        self.held = False
        self.room = pygame.Rect(0, 0, 1, 1)
        self._panning = False
        self._over = False

    @property
    def size(self) -> Size:
        """The picture's width and height."""
        return self.outcome.surface.get_size()

    @property
    def rect(self) -> pygame.Rect:
        """What the picture covers of the window."""
        return self.view.shown(self.size, self.room)

    @property
    def over(self) -> bool:
        """Whether the pointer is over the result."""
        return self._over

    def layout(self, room: pygame.Rect) -> None:
        """Take a room."""
        self.room = room.copy()
        self.release()

    def zoom(self, steps: float) -> None:
        """Zoom about the middle."""
        self.view.zoom_at(self.room.center, ZOOM_STEP**steps, self.size, self.room)

    def release(self) -> None:
        """Let go of everything."""
        self.wipe.release()
        self._panning = self._over = self.held = False

    def handle(self, event: pygame.event.Event) -> bool:
        """Drag the divider, zoom, pan; True when used."""
        if event.type == pygame.MOUSEMOTION:
            self._over = self.room.collidepoint(event.pos)
            if self._panning:
                self.view.pan(event.rel[0], event.rel[1], self.size, self.room)
                return True
        elif event.type == pygame.MOUSEWHEEL and self._over:
            self.view.zoom_at(pygame.mouse.get_pos(), ZOOM_STEP**event.y, self.size, self.room)
            return True
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button in (2, 3):
            self._panning = self.room.collidepoint(event.pos)
            return self._panning
        elif event.type == pygame.MOUSEBUTTONUP and self._panning:
            self._panning = False
            return True
        return self.wipe.handle(event, self.rect)

    def draw(
        self, screen: pygame.Surface, style: Style, before: tuple[pygame.Surface, object, str], name: str
    ) -> None:
        """Draw before and after.

        Args:
            screen: where.
            style: with what.
            before: what stands left of the divider: picture, version, name.
            name: the result's name.
        """
        after = (self.outcome.surface, self.outcome.version, name)
        shown = self.wipe.draw(
            screen, style, before, after, self.view, self.room, self.size, only_first=self.held
        )
        pygame.draw.rect(screen, style.colour.line, shown.inflate(2, 2), 1)

    def note(self, screen: pygame.Surface, style: Style, words: str) -> None:
        """Say over the result why there is none."""
        if words:
            draw_note(screen, style, words, self.room)

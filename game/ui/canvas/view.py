"""Zoom and pan: which part of a picture lies where in the window."""

from __future__ import annotations

import math

import pygame

MOST = 96.0
PIXELS_FROM = 3.0  # from this enlargement on single pixels are shown as squares

Size = tuple[int, int]


class View:
    """A zoom and a middle, in shares of the picture, so that pictures side by side can follow one view.

    Attributes:
        zoom: 1 shows the whole picture.
        middle: the point of the picture in the middle of the room, from 0 to 1 along each side.
    """

    def __init__(self) -> None:
        self.zoom = 1.0
        self.middle = (0.5, 0.5)

    def reset(self) -> None:
        """Show the whole picture."""
        self.zoom, self.middle = 1.0, (0.5, 0.5)

    def frame(self, size: Size, room: pygame.Rect) -> tuple[float, float, float, float]:
        """Where the whole picture would lie: x, y, width, height in window pixels."""
        scale = min(room.width / size[0], room.height / size[1]) * self.zoom
        width, height = size[0] * scale, size[1] * scale
        x = room.centerx - width * self._held(self.middle[0], width, room.width)
        y = room.centery - height * self._held(self.middle[1], height, room.height)
        return x, y, width, height

    def shown(self, size: Size, room: pygame.Rect) -> pygame.Rect:
        """The part of the window that the picture covers."""
        x, y, width, height = self.frame(size, room)
        whole = pygame.Rect(round(x), round(y), max(1, round(width)), max(1, round(height)))
        return whole.clip(room)

    def to_picture(self, at: tuple[float, float], size: Size, room: pygame.Rect) -> tuple[float, float]:
        """Window pixels to picture pixels."""
        x, y, width, height = self.frame(size, room)
        return (at[0] - x) * size[0] / width, (at[1] - y) * size[1] / height

    def to_window(self, at: tuple[float, float], size: Size, room: pygame.Rect) -> tuple[float, float]:
        """Picture pixels to window pixels."""
        x, y, width, height = self.frame(size, room)
        return x + at[0] * width / size[0], y + at[1] * height / size[1]

    def zoom_at(self, at: tuple[float, float], factor: float, size: Size, room: pygame.Rect) -> None:
        """Enlarge by a factor; the point under the pointer stays where it is."""
        point = self.to_picture(at, size, room)
        self.zoom = min(max(self.zoom * factor, 1.0), MOST)
        _, _, width, height = self.frame(size, room)
        self.middle = (
            self._held(point[0] / size[0] - (at[0] - room.centerx) / width, width, room.width),
            self._held(point[1] / size[1] - (at[1] - room.centery) / height, height, room.height),
        )

    def pan(self, dx: float, dy: float, size: Size, room: pygame.Rect) -> None:
        """Push the picture by window pixels."""
        _, _, width, height = self.frame(size, room)
        self.middle = (
            self._held(self.middle[0] - dx / width, width, room.width),
            self._held(self.middle[1] - dy / height, height, room.height),
        )

    @staticmethod
    def _held(middle: float, length: float, room: float) -> float:
        """Keep the picture's edges at or beyond the room's."""
        if length <= room:
            return 0.5
        margin = room / length / 2
        return min(max(middle, margin), 1 - margin)


class ViewPicture:
    """Draws a surface through a view, and scales it again only when something changed."""

    def __init__(self) -> None:
        self._key: object = None
        self._scaled: pygame.Surface | None = None
        self._at = (0, 0)

    def draw(
        self,
        screen: pygame.Surface,
        surface: pygame.Surface,
        version: object,
        view: View,
        room: pygame.Rect,
        size: Size | None = None,
    ) -> pygame.Rect:
        """Draw and return the covered part of the window.

        Args:
            screen: where to draw.
            surface: the picture.
            version: what changes with the picture's pixels.
            view: zoom and middle.
            room: the place for it in the window.
            size: the proportions to show it in, when they are not its own.
        """
        size = size or surface.get_size()
        key = (id(surface), version, view.zoom, view.middle, tuple(room), size)
        if key != self._key or self._scaled is None:
            self._key = key
            self._render(surface, view, room, size)
        shown = view.shown(size, room)
        clip = screen.get_clip()
        screen.set_clip(shown.clip(clip))
        if self._scaled is not None:
            screen.blit(self._scaled, self._at)
        screen.set_clip(clip)
        return shown

    def _render(self, surface: pygame.Surface, view: View, room: pygame.Rect, size: Size) -> None:
        x, y, width, height = view.frame(size, room)
        own = surface.get_size()
        across, down = width / own[0], height / own[1]
        shown = view.shown(size, room)
        # A picture that is thinner than a pixel of the window may lie beside the pixel that stands for it.
        left = min(max(0, math.floor((shown.x - x) / across)), own[0] - 1)
        top = min(max(0, math.floor((shown.y - y) / down)), own[1] - 1)
        right = min(own[0], math.ceil((shown.right - x) / across))
        bottom = min(own[1], math.ceil((shown.bottom - y) / down))
        part = surface.subsurface((left, top, max(1, right - left), max(1, bottom - top)))
        target = (max(1, round(part.get_width() * across)), max(1, round(part.get_height() * down)))
        if across >= PIXELS_FROM or target == part.get_size():
            self._scaled = pygame.transform.scale(part, target)
        else:
            self._scaled = pygame.transform.smoothscale(part, target)
        self._at = (round(x + left * across), round(y + top * down))

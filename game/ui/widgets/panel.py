"""Rounded panels with smooth corners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pygame

from game.ui.style import Style, mix
from game.ui.widgets.text import draw_paragraph, paragraph_height

_SMOOTH = 3


def rounded(
    size: tuple[int, int], radius: int, fill: pygame.Color, border: pygame.Color | None = None, width: int = 1
) -> pygame.Surface:
    """A rounded rectangle with anti-aliased corners on a transparent surface."""
    surface = pygame.Surface(size, pygame.SRCALPHA)
    rect = surface.get_rect()
    radius = min(radius, rect.width // 2, rect.height // 2)
    outer = border or fill
    surface.fill(outer)
    if border is not None:
        inner = rounded(
            (max(1, rect.width - 2 * width), max(1, rect.height - 2 * width)), radius - width, fill
        )
        hole = pygame.Rect(width, width, *inner.get_size())
        surface.fill((0, 0, 0, 0), hole)
        surface.fill(border, hole.inflate(-2 * radius, 0))
        surface.fill(border)
        surface.blit(inner, hole)
    if radius > 0:
        for x, y in ((0, 0), (1, 0), (0, 1), (1, 1)):
            corner = _corner(radius)
            corner = pygame.transform.flip(corner, bool(x), bool(y))
            at = (x * (rect.width - radius), y * (rect.height - radius))
            surface.blit(corner, at, special_flags=pygame.BLEND_RGBA_MULT)
    return surface


@lru_cache(maxsize=64)
def _corner(radius: int) -> pygame.Surface:
    """White where the left upper corner's quarter circle is, transparent outside, smooth between."""
    big = pygame.Surface((radius * _SMOOTH, radius * _SMOOTH), pygame.SRCALPHA)
    big.fill((255, 255, 255, 0))
    pygame.draw.circle(big, (255, 255, 255, 255), (radius * _SMOOTH, radius * _SMOOTH), radius * _SMOOTH)
    return pygame.transform.smoothscale(big, (radius, radius))


def draw_panel(
    screen: pygame.Surface,
    style: Style,
    rect: pygame.Rect,
    *,
    fill: pygame.Color | None = None,
    border: pygame.Color | None = None,
    radius: int = 12,
    width: int = 1,
) -> None:
    """Draw the panel that groups things. Meant for backdrops that are drawn once a layout."""
    edge = border or mix(style.colour.surface, style.colour.line, 0.7)
    screen.blit(
        rounded(rect.size, style.px(radius), fill or style.colour.surface, edge, max(1, style.px(width))),
        rect,
    )


def draw_progress(
    screen: pygame.Surface, style: Style, bar: pygame.Rect, share: float, ground: pygame.Color | None = None
) -> None:
    """Draw a bar that is full up to a share, 0 to 1."""
    radius = bar.height // 2
    screen.blit(rounded(bar.size, radius, ground or style.colour.raised), bar)
    width = max(bar.height, round(bar.width * share))
    screen.blit(rounded((width, bar.height), radius, style.colour.accent), bar)


def draw_note(
    screen: pygame.Surface, style: Style, words: str, room: pygame.Rect, *, bad: bool = True
) -> None:
    """Say in the middle of a room what is wrong, or what is awaited."""
    pad = style.px(14)
    width = min(room.width - style.px(24), style.px(400))
    height = paragraph_height(style, words, width - 2 * pad, size="small") + 2 * pad
    box = pygame.Rect(0, 0, width, height)
    box.center = room.center
    rim = style.colour.bad if bad else style.colour.line
    screen.blit(rounded(box.size, style.px(10), style.colour.raised, rim), box)
    draw_paragraph(screen, style, words, box.inflate(-2 * pad, -2 * pad), size="small")


def _line_height(style: Style) -> int:
    return paragraph_height(style, "", 1, size="small", face="bold")


class Backdrop:
    """Everything of a scene that stays until the next layout, drawn once and then copied."""

    def __init__(self, size: tuple[int, int], style: Style) -> None:
        self.clear(size, style)

    def clear(self, size: tuple[int, int], style: Style) -> None:
        """Begin again, for another layout."""
        self.surface = pygame.Surface(size)
        self.surface.fill(style.colour.background)
        self.style = style

    def panel(
        self,
        rect: pygame.Rect,
        title: str = "",
        *,
        accent: pygame.Color | None = None,
        corner: int = 0,
        lines: int = 1,
    ) -> pygame.Rect:
        """Draw a panel, with a heading when there is a title; returns the room inside.

        Args:
            rect: its place.
            title: the heading; a long one takes several lines.
            accent: the heading's colour.
            corner: how many small buttons stand beside the heading, see `Commands.corner`.
            lines: for how many lines there is room at least.
        """
        style = self.style
        draw_panel(self.surface, style, rect)
        inner = rect.inflate(-2 * style.px(14), -2 * style.px(12))
        if title:
            room = self._heading(rect, corner)
            colour = accent or style.colour.muted
            used = draw_paragraph(self.surface, style, title, room, "small", "bold", colour)
            used = max(used, lines * _line_height(style)) + style.px(3)
            inner = pygame.Rect(inner.x, inner.y + used, inner.width, inner.height - used)
        return inner

    def panels(self, titles: Mapping[str, str], rects: Sequence[pygame.Rect]) -> dict[str, pygame.Rect]:
        """Draw panels side by side; returns their rooms, which begin at one height, by the titles' names."""
        most = max(
            paragraph_height(self.style, title, self._heading(rect, 0).width, size="small", face="bold")
            for rect, title in zip(rects, titles.values(), strict=True)
        )
        lines = most // _line_height(self.style)
        return {
            name: self.panel(rect, title, lines=lines)
            for rect, (name, title) in zip(rects, titles.items(), strict=True)
        }

    def _heading(self, rect: pygame.Rect, corner: int) -> pygame.Rect:
        room = rect.inflate(-2 * self.style.px(14), -2 * self.style.px(12))
        room.width -= corner * self.style.px(32)
        return room

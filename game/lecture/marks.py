"""A prediction made on the picture, and the place that was asked for."""

from __future__ import annotations

import pygame

from game.ui.style import Style, mix

SPARE = 8
"""Pixels at scale 1 by which a click may miss a landmark."""


def is_in(landmark: pygame.Rect, at: tuple[int, int], style: Style) -> bool:
    """Whether a click means a landmark."""
    return landmark.inflate(2 * style.px(SPARE), 2 * style.px(SPARE)).collidepoint(at)


def draw_mark(screen: pygame.Surface, style: Style, at: tuple[int, int], right: bool | None) -> None:
    """Draw where the prediction was made: a ring with a cross, on any ground."""
    colour = style.colour.human if right is None else style.colour.good if right else style.colour.bad
    radius, width = style.px(13), style.px(3)
    for tint, more in ((style.colour.background, 2), (colour, 0)):
        pygame.draw.circle(screen, tint, at, radius + more, width + 2 * more)
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            a = (at[0] + dx * radius * 0.6, at[1] + dy * radius * 0.6)
            b = (at[0] + dx * radius * 1.7, at[1] + dy * radius * 1.7)
            pygame.draw.line(screen, tint, a, b, width + 2 * more)


def draw_landmark(screen: pygame.Surface, style: Style, landmark: pygame.Rect) -> None:
    """Draw a frame around the place that was asked for."""
    frame = landmark.inflate(2 * style.px(6), 2 * style.px(6))
    ground = mix(style.colour.background, style.colour.good, 0.2)
    pygame.draw.rect(screen, ground, frame.inflate(4, 4), style.px(4) + 4, border_radius=style.px(10))
    pygame.draw.rect(screen, style.colour.good, frame, style.px(4), border_radius=style.px(8))

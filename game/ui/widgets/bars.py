"""Labelled bars for probabilities, and one for what takes an unknown time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pygame

from game.ui.style import Style
from game.ui.widgets.text import draw_text, shorten

BUSY_TURN = 1.5
"""Seconds from one end to the other of a bar that only says that something goes on."""
LEAST_BAR = 30
"""How long a bar of probability 1 is at least."""


def bar_height(style: Style) -> int:
    """The height of one bar with its distance to the next."""
    return style.font("small").get_linesize() + style.px(8)


def most_probable(
    items: Sequence[tuple[str, float]], chosen: int, rows: int
) -> tuple[list[tuple[str, float]], int]:
    """As many items as fit, in their order: the chosen one and the greatest of the others.

    Returns:
        The items, and the index among them of the chosen one.
    """
    order = sorted(range(len(items)), key=lambda index: (index != chosen, -items[index][1]))
    kept = sorted(order[: max(1, rows)])
    return [items[index] for index in kept], kept.index(chosen)


def draw_bars(
    screen: pygame.Surface,
    style: Style,
    rect: pygame.Rect,
    items: Sequence[tuple[str, float]],
    *,
    colour: pygame.Color,
    percent: Callable[[float], str],
    chosen: int | None = None,
) -> int:
    """Draw one bar an item, values from 0 to 1; the chosen one is marked. Returns the height used.

    Names that would leave no room for bars are shortened.
    """
    height = bar_height(style)
    numbers = style.font("small", "mono").size(percent(1.0))[0] + style.px(8)
    gap = style.px(10)
    names = max((style.font("small", "bold").size(name)[0] for name, _ in items), default=0) + gap
    names = min(names, rect.width - numbers - style.px(LEAST_BAR))
    for index, (name, value) in enumerate(items):
        row = pygame.Rect(rect.x, rect.y + index * height, rect.width, height - style.px(6))
        is_chosen = index == chosen
        face = "bold" if is_chosen else "regular"
        draw_text(
            screen,
            style,
            shorten(name, style.font("small", face), names - gap),
            row.midleft,
            size="small",
            face=face,
            colour=style.colour.text if is_chosen else style.colour.muted,
            anchor="midleft",
        )
        track = pygame.Rect(row.x + names, row.y + 2, max(4, row.width - names - numbers), row.height - 4)
        pygame.draw.rect(screen, style.colour.raised, track, border_radius=style.px(4))
        full = track.copy()
        full.width = round(track.width * min(max(value, 0.0), 1.0))
        if full.width > 1:
            pygame.draw.rect(screen, colour, full, border_radius=style.px(4))
        draw_text(
            screen,
            style,
            percent(value),
            row.midright,
            size="small",
            face="mono",
            anchor="midright",
        )
    return height * len(items)


def draw_busy(screen: pygame.Surface, style: Style, rect: pygame.Rect, seconds: float) -> None:
    """Draw a bar in which a part runs to and fro: something has been going on for so many seconds."""
    pygame.draw.rect(screen, style.colour.raised, rect, border_radius=rect.height // 2)
    turn = seconds / BUSY_TURN % 2
    part = pygame.Rect(rect.x, rect.y, rect.width // 4, rect.height)
    part.x += round((rect.width - part.width) * min(turn, 2 - turn))
    pygame.draw.rect(screen, style.colour.accent, part, border_radius=rect.height // 2)

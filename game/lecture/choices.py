"""What can be answered: a row a choice, with its digit, the hands up for it, and whether it is right."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.ui.layout import column, grid
from game.ui.style import Style, mix
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, paragraph_height

SIZES = ("title", "heading", "body", "small", "tiny")


@dataclass(frozen=True)
class Choice:
    """How a choice looks.

    Attributes:
        number: from 1.
        words: the answer.
        share: of the votes, 0 to 1; None where there are none.
        count: the votes' words, such as "12 · 40 %".
        state: "" or "right", "wrong", and "chosen" where nothing is right.
        hovered: whether the pointer is over it.
    """

    number: int
    words: str
    share: float | None = None
    count: str = ""
    state: str = ""
    hovered: bool = False


def places(room: pygame.Rect, count: int, gap: int, *, least: int) -> list[pygame.Rect]:
    """Where the choices stand: one below the other, or in two columns where there is less room."""
    if (room.height - (count - 1) * gap) / count >= least or count <= 2:
        return column(room, [-1] * count, gap)
    return grid(room, 2, (count + 1) // 2, gap)[:count]


def largest(
    style: Style, words: str, room: pygame.Rect, sizes: tuple[str, ...], face: str = "regular"
) -> str:
    """The largest of some sizes in which a text fits into a room; the last one where none does."""
    return next((size for size in sizes if _fits(style, words, room, size, face)), sizes[-1])


def _fits(style: Style, words: str, room: pygame.Rect, size: str, face: str) -> bool:
    font = style.font(size, face)
    leading = round(font.get_linesize() * 1.12) - font.get_height()
    height = paragraph_height(style, words, room.width, size=size, face=face) - leading
    return height <= room.height and all(font.size(word)[0] <= room.width for word in words.split(" "))


def draw_choice(screen: pygame.Surface, style: Style, rect: pygame.Rect, choice: Choice) -> None:
    """Draw one."""
    colour = style.colour
    tint = {"right": colour.good, "wrong": colour.bad, "chosen": colour.accent}.get(choice.state)
    ground = mix(colour.raised, tint, 0.2) if tint else colour.raised
    if choice.hovered:
        ground = mix(ground, colour.accent, 0.22)
    edge = tint or (colour.accent if choice.hovered else colour.line)
    radius = style.px(9)
    screen.blit(rounded(rect.size, radius, ground, edge, style.px(2) if tint else style.px(1)), rect)
    if choice.share:
        bar = rounded(rect.size, radius, mix(colour.raised, tint or colour.accent, 0.45))
        screen.blit(bar, rect, pygame.Rect(0, 0, round(rect.width * choice.share), rect.height))
    pad = style.px(7)
    side = min(rect.height - 2 * style.px(4), style.px(30))
    badge = pygame.Rect(rect.x + pad, 0, side, side)
    badge.centery = rect.centery
    _draw_badge(screen, style, badge, choice, tint)
    right = rect.right - pad
    if choice.count:
        size = "heading" if style.font("heading").get_linesize() <= rect.height else "small"
        words = style.text(choice.count, size, "bold")
        place = words.get_rect(midright=(right - style.px(4), rect.centery))
        screen.blit(words, place)
        right = place.left
    left = badge.right + style.px(10)
    room = pygame.Rect(left, rect.y + style.px(2), right - left - style.px(6), rect.height - style.px(4))
    size = largest(style, choice.words, room, SIZES[1:])
    height = paragraph_height(style, choice.words, room.width, size=size)
    line = style.font(size).get_linesize()
    room.y = rect.centery - (height - round(0.12 * line)) // 2
    room.height = height
    draw_paragraph(screen, style, choice.words, room, size)


def _draw_badge(
    screen: pygame.Surface, style: Style, badge: pygame.Rect, choice: Choice, tint: pygame.Color | None
) -> None:
    """The digit, or a check or a cross once it is known."""
    colour = style.colour
    screen.blit(rounded(badge.size, badge.height // 3, tint or mix(colour.raised, colour.text, 0.16)), badge)
    icon = {"right": "check", "wrong": "x"}.get(choice.state)
    if icon:
        side = round(badge.height * 0.7)
        mark = style.icon(icon, side, colour.on_accent)
        screen.blit(mark, mark.get_rect(center=badge.center))
        return
    ink = colour.on_accent if tint else colour.text
    size = "body" if style.font("body").get_linesize() <= badge.height + 2 else "tiny"
    digit = style.text(str(choice.number), size, "bold", ink)
    screen.blit(digit, digit.get_rect(center=badge.center))

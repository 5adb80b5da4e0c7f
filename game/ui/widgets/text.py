"""Text drawn straight on a surface: lines, wrapped paragraphs, shortened lines."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

import pygame

from game.ui.style import Style

UNSURE = 0.05
"""A line's width differs from the sum of its words' by less than this share."""


def draw_text(
    screen: pygame.Surface,
    style: Style,
    text: str,
    at: tuple[int, int],
    size: str = "body",
    face: str = "regular",
    colour: pygame.Color | str | None = None,
    anchor: str = "topleft",
) -> pygame.Rect:
    """Draw one line with the named point of its rectangle (`topleft`, `center`, `midright` ...) at `at`.

    The colour may be a name of the palette's, such as "muted".
    """
    surface = style.text(text, size, face, colour)
    rect = surface.get_rect(**{anchor: at})
    screen.blit(surface, rect)
    return rect


@lru_cache(maxsize=4096)
def _advance(word: str, font: pygame.font.Font) -> int:
    """How wide a word is, in pixels."""
    return font.size(word)[0]


@lru_cache(maxsize=512)
def wrap(text: str, font: pygame.font.Font, width: int) -> tuple[str, ...]:
    """Break a text into lines no wider than `width` pixels; newlines are kept.

    Words that are too wide for a line, such as a path, are broken too.
    """
    lines: list[str] = []
    space = _advance(" ", font)
    for paragraph in text.split("\n"):
        line, about = "", 0
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            about = about + space + _advance(word, font) if line else _advance(word, font)
            # Letters stand closer to some than to others: what is near the width is measured whole.
            if about + UNSURE * about < width or (
                about - UNSURE * about < width and font.size(longer)[0] <= width
            ):
                line = longer
                continue
            if line:
                lines.append(line)
            line, about = word, _advance(word, font)
            while len(line) > 1 and about > width:
                fits = bisect_right(range(1, len(line)), width, key=lambda n: font.size(line[:n])[0])
                lines.append(line[: max(1, fits)])
                line = line[max(1, fits) :]
                about = font.size(line)[0]
        lines.append(line)
    return tuple(lines)


def draw_paragraph(
    screen: pygame.Surface,
    style: Style,
    text: str,
    rect: pygame.Rect,
    size: str = "body",
    face: str = "regular",
    colour: pygame.Color | str | None = None,
    align: str = "left",
) -> int:
    """Draw wrapped text inside a rectangle; lines that do not fit are left out. Returns the height used."""
    font = style.font(size, face)
    step = round(font.get_linesize() * 1.12)
    y = rect.y
    for line in wrap(text, font, rect.width):
        if y + font.get_height() > rect.bottom + 2:
            break
        surface = style.text(line, size, face, colour)
        x = rect.x if align == "left" else rect.centerx - surface.get_width() // 2
        screen.blit(surface, (x, y))
        y += step
    return y - rect.y


def paragraph_height(
    style: Style, text: str, width: int, *, size: str = "body", face: str = "regular"
) -> int:
    """The height that `draw_paragraph` needs for all of the text."""
    font = style.font(size, face)
    return len(wrap(text, font, width)) * round(font.get_linesize() * 1.12)


def draw_words(
    screen: pygame.Surface,
    style: Style,
    room: pygame.Rect,
    text: str,
    colour: pygame.Color | str = "muted",
    *,
    size: str = "small",
    face: str = "regular",
    whole: bool = False,
) -> pygame.Rect:
    """Draw a paragraph at the top of a room, or nothing where `whole` and it does not fit.

    Returns the room below it.
    """
    height = paragraph_height(style, text, room.width, size=size, face=face)
    if whole and height > room.height:
        return room
    draw_paragraph(screen, style, text, pygame.Rect(room.topleft, (room.width, height)), size, face, colour)
    used = height + style.px(8)
    return pygame.Rect(room.x, room.y + used, room.width, room.height - used)


def shorten(text: str, font: pygame.font.Font, width: int) -> str:
    """The text, cut with an ellipsis where it is wider than `width` pixels."""
    if font.size(text)[0] <= width:
        return text
    while text and font.size(text + "…")[0] > width:
        text = text[:-1]
    return text.rstrip() + "…"

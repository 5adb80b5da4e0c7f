"""Answers that are numbers: the field in which one is typed, and what it is worth."""

from __future__ import annotations

import pygame

from game.lecture.choices import SIZES, largest
from game.lecture.route import Question
from game.ui.language import Language
from game.ui.layout import column, row
from game.ui.style import Style, mix
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_text


def draw_field(face: pygame.Surface, style: Style, field: pygame.Rect, written: str, *, caret: bool) -> None:
    """Draw what is being typed; the caret blinks."""
    colour, edge = style.colour, style.px(2)
    face.blit(rounded(field.size, style.px(9), colour.background, colour.accent, edge), field)
    room = field.inflate(-2 * style.px(12), -2 * edge)
    size = largest(style, written or "0", room, SIZES, "mono")
    words = style.text(written, size, "mono_bold")
    place = words.get_rect(midleft=room.midleft)
    face.blit(words, place)
    if caret:
        line = pygame.Rect(0, 0, style.px(2), round(style.font(size, "mono").get_height() * 0.8))
        line.midleft = (place.right + style.px(2) if written else room.x, room.centery)
        face.fill(colour.text, line)


def draw_answers(
    face: pygame.Surface,
    style: Style,
    side: pygame.Rect,
    t: Language,
    answer: float | None,
    question: Question,
) -> None:
    """Draw the answer that was typed, and the right one."""
    assert question.number is not None
    shown = [("lecture.right_number", question.number, "good", "check")]
    if answer is not None and not question.is_right(answer):
        shown.insert(0, ("lecture.your_number", answer, "bad", "x"))
    elif answer is not None:
        shown = [("lecture.your_number", answer, "good", "check")]
    height = min(side.height, style.px(92))
    line = pygame.Rect(side.x, side.centery - height // 2, side.width, height)
    for (label, number, tint, icon), place in zip(
        shown, row(line, [-1] * len(shown), style.px(10)), strict=True
    ):
        colour = getattr(style.colour, tint)
        ground = mix(style.colour.raised, colour, 0.2)
        face.blit(rounded(place.size, style.px(9), ground, colour, style.px(2)), place)
        above, below = column(place.inflate(-2 * style.px(12), -2 * style.px(8)), [-2, -3], 0)
        mark = style.icon(icon, style.px(16), colour)
        face.blit(mark, mark.get_rect(midleft=above.midleft))
        words = pygame.Rect(above.x + style.px(22), above.y, above.width - style.px(22), above.height)
        size = largest(style, t(label), words, ("body", "small", "tiny"))
        draw_text(face, style, t(label), words.midleft, size, "regular", "muted", "midleft")
        size = largest(style, t.short(number), below, SIZES, "mono_bold")
        draw_text(face, style, t.short(number), below.midleft, size, "mono_bold", colour, "midleft")

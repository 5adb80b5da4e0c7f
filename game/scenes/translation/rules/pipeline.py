"""The way of a sentence as a picture: words with their senses, then what each rule made of them."""

from __future__ import annotations

from bisect import bisect_right

import pygame

from game.scenes.translation.sheet import Run, changed_runs, draw_runs, lay_runs
from game.ui.language import Language
from game.ui.style import Style
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_text
from models.translation.rules import Translation, rules
from models.translation.rules.words import DIRECTIONS, Step, Token

Places = list[tuple[pygame.Rect, object]]
MOST_SHOWN = 3
"""Features of a word that are told."""


def form_of(t: Language, token: Token) -> str:
    """A word's part of speech and form, in short words."""
    key = f"translation.pos_{token.pos}"
    parts = [t(key)] if t.has(key) else []
    told = [t(f"translation.form_{name}") for name in token.form if t.has(f"translation.form_{name}")]
    return ", ".join([*parts, *told[:MOST_SHOWN]])


def draw_pipeline(
    t: Language,
    style: Style,
    translation: Translation,
    words: list[tuple[int, Token]],
    selected: int,
    width: int,
) -> tuple[pygame.Surface, Places]:
    """Draw the sheet: three steps below each other."""
    gap = style.px(8)
    cards, cards_height = _cards(t, style, words, width)
    steps = [step for part in (translation, *translation.parts) for step in part.steps]
    head = style.font("small", "bold").get_linesize() + style.px(4)
    plain: list[Run] = [(translation.word_by_word, "text")]
    rows = [(step, _row_height(t, style, step, width)) for step in steps]
    height = 3 * head + cards_height + gap + lay_runs(style, plain, width, "body")[1] + gap
    height += sum(each + gap for _, each in rows) or head
    surface = pygame.Surface((width, max(1, height)))
    surface.fill(style.colour.surface)
    places: Places = []
    y = _heading(surface, style, t("translation.step_words"), 0, head)
    for index, (rect, lines) in enumerate(cards):
        place = rect.move(0, y)
        _draw_card(surface, style, place, lines, chosen=index == selected)
        places.append((place, ("word", index)))
    y += cards_height + gap
    y = _heading(surface, style, t("translation.step_plain"), y, head)
    y += draw_runs(surface, style, plain, pygame.Rect(0, y, width, 0), "body") + gap
    y = _heading(surface, style, t("translation.step_rules", n=len(steps)), y, head)
    if not steps:
        draw_text(surface, style, t("translation.no_rules"), (0, y), "small", colour="muted")
    for number, (step, tall) in enumerate(rows, start=1):
        rect = pygame.Rect(0, y, width, tall)
        _draw_row(t, surface, style, step, number, rect)
        places.append((rect, ("rule", step.rule)))
        y += tall + gap
    return surface, places


def _heading(surface: pygame.Surface, style: Style, words: str, y: int, height: int) -> int:
    draw_text(surface, style, words, (0, y), "small", "bold", "muted")
    return y + height


# ---------------------------------------------------------------------- words

Lines = list[tuple[str, str, str, str]]
"""Text, size, face and colour."""


def _cards(
    t: Language, style: Style, words: list[tuple[int, Token]], width: int
) -> tuple[list[tuple[pygame.Rect, Lines]], int]:
    """The words' cards, in rows, and the height of all."""
    pad, gap = style.px(8), style.px(6)
    x, y, placed = 0, 0, list[tuple[pygame.Rect, Lines]]()
    tall = 0
    for _, token in words:
        more = len(token.senses) - 1
        sense = (
            token.senses[token.chosen].word if token.known and 0 <= token.chosen < len(token.senses) else ""
        )
        count = t("translation.more_senses", n=more) if more > 0 else ""
        lines: Lines = [(token.text, "body", "bold", "text")]
        if form := form_of(t, token):
            lines.append((form, "tiny", "regular", "muted"))
        if token.known:
            lines.append((sense or "∅", "body", "regular", "accent"))
        else:
            lines.append((t("translation.unknown"), "small", "bold", "bad"))
        if count:
            lines.append((count, "tiny", "regular", "muted"))
        lines = [
            (_cut(style, text, size, face, width - 2 * pad), size, face, colour)
            for text, size, face, colour in lines
        ]
        wide = max(style.font(size, face).size(text)[0] for text, size, face, _ in lines) + 2 * pad
        high = sum(style.font(size, face).get_linesize() for _, size, face, _ in lines) + pad
        if x and x + wide > width:
            x, y, tall = 0, y + tall + gap, 0
        placed.append((pygame.Rect(x, y, wide, high), lines))
        x += wide + gap
        tall = max(tall, high)
    return placed, y + tall


def _cut(style: Style, text: str, size: str, face: str, width: int) -> str:
    """A text that fits; only words of hundreds of letters are longer."""
    font = style.font(size, face)
    if font.size(text)[0] <= width:
        return text if font.size(text)[0] else "□"
    fits = bisect_right(range(1, len(text)), width, key=lambda n: font.size(text[:n] + "…")[0])
    return text[: max(1, fits)] + "…"


def _draw_card(
    surface: pygame.Surface, style: Style, rect: pygame.Rect, lines: Lines, *, chosen: bool
) -> None:
    colour = style.colour
    rim = colour.accent if chosen else colour.line
    surface.blit(rounded(rect.size, style.px(8), colour.raised, rim, style.px(2) if chosen else 1), rect)
    y = rect.y + style.px(4)
    for text, size, face, ink in lines:
        picture = style.text(text, size, face, ink)
        surface.blit(picture, (rect.x + style.px(8), y))
        y += style.font(size, face).get_linesize()


# ---------------------------------------------------------------------- rules


def _says(t: Language, step: Step) -> str:
    found = (rule for way in DIRECTIONS for rule in rules(way) if rule.id == step.rule)
    return next(found).says(t.code)


def _row_height(t: Language, style: Style, step: Step, width: int) -> int:
    room = width - style.px(28)
    above = lay_runs(style, [(_says(t, step), "muted")], room, "small")[1]
    return above + lay_runs(style, changed_runs(step.before, step.after), room, "body")[1]


def _draw_row(
    t: Language, surface: pygame.Surface, style: Style, step: Step, number: int, rect: pygame.Rect
) -> None:
    draw_text(surface, style, str(number), (rect.x, rect.y), "small", "bold", "accent")
    room = pygame.Rect(rect.x + style.px(28), rect.y, rect.width - style.px(28), rect.height)
    room.y += draw_runs(surface, style, [(_says(t, step), "muted")], room, "small")
    draw_runs(surface, style, changed_runs(step.before, step.after), room, "body")

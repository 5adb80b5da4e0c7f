"""The list of rules with switches and lights, and the senses of a word."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import pygame

from game.scenes.translation.rules.pipeline import Places
from game.scenes.translation.sheet import draw_runs, lay_runs
from game.ui.language import Language
from game.ui.style import Style
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_text
from models.translation.rules.words import Rule, Token


def draw_rules(
    t: Language,
    style: Style,
    rules: Sequence[Rule],
    off: Collection[str],
    fired: Collection[str],
    at: int,
    width: int,
) -> tuple[pygame.Surface, Places]:
    """Draw a switch, a light and a sentence for each rule; `at` is where the keyboard is."""
    left, pad, gap = style.px(62), style.px(5), style.px(3)
    room = width - left - pad
    tall = [lay_runs(style, [(rule.says(t.code), "text")], room, "small")[1] + 2 * pad for rule in rules]
    surface = pygame.Surface((width, max(1, sum(tall) + gap * len(tall))))
    surface.fill(style.colour.surface)
    places: Places = []
    y = 0
    for number, (rule, height) in enumerate(zip(rules, tall, strict=True)):
        rect = pygame.Rect(0, y, width, height)
        on, lit = rule.id not in off, rule.id in fired
        if number == at or lit:
            rim = style.colour.accent if number == at else style.colour.raised
            surface.blit(rounded(rect.size, style.px(6), style.colour.raised, rim), rect)
        _draw_switch(surface, style, pygame.Rect(pad, y + pad, style.px(32), style.px(18)), on)
        centre = (style.px(50), y + pad + style.px(9))
        glow = style.colour.accent if lit else style.colour.line
        pygame.draw.circle(surface, glow, centre, style.px(6))
        if not on:
            pygame.draw.circle(surface, style.colour.surface, centre, style.px(4))
        ink = "text" if on else "faint"
        draw_runs(
            surface, style, [(rule.says(t.code), ink)], pygame.Rect(left, y + pad, room, height), "small"
        )
        places.append((rect, ("rule", number)))
        y += height + gap
    return surface, places


def _draw_switch(surface: pygame.Surface, style: Style, rect: pygame.Rect, on: bool) -> None:
    fill = style.colour.accent if on else style.colour.raised
    surface.blit(rounded(rect.size, rect.height // 2, fill, style.colour.muted), rect)
    radius = rect.height // 2 - style.px(3)
    x = rect.right - rect.height // 2 if on else rect.x + rect.height // 2
    knob = style.colour.on_accent if on else style.colour.muted
    pygame.draw.circle(surface, knob, (x, rect.centery), radius)


def draw_senses(
    t: Language, style: Style, token: Token | None, own: Collection[str], width: int
) -> tuple[pygame.Surface, Places]:
    """Draw all senses of a word, the chosen one marked; the user's own can be taken out."""
    gap, pad = style.px(4), style.px(6)
    senses = token.senses if token is not None else ()
    rows = []
    for sense in senses:
        key = f"translation.pos_{sense.pos}"
        words = f"{sense.word or '∅'}  ({t(key)})" if t.has(key) else sense.word or "∅"
        note = t("translation.own_sense") if sense.word in own and sense.own else ""
        rows.append((sense, [(words, "text"), (note, "accent")]))
    room = width - style.px(34) - style.px(34)
    tall = [lay_runs(style, runs, room, "small")[1] + 2 * pad for _, runs in rows]
    empty = t("translation.no_entry") if token is not None else t("translation.no_word")
    least = lay_runs(style, [(empty, "muted")], width, "small")[1]
    surface = pygame.Surface((width, max(least, sum(tall) + gap * len(tall), 1)))
    surface.fill(style.colour.surface)
    if not rows:
        draw_runs(surface, style, [(empty, "muted")], surface.get_rect(), "small")
    places: Places = []
    y = 0
    for number, ((sense, runs), height) in enumerate(zip(rows, tall, strict=True)):
        rect = pygame.Rect(0, y, width, height)
        chosen = token is not None and number == token.chosen
        surface.blit(
            rounded(
                rect.size,
                style.px(6),
                style.colour.raised,
                style.colour.accent if chosen else style.colour.raised,
            ),
            rect,
        )
        centre = (style.px(17), rect.y + pad + style.font("small").get_linesize() // 2)
        pygame.draw.circle(
            surface, style.colour.accent if chosen else style.colour.muted, centre, style.px(7), style.px(2)
        )
        if chosen:
            pygame.draw.circle(surface, style.colour.accent, centre, style.px(3))
        draw_runs(surface, style, runs, pygame.Rect(style.px(34), y + pad, room, height), "small")
        if sense.own:
            cross = pygame.Rect(rect.right - style.px(30), rect.y, style.px(30), height)
            draw_text(surface, style, "×", cross.center, "body", "bold", "bad", "center")
            places.append((cross, ("remove", sense.word)))
        places.append((rect, ("sense", sense.word)))
        y += height + gap
    return surface, places

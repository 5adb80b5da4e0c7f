"""The high scores, as a window with all of a game and as a small table over a game that has ended."""

from __future__ import annotations

import pygame

from agents.emulators.games import GameSpec
from game.scenes.arena.play.plays import PLAYS
from game.scenes.arena.scores.table import Entry, Scores, points
from game.ui.context import Context
from game.ui.language import Language
from game.ui.style import Style, mix
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_text
from game.ui.widgets.window import Window

SHOWN = 5
"""Lines of the small table."""


class ScoresWindow(Window):
    """The best results of one game in every mode in which a person plays."""

    def __init__(self, ctx: Context, scores: Scores, spec: GameSpec) -> None:
        t = ctx.t
        super().__init__(ctx, (760, 600), t("scores.title", game=spec.title), "scores_window")
        parts = [t("scores.about")]
        for mode in PLAYS:
            best = scores.best(spec.id, mode)
            if best:
                lines = "<br>".join(
                    f"{place}.  <b>{points(entry, solo=spec.solo)}</b>  ·  {_circumstances(t, entry)}"
                    for place, entry in enumerate(best, 1)
                )
                parts.append(f"<b>{t(f'arena.mode_{mode}')}</b><br>{lines}")
        if len(parts) == 1:
            parts.append(t("scores.none"))
        self.text(self.room, "<br><br>".join(parts), "scores_text")


def _circumstances(t: Language, entry: Entry) -> str:
    """When, from which seed, against whom, and what made it harder."""
    who = f"ladder.{entry.opponent}"
    parts = [entry.date, t("scores.seed", n=entry.seed), t(who) if t.has(who) else t("scores.somebody")]
    if entry.steps:
        parts.append(t("scores.steps", steps=t.number(entry.steps)))
    if entry.mine_hard:
        parts.append(t("scores.mine_hard"))
    if entry.theirs_hard:
        parts.append(t("scores.theirs_hard"))
    if entry.delay:
        parts.append(t("scores.delay", n=entry.delay))
    return "  ·  ".join(parts)


def draw_table(
    screen: pygame.Surface,
    style: Style,
    t: Language,
    picture: pygame.Rect,
    best: tuple[Entry, ...],
    place: int | None,
    *,
    solo: bool,
) -> None:
    """Draw the first of the best results at the foot of a picture, with the newest one marked."""
    font = style.font("small", "mono")
    line = round(font.get_linesize() * 1.15)
    pad = style.px(10)
    rows = [(number, entry) for number, entry in enumerate(best) if number < SHOWN - 1 or number == place]
    rows = rows[:SHOWN]
    box = pygame.Rect(
        0, 0, min(picture.width - style.px(20), style.px(300)), line * (len(rows) + 1) + 2 * pad
    )
    box.midbottom = (picture.centerx, picture.bottom - style.px(10))
    fill = mix(style.colour.surface, style.colour.background, 0.3)
    screen.blit(rounded(box.size, style.px(10), fill, style.colour.line), box)
    left, y = box.x + pad, box.y + pad
    draw_text(screen, style, t("scores.best"), (left, y), size="small", colour=style.colour.muted)
    for number, entry in rows:
        y += line
        colour = style.colour.human if number == place else style.colour.text
        result = f"{number + 1:>2}. {points(entry, solo=solo)}"
        draw_text(screen, style, result, (left, y), size="small", face="mono", colour=colour)
        right = (box.right - pad, y)
        draw_text(screen, style, entry.date, right, "small", "mono", colour, "topright")

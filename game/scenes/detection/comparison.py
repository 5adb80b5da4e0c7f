"""Then and now on one picture: time, hits, errors, precision and recall side by side."""

from __future__ import annotations

from dataclasses import dataclass

import pygame

from game.scenes.detection.scoring import Verdict
from game.ui.context import Context
from game.ui.widgets.text import draw_text, shorten


@dataclass(frozen=True)
class Result:
    """What a method has found.

    Attributes:
        found: how many boxes; None as long as there is no answer.
        milliseconds: of a processor's time that it took.
        verdict: how good they are; None where nobody knows what is there.
    """

    found: int | None
    milliseconds: float
    verdict: Verdict | None


ROWS = ("time", "found", "hits", "false_alarms", "missed", "precision", "recall")


def spent(ctx: Context, milliseconds: float) -> str:
    """How long something took."""
    if milliseconds >= 1000:
        return ctx.t("detection.seconds", n=ctx.t.number(milliseconds / 1000, 1))
    return ctx.t("detection.ms", n=ctx.t.number(milliseconds))


def cell(ctx: Context, name: str, result: Result) -> str:
    """What stands in a row of the table."""
    t, verdict = ctx.t, result.verdict
    if result.found is None:
        return "…"
    if name == "time":
        return spent(ctx, result.milliseconds)
    if name == "found":
        return str(result.found)
    if verdict is None:
        return "–"
    value = getattr(verdict, name)
    if name in ("precision", "recall"):
        return "–" if value is None else t.percent(value)
    return str(value)


def table_height(ctx: Context) -> int:
    """What the table needs."""
    line = ctx.style.font("small").get_linesize() + ctx.style.px(3)
    return int((len(ROWS) + 1) * line)


def draw_table(
    screen: pygame.Surface,
    ctx: Context,
    room: pygame.Rect,
    heads: tuple[str, str],
    results: tuple[Result, Result],
) -> None:
    """Draw a column a method; errors stand in the colour of errors."""
    style, t = ctx.style, ctx.t
    line = style.font("small").get_linesize() + style.px(3)
    width = min(round(room.width * 0.27), style.px(120))
    edges = (room.right - width - style.px(6), room.right)
    for head, edge in zip(heads, edges, strict=True):
        words = shorten(head, style.font("small", "bold"), width)
        draw_text(screen, style, words, (edge, room.y), "small", "bold", "accent", "topright")
    for number, name in enumerate(ROWS, start=1):
        y = room.y + number * line
        pygame.draw.line(screen, style.colour.line, (room.x, y), (room.right, y))
        words = shorten(t(f"detection.{name}"), style.font("small"), room.width - 2 * width - style.px(12))
        draw_text(screen, style, words, (room.x, y + style.px(1)), "small", colour="muted")
        for result, edge in zip(results, edges, strict=True):
            value = cell(ctx, name, result)
            bad = name in ("false_alarms", "missed") and value not in ("0", "–", "…")
            draw_text(
                screen,
                style,
                value,
                (edge, y + style.px(1)),
                "small",
                "mono_bold",
                "bad" if bad else "text",
                "topright",
            )

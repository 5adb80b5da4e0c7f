"""Q(w) in large figures, and the losses that add up to it."""

from __future__ import annotations

import math

import numpy as np
import pygame

from game.scenes.learning.session import LearningSession
from game.ui.context import Context
from game.ui.style import mix
from game.ui.widgets.text import draw_text


def number(ctx: Context, value: float) -> str:
    """Q with three digits that matter, or ∞."""
    if not math.isfinite(value):
        return "∞"
    if value >= 1000:
        return ctx.t.short(float(f"{value:.3g}"))
    return ctx.t.number(value, 4 if value < 0.1 else 3 if value < 10 else 1)


def draw_caption(
    screen: pygame.Surface, ctx: Context, at: pygame.Rect, name: str, value: str = "", short: str = ""
) -> None:
    """Draw a control's name at the left and its value at the right of a line; a short name where need be."""
    style = ctx.style
    used = style.font("tiny", "mono_bold").size(value)[0] + style.px(6) if value else 0
    if short and style.font("tiny").size(name)[0] > at.width - used:
        name = short
    draw_text(screen, style, name, at.topleft, "tiny", colour="muted")
    if value:
        draw_text(screen, style, value, at.topright, "tiny", "mono_bold", anchor="topright")


def draw_q(
    screen: pygame.Surface, ctx: Context, room: pygame.Rect, q: float, mark: float | None
) -> pygame.Rect:
    """Draw Q(w) large, in the colour that says whether it is below the mark; returns the room below."""
    style = ctx.style
    good = mark is not None and q <= mark
    drawn = draw_text(
        screen,
        style,
        f"Q(w) = {number(ctx, q)}",
        (room.x, room.y - style.px(4)),
        "score",
        "mono_bold",
        "good" if good else "text",
    )
    if mark is not None:
        words = ctx.t("learning.mark_done" if good else "learning.mark", q=number(ctx, mark))
        draw_text(
            screen,
            style,
            words,
            (room.x, drawn.bottom - style.px(2)),
            "small",
            colour="good" if good else "muted",
        )
    used = drawn.height - style.px(4) + style.font("small").get_linesize() + style.px(4)
    return pygame.Rect(room.x, room.y + used, room.width, room.height - used)


def draw_stack(
    screen: pygame.Surface,
    ctx: Context,
    room: pygame.Rect,
    session: LearningSession,
    mark: float | None,
    *,
    lit: bool = False,
) -> None:
    """Draw Q as a bar of all objects' losses one after another, with the mark."""
    style, colour = ctx.style, ctx.style.colour
    bar = pygame.Rect(room.x, room.y + style.px(6), room.width, max(style.px(14), 8))
    pygame.draw.rect(screen, colour.raised, bar, border_radius=style.px(4))
    losses = np.sort(np.nan_to_num(session.losses[~session.state.held], posinf=1e12))[::-1] / len(
        session.sample
    )
    full = max(2.5 * mark if mark is not None else 0.0, 1.08 * float(losses.sum()), 1e-9)
    ends = bar.x + bar.width * np.cumsum(losses) / full
    x = float(bar.x)
    for index, end in enumerate(ends.tolist()):
        tint = mix(colour.human if lit else colour.bad, colour.surface, 0.0 if index % 2 else 0.3)
        if end - x >= 1:
            pygame.draw.rect(
                screen, tint, pygame.Rect(round(x), bar.y, max(1, round(end) - round(x)), bar.height)
            )
            x = end
    if mark is not None:
        at = round(bar.x + bar.width * mark / full)
        pygame.draw.rect(
            screen,
            colour.good,
            pygame.Rect(at - 1, bar.y - style.px(4), max(2, style.px(3)), bar.height + style.px(8)),
        )

"""The scheme as cards from top to bottom, each with this moment's numbers."""

from __future__ import annotations

import numpy as np
import pygame

from game.scenes.learning.bench import knob_name
from game.scenes.learning.plane import Plane
from game.scenes.learning.session import LearningSession
from game.scenes.learning.step.formulas import (
    answer_line,
    loss_line,
    object_line,
    power_names,
    slope_line,
    turn_line,
)
from game.scenes.learning.step.session import STAGES, StepSession
from game.ui.context import Context
from game.ui.layout import column
from game.ui.style import mix
from game.ui.widgets.panel import rounded
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height
from models.learning.models import Polynomial

CARDS = ("object", "answer", "compare", "turn", "next")
SHARES = (-12, -14, -14, -38, -15)
"""Of the cards in the height, where there is room for all."""
PAD = 6
MOST_LINES = 4
"""Knobs whose turn is written out."""


class StepView:
    """Draws the scheme."""

    def __init__(self, session: LearningSession, step: StepSession) -> None:
        self._session, self._step = session, step
        self._room = pygame.Rect(0, 0, 1, 1)

    def layout(self, ctx: Context, room: pygame.Rect) -> None:
        """Take a room."""
        self._ctx, self._room = ctx, room

    def card_of(self, stage: str) -> int:
        """Which card belongs to a stage."""
        return CARDS.index("turn" if stage == "why" else stage)

    def lines(self) -> list[list[str]]:
        """What stands on every card, as far as the scheme has come."""
        t, session, step = self._ctx.t, self._session, self._step
        now, model, loss = step.now, session.model, session.state.loss

        def write(value: float) -> str:
            return t.number(value, 2) if abs(value) < 1000 else t.short(float(f"{value:.3g}"))

        y = str(int(now.y)) if session.kind == "classes" else write(now.y)
        y = y if step.stage >= STAGES.index("compare") else "?"
        told: list[list[str]] = [[f"{object_line(now, write)},  y = {y}"], [], [], [], []]
        if step.stage >= STAGES.index("answer"):
            told[1] = [answer_line(model, now, write)]
        if step.stage >= STAGES.index("compare"):
            told[2] = [loss_line(loss, now, write)]
        if step.name == "turn":
            asked = knob_name(model.names()[step.asked])
            told[3] = [t("learning.which_way", knob=asked)]
        elif step.stage >= STAGES.index("why"):
            told[3] = [slope_line(loss, now, write), *self._turns(write)]
        if step.name == "next":
            told[4] = [t("learning.loss_fell", before=write(now.loss), after=write(now.loss_after))]
        return told

    def _turns(self, write) -> list[str]:  # type: ignore[no-untyped-def]
        session, step = self._session, self._step
        model, now = session.model, step.now
        names = model.names()
        powers = power_names(model) if isinstance(model, Polynomial) else [""] * model.size
        order = np.argsort(-np.abs(now.gradient), kind="stable").tolist()
        chosen = sorted(order[:MOST_LINES]) if model.size > MOST_LINES else list(range(model.size))
        rate = self._ctx.t.short(session.config.rate)
        found = []
        for knob in chosen:
            sign = {1: "▲", -1: "▼", 0: "="}[now.way(knob)]
            first, second = turn_line(knob_name(names[knob]), powers[knob], knob, now, rate, write)
            found += [f"{sign} {first}", f"   {second}"]
        return found

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the cards; the present one stands out."""
        style, t, step = self._ctx.style, self._ctx.t, self._step
        colour = style.colour
        present, told = self.card_of(step.name), self.lines()
        cards, told = self._cards(told, present)
        for index, (card, words) in enumerate(zip(cards, told, strict=True)):
            here = index == present
            fill = mix(colour.surface, colour.accent, 0.16) if here else colour.surface
            rim = colour.accent if here else mix(colour.surface, colour.line, 0.7)
            screen.blit(rounded(card.size, style.px(10), fill, rim, style.px(2) if here else 1), card)
            inner = card.inflate(-2 * style.px(12), -2 * style.px(PAD))
            title = f"{index + 1}  {t(f'learning.stage_{CARDS[index]}')}"
            tint = "text" if index <= present else "faint"
            used = draw_text(screen, style, title, inner.topleft, "small", "bold", tint)
            y = used.bottom + style.px(2)
            for line in words:
                face = (
                    "regular"
                    if index in (3, 4) and step.name in ("turn", "next") and index == present
                    else "mono"
                )
                size = "small" if inner.bottom - y >= self._height(words, inner.width, "small") else "tiny"
                room = pygame.Rect(inner.x, y, inner.width, max(1, inner.bottom - y))
                y += draw_paragraph(screen, style, line, room, size, face)

    def _cards(self, told: list[list[str]], present: int) -> tuple[list[pygame.Rect], list[list[str]]]:
        """The cards' places, and what there is room for on each: the present one's words come first."""
        style, room = self._ctx.style, self._room
        gap, width = style.px(6), room.width - 2 * style.px(12)
        cards = column(room, SHARES, gap)
        needed = [self._needed(words, width) for words in told]
        if all(card.height >= high for card, high in zip(cards, needed, strict=True)):
            return cards, told
        left, titles = room.height - gap * (len(told) - 1), self._needed([], width)
        shown: list[list[str]] = [[] for _ in told]
        heights = [titles] * len(told)
        for index in sorted(range(len(told)), key=lambda index: abs(index - present)):
            words, rest = told[index], left - sum(heights) + titles
            while len(words) > 1 and self._needed(words, width) > rest:
                words = words[:-1]
            if self._needed(words, width) <= rest:
                shown[index], heights[index] = words, self._needed(words, width)
        heights[present] += max(0, left - sum(heights))
        return column(room, heights, gap), shown

    def _needed(self, words: list[str], width: int) -> int:
        """The height of a card with some words, small as they may be."""
        style = self._ctx.style
        title = style.font("small", "bold").get_linesize() + style.px(2)
        return title + self._height(words, width, "tiny") + 2 * style.px(PAD)

    def _height(self, words: list[str], width: int, size: str) -> int:
        style = self._ctx.style
        return sum(paragraph_height(style, line, width, size=size, face="mono") for line in words)

    def draw_plane(self, screen: pygame.Surface, plane: Plane) -> None:
        """Draw what the stage shows of the object."""
        style, session, step = self._ctx.style, self._session, self._step
        now, index = step.now, step.now.index
        plane.draw_ground(screen)
        plane.draw_model(screen, session.model, session.w, style.colour.text, width=3)
        if step.name == "next":
            plane.draw_model(screen, session.model, now.w, style.colour.muted, dashed=True, width=2)
        hidden = step.stage < STAGES.index("compare") and session.kind == "curve"
        plane.draw_points(screen, without=index)
        if session.kind == "curve":
            self._draw_ruler(screen, plane)
        if step.stage >= STAGES.index("compare"):
            plane.draw_losses(screen, only=index)
        if not hidden:
            plane.draw_point(screen, index)
        if step.name == "next":
            plane.draw_point(screen, step.following)

    def _draw_ruler(self, screen: pygame.Surface, plane: Plane) -> None:
        """Draw the object's x as an upright line and, once it is known, the answer on the model's curve."""
        style, step = self._ctx.style, self._step
        x = float(step.now.x[0])
        top, foot = plane.at(x, 1.25), plane.at(x, -1.25)
        pygame.draw.line(screen, style.colour.accent, top, foot, max(1, style.px(2)))
        draw_text(
            screen,
            style,
            "x",
            (round(foot[0]) + style.px(5), plane.rect.bottom - style.px(4)),
            "small",
            "bold",
            "accent",
            "bottomleft",
        )
        if step.stage >= STAGES.index("answer"):
            at = plane.at(
                x,
                float(np.clip(self._session.model.answer(self._session.w, step.now.x[None])[0], -1.25, 1.25)),
            )
            pygame.draw.aacircle(screen, style.colour.accent, at, style.px(7))
            draw_text(
                screen,
                style,
                "a(x, w)",
                (round(at[0]) + style.px(10), round(at[1])),
                "small",
                "bold",
                "accent",
                "midleft",
            )

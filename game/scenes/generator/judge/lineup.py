"""The line-up: real and generated portraits, or a picture of one's own, judged one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

import numpy as np
import pygame

from game.scenes.generator.judge.exercise import Exercise, Still, draw_legend
from game.scenes.generator.judge.requests import Answer, Deal, Dealt, Face, Judged
from game.scenes.generator.judge.session import JudgeSession
from game.ui.commands import Command
from game.ui.layout import column, row
from game.ui.surfaces import fit
from game.ui.widgets.controls import button, enable
from game.ui.widgets.text import draw_paragraph, draw_text, draw_words

COUNT = 12
"""Pictures in the line-up."""
STRIP, CROWD, SOURCES, DIAL = 168, 112, 32, 130
TURN = 2.4
"""Seconds for each picture when the tab plays itself."""


class Lineup(Exercise):
    """The line-up below, one of its pictures large, the meter beside it.

    Attributes:
        faces: the line-up.
        judged: the verdicts so far, by place in the line-up.
        chosen: which one is shown large.
    """

    id: ClassVar[str] = "lineup"

    def __init__(self, session: JudgeSession, common: Sequence[Command]) -> None:
        super().__init__(session, common)
        self.faces: list[Face] = []
        self.judged: dict[int, Judged] = {}
        self.chosen = 0
        self._asked = False
        self._large = Still()
        self._crowd: pygame.Rect | None = None
        self._small = [Still() for _ in range(COUNT + 1)]
        self._shown_for = 0.0

    def own_commands(self) -> tuple[Command, ...]:
        """Walk along the line-up, draw another one, hand a picture on."""
        return (
            Command("judge_before", partial(self.walk, -1), ("←",)),
            Command("judge_after", partial(self.walk, 1), ("→",)),
            Command("judge_new", self.renew, ("N",), icon="dices", kind="ghost"),
            Command("judge_to_restyle", self.to_restyle, ("T",), icon="scissors", kind="ghost"),
        )

    @property
    def verdict(self) -> Judged | None:
        """What the judge says about the picture that is shown large."""
        return self.judged.get(self.chosen)

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """The picture, the meter and the words above; the line-up below."""
        ctx, style, t, panel = self.ctx, self.ctx.style, self.ctx.t, self.backdrop.panel
        upper, strip = column(area, [-1, min(style.text_px(STRIP), area.height * 2 // 5)], style.gap)
        left, middle, right = row(upper, [upper.height, -10, -9], style.gap)
        dial, crowd = column(middle, [-1, style.text_px(CROWD)], style.gap)
        self._crowd = None
        if dial.height < style.text_px(DIAL):
            dial = middle
        else:
            self._crowd = panel(crowd, t("generator.judge_crowd"))
        self._picture = fit((1, 1), panel(left, t("generator.judge_lineup_picture")))
        self.commands.corner(ctx, left, ("judge_to_restyle", "judge_heat"))
        self._meter = panel(dial, t("generator.judge_verdict"))
        inner, chip = panel(right, t("generator.judge_why")), style.row(SOURCES)
        self._words, open_, paste = column(inner, [-1, chip, chip], style.px(6))
        self.commands.place(ctx, "judge_open", open_, worded=True)
        self.commands.place(ctx, "judge_paste", paste, worded=True)
        self._strip = panel(strip, t("generator.judge_lineup"))
        self.commands.corner(ctx, strip, ("judge_new",))
        self._cards()

    def _cards(self) -> None:
        """Places for the line-up's pictures; a button lies under each, for the keyboard."""
        ctx, style, inner = self.ctx, self.ctx.style, self._strip
        count, gap, edge = max(COUNT, len(self.faces)), style.px(8), style.px(6)
        line, names = style.font("tiny").get_linesize(), ("real", "generated", "own")
        widest = max(style.font("tiny").size(ctx.t(f"generator.judge_card_{name}"))[0] for name in names)
        # Where the words are wider than a card, every other one stands a line lower.
        self._lower = line if widest > inner.width // count - style.px(4) else 0
        below = line + self._lower + style.px(12)
        side = min(inner.height - below, (inner.width - gap * (count - 1)) // count)
        step, tip = (inner.width - side) / (count - 1), ctx.t("generator.judge_card_tip")
        self._places = [pygame.Rect(round(inner.x + n * step), inner.y, side, side) for n in range(count)]
        self._buttons = [
            button(
                ctx,
                place.inflate(edge, edge),
                "",
                partial(self.choose, n),
                kind="card",
                tip=tip,
                object_id=f"#face_{n}",
            )
            for n, place in enumerate(self._places)
        ]

    # ------------------------------------------------------------------ commands

    def show(self, face: Face) -> None:
        """Put a picture from elsewhere first in the line-up, and show it large."""
        if self.faces and self.faces[0].kind == "own":
            self.faces[0] = face
            self.judged.pop(0, None)
        else:
            self.faces.insert(0, face)
            self.judged = {index + 1: judged for index, judged in self.judged.items()}
        self.chosen = 0

    def choose(self, index: int) -> None:
        """Show one of the line-up large."""
        if index < len(self.faces):
            self.chosen = index

    def walk(self, step: int) -> None:
        """Show the next one large, or the one before."""
        if self.faces:
            self.chosen = (self.chosen + step) % len(self.faces)

    def renew(self) -> None:
        """Draw another line-up; a picture of one's own stays."""
        self.faces = [face for face in self.faces if face.kind == "own"][:1]
        self.judged = {index: judged for index, judged in self.judged.items() if index < len(self.faces)}
        self.chosen = 0
        self._asked = False

    def restart(self) -> None:
        """Another line-up, without a picture of one's own."""
        self.faces, self.judged = [], {}
        self.renew()

    def to_restyle(self) -> None:
        """Give the picture to the restyle tab."""
        if self.faces:
            self.session.hand_over(self.faces[self.chosen])

    # ------------------------------------------------------------------ frames

    def take(self, answer: Answer) -> None:
        """Take the line-up, or a verdict."""
        if isinstance(answer, Dealt):
            self.faces = [*(face for face in self.faces if face.kind == "own"), *answer.faces]
            self._asked = True
        else:
            self.judged |= {n: answer for n, face in enumerate(self.faces) if face is answer.face}

    def update(self, dt: float) -> None:
        """Ask for a line-up, then for one verdict after the other, the one that is shown large first."""
        if max(COUNT, len(self.faces)) != len(self._places):
            self.rebuild()
        for index, made in enumerate(self._buttons):
            enable(made, index < len(self.faces))
        if not self.session.busy and not self.session.problem:
            self._ask()
        verdict = self.verdict
        self.meter.target = None if verdict is None else verdict.probability

    def _ask(self) -> None:
        if not self._asked:
            self._asked = True
            self.session.ask(Deal(int(np.random.default_rng().integers(1 << 31)), COUNT))
            return
        waiting = [n for n in range(len(self.faces)) if n not in self.judged]
        if waiting:
            self.session.ask(self.faces[self.chosen if self.chosen in waiting else waiting[0]])

    def leave(self) -> None:
        """Ask again for a line-up whose answer will not be waited for."""
        super().leave()
        self._asked = any(face.kind != "own" for face in self.faces)

    def attract(self, dt: float) -> None:
        """Show one after the other."""
        before, self._shown_for = self._shown_for, self._shown_for + dt
        if int(before / TURN) != int(self._shown_for / TURN):
            self.walk(1)

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw picture, meter, words and line-up."""
        style, t = self.ctx.style, self.ctx.t
        if self.faces:
            face = self.faces[self.chosen]
            self._large.draw(screen, face.picture, self._picture, style.colour.line)
            if self.session.heat and self.verdict is not None:
                self._large.draw_heat(screen, style, self.verdict, self._picture)
            self._draw_words(screen, face)
        self.draw_meter(screen, self._meter, self.verdict)
        self._draw_crowd(screen)
        for index, face in enumerate(self.faces[: len(self._places)]):
            self._draw_card(screen, index, face)
        if not self.faces:
            place = self._strip.inflate(0, -style.px(20))
            words = self.trouble() or t("generator.judge_dealing")
            draw_paragraph(screen, style, words, place, "small", colour="muted")

    def _draw_words(self, screen: pygame.Surface, face: Face) -> None:
        style, t, rest = self.ctx.style, self.ctx.t, self._words.copy()

        def move(used: int) -> None:
            rest.update(rest.x, rest.y + used, rest.width, rest.height - used)

        line = draw_text(screen, style, t(f"generator.judge_kind_{face.kind}"), rest.topleft, face="bold")
        move(line.height + style.px(2))
        note = face.name or t(f"generator.judge_kind_{face.kind}_note")
        move(draw_paragraph(screen, style, note, rest, "small", colour="muted") + style.px(10))
        words = (t("generator.judge_for"), t("generator.judge_against"))
        move(draw_legend(screen, style, rest.topleft, words) + style.px(8))
        draw_words(screen, style, rest, t("generator.judge_heat_note"), "faint", size="tiny", whole=True)

    def _draw_crowd(self, screen: pygame.Surface) -> None:
        """Where everyone of the line-up stands between «no» and «portrait»."""
        style, t, rect = self.ctx.style, self.ctx.t, self._crowd
        if rect is None:
            return
        radius, font = style.px(6), style.font("tiny")
        lanes = {"real": style.colour.agent, "generated": style.colour.human}
        names = {kind: t(f"generator.judge_crowd_{kind}") for kind in lanes}
        left = rect.x + max(font.size(name)[0] for name in names.values()) + style.px(12) + radius
        right, height = rect.right - radius, rect.height // len(lanes)
        for number, (kind, colour) in enumerate(lanes.items()):
            y = rect.y + number * height + height // 2
            draw_text(screen, style, names[kind], (rect.x, y), "tiny", colour=colour, anchor="midleft")
            pygame.draw.line(screen, style.colour.line, (left, y), (right, y), style.px(1.5))
            for judged in self.judged.values():
                if judged.face.kind == kind:
                    at = (round(left + (right - left) * judged.probability), y)
                    pygame.draw.aacircle(screen, style.colour.surface, at, radius + style.px(1.5))
                    pygame.draw.aacircle(screen, colour, at, radius)
        if self.verdict is not None:
            mark = pygame.Rect(0, rect.y, style.px(3), rect.height)
            mark.centerx = round(left + (right - left) * self.verdict.probability)
            pygame.draw.rect(screen, style.colour.text, mark, border_radius=style.px(2))

    def _draw_card(self, screen: pygame.Surface, index: int, face: Face) -> None:
        style, place = self.ctx.style, self._places[index]
        chosen = index == self.chosen
        edge = style.colour.accent if chosen else style.colour.line
        self._small[index].draw(screen, face.picture, place, edge)
        if chosen:
            around = place.inflate(style.px(6), style.px(6))
            pygame.draw.rect(screen, edge, around, style.px(2), border_radius=style.px(4))
        judged = self.judged.get(index)
        bar = pygame.Rect(place.x, place.bottom + style.px(6), place.width, style.px(5))
        y = bar.bottom + style.px(1) + index % 2 * self._lower
        words, at = self.ctx.t(f"generator.judge_card_{face.kind}"), (place.centerx, y)
        draw_text(screen, style, words, at, "tiny", colour="muted", anchor="midtop")
        pygame.draw.rect(screen, style.colour.raised, bar, border_radius=bar.height // 2)
        if judged is not None:
            colour = style.colour.good if judged.probability >= 0.5 else style.colour.bad
            bar.width = max(bar.height, round(bar.width * judged.probability))
            pygame.draw.rect(screen, colour, bar, border_radius=bar.height // 2)

"""Real or generated? People and the discriminator guess, and both are counted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

import numpy as np
import pygame

from game.scenes.generator.judge.exercise import Exercise, Still
from game.scenes.generator.judge.requests import Answer, Deal, Dealt
from game.scenes.generator.judge.session import JudgeSession
from game.ui.commands import Command
from game.ui.layout import column, row
from game.ui.surfaces import fit
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height

ROUNDS = 10
ANSWERS = ("judge_quiz_real", "judge_quiz_generated")
PAUSE = 2.6
"""Seconds that the truth is shown before the next picture comes."""


class Quiz(Exercise):
    """Ten pictures; of each one says whether it is real, then so does the judge.

    Attributes:
        dealt: the pictures and the judge's scores; None before they are there.
        guesses: what the player said so far: whether real.
        left: seconds until the next picture; 0 while a guess is awaited.
    """

    id: ClassVar[str] = "quiz"

    def __init__(self, session: JudgeSession, common: Sequence[Command]) -> None:
        super().__init__(session, common)
        self.dealt: Dealt | None = None
        self.guesses: list[bool] = []
        self.left = 0.0
        self._still = Still()
        self._shown_for = 0.0

    def own_commands(self) -> tuple[Command, ...]:
        """Guess, and go on."""
        return (
            Command("judge_quiz_real", partial(self.guess, True), ("←",), enabled=lambda: self.asking),
            Command("judge_quiz_generated", partial(self.guess, False), ("→",), enabled=lambda: self.asking),
            Command(
                "judge_quiz_next",
                self.go_on,
                ("Enter", "Space"),
                enabled=lambda: self.revealed or self.over,
                label=lambda: self.ctx.t(f"generator.judge_quiz_{'again' if self.over else 'next'}"),
                kind="primary",
            ),
        )

    # ------------------------------------------------------------------ what is known

    @property
    def number(self) -> int:
        """Which picture is shown, from 0; ROUNDS when all are over."""
        return len(self.guesses) - 1 if self.left > 0 else len(self.guesses)

    @property
    def revealed(self) -> bool:
        """Whether the truth about the picture is shown."""
        return self.left > 0

    @property
    def over(self) -> bool:
        """Whether all pictures have been guessed."""
        return self.dealt is not None and self.number >= len(self.dealt.faces)

    @property
    def asking(self) -> bool:
        """Whether a guess is awaited."""
        return self.dealt is not None and not self.revealed and not self.over

    def truth(self, number: int) -> bool:
        """Whether a picture is real."""
        return self.dealt is not None and self.dealt.faces[number].kind == "real"

    def judge_says(self, number: int) -> bool:
        """Whether the judge takes a picture for a real one."""
        return self.dealt is not None and self.dealt.scores[number] > self.dealt.line

    def points(self) -> tuple[int, int]:
        """How often the player and the judge were right so far."""
        told = range(len(self.guesses))
        return (
            sum(self.guesses[n] == self.truth(n) for n in told),
            sum(self.judge_says(n) == self.truth(n) for n in told),
        )

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """The picture at the left; question, answers and scores at the right."""
        ctx, style, t, panel = self.ctx, self.ctx.style, self.ctx.t, self.backdrop.panel
        left, right = row(area, [min(area.height, round(area.width * 0.52)), -1], style.gap)
        self._picture = fit((1, 1), panel(left, t("generator.judge_quiz_picture")))
        upper, lower = column(right, [-1, style.px(184)], style.gap)
        inner = panel(upper, t("generator.judge_quiz_question"))
        upper, answers = column(inner, [-1, style.row(50)], style.px(12))
        head = style.font("title", "display").get_linesize() + style.px(6)
        self._note, said = "small", style.px(88)
        for size in ("small", "body"):
            needed = head + paragraph_height(style, t("generator.judge_quiz_how"), inner.width, size=size)
            if needed <= max(style.px(88), inner.height // 2):
                self._note, said = size, max(said, needed)
        self._said, self._dial = column(upper, [said, -1], 0)
        for name, cell in zip(ANSWERS, row(answers, [-1, -1], style.gap), strict=True):
            self.commands.place(ctx, name, cell, worded=True)
        self.commands.place(ctx, "judge_quiz_next", answers, worded=True)
        self._scores = panel(lower, t("generator.judge_quiz_scores"))
        self._mark()

    def _mark(self) -> None:
        """Show the buttons that make sense now."""
        for name in (*ANSWERS, "judge_quiz_next"):
            made, wanted = self.commands.buttons[name], self.commands[name].enabled()
            if bool(made.visible) != wanted:
                made.show() if wanted else made.hide()

    # ------------------------------------------------------------------ commands

    def restart(self) -> None:
        """Another game."""
        self.dealt, self.guesses, self.left = None, [], 0.0

    def guess(self, real: bool) -> None:
        """Say whether the picture is real."""
        if self.asking:
            self.guesses.append(real)
            self.left = PAUSE

    def go_on(self) -> None:
        """The next picture at once, or another game."""
        if self.over:
            self.dealt, self.guesses = None, []
        self.left = 0.0

    # ------------------------------------------------------------------ frames

    def take(self, answer: Answer) -> None:
        """Take the pictures of a game."""
        if isinstance(answer, Dealt):
            self.dealt = answer

    def update(self, dt: float) -> None:
        """Deal; count the time that the truth is shown."""
        session = self.session
        if self.dealt is None and not session.busy and not session.problem:
            session.ask(Deal(int(np.random.default_rng().integers(1 << 31)), ROUNDS, line=True))
        self.meter.target = self.dealt.certainty(self.number) if self.dealt and self.revealed else None
        self.left = max(0.0, self.left - dt)
        self._mark()

    def attract(self, dt: float) -> None:
        """Guess as the judge does."""
        self._shown_for += dt
        if self.dealt is None or self.revealed or self._shown_for < PAUSE:
            return
        self._shown_for = 0.0
        if self.over:
            self.go_on()
        else:
            self.guess(self.judge_says(self.number))

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the picture, what was said about it, the scores."""
        style, t = self.ctx.style, self.ctx.t
        if self.dealt is None:
            words = self.trouble() or t("generator.judge_quiz_dealing")
            draw_paragraph(screen, style, words, self._said, colour="muted")
            return
        number = min(self.number, len(self.dealt.faces) - 1)
        edge = style.colour.line
        if self.revealed:
            edge = style.colour.good if self.truth(number) else style.colour.bad
        self._still.draw(screen, self.dealt.faces[number].picture, self._picture, edge)
        if self.revealed:
            pygame.draw.rect(screen, edge, self._picture.inflate(4, 4), style.px(4))
        self._draw_said(screen, number)
        if not self.over:
            ends = (t("generator.judge_quiz_generated"), t("generator.judge_quiz_real"))
            note = t(f"generator.judge_quiz_judge_{'note' if self.revealed else 'waits'}")
            self.meter.draw(screen, style, self._dial, ends, note)
        self._draw_scores(screen)

    def _draw_said(self, screen: pygame.Surface, number: int) -> None:
        style, t, rect = self.ctx.style, self.ctx.t, self._said
        if self.over:
            mine, judges = self.points()
            result = "won" if mine > judges else "lost" if mine < judges else "drew"
            title, colour = t(f"generator.judge_quiz_{result}"), "text"
            note = t("generator.judge_quiz_result", mine=mine, judges=judges, count=ROUNDS)
        elif self.revealed:
            real, right = self.truth(number), self.guesses[number] == self.truth(number)
            title = t(f"generator.judge_quiz_was_{'real' if real else 'generated'}")
            colour = "good" if right else "bad"
            said = t(f"generator.judge_quiz_{'real' if self.judge_says(number) else 'generated'}")
            yours = t("generator.judge_quiz_right" if right else "generator.judge_quiz_wrong")
            note = f"{yours} {t('generator.judge_quiz_judge_said', said=said.lower())}"
        else:
            title, colour = t("generator.judge_quiz_ask", n=number + 1, count=ROUNDS), "text"
            note = t("generator.judge_quiz_how")
        line = draw_text(screen, style, title, rect.topleft, "title", "display", colour)
        place = pygame.Rect(rect.x, line.bottom + style.px(6), rect.width, rect.bottom - line.bottom)
        draw_paragraph(screen, style, note, place, self._note, colour="muted")

    def _draw_scores(self, screen: pygame.Surface) -> None:
        """Two rows of dots: who was right when."""
        style, t = self.ctx.style, self.ctx.t
        said = [self.judge_says(n) for n in range(len(self.guesses))]
        lines = column(self._scores, [-1, -1], 0)
        for who, colour, guesses, score, line in zip(
            ("you", "judge"), ("human", "agent"), (self.guesses, said), self.points(), lines, strict=True
        ):
            name = t(f"generator.judge_quiz_{who}")
            drawn = draw_text(screen, style, name, line.topleft, face="bold", colour=colour)
            draw_text(screen, style, t.number(score), line.topright, "heading", "mono_bold", None, "topright")
            y = (drawn.bottom + line.bottom) // 2 - style.px(4)
            for n in range(ROUNDS):
                centre = (round(line.x + line.width * (n + 0.5) / ROUNDS), y)
                self._dot(screen, centre, guesses[n] == self.truth(n) if n < len(guesses) else None)

    def _dot(self, screen: pygame.Surface, centre: tuple[int, int], right: bool | None) -> None:
        style = self.ctx.style
        radius = style.px(13)
        if right is None:
            pygame.draw.aacircle(screen, style.colour.raised, centre, radius)
            return
        pygame.draw.aacircle(screen, style.colour.good if right else style.colour.bad, centre, radius)
        icon = style.icon("check" if right else "x", style.px(18), style.colour.on_accent)
        screen.blit(icon, icon.get_rect(center=centre))

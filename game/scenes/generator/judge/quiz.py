"""Real or generated? People and the discriminator guess, and both are counted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

import numpy as np
import pygame
from pygame_gui.elements import UIButton

from game.scenes.generator.judge.exercise import Part
from game.scenes.generator.judge.meter import Meter
from game.scenes.generator.judge.requests import Answer, Deal, Dealt
from game.scenes.generator.judge.view import Still, square
from game.ui.layout import row
from game.ui.widgets.controls import button
from game.ui.widgets.text import draw_paragraph, draw_text

if TYPE_CHECKING:
    from game.scenes.generator.judge.tab import JudgeTab

ROUNDS = 10
PAUSE = 2.6
"""Seconds that the truth is shown before the next picture comes."""


class Quiz(Part):
    """Ten pictures; of each one says whether it is real, then so does the judge.

    Attributes:
        dealt: the pictures and the judge's scores; None before they are there.
        guesses: what the player said so far: whether real.
        left: seconds until the next picture; 0 while a guess is awaited.
    """

    id: ClassVar[str] = "quiz"

    def __init__(self, room: JudgeTab) -> None:
        super().__init__(room)
        self.dealt: Dealt | None = None
        self.guesses: list[bool] = []
        self.left = 0.0
        self._key = 0
        self._still = Still()
        self._meter = Meter()
        self._shown_for = 0.0

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
        ctx, room = self.room.ctx, self.room
        style, t = ctx.style, ctx.t
        left, right = row(area, [min(area.height, round(area.width * 0.52)), -1], style.gap)
        self._picture = square(room.backdrop.panel(left, t("generator.judge_quiz_picture")))
        below = style.px(184)
        upper = pygame.Rect(right.x, right.y, right.width, right.height - below - style.gap)
        lower = pygame.Rect(right.x, upper.bottom + style.gap, right.width, below)
        inner = room.backdrop.panel(upper, t("generator.judge_quiz_question"))
        answers = pygame.Rect(inner.x, inner.bottom - style.px(50), inner.width, style.px(50))
        words = style.px(88)
        self._said = pygame.Rect(inner.x, inner.y, inner.width, words)
        self._dial = pygame.Rect(inner.x, inner.y + words, inner.width, 0)
        self._dial.height = answers.y - style.px(12) - self._dial.y
        self._answers: list[UIButton] = [
            button(
                ctx,
                cell,
                t(f"generator.judge_quiz_{name}"),
                partial(self.guess, name == "real"),
                tip=f"{t(f'generator.judge_quiz_{name}_tip')} ({key})",
                object_id=f"#guess_{name}",
            )
            for name, key, cell in zip(
                ("real", "generated"), ("←", "→"), row(answers, [-1, -1], style.gap), strict=True
            )
        ]
        self._next = button(
            ctx,
            answers,
            t("generator.judge_quiz_next"),
            self.go_on,
            kind="primary",
            tip=f"{t('generator.judge_quiz_next')} (Enter)",
            object_id="#quiz_next",
        )
        self._scores = room.backdrop.panel(lower, t("generator.judge_quiz_scores"))
        self._mark()

    def _mark(self) -> None:
        """Show the buttons that make sense now."""
        asking = self.dealt is not None and not self.revealed and not self.over
        for made in self._answers:
            made.show() if asking else made.hide()
        more = self.revealed or self.over
        self._next.show() if more else self._next.hide()
        words = "generator.judge_quiz_again" if self.over else "generator.judge_quiz_next"
        if self._next.text != self.room.ctx.t(words):
            self._next.set_text(self.room.ctx.t(words))

    # ------------------------------------------------------------------ commands

    def guess(self, real: bool) -> None:
        """Say whether the picture is real."""
        if self.dealt is not None and not self.revealed and not self.over:
            self.guesses.append(real)
            self.left = PAUSE
            self._mark()

    def go_on(self) -> None:
        """The next picture at once, or another game."""
        if self.over:
            self.dealt, self.guesses = None, []
        self.left = 0.0
        self._mark()

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Guess and go on by keys; True when used."""
        if event.type != pygame.KEYDOWN or event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META):
            return False
        asking = not self.revealed and not self.over
        keys: dict[int, Callable[[], object]] = {}
        if asking:
            keys = {
                pygame.K_LEFT: partial(self.guess, True),
                pygame.K_RIGHT: partial(self.guess, False),
            }
        else:
            keys = dict.fromkeys((pygame.K_RETURN, pygame.K_KP_ENTER, pygame.K_SPACE), self.go_on)
        command = keys.get(event.key)
        if command is not None:
            command()
        return command is not None

    def take(self, answer: Answer) -> None:
        """Take the pictures of a game."""
        if isinstance(answer.request, Deal) and answer.request.key == self._key and answer.dealt is not None:
            self.dealt = answer.dealt
            self._mark()

    def update(self, dt: float) -> None:
        """Deal; count the time that the truth is shown."""
        room = self.room
        if self.dealt is None and not room.busy and not room.problem:
            self._key = room.next_key()
            seed = int(np.random.default_rng().integers(1 << 31))
            room.ask(Deal(self._key, seed, ROUNDS, line=True))
        known = self.dealt is not None and self.revealed
        self._meter.point(self.dealt.certainty(self.number) if known and self.dealt else None)
        self._meter.update(dt)
        if self.left > 0:
            self.left = max(0.0, self.left - dt)
            if self.left == 0.0:
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
        style, t = self.room.ctx.style, self.room.ctx.t
        if self.dealt is None:
            words = self.room.trouble() or t("generator.judge_quiz_dealing")
            draw_paragraph(screen, style, words, self._said, colour=style.colour.muted)
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
            note = t(
                "generator.judge_quiz_judge_note" if self.revealed else "generator.judge_quiz_judge_waits"
            )
            self._meter.draw(screen, style, self._dial, ends, note)
        self._draw_scores(screen)

    def _draw_said(self, screen: pygame.Surface, number: int) -> None:
        style, t, rect = self.room.ctx.style, self.room.ctx.t, self._said
        if self.over:
            mine, judges = self.points()
            result = "won" if mine > judges else "lost" if mine < judges else "drew"
            title, colour = t(f"generator.judge_quiz_{result}"), style.colour.text
            note = t("generator.judge_quiz_result", mine=mine, judges=judges, count=ROUNDS)
        elif self.revealed:
            real, right = self.truth(number), self.guesses[number] == self.truth(number)
            title = t(f"generator.judge_quiz_was_{'real' if real else 'generated'}")
            colour = style.colour.good if right else style.colour.bad
            said = t(f"generator.judge_quiz_{'real' if self.judge_says(number) else 'generated'}")
            yours = t("generator.judge_quiz_right" if right else "generator.judge_quiz_wrong")
            note = f"{yours} {t('generator.judge_quiz_judge_said', said=said.lower())}"
        else:
            title, colour = t("generator.judge_quiz_ask", n=number + 1, count=ROUNDS), style.colour.text
            note = t("generator.judge_quiz_how")
        line = draw_text(screen, style, title, rect.topleft, size="title", face="display", colour=colour)
        place = pygame.Rect(rect.x, line.bottom + style.px(6), rect.width, rect.bottom - line.bottom)
        draw_paragraph(screen, style, note, place, colour=style.colour.muted)

    def _draw_scores(self, screen: pygame.Surface) -> None:
        """Two rows of dots: who was right when."""
        style, t, rect = self.room.ctx.style, self.room.ctx.t, self._scores
        points = self.points()
        said = [self.judge_says(n) for n in range(len(self.guesses))]
        rows = (
            (t("generator.judge_quiz_you"), self.guesses, points[0], style.colour.human),
            (t("generator.judge_quiz_judge"), said, points[1], style.colour.agent),
        )
        height = rect.height // 2
        for index, (name, guesses, score, colour) in enumerate(rows):
            line = pygame.Rect(rect.x, rect.y + index * height, rect.width, height)
            drawn = draw_text(screen, style, name, line.topleft, face="bold", colour=colour)
            draw_text(
                screen,
                style,
                t.number(score),
                line.topright,
                size="heading",
                face="mono_bold",
                anchor="topright",
            )
            step = line.width / ROUNDS
            y = drawn.bottom + (line.bottom - drawn.bottom) // 2 - style.px(4)
            for n in range(ROUNDS):
                centre = (round(line.x + step * (n + 0.5)), y)
                self._dot(screen, centre, guesses[n] == self.truth(n) if n < len(guesses) else None)

    def _dot(self, screen: pygame.Surface, centre: tuple[int, int], right: bool | None) -> None:
        style = self.room.ctx.style
        radius = style.px(13)
        if right is None:
            pygame.draw.aacircle(screen, style.colour.raised, centre, radius)
            return
        pygame.draw.aacircle(screen, style.colour.good if right else style.colour.bad, centre, radius)
        icon = style.icon("check" if right else "x", style.px(18), style.colour.on_accent)
        screen.blit(icon, icon.get_rect(center=centre))

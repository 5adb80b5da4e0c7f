"""What the judge's tab is made of: three ways to use the discriminator, each a tab inside the tab."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence

import pygame

from game.scenes.generator.judge.meter import Meter
from game.scenes.generator.judge.requests import Answer, Judged
from game.scenes.generator.judge.session import JudgeSession
from game.scenes.generator.problems import trouble
from game.ui.commands import Command, Commands
from game.ui.tabs import Tab
from game.ui.widgets.text import draw_paragraph


class Exercise(Tab):
    """One way.

    Args:
        session: what the judge is asked through.
        common: what can be done in every exercise: "judge_open", "judge_paste", "judge_heat" and so on.

    Attributes:
        meter: the needle.
    """

    def __init__(self, session: JudgeSession, common: Sequence[Command]) -> None:
        self.session = session
        self.meter = Meter()
        self.commands = Commands("generator", (*self.own_commands(), *common))

    @abstractmethod
    def own_commands(self) -> tuple[Command, ...]:
        """What can be done in this exercise alone."""

    @abstractmethod
    def take(self, answer: Answer) -> None:
        """Take what the networks have found."""

    def leave(self) -> None:
        """Let the needle fall."""
        self.meter.target = None

    def trouble(self) -> str:
        """Why nothing is judged, and the way out; empty when all is well."""
        return trouble(self.ctx, self.session.problem)

    def draw_meter(
        self, screen: pygame.Surface, rect: pygame.Rect, judged: Judged | None, waiting: str = ""
    ) -> None:
        """Draw the meter, with the numbers behind it; `waiting` stands there before there are any."""
        style, t = self.ctx.style, self.ctx.t
        problem = self.trouble()
        if problem:
            draw_paragraph(screen, style, problem, rect, "small", colour="bad")
            return
        if judged is None:
            note = waiting or t("generator.judge_thinking" if self.ctx.loader.ready else "app.loading")
        else:
            percent, score = t.number(100 * judged.probability, 1), t.number(judged.score, 2)
            signed = score if score.startswith("\N{MINUS SIGN}") else f"+{score}"
            note = t("generator.judge_numbers", percent=percent, score=signed)
        self.meter.draw(screen, style, rect, (t("generator.judge_no"), t("generator.judge_yes")), note)

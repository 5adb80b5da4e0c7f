"""Judge: the discriminator says «portrait» or «nope», and people try to beat it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pygame
from pygame_gui.elements import UIButton

from game.scenes.generator.judge.drawing import Drawing
from game.scenes.generator.judge.exercise import Exercise
from game.scenes.generator.judge.lineup import Lineup
from game.scenes.generator.judge.quiz import Quiz
from game.scenes.generator.judge.requests import Face
from game.scenes.generator.judge.session import EXERCISES, ExerciseId, JudgeSession
from game.scenes.generator.judge.tasks import taken_for_real, ten_cards
from game.scenes.generator.portrait_io import FaceIO
from game.scenes.generator.shared_state import SharedState
from game.ui.commands import Command, Commands
from game.ui.layout import column
from game.ui.scene import AT_REST, MOVING
from game.ui.tabs import Tab
from game.ui.widgets.controls import choices, select
from models.base.arrays import Byte, Float

STRIP, STRIP_WIDTH = 34, 620


@dataclass(frozen=True)
class JudgeOptions:
    """What a link may ask for; without an exercise the line-up."""

    exercise: ExerciseId | None = None


class JudgeTab(Tab):
    """Three exercises over one discriminator.

    Args:
        shared: what all tabs of the scene share.

    Attributes:
        desk: opens pictures to be judged.
        exercises: by id.
        exercise: the one on the screen.
    """

    id: ClassVar[str] = "judge"
    opens_with = JudgeOptions
    opens_first: ClassVar[bool] = True

    def __init__(self, shared: SharedState) -> None:
        self.session = JudgeSession(shared)
        self._chips: dict[str, UIButton] = {}
        self.desk = FaceIO(shared.data.name, self._opened)
        common = (
            Command("judge_open", lambda: self.desk.ask(self.ctx), ("Ctrl+O",), icon="folder-open"),
            Command("judge_paste", lambda: self.desk.paste(self.ctx), ("Ctrl+V",), icon="clipboard-paste"),
            Command("judge_heat", self.session.toggle_heat, ("H",), icon="flame", kind="ghost"),
            Command("judge_exercise", self._next, ("M",)),
        )
        self.lineup = Lineup(self.session, common)
        self.drawing, self.quiz = Drawing(self.session, common), Quiz(self.session, common)
        self.exercises: dict[ExerciseId, Exercise] = {
            "lineup": self.lineup,
            "draw": self.drawing,
            "quiz": self.quiz,
        }
        self.exercise = self.exercises[self.session.exercise]

    def tables(self) -> Sequence[Commands]:
        """The open exercise's."""
        return (self.exercise.commands,)

    # ------------------------------------------------------------------ links

    def open_with(self, options: JudgeOptions) -> None:
        """Open an exercise, from its beginning."""
        name = options.exercise or EXERCISES[0]
        self.session.cancel()
        self.exercises[name].restart()
        self.open(name)

    def shown(self) -> JudgeOptions:
        """The open exercise."""
        return JudgeOptions(self.session.exercise)

    def task(self, name: str) -> Callable[[], bool]:
        """The check of one of the tab's tasks."""
        if name == "taken-for-real":
            return taken_for_real(self.drawing)
        return {"ten-cards": ten_cards}[name](self.quiz)

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Which exercise at the top, that exercise below."""
        style = self.ctx.style
        strip, below = column(area, [style.row(STRIP), -1], style.gap)
        strip.width = min(style.text_px(STRIP_WIDTH), strip.width)
        self._chips = choices(self.ctx, strip, "generator.judge_exercise", EXERCISES, self._press, "M")
        wanted = self.exercises[self.session.exercise]
        if wanted is not self.exercise:
            self.exercise.leave()
            self.session.cancel()
            self.exercise = wanted
        self.exercise.prepare(self.ctx, self.backdrop, self.rebuild)
        self.exercise.layout(below)
        self._mark()

    def _mark(self) -> None:
        for name, made in self._chips.items():
            select(made, name == self.session.exercise)

    # ------------------------------------------------------------------ commands

    def open(self, name: ExerciseId) -> None:
        """Open another exercise at the next frame."""
        if name != self.session.exercise:
            self.session.choose(name)
            self.rebuild()
        self._mark()

    def _press(self, name: str) -> None:
        self.open(next(each for each in EXERCISES if each == name))

    def _next(self) -> None:
        self.open(EXERCISES[(EXERCISES.index(self.session.exercise) + 1) % len(EXERCISES)])

    def show(self, face: Face) -> None:
        """Judge a picture from elsewhere."""
        self.lineup.show(face)
        self.open("lineup")

    def _opened(self, picture: Byte, name: str, latent: Float | None, portrait: int | None) -> None:
        self.show(Face("own", picture, latent, name))

    # ------------------------------------------------------------------ events and frames

    def cancel(self) -> bool:
        """Stop what the exercise has under way."""
        return self.exercise.cancel()

    def handle(self, event: pygame.event.Event) -> bool:
        """Judge a dropped picture; everything else belongs to the exercise."""
        if event.type == pygame.DROPFILE:
            self.desk.open(self.ctx, Path(event.file))
            return True
        return self.exercise.handle(event)

    @property
    def rest_rate(self) -> float:
        """Every picture while the needle swings."""
        return MOVING if self.exercise.meter.swings else AT_REST

    def update(self, dt: float) -> None:
        """Take what was handed over and what the networks have found."""
        handed = self.session.receive(self.ctx.t("generator.restyle_handed"))
        if handed is not None:
            self.show(handed)
        self.desk.update(self.ctx)
        answer = self.session.poll()
        if answer is not None:
            self.exercise.take(answer)
        self.exercise.update(dt)
        self.exercise.meter.update(dt)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the open exercise."""
        self.exercise.draw(screen)

    def attract(self, dt: float) -> None:
        """Let the open exercise play."""
        self.exercise.attract(dt)

    def leave(self) -> None:
        """Finish what the hand was doing."""
        self.exercise.leave()

    def close(self) -> None:
        """Stop the workers."""
        self.session.close()
        self.desk.close()
        for exercise in self.exercises.values():
            if exercise.begun:
                exercise.close()

"""Two paradigms: the same network learns the same game from examples and from reward alone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, ClassVar

import pygame

from agents.classic.demonstrations import MOST_EXAMPLES, Gap, Teacher
from game.scenes.rewards.complaint import Complaint
from game.scenes.rewards.paradigms.session import GameName, ParadigmsSession, Settings
from game.scenes.rewards.paradigms.tasks import beat_imitator
from game.scenes.rewards.paradigms.view import ParadigmsView
from game.ui.commands import Command, Commands
from game.ui.scene import MOVING
from game.ui.tabs import Tab
from models.base.typed_fields import Range

TASKS = {"beat-imitator": beat_imitator}
WAYS = {pygame.K_LEFT: -1, pygame.K_RIGHT: 1}
ATTRACT_SECONDS = 25.0


@dataclass(frozen=True)
class ParadigmsOptions:
    """What a link opens the tab with; see `agents.classic.lesson.Lesson`.

    Attributes:
        errors: show errors by epoch instead of returns.
    """

    game: GameName = "cartpole"
    teacher: Teacher = "good"
    count: Annotated[int, Range(1, MOST_EXAMPLES)] = 1000
    wrong: Annotated[float, Range(0, 0.5)] = 0.0
    gap: Gap = "none"
    batch: Annotated[int, Range(1, 1000)] = 32
    hint: bool = False
    seed: Annotated[int, Range(0, 2**31 - 1)] = 1
    errors: bool = False


class ParadigmsTab(Tab):
    """Choices above, two stages, curves and gradients below."""

    id: ClassVar[str] = "paradigms"
    opens_with = ParadigmsOptions
    opens_first: ClassVar[bool] = True

    def __init__(self, shared: object) -> None:
        self._held: list[int] = []
        self._complaint, self._script = Complaint(), 0.0

    def begin(self) -> None:
        """Make session, view and commands."""
        self.session = session = ParadigmsSession(self.ctx.workers, self.ctx.seed)
        self.view = ParadigmsView(session)

        def watched() -> bool:
            return session.mode != "show"

        def known() -> bool:
            return watched() and session.progress is not None

        self.commands = Commands(
            "rewards",
            (
                Command(
                    "learn",
                    session.toggle,
                    ("Space",),
                    "play",
                    icon_now=lambda: "pause" if session.learning.running else "play",
                    enabled=lambda: watched() and not (session.lacking and session.progress is None),
                    kind="primary",
                    rank=2,
                ),
                Command("begin_again", self.begin_again, ("Home",), "rotate-ccw", enabled=watched),
                Command(
                    "show", self.show, ("D",), "gamepad-2", pressed=lambda: session.mode == "show", rank=1
                ),
                Command(
                    "duel",
                    partial(session.challenge, "examples"),
                    ("P",),
                    "swords",
                    enabled=known,
                    pressed=lambda: session.mode == "duel" and session.rival == "examples",
                    rank=1,
                ),
                Command(
                    "duel_reward",
                    partial(session.challenge, "reward"),
                    ("R",),
                    "trophy",
                    enabled=known,
                    pressed=lambda: session.mode == "duel" and session.rival == "reward",
                ),
                Command(
                    "hint",
                    lambda: session.change(hint=not session.settings.hint),
                    ("H",),
                    "lightbulb",
                    enabled=lambda: session.settings.game == "mountaincar",
                    pressed=lambda: session.settings.hint,
                ),
                Command("other_plot", self.other_plot, ("E",), "arrow-left-right"),
                Command("forget_own", self.forget_own, ("Del",), enabled=lambda: bool(len(session.own))),
            ),
        )
        self._game = session.settings.game

    # ------------------------------------------------------------------ links

    def open_with(self, options: ParadigmsOptions) -> None:
        """Begin what the link asks for."""
        self.view.errors = options.errors
        fields = {name: getattr(options, name) for name in Settings.__dataclass_fields__}
        self.session.stop_playing()
        self.session.change(**fields)

    def shown(self) -> ParadigmsOptions:
        """What is on the screen."""
        return ParadigmsOptions(**vars(self.session.settings), errors=self.view.errors)

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return TASKS[name](self.session)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The view's."""
        return self.view.landmarks()

    # ------------------------------------------------------------------ actions

    def begin_again(self) -> None:
        """Forget what was learned."""
        self.session.restart()

    def show(self) -> None:
        """Begin to show how to play; once more: that is enough."""
        if self.session.mode == "show":
            self._finish_showing()
        else:
            self.session.show()

    def _finish_showing(self) -> None:
        if not self.session.finish_showing():
            self.ctx.notify(self.ctx.t("rewards.too_little"), "info")

    def forget_own(self) -> None:
        """Throw the own demonstration away."""
        self.session.forget_own()
        self.ctx.notify(self.ctx.t("rewards.forgotten"), "info")

    def other_plot(self) -> None:
        """Returns or errors."""
        self.view.errors = not self.view.errors
        self.rebuild()

    def cancel(self) -> bool:
        """Stop playing by hand."""
        if self.session.mode == "show":
            self._finish_showing()
            return True
        return self.session.stop_playing()

    # ------------------------------------------------------------------ life

    @property
    def rest_rate(self) -> float:
        """Every picture: something is always played."""
        return MOVING

    def layout(self, area: pygame.Rect) -> None:
        """Everything is the view's."""
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    def handle(self, event: pygame.event.Event) -> bool:
        """The hand, by arrow keys or by a held button."""
        if self.view.handle(event):
            return True
        playing = self.session.mode != "watch"
        if event.type == pygame.KEYDOWN and event.key in WAYS:
            self._held = [key for key in self._held if key != event.key] + [event.key]
        elif event.type == pygame.KEYUP and event.key in WAYS:
            self._held = [key for key in self._held if key != event.key]
        elif event.type == pygame.MOUSEBUTTONDOWN and event.button == pygame.BUTTON_LEFT and playing:
            side = self.view.side(event.pos)
            if side and self.session.outcome is not None:
                self.session.challenge(self.session.rival)
            self.session.push(side)
            return bool(side)
        elif event.type == pygame.MOUSEBUTTONUP and event.button == pygame.BUTTON_LEFT:
            self.session.push(0)
            return False
        else:
            return False
        self.session.push(WAYS[self._held[-1]] if self._held else 0)
        return playing

    def update(self, dt: float) -> None:
        """Let games and lesson go on."""
        session = self.session
        was = session.mode
        session.update(dt)
        self.view.update()
        if was == "show" and session.mode == "watch" and session.settings.teacher != "own":
            self.ctx.notify(self.ctx.t("rewards.too_little"), "info")
        if session.settings.game != self._game:
            self._game = session.settings.game
            self.rebuild()
        self._complaint.tell(self.ctx, session.learning.problem)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything."""
        self.view.draw(screen)

    def attract(self, dt: float) -> None:
        """Learn; begin again after a while."""
        self._script += dt
        if self.session.progress is None or self._script > ATTRACT_SECONDS:
            self._script = 0.0
            self.session.stop_playing()
            self.session.restart()
            self.session.start()

    def leave(self) -> None:
        """Let go, and let the lesson rest."""
        self._held = []
        self.session.push(0)
        self.session.learning.pause()

    def close(self) -> None:
        """End the lesson."""
        self.session.close()

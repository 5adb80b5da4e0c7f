"""Learning, live: a small network learns to translate from nothing, before the audience."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pygame

from game.scenes.translation.learn.session import LearnSession
from game.scenes.translation.learn.tasks import eight_of_ten
from game.scenes.translation.learn.view import LearnView
from game.ui.commands import Command, Commands
from game.ui.scene import AT_REST, MOVING
from game.ui.training_tab import TrainingTab
from models.base.typed_fields import Range
from models.translation.live.settings import MOST


@dataclass(frozen=True)
class LearnOptions:
    """What a link may ask for: how many pairs are learned from, and whether to begin at once."""

    pairs: Annotated[int, Range(1, MOST)] = MOST
    start: bool = False


class LearnTab(TrainingTab):
    """The training, its files, and its view.

    Attributes:
        session: the training.
        view: the whole tab.
    """

    id: ClassVar[str] = "learn"
    texts = "translation.learn_"
    opens_with = LearnOptions
    session: LearnSession

    def begin(self) -> None:
        """Look for what was saved last time; nothing learns yet."""
        ctx = self.ctx
        self.session = LearnSession(ctx.seed, ctx.folders.data / "translation", ctx.workers)
        self.view = LearnView(self.session)

    def layout(self, area: pygame.Rect) -> None:
        """Everything is the view's."""
        self.go_on()
        self.commands = self._table()
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    def _table(self) -> Commands:
        """What can be done."""
        session, common = self.session, self.training_commands(rank=1)
        return Commands(
            "translation",
            (
                common.play,
                common.fresh,
                common.seed,
                Command(
                    "learn_continue",
                    self.continue_saved,
                    icon="skip-forward",
                    enabled=lambda: session.offer is not None and not session.started,
                ),
                common.save,
                common.load,
                Command("learn_earlier", lambda: self.look(-1), ("↑",)),
                Command("learn_later", lambda: self.look(1), ("↓",)),
            ),
        )

    # ------------------------------------------------------------------ links and tasks

    def open_with(self, options: LearnOptions) -> None:
        """Take the number of pairs, and begin if asked to."""
        self.session.learn_from(options.pairs)
        if options.start and not self.session.started:
            self.when_ready(self.start)

    def shown(self) -> LearnOptions:
        """The number of pairs, and whether something has been learned."""
        return LearnOptions(self.session.controls.pairs, self.session.started)

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"eight-of-ten": eight_of_ten}[name](self.session)

    # ------------------------------------------------------------------ commands

    def again(self) -> None:
        """After trouble: go on from the last good state."""
        if self.ready():
            self.session.retry()

    def look(self, step: int) -> None:
        """Look at the sentence above or below more closely."""
        self.session.look_at((self.session.controls.look + step) % len(self.view.sentences))

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Clicks, wheels and the pointer."""
        return self.view.handle(event)

    @property
    def rest_rate(self) -> float:
        """Every picture while somebody waits for the first sentences."""
        return MOVING if self.waits else AT_REST

    def update(self, dt: float) -> None:
        """Take what the training yields."""
        self.follow(dt)
        self.commands.refresh()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that moves."""
        self.view.draw(screen)

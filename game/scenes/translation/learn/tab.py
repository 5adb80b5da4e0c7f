"""Learning, live: a small network learns to translate from nothing, before the audience."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, ClassVar

import pygame

from game.scenes.translation.learn.session import LearnSession
from game.scenes.translation.learn.tasks import eight_of_ten
from game.scenes.translation.learn.view import LearnView
from game.ui.commands import Command, Commands
from game.ui.scene import AT_REST, MOVING
from game.ui.tabs import Tab, not_loaded
from game.ui.training_files import ask_to_load, ask_to_save, tell
from models.base.typed_fields import Range
from models.translation.live.settings import MOST

TEXTS = "translation.learn_"
"""What the keys of texts about the trainings' files begin with."""


@dataclass(frozen=True)
class LearnOptions:
    """What a link may ask for: how many pairs are learned from, and whether to begin at once."""

    pairs: Annotated[int, Range(1, MOST)] = MOST
    start: bool = False


class LearnTab(Tab):
    """The training, its files, and its view.

    Attributes:
        session: the training.
        view: the whole tab.
    """

    id: ClassVar[str] = "learn"
    opens_with = LearnOptions
    session: LearnSession

    def __init__(self, shared: object) -> None:
        self._rested = False
        self._waiting = False

    def begin(self) -> None:
        """Look for what was saved last time; nothing learns yet."""
        ctx = self.ctx
        self.session = LearnSession(ctx.seed, ctx.folders.data / "translation", ctx.workers)
        self.view = LearnView(self.session)

    def layout(self, area: pygame.Rect) -> None:
        """Everything is the view's; goes on if it was learning when it was left."""
        if self._rested:
            self._rested = False
            self.session.resume()
        self.commands = self._table()
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    def _table(self) -> Commands:
        """What can be done."""
        t, session = self.ctx.t, self.session
        words = {True: t(f"{TEXTS}pause"), False: t(f"{TEXTS}play")}
        return Commands(
            "translation",
            (
                Command(
                    "learn_play",
                    self.toggle,
                    ("Space",),
                    icon_now=lambda: "pause" if session.running else "play",
                    label=lambda: words[session.running],
                    widest=max(words.values(), key=self.ctx.style.font("body").size),
                    rank=2,
                    kind="primary",
                    icon="play",
                ),
                Command("learn_fresh", self.start, ("Home",), icon="rotate-ccw"),
                Command(
                    "learn_seed",
                    self.new_seed,
                    ("N",),
                    icon="shuffle",
                    label=lambda: t(f"{TEXTS}seed", n=session.seed),
                    widest=t(f"{TEXTS}seed", n=9999),
                ),
                Command(
                    "learn_continue",
                    self.continue_saved,
                    icon="skip-forward",
                    enabled=lambda: session.offer is not None and not session.started,
                ),
                Command("learn_save", self.save, ("Ctrl+S",), icon="save"),
                Command("learn_load", self.load, ("Ctrl+O",), icon="folder-open"),
                Command("learn_earlier", lambda: self.look(-1), ("↑",)),
                Command("learn_later", lambda: self.look(1), ("↓",)),
            ),
        )

    # ------------------------------------------------------------------ links and tasks

    def open_with(self, options: LearnOptions) -> None:
        """Take the number of pairs, and begin if asked to."""
        self.session.learn_from(options.pairs)
        self._waiting = options.start and not self.session.started

    def shown(self) -> LearnOptions:
        """The number of pairs, and whether something has been learned."""
        return LearnOptions(self.session.controls.pairs, self.session.started)

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"eight-of-ten": eight_of_ten}[name](self.session)

    # ------------------------------------------------------------------ commands

    def _ready(self) -> bool:
        """Whether torch is there; says so when it is not."""
        if self.ctx.loader.ready:
            return True
        self.ctx.notify(not_loaded(self.ctx) or self.ctx.t("app.loading"), "info")
        return False

    def toggle(self) -> None:
        """Begin, rest, or go on."""
        session = self.session
        if not session.started:
            self.start()
        elif session.failed:
            if self._ready():
                session.retry()
        elif session.running:
            session.pause()
        else:
            session.resume()

    def start(self, seed: int | None = None) -> None:
        """Begin from nothing, with the same seed unless one is given; what was learned stays in a file."""
        if self._ready():
            self.session.archive()
            self.session.pass_over_offer()
            self.session.seed = self.session.seed if seed is None else seed
            self.session.start()

    def new_seed(self) -> None:
        """Begin from nothing with another seed."""
        self.start(random.Random(time.time_ns()).randrange(1, 10_000))

    def continue_saved(self) -> None:
        """Go on with what was saved last time."""
        if self._ready():
            self.session.continue_saved()

    def save(self) -> None:
        """Ask for a place and write the training there."""
        state = self.session.state
        ask_to_save(
            self.ctx, self.session, TEXTS, f"live-translation-{state.step if state is not None else 0}"
        )

    def load(self) -> None:
        """Ask for a file and go on with the training in it."""
        if self._ready():
            ask_to_load(self.ctx, self.session, TEXTS)

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
        return MOVING if self.session.started and self.session.snapshot is None else AT_REST

    def update(self, dt: float) -> None:
        """Take what the training yields."""
        if self._waiting and self.ctx.loader.ready:
            self._waiting = False
            self.start()
        news = self.session.update(dt)
        tell(self.ctx, news, TEXTS, f"{TEXTS}file_", whole_path=False)
        self.commands.refresh()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that moves."""
        self.view.draw(screen)

    # ------------------------------------------------------------------ life

    def attract(self, dt: float) -> None:
        """Play itself: learn from nothing, and again after trouble."""
        session = self.session
        if not self.ctx.loader.ready or session.loading:
            return
        if session.failed:
            session.retry()
        elif not session.started:
            session.start()

    def leave(self) -> None:
        """Rest and save."""
        if self.session.started:
            self._rested = self.session.running
            self.session.pause()
            self.session.autosave()

    def close(self) -> None:
        """Stop the training; what was learned is kept."""
        self.session.close()

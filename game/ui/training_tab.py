"""A tab in which something learns before the audience: begins, rests, goes on, is saved and opened."""

from __future__ import annotations

import random
import time
from abc import abstractmethod
from collections.abc import Callable
from typing import Any, ClassVar, NamedTuple

from game.ui.commands import Command
from game.ui.tabs import Tab, not_loaded
from game.ui.training_files import ask_to_load, ask_to_save, tell
from game.workers.process_training import ProcessTraining
from game.workers.training_session import News


class TrainingCommands(NamedTuple):
    """What can be done with every training."""

    play: Command
    fresh: Command
    seed: Command
    save: Command
    load: Command


class TrainingTab(Tab):
    """Drives a training and its files; a scene adds what there is to see and to turn.

    Attributes:
        session: the training.
    """

    texts: ClassVar[str]
    """What the keys of its texts begin with: "scene.word_"; its commands' ids begin with "word_"."""
    session: ProcessTraining[Any, Any, Any]

    def __init__(self, shared: object) -> None:
        self._rested = False
        self._waiting: list[Callable[[], None]] = []

    @abstractmethod
    def again(self) -> None:
        """After trouble: go on from the last good state."""

    def show_learning(self) -> None:
        """Bring what learns onto the screen, where something else may cover it."""

    def training_commands(self, *, rank: int) -> TrainingCommands:
        """Make the commands of every training.

        Args:
            rank: how early beginning anew gets a word beside its icon.
        """
        t, session, texts = self.ctx.t, self.session, self.texts
        word = texts.partition(".")[2]
        words = {True: t(f"{texts}pause"), False: t(f"{texts}play")}
        return TrainingCommands(
            Command(
                f"{word}play",
                self.toggle,
                ("Space",),
                icon_now=lambda: "pause" if session.running else "play",
                label=lambda: words[session.running],
                widest=max(words.values(), key=self.ctx.style.font("body").size),
                rank=2,
                kind="primary",
                icon="play",
            ),
            Command(f"{word}fresh", self.start, ("Home",), icon="rotate-ccw", rank=rank),
            Command(
                f"{word}seed",
                self.new_seed,
                ("N",),
                icon="shuffle",
                label=lambda: t(f"{texts}seed", n=session.seed),
                widest=t(f"{texts}seed", n=9999),
                rank=rank,
            ),
            Command(f"{word}save", self.save, ("Ctrl+S",), icon="save"),
            Command(f"{word}load", self.load, ("Ctrl+O",), icon="folder-open"),
        )

    # ------------------------------------------------------------------ commands

    def ready(self) -> bool:
        """Whether torch is there; says so when it is not."""
        if self.ctx.loader.ready:
            return True
        self.ctx.notify(not_loaded(self.ctx) or self.ctx.t("app.loading"), "info")
        return False

    def when_ready(self, command: Callable[[], None]) -> None:
        """Do something as soon as torch is there."""
        self._waiting.append(command)

    def toggle(self) -> None:
        """Begin, rest, or go on."""
        session = self.session
        if not session.started:
            self.start()
        elif session.failed:
            self.again()
        elif session.running:
            session.pause()
        else:
            self.show_learning()
            session.resume()

    def start(self, seed: int | None = None) -> None:
        """Begin from nothing, with the same seed unless one is given; what was learned stays in a file."""
        if self.ready():
            self.session.archive()
            self.session.pass_over_offer()
            self.show_learning()
            self.session.seed = self.session.seed if seed is None else seed
            self.session.start()

    def new_seed(self) -> None:
        """Begin from nothing with another seed."""
        self.start(random.Random(time.time_ns()).randrange(1, 10_000))

    def continue_saved(self) -> None:
        """Go on with what was saved last time."""
        if self.ready():
            self.session.continue_saved()

    def save(self) -> None:
        """Ask for a place and write the training there."""
        state = self.session.state
        steps = state.step if state is not None else 0
        ask_to_save(self.ctx, self.session, self.texts, f"{self.session.name}-{steps}")

    def load(self) -> None:
        """Ask for a file and go on with the training in it."""
        if self.ready():
            ask_to_load(self.ctx, self.session, self.texts)

    # ------------------------------------------------------------------ frames and life

    def follow(self, dt: float) -> News[Any, Any]:
        """Take what the training yields, and tell of its files; every frame."""
        if self._waiting and self.ctx.loader.ready:
            waiting, self._waiting = self._waiting, []
            for command in waiting:
                command()
        news = self.session.update(dt)
        tell(self.ctx, news, self.texts, f"{self.texts}file_", whole_path=False)
        return news

    def go_on(self) -> None:
        """Go on if it was learning when the tab was left; at every layout."""
        if self._rested:
            self._rested = False
            self.session.resume()

    @property
    def waits(self) -> bool:
        """Whether somebody waits for the first thing to see."""
        return self.session.started and self.session.snapshot is None

    def attract(self, dt: float) -> None:
        """Play itself: learn from nothing, and again after trouble."""
        session = self.session
        if not self.ctx.loader.ready or session.loading:
            return
        if session.failed:
            self.again()
        elif not session.started:
            session.start()

    def leave(self) -> None:
        """Rest and save."""
        if self.session.started:
            self._rested = self.session.running
            self.session.leave()

    def close(self) -> None:
        """Stop the training; what was learned is kept."""
        self.session.close()

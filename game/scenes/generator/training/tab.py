"""Training, live: two small networks learn from each other while everything can be turned."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Literal

import pygame

from game.scenes.generator.shared_state import SharedState
from game.scenes.generator.training.history import Timeline
from game.scenes.generator.training.requests import real_faces
from game.scenes.generator.training.session import GanTraining
from game.scenes.generator.training.view import FAILURE_KEYS, TrainingView
from game.ui.commands import Command, Commands
from game.ui.links import LinkError
from game.ui.scene import AT_REST, MOVING
from game.ui.tabs import Tab, not_loaded
from game.ui.training_files import ask_to_load, ask_to_save, tell
from game.workers.training_session import NICE
from models.generator.live.settings import FAILURES

TEXTS = "generator.training_"
"""What the keys of texts about the trainings' files begin with."""


@dataclass(frozen=True)
class TrainingOptions:
    """What a link may ask for.

    Attributes:
        from_: whether to begin from noise, or go on with what was saved last time; None leaves it as it is.
        view: the faces, one round explained, or the big model's past.
    """

    from_: Literal["noise", "saved"] | None = None
    view: Literal["faces", "round", "big"] | None = None


class TrainingTab(Tab):
    """The training, its files, and its view.

    Attributes:
        session: the training.
        view: the whole tab.
    """

    id: ClassVar[str] = "training"
    opens_with = TrainingOptions
    session: GanTraining

    def __init__(self, shared: SharedState) -> None:
        self._rested = False
        self._waiting: list[Callable[[], None]] = []

    def begin(self) -> None:
        """Look for what was saved last time; nothing learns yet."""
        ctx = self.ctx
        self.session = GanTraining(ctx.seed, ctx.folders.data / "gan", ctx.workers)
        self.timeline = Timeline(ctx.workers)
        self.view = TrainingView(self.session, self.timeline)
        self._reading = ctx.workers.call(real_faces, name="real faces", nice=NICE)

    def layout(self, area: pygame.Rect) -> None:
        """Everything is the view's; goes on if it was learning when it was left."""
        if self._rested:
            self._rested = False
            self.session.resume()
        self.commands = self._table()
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    def _table(self) -> Commands:
        """What can be done; while a round is explained, what belongs to the faces cannot."""
        t, session, view = self.ctx.t, self.session, self.view

        def on(name: str) -> bool:
            return session.failure == name

        words = {True: t("generator.training_pause"), False: t("generator.training_play")}
        return Commands(
            "generator",
            (
                Command(
                    "training_play",
                    self.toggle,
                    ("Space",),
                    icon_now=lambda: "pause" if session.running else "play",
                    label=lambda: words[session.running],
                    widest=max(words.values(), key=self.ctx.style.font("body").size),
                    rank=2,
                    kind="primary",
                    icon="play",
                ),
                Command(
                    "training_explain",
                    self.explain,
                    ("E",),
                    icon="step-forward",
                    pressed=lambda: view.explained,
                    rank=2,
                ),
                Command("training_fresh", self.start, ("Home",), icon="rotate-ccw", rank=2),
                Command(
                    "training_seed",
                    self.new_seed,
                    ("N",),
                    icon="shuffle",
                    label=lambda: t("generator.training_seed", n=session.seed),
                    widest=t("generator.training_seed", n=9999),
                    rank=2,
                ),
                Command("training_faces", self.new_faces, ("F",), icon="user", rank=2),
                Command("training_save", self.save, ("Ctrl+S",), icon="save"),
                Command("training_load", self.load, ("Ctrl+O",), icon="folder-open"),
                Command("training_begin", self.start),
                Command("training_continue", self.continue_saved),
                Command("training_back", self.back),
                *view.commands(),
                *(
                    Command(
                        f"training_{name}",
                        partial(self.fail, name),
                        (key,),
                        enabled=lambda: not view.explained,
                        pressed=partial(on, name),
                        kind="toggle",
                    )
                    for name, key in zip(FAILURES, FAILURE_KEYS, strict=True)
                ),
                Command(
                    "training_out",
                    self.restore,
                    ("Esc",),
                    enabled=lambda: bool(session.failure),
                    kind="primary",
                ),
            ),
        )

    # ------------------------------------------------------------------ links

    def open_with(self, options: TrainingOptions) -> None:
        """Show a view, and begin; what needs the libraries waits for them.

        Raises:
            LinkError: nothing was saved that could be gone on with.
        """
        if options.from_ == "saved" and self.session.offer is None:
            raise LinkError("generator.training_no_saved")
        if options.from_ is not None:
            self._waiting.append(self.start if options.from_ == "noise" else self.continue_saved)
        view = options.view or ("faces" if options.from_ is not None else None)
        if view is not None:
            self.view.grid.follow()
            if self.view.grid.big != (view == "big"):
                self.view.grid.switch()
            if view == "round":
                self._waiting.append(self.explain)
            else:
                self._show_faces()

    def shown(self) -> TrainingOptions:
        """What is on the screen, and whether it began from noise."""
        view, session = self.view, self.session
        began: Literal["noise"] | None = "noise" if session.started and session.from_noise else None
        return TrainingOptions(began, "round" if view.explained else "big" if view.grid.big else "faces")

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
            self.back()
        elif session.running:
            session.pause()
        else:
            self._show_faces()
            session.resume()

    def start(self, seed: int | None = None) -> None:
        """Begin from noise, with the same seed unless another is given; what was learned stays in a file."""
        if self._ready():
            self.session.archive()
            self.session.pass_over_offer()
            self._show_faces()
            self.view.grid.follow()
            self.session.seed = self.session.seed if seed is None else seed
            self.session.start()

    def new_seed(self) -> None:
        """Begin from noise with another seed."""
        self.start(random.Random(time.time_ns()).randrange(1, 10_000))

    def continue_saved(self) -> None:
        """Go on with what was saved last time."""
        if self._ready():
            self.session.continue_saved()

    def save(self) -> None:
        """Ask for a place and write the training there."""
        state = self.session.state
        ask_to_save(self.ctx, self.session, TEXTS, f"live-gan-{state.step if state is not None else 0}")

    def load(self) -> None:
        """Ask for a file and go on with the training in it."""
        if self._ready():
            ask_to_load(self.ctx, self.session, TEXTS)

    def back(self) -> None:
        """After trouble: go on from the last good state, and not with the settings that led there."""
        if self._ready():
            by_hand = not self.session.failure
            self._show_faces()
            self.view.grid.follow()
            self.session.restore()
            if by_hand:
                self.view.panel.reset()

    def new_faces(self) -> None:
        """Let the grid, and the time machine, show what other latents become."""
        self.session.show_faces(self.session.controls.faces + 1)

    def explain(self) -> None:
        """Play one round and explain it; the page opens."""
        session = self.session
        if session.failed or not self._ready():
            return
        if not session.started:
            session.pass_over_offer()
            session.start(paused=True)
        session.explain()
        if not self.view.explained:
            self.view.explained = True
            self.rebuild()

    def _show_faces(self) -> None:
        """Close the explanation: what learns is to be seen."""
        if self.view.explained:
            self.view.explained = False
            self.rebuild()

    def fail(self, name: str) -> None:
        """Enter a failure, from where the networks stand now."""
        if self.session.snapshot is None:
            self.ctx.notify(self.ctx.t("generator.training_first_start"), "info")
        self.session.fail(name)

    def restore(self) -> None:
        """Leave the failure: restore what was before."""
        self.session.restore()
        self.ctx.notify(self.ctx.t("generator.training_restored"), "good")

    def cancel(self) -> bool:
        """Close the explanation, return to the present, or leave the failure."""
        grid = self.view.grid
        if self.view.explained:
            self._show_faces()
        elif grid.follow():
            pass
        elif grid.big:
            grid.switch()
        elif self.session.failure:
            self.restore()
        else:
            return False
        return True

    def hold(self, held: bool) -> bool:
        """Show real portraits while Tab is held over the faces."""
        grid = self.view.grid
        if held and (self.view.explained or not grid.over or not self.ctx.loader.ready):
            return False
        grid.compare = held
        if held and grid.real is None and not self._reading.busy:
            self._reading.submit(64)
        return True

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Sliders and wheels."""
        return self.view.handle(event)

    @property
    def rest_rate(self) -> float:
        """Every picture while the faces' past is played, or somebody waits for the first of them."""
        waits = self.session.started and self.session.snapshot is None
        return MOVING if self.view.grid.replaying or waits else AT_REST

    def update(self, dt: float) -> None:
        """Take what the training yields; show how everything stands."""
        if self._waiting and self.ctx.loader.ready:
            waiting, self._waiting = self._waiting, []
            for command in waiting:
                command()
        news = self.session.update(dt)
        tell(self.ctx, news, TEXTS, f"{TEXTS}file_", whole_path=False)
        if news.loaded is not None:
            self._show_faces()
            self.view.grid.follow()
        answer = self._reading.poll()
        if answer is not None and answer.value is not None:
            self.view.grid.real = answer.value
        if self.view.grid.big and not self.view.explained and self.ctx.loader.ready:
            self.timeline.show(self.session.controls.faces)
        self.timeline.update()
        self.view.update(dt)
        if self.view.stale:
            self.rebuild()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that moves."""
        self.view.draw(screen)

    # ------------------------------------------------------------------ life

    def attract(self, dt: float) -> None:
        """Play itself: learn from noise, and again after trouble."""
        session = self.session
        if not self.ctx.loader.ready or session.loading:
            return
        if session.failed:
            self.back()
        elif not session.started and session.offer is not None:
            self.continue_saved()
        elif not session.started:
            session.start()

    def leave(self) -> None:
        """Rest and save."""
        self.view.grid.compare = False
        if self.session.started:
            self._rested = self.session.running
            self.session.pause()
            self.session.autosave()

    def close(self) -> None:
        """Stop the training; what was learned is kept."""
        self.timeline.close()
        self.session.close()
        self._reading.close()

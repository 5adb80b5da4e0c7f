"""Training, live: two small networks learn from each other while everything can be turned."""

from __future__ import annotations

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
from game.ui.training_tab import TrainingTab
from game.workers.training_session import NICE
from models.generator.live.settings import FAILURES


@dataclass(frozen=True)
class TrainingOptions:
    """What a link may ask for.

    Attributes:
        from_: whether to begin from noise, or go on with what was saved last time; None leaves it as it is.
        view: the faces, one round explained, or the big model's past.
    """

    from_: Literal["noise", "saved"] | None = None
    view: Literal["faces", "round", "big"] | None = None


class GanTrainingTab(TrainingTab):
    """The training, its files, and its view.

    Attributes:
        session: the training.
        view: the whole tab.
    """

    id: ClassVar[str] = "training"
    texts = "generator.training_"
    opens_with = TrainingOptions
    session: GanTraining

    def __init__(self, shared: SharedState) -> None:
        super().__init__(shared)
        self.shared = shared

    def begin(self) -> None:
        """Look for what was saved last time; nothing learns yet."""
        ctx = self.ctx
        self.session = GanTraining(ctx.seed, ctx.folders.data / "gan", ctx.workers, self.shared.data.name)
        self.timeline = Timeline(ctx.workers, self.shared.data)
        self.view = TrainingView(self.session, self.timeline)
        self._reading = ctx.workers.call(real_faces, name="real faces", nice=NICE)

    def layout(self, area: pygame.Rect) -> None:
        """Everything is the view's."""
        self.go_on()
        self.commands = self._table()
        self.view.layout(self.ctx, self.backdrop, area, self.commands)

    def _table(self) -> Commands:
        """What can be done; while a round is explained, what belongs to the faces cannot."""
        session, view, common = self.session, self.view, self.training_commands(rank=2)

        def on(name: str) -> bool:
            return session.failure == name

        return Commands(
            "generator",
            (
                common.play,
                Command(
                    "training_explain",
                    self.explain,
                    ("E",),
                    icon="step-forward",
                    pressed=lambda: view.explained,
                    rank=2,
                ),
                common.fresh,
                common.seed,
                Command("training_faces", self.new_faces, ("F",), icon="user", rank=2),
                common.save,
                common.load,
                Command("training_begin", self.start),
                Command("training_continue", self.continue_saved),
                Command("training_back", self.again),
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
            self.when_ready(self.start if options.from_ == "noise" else self.continue_saved)
        view = options.view or ("faces" if options.from_ is not None else None)
        if view is not None:
            self.view.grid.follow()
            if self.view.grid.big != (view == "big"):
                self.view.grid.switch()
            if view == "round":
                self.when_ready(self.explain)
            else:
                self._show_faces()

    def shown(self) -> TrainingOptions:
        """What is on the screen, and whether it began from noise."""
        view, session = self.view, self.session
        began: Literal["noise"] | None = "noise" if session.started and session.from_noise else None
        return TrainingOptions(began, "round" if view.explained else "big" if view.grid.big else "faces")

    # ------------------------------------------------------------------ commands

    def again(self) -> None:
        """After trouble: go on from the last good state, and not with the settings that led there."""
        if self.ready():
            by_hand = not self.session.failure
            self.show_learning()
            self.session.restore()
            if by_hand:
                self.view.panel.reset()

    def new_faces(self) -> None:
        """Let the grid, and the time machine, show what other latents become."""
        self.session.show_faces(self.session.controls.faces + 1)

    def explain(self) -> None:
        """Play one round and explain it; the page opens."""
        session = self.session
        if session.failed or not self.ready():
            return
        if not session.started:
            session.pass_over_offer()
            session.start(paused=True)
        session.explain()
        if not self.view.explained:
            self.view.explained = True
            self.rebuild()

    def show_learning(self) -> None:
        """Close the explanation, and come back from the past: what learns is to be seen."""
        self._show_faces()
        self.view.grid.follow()

    def _show_faces(self) -> None:
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
            self._reading.submit((self.session.data, 64))
        return True

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Sliders and wheels."""
        return self.view.handle(event)

    @property
    def rest_rate(self) -> float:
        """Every picture while the faces' past is played, or somebody waits for the first of them."""
        return MOVING if self.view.grid.replaying or self.waits else AT_REST

    def update(self, dt: float) -> None:
        """Take what the training yields; show how everything stands."""
        news = self.follow(dt)
        if news.loaded is not None:
            self.show_learning()
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
        """Play itself: go on with what was saved, or learn from noise; again after trouble."""
        session = self.session
        offered = session.offer is not None and not session.started and not session.failed
        if offered and self.ctx.loader.ready and not session.loading:
            self.continue_saved()
        else:
            super().attract(dt)

    def leave(self) -> None:
        """Rest and save."""
        self.view.grid.compare = False
        super().leave()

    def close(self) -> None:
        """Stop the training; what was learned is kept."""
        self.timeline.close()
        super().close()
        self._reading.close()

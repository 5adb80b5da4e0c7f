"""Training, live: two small networks learn from each other while everything can be turned."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial
from typing import Any, ClassVar

import pygame

from game.scenes.generator.shared_state import SharedState
from game.scenes.generator.training.control_panel import ControlPanel
from game.scenes.generator.training.curves import Curves
from game.scenes.generator.training.face_grid import Byte, FaceGrid
from game.scenes.generator.training.failure_gallery import KEYS, Museum
from game.scenes.generator.training.keeping import Keeping
from game.scenes.generator.training.lesson_page import LessonPage
from game.scenes.generator.training.overlay import Choice, Overlay, failed
from game.scenes.generator.training.session import NICE, TrainingRun
from game.scenes.generator.training.timeline import Past
from game.scenes.generator.training.toolbar import Tools
from game.ui.tabs import Tab, not_loaded
from game.workers.latest_call import LatestCall
from models.generator.live.settings import MUSEUM

KNOBS, MUSEUM_HEIGHT = 152, 216


def _real_faces(count: int) -> Byte:
    from models.generator.live.data import Real

    return Real().pictures[:count]


class TrainingTab(Tab):
    """The grid and the time machine at the left; curves, knobs and the museum at the right.

    Attributes:
        run: the training.
        explained: whether the page with one round explained is open.
    """

    id: ClassVar[str] = "training"
    run: TrainingRun

    def __init__(self, shared: SharedState) -> None:
        self.shared = shared
        self.explained = False
        self._begun = False
        self._rested = False
        self._lesson, self._curves = LessonPage(), Curves()
        self._reading: LatestCall[int, Byte] | None = None

    def _begin(self) -> None:
        """Make what outlives a layout."""
        ctx = self.ctx
        self.run = TrainingRun(ctx.seed, ctx.folders.data / "gan", synchronous=ctx.synchronous)
        self.past = Past(synchronous=ctx.synchronous)
        self.grid, self.keeping = (
            FaceGrid(self.run.history, self.past),
            Keeping(self.run, synchronous=ctx.synchronous),
        )
        self.panel, self.museum = ControlPanel(self.run), Museum(self.run)
        self.tools, self.overlay = Tools(self.run), Overlay(self.run, self._choices)

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Tools above; then either the explanation, or grid, curves, knobs and museum."""
        ctx, style = self.ctx, self.ctx.style
        if not self._begun:
            self._begun = True
            self._begin()
        if self._rested:
            self._rested = False
            self.run.go(True)
        self.keeping.layout(ctx)
        tools = pygame.Rect(area.x, area.y, area.width, style.control)
        self.tools.layout(ctx, tools, self._commands())
        y = tools.bottom + style.gap
        below = pygame.Rect(area.x, y, area.width, area.bottom - y)
        if self.explained:
            self._lesson.layout(ctx, self.backdrop, below)
            return
        side = min(round(below.width * 0.47), below.height - style.px(64))
        left = pygame.Rect(below.x, below.y, side, below.height)
        self.grid.layout(ctx, self.backdrop, left)
        self.overlay.layout(ctx, self.grid.faces)
        x = left.right + style.gap
        right = pygame.Rect(x, below.y, below.right - x, below.height)
        knobs, museum = style.px(KNOBS), style.px(MUSEUM_HEIGHT)
        curves = right.height - knobs - museum - 2 * style.gap
        self._curves.layout(ctx, self.backdrop, pygame.Rect(x, right.y, right.width, curves))
        y = right.y + curves + style.gap
        self.panel.layout(ctx, self.backdrop, pygame.Rect(x, y, right.width, knobs))
        y += knobs + style.gap
        self.museum.layout(ctx, self.backdrop, pygame.Rect(x, y, right.width, right.bottom - y))

    def _commands(self) -> dict[str, Callable[[], None]]:
        return {
            "play": self.toggle,
            "explain": self.explain,
            "fresh": self.start_over,
            "seed": self.new_seed,
            "faces": self.new_faces,
            "save": self.keeping.save,
            "load": self.load,
        }

    def _choices(self) -> tuple[Choice, ...]:
        """The buttons over the faces."""
        if self.grid.big:
            return ()
        if failed(self.run):
            return ("back", self.back), ("begin", self.start_over)
        if self.run.started:
            return ()
        begin = ("begin", self.start)
        return (("continue", self.continue_saved), begin) if self.keeping.offer is not None else (begin,)

    # ------------------------------------------------------------------ commands

    def _ready(self) -> bool:
        """Whether torch is there; says so when it is not."""
        if self.ctx.loader.ready:
            return True
        self.ctx.notify(not_loaded(self.ctx) or self.ctx.t("app.loading"), "info")
        return False

    def toggle(self) -> None:
        """Begin, rest, or go on."""
        if not self.run.started:
            self.start()
        elif failed(self.run):
            self.back()
        else:
            self.run.go(not self.run.running)

    def start(self, seed: int | None = None) -> None:
        """Begin from noise; what was learned stays in a file."""
        if self._ready():
            self.keeping.keep()
            self.keeping.pass_over()
            self.grid.follow()
            self.run.start(seed=seed)

    def start_over(self) -> None:
        """Begin from noise with the same seed."""
        self.start()

    def new_seed(self) -> None:
        """Begin from noise with another seed."""
        self.start(random.Random(time.time_ns()).randrange(1, 10_000))

    def continue_saved(self) -> None:
        """Go on with what was saved last time."""
        if self._ready():
            self.keeping.take_offer()

    def load(self) -> None:
        """Ask for a file and go on with the training in it."""
        if self._ready():
            self.keeping.ask()

    def back(self) -> None:
        """After trouble: go on from the last good state, and not with the settings that led there."""
        if self._ready():
            by_hand = not self.run.exhibit
            self.grid.follow()
            self.run.climb_out()
            if by_hand:
                self.panel.reset()

    def new_faces(self) -> None:
        """Let the grid, and the time machine, show what other latents become."""
        self.run.show_faces(self.run.controls.faces + 1)

    def explain(self) -> None:
        """Play one round and explain it; the page opens."""
        if failed(self.run) or not self._ready():
            return
        if not self.run.started:
            self.keeping.pass_over()
            self.run.start(is_open=False)
        self.run.explain()
        if not self.explained:
            self.explained = True
            self.rebuild()

    def cancel(self) -> bool:
        """Close the explanation, leave the past, or climb out of the museum."""
        if self.explained:
            self.explained = False
            self.rebuild()
            return True
        if self.grid.follow():
            return True
        if self.grid.big:
            self.grid.switch()
            return True
        if self.run.exhibit:
            self.museum.leave()
            return True
        return False

    def hold(self, held: bool) -> bool:
        """Show real portraits while Tab is held over the faces."""
        if held and (self.explained or not self.grid.over or not self.ctx.loader.ready):
            return False
        self.grid.compare = held
        if held and self._reading is None:
            self._reading = LatestCall(_real_faces, name="real faces", nice=NICE, inline=self.ctx.synchronous)
            self._reading.submit(64)
        return True

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Keys, then the grid, then the knobs."""
        if event.type == pygame.KEYDOWN:
            return self._press(event)
        if self.explained:
            return False
        used = [self.grid.handle(event), self.panel.handle(event)]
        return any(used)

    def _press(self, event: pygame.event.Event) -> bool:
        keys = self._keys(control=bool(event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META)))
        if event.key in keys:
            keys[event.key]()
            return True
        return False

    def _keys(self, *, control: bool) -> dict[int, Callable[[], Any]]:
        if control:
            return {pygame.K_s: self.keeping.save, pygame.K_o: self.load}
        always: dict[int, Callable[[], Any]] = {
            pygame.K_SPACE: self.toggle,
            pygame.K_e: self.explain,
            pygame.K_HOME: self.start_over,
            pygame.K_n: self.new_seed,
            pygame.K_f: self.new_faces,
            pygame.K_g: partial(self.panel.freeze, "generator"),
            pygame.K_d: partial(self.panel.freeze, "discriminator"),
            pygame.K_r: self.panel.reset,
        }
        if self.explained:
            return always
        museum = {
            pygame.key.key_code(key): partial(self.museum.enter, name)
            for key, name in zip(KEYS, MUSEUM, strict=True)
        }
        return {
            **always,
            **museum,
            pygame.K_h: self.grid.replay,
            pygame.K_m: self.grid.switch,
            pygame.K_LEFT: partial(self.grid.move, -1),
            pygame.K_RIGHT: partial(self.grid.move, 1),
        }

    # ------------------------------------------------------------------ frames

    def update(self, dt: float) -> None:
        """Take what the training yields; show how everything stands."""
        self.run.update(dt)
        if self.keeping.update():
            self.grid.follow()
        answer = self._reading.poll() if self._reading is not None else None
        if answer is not None and answer.value is not None:
            self.grid.real = answer.value
        self.tools.mark(explained=self.explained)
        if not self.explained:
            if self.grid.big and self.ctx.loader.ready:
                self.past.show(self.run.controls.faces)
            self.past.update()
            self.grid.update(dt)
            self.panel.mark()
            self.museum.mark()
            self.overlay.update()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that moves."""
        self.tools.draw(screen)
        if self.explained:
            self._lesson.draw(screen, self.run.lesson)
            return
        snapshot, moment = self.run.snapshot, self.grid.moment
        self.grid.draw(screen, snapshot.grid if snapshot is not None else None)
        if not self.grid.big:
            self.overlay.draw(screen)
        mark = float(moment.step) if moment is not None and not self.grid.big else None
        self._curves.draw(screen, snapshot, mark)
        self.panel.draw(screen)
        self.museum.draw(screen)

    # ------------------------------------------------------------------ life

    def attract(self, dt: float) -> None:
        """Play itself: learn from noise, and again after trouble."""
        if not self.ctx.loader.ready:
            return
        if failed(self.run):
            self.back()
        elif not self.run.started and self.keeping.offer is not None:
            self.continue_saved()
        elif not self.run.started:
            self.run.start()

    def leave(self) -> None:
        """Rest and save."""
        self.grid.compare = False
        if self.run.started:
            self._rested = self.run.running
            self.run.go(False)
            self.run.autosave()

    def close(self) -> None:
        """Stop the training; what was learned is kept."""
        if self._begun:
            self.past.close()
            self.keeping.close()
            self.run.close()
        if self._reading is not None:
            self._reading.close()

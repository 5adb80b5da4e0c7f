"""The generator's room: sixty-four numbers, the portrait they make, and every way to turn them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

import pygame

from game.scenes.generator.knobs.demo import GeneratorDemo
from game.scenes.generator.knobs.export import Transfer
from game.scenes.generator.knobs.portrait_view import Stage
from game.scenes.generator.knobs.requests import Neighbour, Portrait, Readings, Sketched, enlarged
from game.scenes.generator.knobs.session import Session
from game.scenes.generator.knobs.side_panel import Side
from game.scenes.generator.knobs.vector_panel import HEIGHT, VectorPanel
from game.scenes.generator.latent_files import Origin
from game.scenes.generator.portrait_io import SIDE, Arrival
from game.scenes.generator.preferences import KINDS
from game.scenes.generator.problems import trouble
from game.scenes.generator.shared_state import Byte, SharedState
from game.scenes.generator.slider_panel import Knobs
from game.ui.layout import row
from game.ui.tabs import Tab

if TYPE_CHECKING:
    from models.generator.portrait_gan import Found

LEFT, RIGHT = 318, 336
"""The widths of the outer columns, in pixels at scale 1."""
Keys = dict[int, Callable[[], object]]


class KnobsTab(Tab):
    """Sliders at the left, the portrait and its numbers in the middle, chance and neighbours at the right.

    Attributes:
        session: the portrait in hand.
        found: the portrait that is nearest to a picture from elsewhere; None while another one is shown.
    """

    id: ClassVar[str] = "knobs"

    def __init__(self, shared: SharedState) -> None:
        self.shared = shared
        self.session = Session(shared)
        self.transfer = Transfer(shared.networks)
        self.knobs = Knobs(self.session.turn, self.choose_knobs)
        self.stage, self.vector, self.side = Stage(self), VectorPanel(self), Side(self)
        self.found: Found | None = None
        self._demo = GeneratorDemo()

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Three columns; the latent's numbers below the portrait."""
        ctx, style, session = self.ctx, self.ctx.style, self.session
        left, middle, right = row(area, [style.px(LEFT), -1, style.px(RIGHT)], style.gap)
        self.knobs.layout(ctx, self.backdrop, left, session.directions, session.prefs.knobs)
        below = pygame.Rect(middle.x, 0, middle.width, style.px(HEIGHT))
        below.bottom = middle.bottom
        above = pygame.Rect(middle.x, middle.y, middle.width, below.y - style.gap - middle.y)
        self.stage.layout(ctx, self.backdrop, above)
        self.vector.layout(ctx, self.backdrop, below)
        self.side.layout(ctx, self.backdrop, right)
        session.resize(self.stage.picture.width)
        self._show_all()

    def _show_all(self) -> None:
        """Show in new widgets what is known already."""
        session = self.session
        if session.drawn is not None:
            self._show(session.drawn)
        self.knobs.show(session.positions)
        for name, end in session.ends.items():
            self.stage.show_end(name, end.picture if end is not None else None)
        for index, neighbour in session.neighbours.items():
            self.side.show_neighbour(index, neighbour.picture)

    # ------------------------------------------------------------------ what the panels show

    def trouble(self) -> str:
        """Why there is no portrait, and the way out; empty when all is well."""
        return trouble(self.ctx, self.session.painter.problem)

    def waiting(self) -> str:
        """What is awaited before the first portrait; empty when there is one."""
        if self.session.drawn is not None:
            return ""
        return self.ctx.t("generator.loading" if self.ctx.loader.ready else "app.loading")

    @property
    def progress(self) -> float | None:
        """The share that is done of what takes long; None when nothing does."""
        return self.transfer.progress

    def status(self) -> str:
        """Some words about how things stand."""
        t, session = self.ctx.t, self.session
        if session.drawn is None:
            return ""
        if self.transfer.searching:
            return t("generator.searching")
        if self.transfer.filming:
            return t("generator.filming")
        if self.found is not None:
            key = "generator.found_far" if self.found.far else "generator.found"
            return t(key, psnr=t.number(self.found.psnr, 1))
        point = session.point
        origin = "generator.from_seed" if point is not None and point.seed is not None else "generator.edited"
        milliseconds = t.number(session.drawn.milliseconds, 1)
        return t(origin, seed=session.seed) + " " + t("generator.speed", ms=milliseconds)

    # ------------------------------------------------------------------ commands

    def choose_knobs(self, kind: str) -> None:
        """Show the sliders with names, or those without."""
        self.session.remember(knobs=kind)
        self.rebuild()

    def toggle_smooth(self) -> None:
        """Show the portrait smooth, or pixel by pixel."""
        self.session.remember(smooth=not self.session.prefs.smooth)
        self.session.redraw()

    def show_in(self, room: str) -> None:
        """Hand the portrait to another room."""
        drawn = self.session.drawn
        if drawn is not None:
            self.shared.hand(room, drawn.picture, drawn.latent)

    def save(self) -> None:
        """Let the user choose where to save the portrait; the file carries its latent."""
        if self.session.drawn is not None:
            seed = self.session.seed
            self.transfer.save(self.ctx, self._copyable, f"portrait-{seed}.png")

    def copy(self) -> None:
        """Copy the portrait."""
        if self.session.drawn is not None:
            self.transfer.desk.copy(self.ctx, *self._copyable())

    def _copyable(self) -> tuple[Byte, Origin | None]:
        drawn = self.session.drawn
        assert drawn is not None
        return enlarged(drawn.picture, SIDE, self.session.prefs.smooth), self.session.origin

    def set_end(self, name: str) -> None:
        """Make the portrait A, or B."""
        self.session.set_end(name)
        self._show_ends()

    def open_file(self) -> None:
        """Let the user choose a picture."""
        self.transfer.desk.ask(self.ctx)

    def paste(self) -> None:
        """Take the clipboard's picture."""
        self.transfer.desk.paste(self.ctx)

    def save_film(self) -> None:
        """Let the user choose where to save what was played last."""
        film = self.session.film()
        if film is not None:
            self.session.stop()
            self.transfer.film(self.ctx, film)

    def cancel(self) -> bool:
        """Stop typing, what takes long, or what is played."""
        return self.side.stop_typing() or self.transfer.cancel() or self.session.stop()

    @property
    def typing(self) -> bool:
        """Whether letters and digits belong to the seed."""
        return self.side.typing

    # ------------------------------------------------------------------ events

    def keys(self, *, control: bool, shift: bool) -> Keys:
        """The room's keys."""
        session = self.session
        if control:
            if shift:
                return {pygame.K_z: session.redo, pygame.K_s: self.save_film}
            return {
                pygame.K_z: session.undo,
                pygame.K_y: session.redo,
                pygame.K_s: self.save,
                pygame.K_c: self.copy,
                pygame.K_v: self.paste,
                pygame.K_o: self.open_file,
            }
        prefs, chart = session.prefs, self.vector.chart
        other = KINDS[1 - KINDS.index(prefs.knobs)]
        fast = 5 if shift else 1
        end = session.go_to_end if shift else self.set_end
        return {
            pygame.K_r: session.random,
            pygame.K_x: session.reset,
            pygame.K_m: session.mean,
            pygame.K_f: session.flip,
            pygame.K_v: session.next_slide,
            pygame.K_n: session.others,
            pygame.K_d: partial(self.choose_knobs, other),
            pygame.K_p: self.toggle_smooth,
            pygame.K_j: partial(self.show_in, "judge"),
            pygame.K_t: partial(self.show_in, "restyle"),
            pygame.K_a: partial(end, "a"),
            pygame.K_b: partial(end, "b"),
            pygame.K_SPACE: partial(session.toggle, "morph"),
            pygame.K_w: partial(session.toggle, "walk"),
            pygame.K_LEFTBRACKET: partial(session.truncate, prefs.truncation - 0.05),
            pygame.K_RIGHTBRACKET: partial(session.truncate, prefs.truncation + 0.05),
            pygame.K_COMMA: partial(session.widen, prefs.radius - 0.05),
            pygame.K_PERIOD: partial(session.widen, prefs.radius + 0.05),
            pygame.K_LEFT: partial(chart.choose, -1),
            pygame.K_RIGHT: partial(chart.choose, 1),
            pygame.K_UP: partial(chart.nudge, fast),
            pygame.K_DOWN: partial(chart.nudge, -fast),
        }

    def handle(self, event: pygame.event.Event) -> bool:
        """Shortcuts and dropped files; then the panels."""
        if event.type == pygame.DROPFILE:
            self.transfer.desk.open(self.ctx, Path(event.file))
            return True
        if event.type == pygame.KEYDOWN and not self.typing:
            control = bool(event.mod & (pygame.KMOD_CTRL | pygame.KMOD_META))
            command = self.keys(control=control, shift=bool(event.mod & pygame.KMOD_SHIFT)).get(event.key)
            if command is not None:
                command()
                return True
        used = (
            self.knobs.handle(event)
            or self.stage.handle(event)
            or self.side.handle(event)
            or self.vector.chart.handle(event)
        )
        if event.type == pygame.MOUSEBUTTONUP:
            self.session.settle()
        return used

    # ------------------------------------------------------------------ frames

    @property
    def _held(self) -> bool:
        return self.knobs.held or self.stage.held or self.side.held or self.vector.chart.held

    def update(self, dt: float) -> None:
        """Take what has come in, play on, show what has been drawn."""
        session = self.session
        handed = self.shared.receive(self.id)
        if handed is not None and handed.latent is not None:
            session.take(handed.latent)
        arrival, found = self.transfer.update(self.ctx)
        if arrival is not None:
            self._open(arrival)
        if found is not None:
            session.take(found.latent)
            self.found = found
        unknown = not session.directions
        answer = session.update(dt, held=self._held)
        if isinstance(answer, Portrait):
            self._show(answer)
            if unknown:
                self.rebuild()
        elif isinstance(answer, Readings):
            self.knobs.show(session.positions)
        elif isinstance(answer, Neighbour):
            self.side.show_neighbour(answer.request.index, answer.picture)
        elif isinstance(answer, Sketched):
            self._show_ends()
        self._mark()

    def _open(self, arrival: Arrival) -> None:
        """Take the latent that a file carries; for any other picture look for the nearest portrait."""
        self.found = None
        if arrival.origin is not None:
            self.session.take(arrival.origin.latent, arrival.origin.seed)
            self.ctx.notify(self.ctx.t("generator.restored", file=arrival.name), "good")
        elif self.ctx.loader.ready:
            self.transfer.look_for(self.ctx, arrival.picture)

    def _show(self, portrait: Portrait) -> None:
        self.stage.show(portrait.large)
        self.side.show_middle(portrait.picture)
        if self.found is not None and not (portrait.latent == self.found.latent).all():
            self.found = None
        self._show_ends()

    def _show_ends(self) -> None:
        for name, end in self.session.ends.items():
            self.stage.show_end(name, end.picture if end is not None else None)

    def _mark(self) -> None:
        session = self.session
        if session.point is not None and not self.vector.chart.held:
            self.vector.chart.latent = session.point.latent
        self.side.show_seed(session.seed)
        self.side.mark()
        self.stage.mark()
        self.vector.mark()

    def attract(self, dt: float) -> None:
        """Play itself."""
        if self.session.drawn is not None:
            self._demo.play(self.session, dt)

    def leave(self) -> None:
        """Let go of everything; what is looked for is no longer wanted."""
        self.session.stop()
        self.session.settle()
        self.vector.chart.release()
        self.transfer.leave()

    def close(self) -> None:
        """Stop the workers."""
        self.session.close()
        self.transfer.close()

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the three columns."""
        usable = self.session.drawn is not None
        self.knobs.draw(screen, usable=usable)
        self.stage.draw(screen)
        self.vector.chart.draw(screen)
        self.side.draw(screen)

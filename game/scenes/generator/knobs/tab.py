"""The knobs: sixty-four numbers, the portrait they make, and every way to turn them."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import ClassVar

import pygame

from game.scenes.generator.enlarging import magnified
from game.scenes.generator.knobs import links
from game.scenes.generator.knobs.demo import KnobsDemo
from game.scenes.generator.knobs.links import KnobsOptions
from game.scenes.generator.knobs.long_jobs import LongJobs
from game.scenes.generator.knobs.portrait_view import PortraitView
from game.scenes.generator.knobs.requests import Neighbour, Portrait, Readings
from game.scenes.generator.knobs.session import Session
from game.scenes.generator.knobs.side_panel import SidePanel
from game.scenes.generator.knobs.slider_panel import SliderPanel
from game.scenes.generator.knobs.slides import VECTORS, written
from game.scenes.generator.knobs.vector_panel import HEIGHT, VectorPanel
from game.scenes.generator.latent_files import Origin
from game.scenes.generator.portrait_io import PortraitIO
from game.scenes.generator.preferences import KINDS
from game.scenes.generator.shared_state import Byte, SharedState
from game.ui.commands import Command, Commands
from game.ui.context import FileRequest
from game.ui.layout import column, row
from game.ui.picture_io import SIDE, Opened
from game.ui.tabs import Tab
from models.base.files import with_ending
from models.base.film import SUFFIXES

LEFT, RIGHT = 318, 336
"""The widths of the outer columns, in pixels at scale 1."""
STEP = 0.05
"""What a key changes truncation and radius by."""


class KnobsTab(Tab):
    """Sliders at the left, the portrait and its numbers in the middle, chance and neighbours at the right.

    Attributes:
        session: the portrait in hand.
    """

    id: ClassVar[str] = "knobs"
    opens_with = KnobsOptions

    def __init__(self, shared: SharedState) -> None:
        self.shared = shared
        self.session = Session(shared)
        self.files = PortraitIO()
        self.jobs = LongJobs(shared.networks, lambda: self.files.saving)
        self.commands = Commands("generator", self._table())
        self.knobs = SliderPanel(self.session, self.commands)
        self.portrait = PortraitView(self.session, self.commands)
        self.vector = VectorPanel(self.session, self.commands)
        self.side = SidePanel(self.session, self.jobs, self.commands)
        self._demo = KnobsDemo()

    def _table(self) -> tuple[Command, ...]:
        session, ghost = self.session, "ghost"
        return (
            Command("random", session.random, ("R",), "dices", rank=2, kind="primary"),
            Command("reset", session.reset, ("X",), "rotate-ccw", kind=ghost),
            Command("less_variety", partial(self._truncate, -STEP), ("[",)),
            Command("more_variety", partial(self._truncate, STEP), ("]",)),
            Command("other_knobs", self._other_knobs, ("D",)),
            Command("mean", session.mean, ("M",), "user", kind=ghost),
            Command("flip", session.flip, ("F",), "flip-horizontal-2", kind=ghost),
            Command("next_slide", session.next_slide, ("V",)),
            *(
                Command(
                    f"slide_{index + 1}",
                    partial(session.take_slide, index),
                    label=partial(written, vector),
                    pressed=partial(self._on_slide, index),
                    kind="chip",
                )
                for index, vector in enumerate(VECTORS)
            ),
            Command("bar_left", lambda: self.vector.chart.choose(-1), ("←",)),
            Command("bar_right", lambda: self.vector.chart.choose(1), ("→",)),
            Command("bar_up", lambda: self.vector.chart.nudge(1), ("↑",)),
            Command("bar_down", lambda: self.vector.chart.nudge(-1), ("↓",)),
            Command("bar_up_fast", lambda: self.vector.chart.nudge(5), ("Shift+↑",)),
            Command("bar_down_fast", lambda: self.vector.chart.nudge(-5), ("Shift+↓",)),
            Command("others", session.others, ("N",), "shuffle", rank=2),
            Command("smaller_radius", partial(self._widen, -STEP), (",",)),
            Command("larger_radius", partial(self._widen, STEP), (".",)),
            *(
                Command(f"set_{end}", partial(session.set_end, end), (end.upper(),), kind="chip")
                for end in "ab"
            ),
            *(
                Command(f"go_{end}", partial(session.go_to_end, end), (f"Shift+{end.upper()}",), kind="card")
                for end in "ab"
            ),
            Command(
                "morph",
                partial(session.toggle, "morph"),
                ("Space",),
                icon_now=partial(self._icon, "morph", "play"),
            ),
            Command(
                "walk",
                partial(session.toggle, "walk"),
                ("W",),
                icon_now=partial(self._icon, "walk", "footprints"),
            ),
            Command("film", self.save_film, ("Ctrl+Shift+S",), "film"),
            Command(
                "pixels",
                self._pixels,
                ("P",),
                "grid-3x3",
                kind="toggle",
                pressed=lambda: not session.prefs.smooth,
            ),
            Command("undo", session.undo, ("Ctrl+Z",), "undo-2", kind=ghost),
            Command("redo", session.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2", kind=ghost),
            Command("save", self.save, ("Ctrl+S",), "save", kind=ghost),
            Command("copy", self.copy, ("Ctrl+C",), "copy", kind=ghost),
            Command("paste", lambda: self.files.paste(self.ctx), ("Ctrl+V",), "clipboard-paste", kind=ghost),
            Command("open", lambda: self.files.ask(self.ctx), ("Ctrl+O",), "folder-open", kind=ghost),
            Command("to_restyle", partial(self._show_in, "restyle"), ("T",), "scissors", kind=ghost),
            Command("to_judge", partial(self._show_in, "judge"), ("J",), "gavel", kind=ghost),
        )

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Three columns; the latent's numbers below the portrait."""
        ctx, style = self.ctx, self.ctx.style
        left, middle, right = row(area, [style.px(LEFT), -1, style.px(RIGHT)], style.gap)
        above, below = column(middle, [-1, style.px(HEIGHT)], style.gap)
        self.knobs.layout(ctx, self.backdrop, left)
        self.portrait.layout(ctx, self.backdrop, above)
        self.vector.layout(ctx, self.backdrop, below)
        self.side.layout(ctx, self.backdrop, right)
        self.session.resize(self.portrait.picture.width)
        for panel in (self.portrait, self.side):
            panel.follow()

    # ------------------------------------------------------------------ links

    def open_with(self, options: KnobsOptions) -> None:
        """Draw what a link asks for."""
        links.open_with(self.session, options)

    def shown(self) -> KnobsOptions:
        """What draws the portrait on the screen."""
        return links.shown(self.session)

    # ------------------------------------------------------------------ commands

    def _truncate(self, by: float) -> None:
        self.session.truncate(self.session.prefs.truncation + by)

    def _widen(self, by: float) -> None:
        self.session.widen(self.session.prefs.radius + by)

    def _on_slide(self, index: int) -> bool:
        return self.session.slide == index

    def _icon(self, kind: str, icon: str) -> str:
        return "pause" if self.session.playback.playing == kind else icon

    def _other_knobs(self) -> None:
        self.session.remember(knobs=KINDS[1 - KINDS.index(self.session.prefs.knobs)])
        self.rebuild()

    def _pixels(self) -> None:
        self.session.remember(smooth=not self.session.prefs.smooth)
        self.session.redraw()

    def _show_in(self, tab: str) -> None:
        drawn = self.session.drawn
        if drawn is not None:
            self.shared.hand(tab, drawn.picture, drawn.latent)

    def save(self) -> None:
        """Let the user choose where to save the portrait; the file carries its latent."""
        if self.session.drawn is not None:
            name = f"portrait-{self.session.seed}.png"
            self.files.ask_save(self.ctx, self._picture, name, extra=self._origin)

    def copy(self) -> None:
        """Copy the portrait."""
        if self.session.drawn is not None:
            self.files.copy(self.ctx, self._picture(), self._origin())

    def _picture(self) -> Byte:
        drawn = self.session.drawn
        assert drawn is not None
        return magnified(drawn.picture, SIDE, self.session.prefs.smooth)

    def _origin(self) -> Origin | None:
        return self.session.origin

    def save_film(self) -> None:
        """Let the user choose where to save what was played last."""
        film = self.session.film()
        if film is None:
            return
        self.session.stop()

        def save(path: Path) -> None:
            target = path if path.suffix.lower() in SUFFIXES else with_ending(path, ".gif")
            self.files.write(self.ctx, target, self.jobs.film(film))

        self.ctx.pick_file(FileRequest("generator.save_film", SUFFIXES, save, f"{film.kind}.gif"))

    def cancel(self) -> bool:
        """Stop typing, what takes long, or what is played."""
        return self.side.stop_typing() or self.jobs.cancel() or self.session.stop()

    @property
    def typing(self) -> bool:
        """Whether letters and digits belong to the seed."""
        return self.side.typing

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Dropped files; then the panels."""
        used = self.files.drop(self.ctx, event) or any(
            panel.handle(event) for panel in (self.knobs.rows, self.portrait, self.side, self.vector.chart)
        )
        if event.type == pygame.MOUSEBUTTONUP:
            self.session.settle()
        return used

    def update(self, dt: float) -> None:
        """Take what has come in, play on, show what has been drawn."""
        session, chart = self.session, self.vector.chart
        handed = self.shared.receive(self.id)
        if handed is not None and handed.latent is not None:
            session.take(handed.latent)
        opened = self.files.update(self.ctx)
        if opened is not None:
            self._open(opened)
        found = self.jobs.poll()
        if found is not None:
            session.take_found(found)
        unknown = not session.directions
        held = self.knobs.rows.held or self.portrait.held or self.side.held or chart.held
        answer = session.update(dt, held=held)
        if isinstance(answer, Readings):
            self.knobs.rows.show(session.positions)
        elif isinstance(answer, Neighbour):
            self.side.show_neighbour(answer.request.index, answer.picture)
        if isinstance(answer, Portrait) and unknown:
            self.rebuild()
        if session.point is not None and not chart.held:
            chart.latent = session.point.latent
        self.portrait.follow()
        self.side.follow()

    def _open(self, opened: Opened[Origin]) -> None:
        """Take the latent that a file carries; for any other picture look for the nearest portrait."""
        self.session.found = None
        if opened.extra is not None:
            self.session.take(opened.extra.latent, opened.extra.seed)
            self.ctx.notify(self.ctx.t("generator.restored", file=opened.name), "good")
        elif self.ctx.loader.ready:
            self.jobs.look_for(opened.image)

    def attract(self, dt: float) -> None:
        """Play itself."""
        if self.session.drawn is not None:
            self._demo.play(self.session, dt)

    def leave(self) -> None:
        """Let go of everything; what is looked for is no longer wanted."""
        self.session.stop()
        self.session.settle()
        self.vector.chart.release()
        self.jobs.leave()

    def close(self) -> None:
        """Stop the workers; what is being saved is saved first."""
        self.jobs.cancel()
        self.files.close()
        self.jobs.close()
        self.session.close()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the three columns."""
        self.knobs.rows.draw(screen, usable=self.session.drawn is not None)
        self.portrait.draw(screen)
        self.vector.chart.draw(screen)
        self.side.draw(screen)

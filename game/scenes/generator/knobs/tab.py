"""The knobs: sixty-four numbers, the portrait they make, and every way to turn them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, ClassVar, Literal

import pygame

from game.scenes.generator.enlarging import magnified
from game.scenes.generator.knobs.demo import KnobsDemo
from game.scenes.generator.knobs.interpolation import Kind
from game.scenes.generator.knobs.latent_chart import LatentChart
from game.scenes.generator.knobs.latent_history import Point
from game.scenes.generator.knobs.long_jobs import LongJobs, Nearest
from game.scenes.generator.knobs.portrait_view import PortraitView
from game.scenes.generator.knobs.requests import Portrait, Readings
from game.scenes.generator.knobs.session import VECTORS, Session
from game.scenes.generator.knobs.side_panel import SidePanel
from game.scenes.generator.knobs.slider_panel import SliderPanel
from game.scenes.generator.latent_files import LARGEST_SEED, Origin, decode_latent, encode_latent
from game.scenes.generator.portrait_io import PortraitIO
from game.scenes.generator.preferences import HIGHEST_TRUNCATION, KINDS, KnobsPreferences
from game.scenes.generator.shared_state import SharedState
from game.ui.commands import Command, Commands
from game.ui.context import FileRequest
from game.ui.layout import column, row
from game.ui.links import LinkError
from game.ui.picture_io import SIDE, Opened
from game.ui.scene import AT_REST, MOVING
from game.ui.tabs import Tab
from models.base.arrays import Byte
from models.base.files import with_ending
from models.base.film import SUFFIXES
from models.base.typed_fields import Range

LEFT, RIGHT = 318, 336
"""The widths of the outer columns, in pixels at scale 1."""
STEP = 0.05
"""What a key changes truncation and radius by."""
SLIDES = ("slide-1", "slide-2", "slide-3")
PLAYED: tuple[tuple[Kind, str, str], ...] = (("morph", "Space", "play"), ("walk", "W", "footprints"))


@dataclass(frozen=True)
class KnobsOptions:
    """What a link may ask for.

    Attributes:
        vector: one of the slides' vectors as the first numbers.
        seed: draws the portrait.
        truncation: of the portrait.
        latent: all 64 numbers, as `latent_files.encode_latent` writes them.
    """

    vector: Literal["slide-1", "slide-2", "slide-3"] | None = None
    seed: Annotated[int, Range(0, LARGEST_SEED)] | None = None
    truncation: Annotated[float, Range(0.0, HIGHEST_TRUNCATION)] | None = None
    latent: str = ""


def written(vector: tuple[float, ...]) -> str:
    """A vector as the slide writes it: (0.4, −2, 0.9, 1.7, −0.4, 1)."""
    return f"({', '.join(f'{value:g}'.replace('-', '−') for value in vector)})"


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
        self.files = PortraitIO(shared.data.name)
        self.jobs = LongJobs(shared.networks, lambda: self.files.saving)
        self.chart = LatentChart(self.session.paint)
        self.commands = Commands("generator", self._table())
        self.knobs = SliderPanel(self.session, self.commands)
        self.portrait = PortraitView(self.session, self.commands)
        self.side = SidePanel(self.session, self.jobs, self.commands)
        self._demo = KnobsDemo()
        self._opened: Opened[Origin] | None = None

    def _table(self) -> tuple[Command, ...]:
        session, chart, ghost = self.session, self.chart, partial(Command, kind="ghost")
        return (
            Command("random", session.random, ("R",), "dices", rank=2, kind="primary"),
            ghost("reset", session.reset, ("X",), "rotate-ccw", lambda: session.seed is not None),
            Command("less_variety", partial(self._truncate, -STEP), ("[",)),
            Command("more_variety", partial(self._truncate, STEP), ("]",)),
            Command("other_knobs", self._other_knobs, ("D",)),
            ghost("mean", session.mean, ("M",), "user"),
            ghost("flip", session.flip, ("F",), "flip-horizontal-2"),
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
            *(
                Command(f"bar_{name}", partial(move, by), (key,))
                for name, key, move, by in (
                    ("left", "←", chart.choose, -1),
                    ("right", "→", chart.choose, 1),
                    ("up", "↑", chart.nudge, 1),
                    ("down", "↓", chart.nudge, -1),
                    ("up_fast", "Shift+↑", chart.nudge, 5),
                    ("down_fast", "Shift+↓", chart.nudge, -5),
                )
            ),
            Command("others", session.others, ("N",), "shuffle", rank=2),
            Command("smaller_radius", partial(self._widen, -STEP), (",",)),
            Command("larger_radius", partial(self._widen, STEP), (".",)),
            *(
                Command(f"{name}_{end}", partial(run, end), (f"{held}{end.upper()}",), kind=kind)
                for name, run, held, kind in (
                    ("set", session.set_end, "", "chip"),
                    ("go", session.go_to_end, "Shift+", "card"),
                )
                for end in "ab"
            ),
            *(
                Command(
                    kind,
                    partial(session.toggle, kind),
                    (key,),
                    icon_now=partial(self._icon, kind, icon),
                )
                for kind, key, icon in PLAYED
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
            ghost("undo", session.undo, ("Ctrl+Z",), "undo-2"),
            ghost("redo", session.redo, ("Ctrl+Y", "Ctrl+Shift+Z"), "redo-2"),
            ghost("save", self.save, ("Ctrl+S",), "save"),
            ghost("copy", self.copy, ("Ctrl+C",), "copy"),
            ghost("paste", lambda: self.files.paste(self.ctx), ("Ctrl+V",), "clipboard-paste"),
            ghost("open", lambda: self.files.ask(self.ctx), ("Ctrl+O",), "folder-open"),
            ghost("to_restyle", partial(self._show_in, "restyle"), ("T",), "scissors"),
            ghost("to_judge", partial(self._show_in, "judge"), ("J",), "gavel"),
        )

    # ------------------------------------------------------------------ layout

    def layout(self, area: pygame.Rect) -> None:
        """Three columns; the latent's numbers below the portrait."""
        ctx, style = self.ctx, self.ctx.style
        more = 28 if style.hall else 0
        kinds = [ctx.t(f"generator.knobs_{kind}") for kind in KINDS]
        chips = sum(style.font("body").size(words)[0] + style.px(24) for words in kinds)
        widths = [max(style.px(LEFT + more), chips + style.px(33)), -1, style.px(RIGHT + more)]
        left, middle, right = row(area, widths, style.gap)
        above, below = column(middle, [-1, self.chart.tall(ctx, middle.width, self.commands)], style.gap)
        self.knobs.layout(ctx, self.backdrop, left)
        self.portrait.layout(ctx, self.backdrop, above)
        self.chart.layout(ctx, self.backdrop, below, self.commands)
        self.side.layout(ctx, self.backdrop, right)
        self.session.resize(self.portrait.picture.width)
        for panel in (self.portrait, self.side):
            panel.follow()

    # ------------------------------------------------------------------ links

    def open_with(self, options: KnobsOptions) -> None:
        """Draw what a link asks for; from the first seed if it names none."""
        session, truncation = self.session, options.truncation
        if options.latent:
            latent = decode_latent(options.latent.replace("-", "+").replace("_", "/"))
            if latent is None:
                raise LinkError("generator.link_latent")
            session.take(Point(latent))
        else:
            session.remember(truncation=KnobsPreferences.truncation if truncation is None else truncation)
            session.take_seed(self.shared.seed if options.seed is None else options.seed)
        if options.vector is not None:
            session.take_slide(SLIDES.index(options.vector))

    def shown(self) -> KnobsOptions:
        """What draws the portrait in hand."""
        point = self.session.point
        if point is None:
            return KnobsOptions()
        if point.seed is not None and not point.edited:
            return KnobsOptions(seed=point.seed, truncation=round(point.truncation, 4))
        return KnobsOptions(latent=encode_latent(point.latent).replace("+", "-").replace("/", "_"))

    def keepsake(self) -> Mapping[str, object]:
        """The vector of the portrait in hand."""
        point = self.session.point
        return {"vector": point.latent} if point is not None else {}

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
            what = self.shared.data.name.removesuffix("s")
            name = f"{what}.png" if self.session.seed is None else f"{what}-{self.session.seed}.png"
            self.files.ask_save(self.ctx, self._picture, name, extra=lambda: self.session.origin)

    def copy(self) -> None:
        """Copy the portrait."""
        if self.session.drawn is not None:
            self.files.copy(self.ctx, self._picture(), self.session.origin)

    def _picture(self) -> Byte:
        drawn = self.session.drawn
        assert drawn is not None
        return magnified(drawn.picture, SIDE, self.session.prefs.smooth)

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
            panel.handle(event) for panel in (self.knobs.rows, self.portrait, self.side, self.chart)
        )
        if event.type == pygame.MOUSEBUTTONUP:
            self.session.settle()
        return used

    @property
    def rest_rate(self) -> float:
        """Every picture while a morph or a walk is played."""
        return MOVING if self.session.playback.playing is not None else AT_REST

    def update(self, dt: float) -> None:
        """Take what has come in, play on, show what has been drawn."""
        session, chart = self.session, self.chart
        handed = self.shared.receive(self.id)
        if handed is not None and handed.latent is not None:
            self.jobs.look_for(handed.picture, Origin(handed.latent))
        opened = self.files.update(self.ctx)
        if opened is not None:
            self._opened = opened
            self.jobs.look_for(opened.image, opened.extra)
        nearest = self.jobs.poll()
        if nearest is not None:
            self._take(nearest)
        unknown = not session.directions
        held = self.knobs.rows.held or self.portrait.held or self.side.held or chart.held
        answer = session.update(dt, held=held)
        if isinstance(answer, Readings):
            self.knobs.rows.show(session.positions)
        elif isinstance(answer, Portrait) and unknown:
            self.rebuild()
        if session.point is not None and not chart.held:
            chart.latent = session.point.latent
        self.portrait.follow()
        self.side.follow()

    def _take(self, nearest: Nearest) -> None:
        self.session.take(nearest.point, nearest.found)
        opened, self._opened = self._opened, None
        if opened is not None and opened.extra is not None:
            key, kind = ("restored", "good") if nearest.found is None else ("repainted", "info")
            self.ctx.notify(self.ctx.t(f"generator.{key}", file=opened.name), kind)

    def attract(self, dt: float) -> None:
        """Play itself."""
        if self.session.drawn is not None:
            self._demo.play(self.session, dt)

    def leave(self) -> None:
        """Let go of everything; what is looked for is no longer wanted."""
        self.session.stop()
        self.session.settle()
        self.chart.release()
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
        self.chart.draw(screen)
        self.side.draw(screen)

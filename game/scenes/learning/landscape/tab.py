"""Q over two knobs as a map and a surface, and the formula whose symbols light up what they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, ClassVar

import numpy as np
import pygame
import pygame_gui

from game.scenes.learning.address import LearningOptions
from game.scenes.learning.bench import knob_name
from game.scenes.learning.bench_tab import BenchTab
from game.scenes.learning.figures import draw_caption, draw_stack, number
from game.scenes.learning.landscape.formula import Formula
from game.scenes.learning.landscape.session import LandscapeSession, Place
from game.scenes.learning.landscape.tasks import fewer_steps
from game.scenes.learning.landscape.view import MapView
from game.scenes.learning.session import RATES
from game.ui.commands import Command, Commands
from game.ui.layout import column, row
from game.ui.scene import MOVING
from game.ui.widgets.controls import slider
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_paragraph, draw_text
from models.base.typed_fields import Range


@dataclass(frozen=True)
class LandscapeOptions(LearningOptions):
    """What a link opens the tab with besides: which two knobs, and whether there is fog."""

    noise: Annotated[float, Range(0, 1)] = 0.5
    rate: Annotated[float, Range(1e-6, 100)] = 0.95
    across: Annotated[int, Range(0, 999)] = 0
    up: Annotated[int, Range(0, 999)] = 1
    fog: bool = False


class LandscapeTab(BenchTab):
    """The formula above; plane, map and surface side by side; the walk's controls below."""

    id: ClassVar[str] = "landscape"
    opens_with = LandscapeOptions

    def begin(self) -> None:
        """Make the session."""
        training = self.bench.training
        land = self.land = LandscapeSession(self.session, self.ctx.workers)
        self.view = MapView(self.session, land)
        self.formula = Formula()
        self._held = ""
        self._aim: Place | None = None
        self._moved = False
        self.commands = Commands(
            "learning",
            (
                Command(
                    "descend",
                    self._descend,
                    ("Space",),
                    "play",
                    kind="primary",
                    icon_now=lambda: "pause" if training.running else "play",
                ),
                Command("walk", self._walk, ("Home",), "footprints"),
                Command("fog", land.toggle_fog, ("F",), "scan-eye", pressed=lambda: land.fog),
            ),
        )

    def _descend(self) -> None:
        training = self.bench.training
        if not training.running:
            training.configure(batch=0, method="sgd")
            self.land.walk = []
            self.land.trace = [self.land.here]
        training.toggle()

    def _walk(self) -> None:
        self.bench.training.pause()
        self.land.start_walk()

    def lay_out(self, area: pygame.Rect) -> None:
        """Build the panels."""
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        line = style.font("small").get_linesize()
        top, middle, foot = column(
            area, [3 * line + style.px(38), -1, style.control + line + style.px(34)], style.gap
        )
        self.formula.layout(ctx, self.backdrop.panel(top))
        titles = {name: t(f"learning.{name}") for name in ("plane_points", "map", "surface")}
        panels = row(middle, [-1, -1, -1], style.gap)
        rooms = self.backdrop.panels(titles, panels)
        self.commands.corner(ctx, panels[1], ("fog",))
        left = rooms["plane_points"]
        stack = style.px(34)
        self.plane.layout(style, pygame.Rect(left.x, left.y, left.width, left.height - stack))
        self._stack_room = pygame.Rect(left.x, left.bottom - stack, left.width, stack)
        self.view.layout(ctx, rooms["map"], rooms["surface"])
        self._surface_panel = rooms["surface"]
        room = self.backdrop.panel(foot)
        small = style.font("tiny").get_linesize()
        controls, self._words = row(room, [-55, -45], style.px(16))
        below = pygame.Rect(controls.x, controls.y + small, controls.width, style.control)
        descend, walk, across, up, rate = row(below, [style.px(60), style.px(60), -1, -1, -1], style.px(8))
        self.commands.place(ctx, "descend", descend)
        self.commands.place(ctx, "walk", walk)
        self._steppers = [
            Stepper(
                ctx,
                place,
                partial(self._axis_text, which),
                partial(self.land.choose, which),
                name=f"axis_{which}",
                tip=t("learning.axis_tip"),
                signs=("‹", "›"),
                mono=False,
            )
            for which, place in enumerate((across, up))
        ]
        self._slider = slider(
            ctx, rate, self._rate_index(), (0, len(RATES) - 1), object_id="#rate", tip=t("learning.rate_tip")
        )
        self._captions: list[tuple[str, Callable[[], str], pygame.Rect]] = [
            (t("learning.axis_across"), lambda: "", across),
            (t("learning.axis_up"), lambda: "", up),
            (t("learning.rate"), lambda: t.short(self.session.config.rate), rate),
        ]

    def _axis_text(self, which: int) -> str:
        names, axis = self.session.model.names(), self.land.axes[which]
        return knob_name(names[axis]) if axis < len(names) else ""

    def _rate_index(self) -> int:
        now = self.session.config.rate
        return min(range(len(RATES)), key=lambda index: abs(RATES[index] - now))

    # ------------------------------------------------------------------ links

    def open_with(self, options: LandscapeOptions) -> None:
        """Take the sample, two knobs, and begin a walk."""
        super().open_with(options)
        most = self.session.model.size - 1
        across, up = min(options.across, most), min(options.up, most)
        self.land.axes = (across, up) if across != up else (across, (across + 1) % (most + 1))
        self.land.walk, self.land.trace, self.land.fog = [], [], options.fog
        if not options.knobs:
            self.land.begin_soon()

    def own_options(self) -> dict[str, Any]:
        """Which two knobs."""
        across, up = self.land.axes
        return {"across": across, "up": up, "fog": self.land.fog}

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"fewer-steps": fewer_steps}[name](self.land)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The model's answers, the map and the surface."""
        return {"plane": self.plane.rect, "map": self.view.map_rect, "surface": self.view.surface_rect}

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Step on the map, turn the surface, light symbols up."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            self.bench.training.configure(rate=RATES[round(event.value)])
            return True
        if event.type == pygame.MOUSEMOTION:
            self._point(event.pos)
        if any(stepper.handle(event) for stepper in self._steppers):
            return True
        return self._hand(event) or super().handle(event)

    def _hand(self, event: pygame.event.Event) -> bool:
        chart, view = self.land.chart, self.view
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == 1:
            if chart is not None and view.map_rect.collidepoint(event.pos):
                self.bench.training.pause()
                self.session.remember()
                self._held = "pin" if view.pointed(event.pos) == "w" else "step"
                return True
            if view.surface_rect.collidepoint(event.pos):
                self._held = "surface"
                return True
        if event.type == pygame.MOUSEMOTION and self._held:
            if self._held == "surface":
                view.camera.turn(*event.rel)
            elif self._held == "pin" and chart is not None:
                self.land.drag_to(view.place(chart, event.pos))
            return True
        if event.type == pygame.MOUSEBUTTONUP and event.button == 1 and self._held:
            held, self._held = self._held, ""
            if held == "step" and chart is not None:
                self.land.step_to(view.place(chart, event.pos))
            return True
        return False

    def _point(self, pos: tuple[int, int]) -> None:
        """Light up the symbol for what is pointed at."""
        chart = self.land.chart
        on_map = chart is not None and self.view.map_rect.collidepoint(pos)
        self._aim = self.land.aimed(self.view.place(chart, pos)) if on_map and chart is not None else None
        self.formula.lit = self.formula.at(pos) or self.view.pointed(pos) or self._in_plane(pos)

    def _in_plane(self, pos: tuple[int, int]) -> str:
        plane, session = self.plane, self.session
        if self._stack_room.collidepoint(pos):
            return "sum"
        if not plane.rect.collidepoint(pos):
            return ""
        if plane.under(pos) is not None:
            return "y"
        x, y = plane.place(pos)
        if session.kind == "classes":
            return "a"
        answer = float(session.model.answer(session.w, np.array([[x]]))[0])
        if abs(y - answer) < 0.05:
            return "a"
        data = session.state.data
        near = int(np.abs(data.x[:, 0] - x).argmin())
        between = sorted((float(data.y[near]), float(session.answers[near])))
        if abs(float(data.x[near, 0]) - x) < 0.04 and between[0] <= y <= between[1]:
            return "l"
        return "x" if y < -1.15 else ""

    # ------------------------------------------------------------------ life

    @property
    def rest_rate(self) -> float:
        """Every picture while the surface is turned."""
        return MOVING if self._held == "surface" else super().rest_rate

    def update(self, dt: float) -> None:
        """Follow the session."""
        super().update(dt)
        self.land.update()
        self._slider.stand(self._rate_index())

    def draw(self, screen: pygame.Surface) -> None:
        """Draw formula, plane, map, surface and the walk's state."""
        super().draw(screen)
        lit = self.formula.lit
        self.formula.draw(screen)
        self._draw_plane(screen, lit)
        draw_stack(screen, self.ctx, self._stack_room, self.session, None, lit=lit == "sum")
        self.view.draw(screen, lit, self._aim if not self._held or self._held == "step" else None)
        style = self.ctx.style
        for words, value, place in self._captions:
            line = place.move(0, -style.font("tiny").get_linesize())
            draw_caption(screen, self.ctx, line, words, value(), "η" if value() else "")
        for stepper in self._steppers:
            stepper.draw(screen)
        at = self._words.topleft
        tint = "human" if lit == "q" else "text"
        drawn = draw_text(
            screen, style, f"Q(w) = {number(self.ctx, self.session.q)}", at, "heading", "mono_bold", tint
        )
        room = pygame.Rect(at[0], drawn.bottom, self._words.width, self._words.bottom - drawn.bottom)
        words, tint = self._walk_words()
        draw_paragraph(screen, style, words, room, "tiny", colour=tint)

    def _walk_words(self) -> tuple[str, str]:
        t, land = self.ctx.t, self.land
        rival = land.rival_steps
        if land.done:
            if rival is None:
                return t("learning.walk_alone", n=land.steps), "good"
            return t(
                "learning.walk_done", n=land.steps, rival=rival
            ), "good" if land.steps < rival else "human"
        return t("learning.walk_on", n=land.steps), "muted"

    def _draw_plane(self, screen: pygame.Surface, lit: str) -> None:
        plane, session, colour = self.plane, self.session, self.ctx.style.colour
        plane.draw_ground(screen)
        if lit in ("l", "sum", "q", ""):
            plane.draw_losses(screen, lit=lit in ("l", "sum"))
        if lit == "x":
            screen.set_clip(plane.rect)
            for x, y in plane.places().tolist():
                at = plane.at(x, y)
                pygame.draw.line(screen, colour.human, at, (at[0], plane.rect.bottom - 1))
                if session.kind == "classes":
                    pygame.draw.line(screen, colour.human, at, (plane.rect.x, at[1]))
            screen.set_clip(None)
        if lit == "y" and session.kind == "curve":
            screen.set_clip(plane.rect)
            for x, y in plane.places().tolist():
                at = plane.at(x, y)
                pygame.draw.line(screen, colour.human, at, (plane.rect.x, at[1]))
            screen.set_clip(None)
        hot = lit in ("a", "w")
        plane.draw_model(
            screen, session.model, session.w, colour.human if hot else colour.text, width=4 if hot else 3
        )
        if lit == "a" and session.kind == "curve":
            for x, answer in zip(session.state.data.x[:, 0].tolist(), session.answers.tolist(), strict=True):
                if abs(answer) < 1.25:
                    pygame.draw.aacircle(screen, colour.human, plane.at(x, answer), self.ctx.style.px(4))
        plane.draw_points(screen)

    def attract(self, dt: float) -> None:
        """Descend; turn the surface."""
        self.view.camera.turn(20 * dt, 0)
        training = self.bench.training
        if training.epoch > 120 or training.diverged:
            self._walk()
            training.restart()
            self.land.start_walk()
        if not training.running:
            self._descend()

    def leave(self) -> None:
        """Let go."""
        super().leave()
        self._held, self.formula.lit, self._aim = "", "", None

    def close(self) -> None:
        """End the worker."""
        self.land.close()

"""A network as the model: any shape, what every neuron sees, weights to grab, and how fast it learns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Annotated, ClassVar, Literal

import numpy as np
import pygame

from game.scenes.learning.address import LearningOptions
from game.scenes.learning.bench import Bench, knob_name
from game.scenes.learning.bench_tab import BenchTab
from game.scenes.learning.controls import Controls, training_commands
from game.scenes.learning.fields import grid, shades
from game.scenes.learning.network.diagram import Diagram
from game.scenes.learning.network.tasks import spiral
from game.scenes.learning.plane import SIDE
from game.scenes.learning.training import SPEEDS
from game.ui.commands import Command, Commands
from game.ui.layout import column, row
from game.ui.surfaces import CachedSurface, to_surface
from game.ui.widgets.panel import draw_note
from game.ui.widgets.plot import Line, Plot
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text
from models.base.typed_fields import OneOf, Range
from models.learning.datasets import PRESETS
from models.learning.models import EXTRAS, MOST_LAYERS, MOST_NEURONS, Network

DECAYS = (0.0, 0.001, 0.003, 0.01, 0.03, 0.1)
"""Strengths of the L2 penalty."""
TURNS = ("lines", "neurons", "plane", "facts")
"""While the network learns, these are drawn anew in turn, one of them in a frame."""


@dataclass(frozen=True)
class NetworkOptions(LearningOptions):
    """Two spirals and a network that can tell them apart."""

    data: Annotated[str, OneOf(lambda: ("own", *PRESETS))] = "spiral"
    count: Annotated[int, Range(2, 5000)] = 500
    noise: Annotated[float, Range(0, 1)] = 0.1
    held: Annotated[float, Range(0, 0.8)] = 0.3
    model: Literal["line", "polynomial", "network"] = "network"
    hidden: str = "8,8"
    rate: Annotated[float, Range(1e-6, 100)] = 0.03
    batch: Annotated[int, Range(0, 5000)] = 50
    method: Literal["sgd", "momentum", "adam"] = "adam"


class NetworkTab(BenchTab):
    """The diagram at the left, its answer over the plane and the errors at the right, controls below."""

    id: ClassVar[str] = "network"
    opens_with = NetworkOptions

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.diagram = Diagram(bench.session)
        self._hidden: tuple[int, ...] | None = None
        self._seen: tuple[object, pygame.Surface] | None = None
        self._frame = self._fact = 0
        self._facts = CachedSurface()

    def begin(self) -> None:
        """Make the controls."""
        training = self.bench.training
        self.controls = Controls(self.session, training)
        self._plot = Plot(-4, 1)
        self.commands = Commands(
            "learning",
            (
                *training_commands(training),
                Command("fewer_layers", partial(self._layers, -1), ("−",), "minus"),
                Command("more_layers", partial(self._layers, 1), ("+",), "plus"),
                Command("activation", self._activation, label=self._activation_text, kind="chip"),
                Command("decay", self._decay, label=self._decay_text, kind="chip", widest="λ 0,001"),
            ),
        )

    # ------------------------------------------------------------------ the shape

    def _layers(self, step: int) -> None:
        hidden = self.session.state.spec.hidden
        if step > 0 and len(hidden) < MOST_LAYERS:
            self._reshape((*hidden, hidden[-1] if hidden else 4))
        elif step < 0 and hidden:
            self._reshape(hidden[:-1])

    def _neurons(self, layer: int, step: int) -> None:
        hidden = list(self.session.state.spec.hidden)
        hidden[layer] = min(max(hidden[layer] + step, 1), MOST_NEURONS)
        self._reshape(tuple(hidden))

    def _reshape(self, hidden: tuple[int, ...]) -> None:
        self.session.choose_model(replace(self.session.state.spec, kind="network", hidden=hidden))

    def _activation(self) -> None:
        spec = self.session.state.spec
        self.session.choose_model(replace(spec, activation="relu" if spec.activation == "tanh" else "tanh"))

    def _activation_text(self) -> str:
        return "ReLU" if self.session.state.spec.activation == "relu" else "tanh"

    def _decay(self) -> None:
        now = self.session.config.decay
        stronger = (value for value in DECAYS if value > now)
        self.bench.training.configure(decay=next(stronger, DECAYS[0]))

    def _decay_text(self) -> str:
        return f"λ {self.ctx.t.short(self.session.config.decay)}"

    def _switch_input(self, extra: str) -> None:
        """Give the network an input, or take it away."""
        spec = self.session.state.spec
        given = {*spec.extras} ^ {extra}
        extras = tuple(name for name in EXTRAS if name in given)
        self.session.choose_model(replace(spec, kind="network", extras=extras))

    # ------------------------------------------------------------------ layout

    def lay_out(self, area: pygame.Rect) -> None:
        """Build the panels."""
        session = self.session
        if session.state.spec.kind != "network":
            session.choose_model(replace(session.state.spec, kind="network"))
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        line = style.font("tiny").get_linesize()
        main, foot = column(area, [-1, style.control + line + style.px(24)], style.gap)
        left, right = row(main, [-60, -40], style.gap)
        self._lay_diagram(left)
        side = min(right.width, round(right.height * 0.68))
        above, below = column(right, [side, -1], style.gap)
        self.plane.layout(style, self.backdrop.panel(above))
        self._facts_room = self.backdrop.panel(below)
        self.controls.layout(ctx, self.backdrop.panel(foot), self.commands, one_row=True)
        self._hint = t("learning.grab")

    def _lay_diagram(self, panel: pygame.Rect) -> None:
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        room = self.backdrop.panel(panel)
        self._hidden = hidden = self.session.state.spec.hidden
        head, body, foot = column(
            room, [style.control, -1, style.font("tiny").get_linesize() + 2], style.px(6)
        )
        self._hint_room = foot
        columns = row(body, [-1] * (len(hidden) + 2), style.px(4))
        self.diagram.layout(style, body, columns)
        tops = row(head, [-1] * (len(hidden) + 2), style.px(4))
        side = min(style.control, (tops[0].width - style.px(4)) // 2)
        fewer = pygame.Rect(tops[0].x, head.y, side, side)
        more = fewer.move(side + style.px(4), 0)
        self.commands.place(ctx, "fewer_layers", fewer)
        self.commands.place(ctx, "more_layers", more)
        self.commands.place(
            ctx, "activation", pygame.Rect(tops[-1].x, head.y, tops[-1].width, side), worded=True
        )
        decay = pygame.Rect(tops[-1].x, body.bottom - side, tops[-1].width, side)
        self.commands.place(ctx, "decay", decay, worded=True)
        self._steppers = [
            Stepper(
                ctx,
                pygame.Rect(place.x, place.y, place.width, side),
                partial(self._count, layer),
                partial(self._neurons, layer),
                name=f"layer_{layer}",
                tip=t("learning.neurons_tip"),
            )
            for layer, place in enumerate(tops[1:-1])
        ]

    def _count(self, layer: int) -> str:
        hidden = self.session.state.spec.hidden
        return str(hidden[layer]) if layer < len(hidden) else ""

    # ------------------------------------------------------------------ links

    def open_with(self, options: NetworkOptions) -> None:
        """Take sample and network."""
        super().open_with(options)
        self.bench.training.set_speed(len(SPEEDS) - 1)
        self.rebuild()

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"spiral": spiral}[name](self.session)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The answer over the plane."""
        return {"plane": self.plane.rect}

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Grab weights, turn steppers, draw points."""
        return (
            self.controls.handle(event)
            or any(stepper.handle(event) for stepper in self._steppers)
            or self._hand(event)
            or super().handle(event)
        )

    def _hand(self, event: pygame.event.Event) -> bool:
        diagram, session = self.diagram, self.session
        if event.type == pygame.MOUSEMOTION:
            if diagram.held is None:
                diagram.spot = diagram.at(event.pos)
                return False
            self._turn(diagram.held, diagram.pulled(event.pos))
            return True
        if event.type == pygame.MOUSEBUTTONDOWN and event.button in (1, 3):
            extra = diagram.at(event.pos).extra
            if extra:
                self._switch_input(extra)
                return True
            session_before = session.state
            if diagram.grab(event.pos):
                if session.state is session_before:
                    session.remember()
                if event.button == 3 and diagram.held is not None:
                    self._turn(diagram.held, 0.0)
                    diagram.held = None
                return True
        if event.type == pygame.MOUSEBUTTONUP and diagram.held is not None:
            diagram.held = None
            return True
        if event.type == pygame.MOUSEWHEEL and diagram.spot.knob is not None:
            session.remember()
            self._turn(diagram.spot.knob, float(session.w[diagram.spot.knob]) + 0.1 * event.y)
            return True
        return False

    def _turn(self, knob: int, value: float) -> None:
        self.session.turn(knob, value)
        self.bench.training.hold(knob, float(self.session.w[knob]))

    # ------------------------------------------------------------------ life

    def update(self, dt: float) -> None:
        """Follow the session; a network of another shape is laid out anew."""
        super().update(dt)
        self.controls.update()
        if self.session.state.spec.hidden != self._hidden:
            self.rebuild()
        running = self.bench.training.running
        self._frame = (self._frame + 1) % len(TURNS)
        due = {TURNS[self._frame]} if running else set(TURNS)
        self.diagram.follow(lines="lines" in due, neurons="neurons" in due)
        self.plane.still = "plane" not in due
        self._fact += "facts" in due

    def draw(self, screen: pygame.Surface) -> None:
        """Draw diagram, answer, facts and controls."""
        super().draw(screen)
        session, style, t = self.session, self.ctx.style, self.ctx.t
        if isinstance(session.model, Network) and session.model.hidden == self._hidden:
            self.diagram.draw(screen)
            for stepper in self._steppers:
                stepper.draw(screen)
        elif not isinstance(session.model, Network):
            draw_note(
                screen,
                style,
                t("learning.no_network"),
                self._hint_room.move(0, -self._hint_room.y // 2),
                bad=False,
            )
        self._draw_hint(screen)
        self._draw_answer(screen)
        room = self._facts_room
        screen.blit(self._facts.get((self._fact, room.size), self._drawn_facts, style), room)
        self.controls.draw(screen)

    def _draw_hint(self, screen: pygame.Surface) -> None:
        t, style, session = self.ctx.t, self.ctx.style, self.session
        spot, words = self.diagram.spot, self._hint
        knob = self.diagram.held if self.diagram.held is not None else spot.knob
        names = session.model.names()
        if knob is not None and knob < len(names):
            words = f"{knob_name(names[knob])} = {t.number(float(session.w[knob]), 3)}"
        elif spot.extra:
            words = t("learning.switch_input", name=self.diagram.extra_name(spot.extra))
        draw_text(
            screen,
            style,
            words,
            self._hint_room.topleft,
            "tiny",
            colour="text" if knob is not None or spot.extra else "muted",
        )

    def _draw_answer(self, screen: pygame.Surface) -> None:
        session, plane = self.session, self.plane
        plane.draw_ground(screen)
        neuron = self.diagram.spot.neuron
        model = session.model
        if (
            neuron is not None
            and isinstance(model, Network)
            and session.kind == "classes"
            and neuron[0] < len(model.widths)
        ):
            layer, number = neuron
            if number < model.widths[layer]:
                key = session.version, neuron, plane.rect.size, self.ctx.style
                if self._seen is None or self._seen[0] != key:
                    values = model.neurons(session.w, grid(SIDE))[layer][:, number].reshape(SIDE, SIDE)
                    share = 0.5 + 0.5 * np.clip(values, -1, 1)
                    picture = to_surface(shades(self.ctx.style, share))
                    self._seen = key, pygame.transform.smoothscale(picture, plane.rect.size)
                screen.blit(self._seen[1], plane.rect)
        elif session.kind == "curve":
            plane.draw_model(screen, model, session.w, self.ctx.style.colour.text, width=3)
        plane.draw_points(screen)

    def _drawn_facts(self) -> pygame.Surface:
        style, t, session, training = self.ctx.style, self.ctx.t, self.session, self.bench.training
        screen = pygame.Surface(self._facts_room.size)
        screen.fill(style.colour.surface)
        room = screen.get_rect()
        left, right = row(room, [-44, -56], style.gap)
        lines = [(t("learning.fact_epoch"), t.number(training.epoch), "text")]
        if training.running and training.rate:
            lines.append((t("learning.fact_rate"), t.number(training.rate), "text"))
        lines.append((t("learning.fact_q_sample"), t.number(session.q, 3), "human"))
        if session.q_checked is not None:
            lines.append((t("learning.fact_q_checked"), t.number(session.q_checked, 3), "agent"))
        if session.right_checked is not None:
            good = session.right_checked >= 0.95
            lines.append(
                (t("learning.fact_right"), t.percent(session.right_checked), "good" if good else "text")
            )
        y, step = left.y, style.font("tiny").get_linesize() + style.px(2)
        for name, value, tint in lines:
            if y + step > left.bottom + 2:
                break
            draw_text(screen, style, name, (left.x, y), "tiny", colour="muted")
            draw_text(screen, style, value, (left.right, y), "tiny", "mono_bold", tint, "topright")
            y += step
        if len(training.curve) > 1:
            with np.errstate(divide="ignore", invalid="ignore"):
                logs = np.clip(np.log10(np.maximum(training.curve[:, 1:], 1e-12)), -4, 1)
            shown = [Line(np.column_stack([training.curve[:, 0], logs[:, 0]]), style.colour.human)]
            if np.isfinite(logs[:, 1]).all():
                shown.append(Line(np.column_stack([training.curve[:, 0], logs[:, 1]]), style.colour.agent))
            self._plot.draw_lines(
                screen,
                style,
                right,
                shown,
                x_text=t.short,
                y_text=lambda y: t.short(10 ** round(y)) if abs(y - round(y)) < 1e-6 else "",
            )
        return screen

    def attract(self, dt: float) -> None:
        """Learn; begin again after a while."""
        training = self.bench.training
        if training.epoch > 1500 or training.diverged:
            training.restart()
        if not training.running:
            training.start()

    def leave(self) -> None:
        """Let go of the weights."""
        super().leave()
        self.diagram.held = None

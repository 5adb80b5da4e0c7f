"""Through the whole sample again and again: errors by epoch, and when to stop."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

import numpy as np
import pygame

from game.scenes.learning.address import LARGEST_SEED, LearningOptions
from game.scenes.learning.bench_tab import BenchTab
from game.scenes.learning.controls import Controls, training_commands
from game.scenes.learning.epochs.session import EpochsSession
from game.scenes.learning.epochs.tasks import stopped_in_time
from game.ui.commands import Command, Commands
from game.ui.layout import column, row
from game.ui.widgets.plot import Line, Plot
from game.ui.widgets.text import draw_paragraph, draw_text
from models.base.typed_fields import OneOf, Range
from models.learning.datasets import PRESETS

LOWEST, HIGHEST = -3.0, 1.0
"""Decimal logarithms of the errors that the plot shows."""


@dataclass(frozen=True)
class EpochsOptions(LearningOptions):
    """Few noisy points and a model that can learn them by heart."""

    data: Annotated[str, OneOf(lambda: ("own", *PRESETS))] = "parabola"
    count: Annotated[int, Range(2, 5000)] = 24
    noise: Annotated[float, Range(0, 1)] = 1.0
    held: Annotated[float, Range(0, 0.8)] = 0.5
    sample: Annotated[int, Range(0, LARGEST_SEED)] = 4
    model: Literal["line", "polynomial", "network"] = "network"
    hidden: str = "12,12"
    rate: Annotated[float, Range(1e-6, 100)] = 0.01
    method: Literal["sgd", "momentum", "adam"] = "adam"


class EpochsTab(BenchTab):
    """The plane at the left; errors and controls at the right."""

    id: ClassVar[str] = "epochs"
    opens_with = EpochsOptions

    def begin(self) -> None:
        """Make the session."""
        training = self.bench.training
        self.epochs = EpochsSession(self.session, training, self.ctx.workers)
        self.controls = Controls(self.session, training)
        self._plot = Plot(LOWEST, HIGHEST)
        self.commands = Commands(
            "learning",
            (
                *training_commands(training),
                Command(
                    "to_best",
                    self.epochs.to_best,
                    ("B",),
                    "trophy",
                    enabled=lambda: training.best is not None,
                ),
            ),
        )

    def lay_out(self, area: pygame.Rect) -> None:
        """Build the panels."""
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        left, right = row(area, [-45, -55], style.gap)
        self.plane.layout(style, self.backdrop.panel(left, t("learning.plane_held")))
        facts = 2 * style.font("small").get_linesize() + style.px(60)
        top, middle, foot = column(right, [facts, -1, Controls.height(ctx) + style.px(24)], style.gap)
        self._facts_room = self.backdrop.panel(top)
        self._plot_room = self.backdrop.panel(middle, t("learning.errors"), corner=1)
        self.commands.corner(ctx, middle, ("to_best",))
        self.controls.layout(ctx, self.backdrop.panel(foot), self.commands)

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"stopped-in-time": stopped_in_time}[name](self.bench.training, self.epochs)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The plane and the errors."""
        return {"plane": self.plane.rect, "errors": self._plot_room}

    def handle(self, event: pygame.event.Event) -> bool:
        """The controls and the plane."""
        return self.controls.handle(event) or super().handle(event)

    def update(self, dt: float) -> None:
        """Follow the descent."""
        super().update(dt)
        self.epochs.update()
        self.controls.update()

    def draw(self, screen: pygame.Surface) -> None:
        """Draw plane, errors and controls."""
        super().draw(screen)
        session = self.session
        self.plane.draw_ground(screen)
        self.plane.draw_model(screen, session.model, session.w, self.ctx.style.colour.text, width=3)
        self.plane.draw_points(screen)
        self._draw_facts(screen)
        self._draw_errors(screen)
        self.controls.draw(screen)

    def _draw_facts(self, screen: pygame.Surface) -> None:
        style, t, session, training = self.ctx.style, self.ctx.t, self.session, self.bench.training
        facts = [
            ("epoch", t.number(training.epoch), "text"),
            ("q_sample", t.number(session.q, 3) if np.isfinite(session.q) else "∞", "human"),
        ]
        checked = session.q_checked
        if checked is not None:
            facts.append(("q_checked", t.number(checked, 3) if np.isfinite(checked) else "∞", "agent"))
        line = style.font("small").get_linesize()
        for place, (name, value, tint) in zip(
            row(self._facts_room, [-1, -1, -1], style.gap), facts, strict=False
        ):
            draw_text(screen, style, t(f"learning.fact_{name}"), place.topleft, "tiny", colour="muted")
            draw_text(screen, style, value, (place.x, place.y + line), "heading", "mono_bold", tint)
        room = self._facts_room
        y = room.y + line + style.font("heading").get_linesize()
        words, tint = self._verdict()
        draw_paragraph(
            screen,
            style,
            words,
            pygame.Rect(room.x, y, room.width, room.bottom - y + style.px(8)),
            "tiny",
            colour=tint,
        )

    def _verdict(self) -> tuple[str, str]:
        t, training, epochs = self.ctx.t, self.bench.training, self.epochs
        if training.diverged:
            return t("learning.diverged"), "bad"
        if epochs.excess is not None and training.stopped == epochs.judged:
            key = "learning.stopped_well" if epochs.excess <= 0.1 else "learning.stopped_off"
            return t(key, share=t.percent(epochs.excess)), "good" if epochs.excess <= 0.1 else "human"
        return "", "muted"

    def _draw_errors(self, screen: pygame.Surface) -> None:
        style, t, training = self.ctx.style, self.ctx.t, self.bench.training
        curve = (
            training.curve
            if len(training.curve)
            else np.array([[0.0, self.session.q, self.session.q_checked or np.nan]])
        )
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.clip(np.log10(np.maximum(curve[:, 1:], 1e-12)), LOWEST, HIGHEST)
        lines = [
            Line(np.column_stack([curve[:, 0], logs[:, 0]]), style.colour.human, t("learning.fact_q_sample"))
        ]
        if np.isfinite(logs[:, 1]).all():
            lines.append(
                Line(
                    np.column_stack([curve[:, 0], logs[:, 1]]),
                    style.colour.agent,
                    t("learning.fact_q_checked"),
                )
            )
            if self.epochs.ahead is not None:
                ahead = self.epochs.ahead.curve
                later = np.clip(np.log10(np.maximum(ahead[:, 2], 1e-12)), LOWEST, HIGHEST)
                lines.append(
                    Line(
                        np.column_stack([ahead[:, 0] + training.epoch, later]),
                        style.colour.muted,
                        t("learning.ahead"),
                    )
                )
        marks = []
        if training.best is not None and np.isfinite(logs[:, 1]).all():
            low = float(np.nanmin(logs[:, 1]))
            marks = [(training.best[1], low, t("learning.best", n=round(training.best[1])))]
        self._plot.draw_lines(
            screen,
            style,
            self._plot_room,
            lines,
            x_text=t.short,
            x_name=t("learning.fact_epoch"),
            y_text=lambda y: t.short(10 ** round(y)) if abs(y - round(y)) < 1e-6 else "",
            least=20.0,
            marks=marks,
        )

    def attract(self, dt: float) -> None:
        """Learn; begin again after a while."""
        training = self.bench.training
        if training.epoch > 3000 or training.diverged:
            training.restart()
        if not training.running:
            training.start()

    def close(self) -> None:
        """End the worker."""
        self.epochs.close()

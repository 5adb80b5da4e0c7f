"""The general scheme for one object, forward and back, with this moment's numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any, ClassVar

import pygame
import pygame_gui

from game.scenes.learning.address import LARGEST_SEED, LearningOptions
from game.scenes.learning.bench import Bench, knob_name
from game.scenes.learning.bench_tab import BenchTab
from game.scenes.learning.dials import Dials
from game.scenes.learning.session import RATES
from game.scenes.learning.step.session import STAGES, StepSession
from game.scenes.learning.step.tasks import three_signs
from game.scenes.learning.step.view import StepView
from game.ui.commands import Command, Commands
from game.ui.layout import column, row
from game.ui.widgets.controls import slider
from game.ui.widgets.text import draw_text
from models.base.typed_fields import OneOf, Range


@dataclass(frozen=True)
class StepOptions(LearningOptions):
    """What a link opens the tab with besides: how far the scheme has come."""

    seed: Annotated[int, Range(0, LARGEST_SEED)] = 1
    rate: Annotated[float, Range(1e-6, 100)] = 0.3
    phase: Annotated[str, OneOf(lambda: STAGES)] = "object"


class StepTab(BenchTab):
    """Plane and knobs at the left, the scheme at the right."""

    id: ClassVar[str] = "step"
    opens_with = StepOptions

    def __init__(self, bench: Bench) -> None:
        super().__init__(bench)
        self.dials = Dials(self.session.remember, self.session.turn)

    def begin(self) -> None:
        """Make the session."""
        step = self.step = StepSession(self.session)
        self.view = StepView(self.session, step)

        def asking() -> bool:
            return step.name == "turn"

        self.commands = Commands(
            "learning",
            (
                Command("step_back", step.back, ("←",), "chevron-left", lambda: step.can_go_back),
                Command("forward", step.forward, ("→", "Space"), "chevron-right", kind="primary"),
                Command("up", partial(step.predict, 1), ("↑",), "chevron-up", asking),
                Command("down", partial(step.predict, -1), ("↓",), "chevron-down", asking),
                Command("same", partial(step.predict, 0), ("0",), "minus", asking),
                Command("from_start", self._restart, ("Home",), "rotate-ccw"),
            ),
        )

    def _restart(self) -> None:
        self.session.restart()
        self.step.restart()

    def lay_out(self, area: pygame.Rect) -> None:
        """Build the panels."""
        ctx, style, t = self.ctx, self.ctx.style, self.ctx.t
        left, right = row(area, [-46, -54], style.gap)
        above, below = column(left, [-68, -32], style.gap)
        self.plane.layout(style, self.backdrop.panel(above, t("learning.plane_one")))
        self.dials.layout(style, self.backdrop.panel(below, t("learning.dials")))
        cards, ask, foot = column(right, [-1, style.control, style.control], style.px(6))
        self.view.layout(ctx, cards)
        words = ctx.t("learning.predict", knob="w₁₀")
        label = style.font("small").size(words)[0] + style.px(12)
        self._ask_label, up, down, same = row(ask, [label, -1, -1, -1], style.px(6))
        for name, place in (("up", up), ("down", down), ("same", same)):
            self.commands.place(ctx, name, place, worded=True)
        back, again, rate, forward = row(foot, [-26, style.control, -30, -30], style.px(6))
        self.commands.place(ctx, "step_back", back, worded=True)
        self.commands.place(ctx, "from_start", again)
        self.commands.place(ctx, "forward", forward, worded=True)
        self._rate_label, place = row(rate, [style.font("small").size("η = 0,0001")[0], -1], style.px(4))
        index = min(range(len(RATES)), key=lambda i: abs(RATES[i] - self.session.config.rate))
        self._slider = slider(
            ctx, place, index, (0, len(RATES) - 1), object_id="#rate", tip=t("learning.rate_tip")
        )

    # ------------------------------------------------------------------ links

    def open_with(self, options: StepOptions) -> None:
        """Take the sample, and go forward to a stage."""
        super().open_with(options)
        self.step.go_to(options.phase)
        self._slider.stand(min(range(len(RATES)), key=lambda i: abs(RATES[i] - options.rate)))

    def own_options(self) -> dict[str, Any]:
        """How far the scheme has come."""
        return {"phase": self.step.name}

    def task(self, name: str) -> Callable[[], bool]:
        """The check of the tab's task."""
        return {"three-signs": three_signs}[name](self.step)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The plane."""
        return {"plane": self.plane.rect}

    # ------------------------------------------------------------------ life

    def handle(self, event: pygame.event.Event) -> bool:
        """Turn knobs, draw points, choose the rate."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is self._slider:
            self.bench.training.configure(rate=RATES[round(event.value)])
            return True
        return self.dials.handle(event) or super().handle(event)

    def update(self, dt: float) -> None:
        """Follow the session."""
        super().update(dt)
        self.step.update()
        self.dials.follow(self.session.w)

    def draw(self, screen: pygame.Surface) -> None:
        """Draw plane, knobs and scheme."""
        super().draw(screen)
        style, t, step, session = self.ctx.style, self.ctx.t, self.step, self.session
        self.view.draw_plane(screen, self.plane)
        self.view.draw(screen)
        names = [knob_name(name) for name in session.model.names()]
        pull = step.now.after - step.now.w if step.name == "why" else None
        self.dials.draw(screen, names, lambda value: t.number(value, 2), pull=pull)
        if step.right is None:
            words, tint = t("learning.predict", knob=names[step.asked]), "text"
        else:
            words, tint = (
                t(f"learning.guess_{'right' if step.right else 'wrong'}", n=step.streak),
                "good" if step.right else "bad",
            )
        draw_text(screen, style, words, self._ask_label.midleft, "small", "bold", tint, "midleft")
        rate = f"η = {t.short(session.config.rate)}"
        draw_text(screen, style, rate, self._rate_label.midleft, "small", colour="muted", anchor="midleft")

    def leave(self) -> None:
        """Let go of the knobs."""
        super().leave()
        self.dials.let_go()

    _played = 0.0

    def attract(self, dt: float) -> None:
        """Go forward, stage by stage."""
        self._played += dt
        if self._played > 1.5:
            self._played = 0.0
            self.step.forward()

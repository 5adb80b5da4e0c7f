"""What can be turned: the two networks' columns and the rules of the game."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial

import pygame
import pygame_gui
from pygame_gui.elements import UIHorizontalSlider

from game.scenes.generator.training.session import GanTraining
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.widgets.controls import button, select
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.sliders import explain, stand
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text, shorten
from models.generator.live.settings import LIMITS, LOSSES, Controls

SIDES = ("generator", "discriminator")
SLOWEST, FASTEST = -4.0, -1.0
"""Decimal logarithms of the rates."""
SMOOTHEST = 2.0


class ControlPanel:
    """Three columns: generator, discriminator, rules.

    Args:
        session: what is turned.
    """

    def __init__(self, session: GanTraining) -> None:
        self.session = session

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build the columns."""
        self.ctx = ctx
        style, t = ctx.style, ctx.t
        self._sliders: dict[str, tuple[UIHorizontalSlider, Callable[[float], None]]] = {}
        self._steppers: list[Stepper] = []
        self._labels: list[tuple[str, pygame.Rect, Callable[[], str], pygame.Rect]] = []
        colours = {"generator": style.colour.human, "discriminator": style.colour.agent}
        columns = row(area, [-1, -1, -1], style.gap)
        for side, rect in zip(SIDES, columns[:2], strict=True):
            room = backdrop.panel(rect, t(f"generator.training_{side}"), accent=colours[side])
            self._side(side, room, commands)
        self._rules(backdrop.panel(columns[2], t("generator.training_rules")))
        self.mark()

    def _side(self, side: str, room: pygame.Rect, commands: Commands) -> None:
        ctx, t = self.ctx, self.ctx.t
        first, second, third = column(room, [-1, -1, -1], ctx.style.px(6))
        self._slide(
            f"{side}_rate",
            first,
            t("generator.training_rate"),
            (SLOWEST, FASTEST),
            lambda value: self.session.turn(**{f"{side}_rate": 10.0 ** min(max(value, SLOWEST), FASTEST)}),
            lambda: t.number(getattr(self.session.controls, f"{side}_rate"), 4),
            0.1,
        )
        self._step(f"{side}_steps", second, t("generator.training_steps"))
        freeze = commands.place(ctx, f"training_freeze_{side}", third, worded=True)
        freeze.set_text(t("generator.training_freeze"))

    def _rules(self, room: pygame.Rect) -> None:
        ctx, t = self.ctx, self.ctx.t
        first, second, third = column(room, [-1, -1, -1], ctx.style.px(6))
        self._slide(
            "smooth",
            first,
            t("generator.training_smooth"),
            (0.0, SMOOTHEST),
            lambda value: self.session.turn(smooth=round(min(max(value, 0.0), SMOOTHEST), 2)),
            lambda: t.number(self.session.controls.smooth, 2),
            0.1,
        )
        self._step("batch", second, t("generator.training_batch"))
        places = row(third, [-1] * len(LOSSES), ctx.style.px(5))
        self._losses = {
            name: button(
                ctx,
                place,
                t(f"generator.training_loss_{name}"),
                partial(self.session.turn, loss=name),
                kind="toggle",
                tip=t(f"generator.training_loss_{name}_tip"),
                object_id=f"#loss_{name}",
            )
            for name, place in zip(LOSSES, places, strict=True)
        }

    def _slide(
        self,
        name: str,
        line: pygame.Rect,
        words: str,
        limits: tuple[float, float],
        turn: Callable[[float], None],
        text: Callable[[], str],
        step: float,
    ) -> None:
        ctx, style = self.ctx, self.ctx.style
        width = style.font("small", "mono").size("0.0000")[0]
        label, bar, value = row(line, [self._label_width(name), -1, width], style.px(5))
        bar = bar.inflate(0, -max(0, bar.height - style.px(26)))
        made = UIHorizontalSlider(
            bar, self._stand(name), limits, ctx.ui, object_id=f"#{name}", click_increment=step
        )
        explain(made, ctx.t(f"generator.training_{name}_tip"))
        self._sliders[name] = (made, turn)
        self._labels.append((words, label, text, value))

    def _step(self, name: str, line: pygame.Rect, words: str) -> None:
        ctx, style = self.ctx, self.ctx.style
        label, place = row(line, [self._label_width(name), -1], style.px(5))
        self._steppers.append(
            Stepper(
                ctx,
                place,
                lambda: str(getattr(self.session.controls, name)),
                partial(self.step, name),
                name=name,
                tip=ctx.t(f"generator.training_{name}_tip"),
            )
        )
        self._labels.append((words, label, str, pygame.Rect(0, 0, 0, 0)))

    def _label_width(self, name: str) -> int:
        """The width that the names of a column need."""
        names = ("smooth", "batch") if name in ("smooth", "batch") else ("rate", "steps")
        font = self.ctx.style.font("small")
        return max(font.size(self.ctx.t(f"generator.training_{name}"))[0] for name in names)

    # ------------------------------------------------------------------ commands

    def freeze(self, side: str) -> None:
        """Let a side keep its weights, or learn again."""
        name = f"{side}_frozen"
        self.session.turn(**{name: not getattr(self.session.controls, name)})

    def step(self, name: str, direction: int) -> None:
        """Turn a number of updates or pictures up or down."""
        low, high = LIMITS[name]
        by = 2 if name == "batch" else 1
        value = getattr(self.session.controls, name) + by * direction
        self.session.turn(**{name: int(min(max(value, low), high))})

    def reset(self) -> None:
        """Turn everything back to where it was at first."""
        fresh, old = Controls(), self.session.controls
        names = ("rate", "steps", "frozen")
        both = {f"{side}_{name}": getattr(fresh, f"{side}_{name}") for side in SIDES for name in names}
        self.session.turn(**both, batch=fresh.batch, smooth=fresh.smooth, loss=fresh.loss, kind=old.kind)

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Sliders and wheels."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED:
            for made, turn in self._sliders.values():
                if event.ui_element is made:
                    turn(float(event.value))
                    return True
        used = [stepper.handle(event) for stepper in self._steppers]
        return any(used)

    def _stand(self, name: str) -> float:
        value = float(getattr(self.session.controls, name))
        if name.endswith("_rate"):
            return min(max(math.log10(value), SLOWEST), FASTEST)
        return min(value, SMOOTHEST)

    def mark(self) -> None:
        """Show how everything is turned."""
        controls = self.session.controls
        for loss, made in self._losses.items():
            select(made, loss == controls.loss)
        for name, (made_slider, _) in self._sliders.items():
            stand(made_slider, self._stand(name))

    def draw(self, screen: pygame.Surface) -> None:
        """Draw names and values."""
        style = self.ctx.style
        for stepper in self._steppers:
            stepper.draw(screen)
        for words, label, text, value in self._labels:
            shown = shorten(words, style.font("small"), label.width)
            draw_text(
                screen, style, shown, label.midleft, size="small", colour=style.colour.muted, anchor="midleft"
            )
            if value.width:
                draw_text(screen, style, text(), value.midright, size="small", face="mono", anchor="midright")

"""What can be turned: the two networks' columns and the rules of the game."""

from __future__ import annotations

import math
from dataclasses import fields
from functools import partial

import pygame
import pygame_gui
from pygame_gui.elements import UIButton

from game.scenes.generator.training.session import GanTraining
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.style import Style
from game.ui.widgets.controls import Slider, button, by_words, select, slider
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text, shorten
from models.generator.live.settings import BATCH, LOSSES, STEPS, Controls

COLUMNS = (("generator", "human"), ("discriminator", "agent"), ("rules", "muted"))
"""Titles and their colours."""
RATES = (-4.0, -1.0)
"""Decimal logarithms of the slowest and the fastest rate."""
SMOOTH = (0.0, 2.0)
KEPT = ("kind", "failure", "faces", "every", "lesson")
"""Settings that are no rules of the game."""


class ControlPanel:
    """Three columns: generator, discriminator, rules.

    Args:
        session: what is turned.
    """

    def __init__(self, session: GanTraining) -> None:
        self.session = session

    @staticmethod
    def height(style: Style) -> int:
        """The least height: a title and three rows."""
        title = style.font("small", "bold").get_linesize() + style.px(6)
        return title + 3 * style.row(26) + 2 * style.px(6) + 2 * style.px(12)

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build the columns."""
        self.ctx = ctx
        style, t, gap = ctx.style, ctx.t, ctx.style.px(5)
        self._sliders: dict[str, tuple[Slider, pygame.Rect]] = {}
        self._steppers: list[Stepper] = []
        self._labels: list[tuple[str, pygame.Rect]] = []
        for (side, colour), rect in zip(COLUMNS, row(area, [-1, -1, -1], style.gap), strict=True):
            title = t(f"generator.training_{side}")
            room = backdrop.panel(rect, title, accent=getattr(style.colour, colour))
            first, second, third = column(room, [-1, -1, -1], style.px(6))
            turned, stepped, labels = f"{side}_rate", f"{side}_steps", ("rate", "steps")
            if side == "rules":
                turned, stepped = labels = ("smooth", "batch")
                self._place_losses(third)
            else:
                freeze = commands.place(ctx, f"training_freeze_{side}", third, worded=True)
                freeze.set_text(t("generator.training_freeze"))
            texts = [t(f"generator.training_{label}") for label in labels]
            width = max(style.font("small").size(text)[0] for text in texts)
            label, bar, value = row(first, [width, -1, style.font("small", "mono").size("0.0000")[0]], gap)
            self._slide(turned, bar, value)
            other, place = row(second, [width, -1], gap)
            self._steppers.append(
                Stepper(
                    ctx,
                    place,
                    partial(self._number, stepped),
                    partial(self.step, stepped),
                    name=stepped,
                    tip=t(f"generator.training_{stepped}_tip"),
                )
            )
            self._labels += zip(texts, (label, other), strict=True)
        self.mark()

    def _place_losses(self, line: pygame.Rect) -> None:
        words = [self.ctx.t(f"generator.training_loss_{name}") for name in LOSSES]
        self._losses: dict[str, UIButton] = {
            name: button(
                self.ctx,
                place,
                self.ctx.t(f"generator.training_loss_{name}"),
                partial(self.session.turn, loss=name),
                kind="toggle",
                tip=self.ctx.t(f"generator.training_loss_{name}_tip"),
                object_id=f"#loss_{name}",
            )
            for name, place in zip(
                LOSSES, row(line, by_words(self.ctx, words), self.ctx.style.px(5)), strict=True
            )
        }

    def _slide(self, name: str, bar: pygame.Rect, value: pygame.Rect) -> None:
        bar.inflate_ip(0, -max(0, bar.height - self.ctx.style.px(26)))
        limits = RATES if name.endswith("_rate") else SMOOTH
        tip = self.ctx.t(f"generator.training_{name}_tip")
        made = slider(self.ctx, bar, self._stand(name), limits, object_id=f"#{name}", step=0.1, tip=tip)
        self._sliders[name] = (made, value)

    def _number(self, name: str) -> str:
        return str(getattr(self.session.controls, name))

    # ------------------------------------------------------------------ commands

    def freeze(self, side: str) -> None:
        """Let a side keep its weights, or learn again."""
        self.session.turn(**{f"{side}_frozen": not self.frozen(side)})

    def frozen(self, side: str) -> bool:
        """Whether a side keeps its weights."""
        return bool(getattr(self.session.controls, f"{side}_frozen"))

    def step(self, name: str, direction: int) -> None:
        """Turn a number of updates or pictures up or down."""
        limits, by = (BATCH, 2) if name == "batch" else (STEPS, 1)
        value = getattr(self.session.controls, name) + by * direction
        self.session.turn(**{name: int(min(max(value, limits.low), limits.high))})

    def reset(self) -> None:
        """Turn everything back to where it was at first."""
        self.session.turn(**{each.name: each.default for each in fields(Controls) if each.name not in KEPT})

    # ------------------------------------------------------------------ events and frames

    def handle(self, event: pygame.event.Event) -> bool:
        """Sliders and wheels."""
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED:
            for name, (made, _) in self._sliders.items():
                if event.ui_element is made:
                    place = min(max(float(event.value), made.value_range[0]), made.value_range[1])
                    self.session.turn(**{name: 10**place if name.endswith("_rate") else round(place, 2)})
                    return True
        used = [stepper.handle(event) for stepper in self._steppers]
        return any(used)

    def _stand(self, name: str) -> float:
        value = float(getattr(self.session.controls, name))
        low, high = RATES if name.endswith("_rate") else SMOOTH
        return min(max(math.log10(value) if name.endswith("_rate") else value, low), high)

    def mark(self) -> None:
        """Show how everything is turned."""
        for loss, made in self._losses.items():
            select(made, loss == self.session.controls.loss)
        for name, (bar, _) in self._sliders.items():
            bar.stand(self._stand(name))

    def draw(self, screen: pygame.Surface) -> None:
        """Draw names and values."""
        style, t = self.ctx.style, self.ctx.t
        for stepper in self._steppers:
            stepper.draw(screen)
        for words, place in self._labels:
            shown = shorten(words, style.font("small"), place.width)
            draw_text(screen, style, shown, place.midleft, "small", colour="muted", anchor="midleft")
        for name, (_, place) in self._sliders.items():
            value = t.number(getattr(self.session.controls, name), 2 if name == "smooth" else 4)
            draw_text(screen, style, value, place.midright, "small", "mono", anchor="midright")

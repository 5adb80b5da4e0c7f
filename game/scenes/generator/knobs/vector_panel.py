"""The panel under the portrait: the latent's numbers, the slides' vectors, the way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import pygame
from pygame_gui.elements import UIButton

from game.scenes.generator.knobs.latent_chart import LatentChart
from game.scenes.generator.knobs.slides import NUMBERS, VECTORS, written
from game.ui.context import Context
from game.ui.layout import row
from game.ui.widgets.controls import button, head_buttons, select
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_text

if TYPE_CHECKING:
    from game.scenes.generator.knobs.tab import KnobsTab

HEIGHT = 224
"""Of the panel, in pixels at scale 1."""


class VectorPanel:
    """The bars, and a button for each of the slides' vectors.

    Args:
        room: what the buttons command.
    """

    def __init__(self, room: KnobsTab) -> None:
        self.room = room
        self.chart = LatentChart(room.session.paint, NUMBERS)
        self._slides: list[UIButton] = []

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build the panel."""
        style, t, room = ctx.style, ctx.t, self.room.session
        inner = backdrop.panel(area, t("generator.vector"))
        head_buttons(
            ctx,
            area,
            (
                ("redo-2", "redo", "Ctrl+Y", room.redo),
                ("undo-2", "undo", "Ctrl+Z", room.undo),
                ("rotate-ccw", "reset", "X", room.reset),
                ("user", "mean", "M", room.mean),
                ("flip-horizontal-2", "flip", "F", room.flip),
            ),
            "generator",
        )
        chip, gap = style.px(28), style.px(6)
        words = t("generator.slides")
        font = style.font("small")
        label = pygame.Rect(inner.x, inner.y + style.px(4), font.size(words)[0], chip)
        draw_text(
            backdrop.surface,
            style,
            words,
            label.midleft,
            size="small",
            colour=style.colour.muted,
            anchor="midleft",
        )
        first = pygame.Rect(
            label.right + style.px(10), label.y, inner.right - label.right - style.px(10), chip
        )
        second = pygame.Rect(inner.x, label.bottom + gap, inner.width, chip)
        left, right = row(second, [-1, -1], style.px(26))
        draw_text(
            backdrop.surface,
            style,
            "±",
            ((left.right + right.x) // 2, second.centery),
            size="body",
            face="bold",
            colour=style.colour.accent,
            anchor="center",
        )
        self._slides = []
        for index, place in enumerate((first, left, right)):
            self._slides.append(
                button(
                    ctx,
                    place,
                    written(VECTORS[index]),
                    partial(room.take_slide, index),
                    kind="chip",
                    tip=f"{t(f'generator.slide_{index + 1}_tip')} (V)",
                    object_id=f"#slide_{index + 1}",
                )
            )
        top = second.bottom + style.px(8)
        self.chart.layout(ctx, pygame.Rect(inner.x, top, inner.width, inner.bottom - top))

    def mark(self) -> None:
        """Mark the slide's vector that the latent begins with."""
        chosen = self.room.session.slide
        for index, made in enumerate(self._slides):
            select(made, index == chosen)

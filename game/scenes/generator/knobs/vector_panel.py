"""The panel under the portrait: the latent's numbers, the slides' vectors, the way back."""

from __future__ import annotations

import pygame

from game.scenes.generator.knobs.latent_chart import LatentChart
from game.scenes.generator.knobs.session import Session
from game.scenes.generator.knobs.slides import NUMBERS
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import Stack, row
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.text import draw_text

HEIGHT = 224
"""Of the panel, in pixels at scale 1."""
HEAD = ("redo", "undo", "reset", "mean", "flip")


class VectorPanel:
    """The bars, and a button for each of the slides' vectors.

    Args:
        session: whose latent is shown.
        commands: what the buttons do.
    """

    def __init__(self, session: Session, commands: Commands) -> None:
        self._commands = commands
        self.chart = LatentChart(session.paint, NUMBERS)

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build the panel."""
        style, words, surface = ctx.style, ctx.t("generator.slides"), backdrop.surface
        stack = Stack(backdrop.panel(area, ctx.t("generator.vector")), style.px(6))
        self._commands.corner(ctx, area, HEAD)
        stack.skip(style.px(4))
        chip, width = style.px(28), style.font("small").size(words)[0]
        label, first = row(stack.take(chip), [width, -1], style.px(10))
        left, right = row(stack.take(chip), [-1, -1], style.px(26))
        muted, accent = style.colour.muted, style.colour.accent
        draw_text(surface, style, words, label.midleft, size="small", colour=muted, anchor="midleft")
        between = ((left.right + right.x) // 2, left.centery)
        draw_text(surface, style, "±", between, face="bold", colour=accent, anchor="center")
        for number, place in enumerate((first, left, right), start=1):
            self._commands.place(ctx, f"slide_{number}", place, worded=True)
        stack.skip(style.px(2))
        self.chart.layout(ctx, stack.rest)

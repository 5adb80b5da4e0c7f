"""Losses, verdicts, and four figures by which the health of the game is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pygame

from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.widgets.panel import Backdrop, draw_panel
from game.ui.widgets.plot import Line, Plot
from game.ui.widgets.text import draw_text, shorten

if TYPE_CHECKING:
    from models.generator.live.training import Snapshot

TILES = ("variety", "kinds", "push_generator", "push_discriminator")


def written(ctx: Context, name: str, value: float) -> str:
    """A figure as it is shown."""
    t = ctx.t
    if name in ("real", "made", "variety"):
        return t.percent(value)
    if name == "kinds":
        return t("generator.training_kinds_of", n=t.number(value), all=16)
    if value and abs(value) < 0.01:
        return t.number(value, 4 if abs(value) >= 0.0005 else 6)
    return t.number(value, 2 if abs(value) < 100 else 0)


class Curves:
    """Two plots and, below them, four figures."""

    def __init__(self) -> None:
        self._losses, self._scores = Plot(0, None), Plot(0, 1, baseline=0.5)

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Cut the place into panels."""
        self.ctx = ctx
        upper, line = column(area, [-1, ctx.style.text_px(44)], ctx.style.px(6))
        self._charts = [
            backdrop.panel(rect, ctx.t(f"generator.training_{name}"))
            for name, rect in zip(("losses", "scores"), row(upper, [-1, -1], ctx.style.gap), strict=True)
        ]
        self._tiles = dict(zip(TILES, row(line, [-1] * len(TILES), ctx.style.px(6)), strict=True))
        for rect in self._tiles.values():
            draw_panel(backdrop.surface, ctx.style, rect, radius=8)

    def draw(self, screen: pygame.Surface, snapshot: Snapshot | None, mark: float | None) -> None:
        """Draw everything since the start; `mark` is the round that the time machine shows."""
        style, t = self.ctx.style, self.ctx.t
        curve = snapshot.curve if snapshot is not None else np.zeros((0, 10), np.float32)
        losses = (("discriminator", style.colour.agent), ("generator", style.colour.human))
        scores = (("real", style.colour.good), ("made", style.colour.bad))
        for plot, rect, first, sides, y_text in (
            (self._losses, self._charts[0], 2, losses, "{:g}".format),
            (self._scores, self._charts[1], 4, scores, t.percent),
        ):
            lines = [
                Line(curve[:, (0, first + index)], colour, t(f"generator.training_{side}"))
                for index, (side, colour) in enumerate(sides)
            ]
            plot.draw_lines(screen, style, rect, lines, y_text=y_text, least=100.0, at=mark)
        for name, rect in self._tiles.items():
            value = written(self.ctx, name, snapshot.figures[name]) if snapshot is not None else "–"
            inner = rect.inflate(-style.px(16), -style.px(6))
            label = shorten(t(f"generator.training_{name}"), style.font("tiny"), inner.width)
            draw_text(screen, style, label, inner.topleft, "tiny", colour="muted")
            draw_text(screen, style, value, inner.bottomleft, "small", "mono_bold", None, "bottomleft")

"""The whole tab: sentences left; curves, attention and the next word right."""

from __future__ import annotations

import numpy as np
import pygame

from game.scenes.translation.learn.attention import AttentionView
from game.scenes.translation.learn.sentences_view import SentencesView
from game.scenes.translation.learn.session import LearnSession
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.tabs import not_loaded
from game.ui.widgets.panel import Backdrop
from game.ui.widgets.plot import Line, Plot
from game.ui.widgets.stepper import Stepper
from game.ui.widgets.text import draw_text, shorten

TOOLS = ("learn_play", "learn_fresh", "learn_seed", "learn_continue", "learn_save", "learn_load")
PAIRS_WIDTH = 210


class LearnView:
    """What the tab shows.

    Args:
        session: the training.
    """

    def __init__(self, session: LearnSession) -> None:
        self.session = session
        self.sentences, self.attention = SentencesView(session), AttentionView()
        self._loss, self._right = Plot(0, None), Plot(0, 10)

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Tools above; sentences left, the rest right."""
        self.ctx, style, t = ctx, ctx.style, ctx.t
        tools, below = column(area, [style.control, -1], style.gap)
        width = style.text_px(PAIRS_WIDTH)
        buttons, pairs = row(tools, [-1, width], style.gap)
        self._status = commands.layout(ctx, buttons, TOOLS, gap=8)
        self._stepper = Stepper(
            ctx,
            pairs,
            self._pairs,
            self.session.more_pairs,
            name="learn_pairs",
            tip=t("translation.learn_pairs_tip"),
            mono=False,
        )
        longest = style.font("small").size(t("translation.learn_status", step=t.number(88888), time="88:88"))[
            0
        ]
        if self._status.width < longest:  # then it stands beside the tabs, where there is room
            self._status = pygame.Rect(area.x, area.y - style.gap - style.px(34), area.width, style.px(34))
        left, right = row(below, [-13, -8] if style.hall else [-11, -10], style.gap)
        self.sentences.layout(ctx, backdrop, left)
        curves, attention = column(right, [-4, -6], style.gap)
        rects = row(curves, [-1, -1], style.gap)
        titles = {name: t(f"translation.learn_{name}") for name in ("loss", "right")}
        self._charts = backdrop.panels(titles, rects)
        self.attention.layout(ctx, backdrop, attention)

    def handle(self, event: pygame.event.Event) -> bool:
        """Clicks on sentences, the wheel over the number of pairs, the pointer over words."""
        return any([self.sentences.handle(event), self._stepper.handle(event), self.attention.handle(event)])

    def _pairs(self) -> str:
        pairs = self.session.controls.pairs
        return self.ctx.t("translation.learn_pairs", n=self.ctx.t.number(pairs))

    def draw(self, screen: pygame.Surface) -> None:
        """Draw everything that moves."""
        snapshot, style, t = self.session.snapshot, self.ctx.style, self.ctx.t
        self._draw_status(screen)
        self._stepper.draw(screen)
        self.sentences.draw(screen, self._note())
        self.attention.draw(screen, snapshot.look if snapshot is not None else None)
        curve = snapshot.curve if snapshot is not None else np.zeros((0, 5), np.float32)
        loss = Line(curve[:, (1, 2)], style.colour.accent)
        self._loss.draw_lines(
            screen, style, self._charts["loss"], [loss], x_name=t("translation.learn_seconds")
        )
        rights = [
            Line(
                curve[:, (1, place)] * np.array([1, 10], np.float32),
                colour,
                t(f"translation.learn_{name}_line"),
            )
            for place, colour, name in ((3, style.colour.good, "unseen"), (4, style.colour.human, "seen"))
        ]
        self._right.draw_lines(
            screen, style, self._charts["right"], rights, x_name=t("translation.learn_seconds")
        )

    def _note(self) -> str:
        """What is to be said below the sentences."""
        session, t = self.session, self.ctx.t
        if session.failed:
            return t("translation.learn_failed", why=self.ctx.why(session.status))
        if session.snapshot is None:
            return t("translation.learn_welcome")
        return t("translation.learn_count", right=session.right, seen=session.right_seen)

    def _draw_status(self, screen: pygame.Surface) -> None:
        style, t, snapshot = self.ctx.style, self.ctx.t, self.session.snapshot
        if snapshot is None:
            words = not_loaded(self.ctx) or t("translation.learn_status_idle")
        else:
            words = t(
                "translation.learn_status", step=t.number(snapshot.step), time=t.duration(snapshot.seconds)
            )
        size = "small" if style.font("small").size(words)[0] <= self._status.width else "tiny"
        words = shorten(words, style.font(size), self._status.width)
        draw_text(screen, style, words, self._status.midright, size, colour="muted", anchor="midright")

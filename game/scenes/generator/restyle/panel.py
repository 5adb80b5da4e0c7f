"""The column beside the portraits: a slider for every trait, and where things stand."""

from __future__ import annotations

from collections.abc import Callable

import pygame

from game.scenes.generator.restyle.session import Restyling
from game.scenes.generator.slider_rows import SliderRows
from game.ui.context import Context
from game.ui.layout import Stack, column
from game.ui.widgets.panel import Backdrop, draw_progress
from game.ui.widgets.text import draw_paragraph, paragraph_height

STATUS = 86
"""The lower panel's height at least."""
TALLEST = 52


class RestylePanel:
    """Two panels, one above the other."""

    def __init__(self, session: Restyling, trouble: Callable[[], str]) -> None:
        self._session, self._trouble = session, trouble
        self.rows = SliderRows(session.turn)
        self._version = -1

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect) -> None:
        """Build both; the sliders when it is known which there are."""
        self.ctx, self._version = ctx, -1
        style, width = ctx.style, area.width - 2 * ctx.style.px(14)
        notes = [ctx.t(f"generator.restyle_{name}") for name in ("empty", "hint", "painted")]
        notes.append(ctx.t("generator.restyle_far", n=ctx.t.number(88.8, 1)))
        longest = max(paragraph_height(style, words, width, size="small") for words in notes)
        status = max(style.px(STATUS), longest + 2 * style.px(12))
        upper, lower = column(area, [-1, status], style.gap)
        room = backdrop.panel(upper, ctx.t("generator.restyle_traits"))
        self.rows.layout(ctx, room, self._session.directions, TALLEST)
        self._status = backdrop.panel(lower)
        self.follow()

    def follow(self) -> None:
        """Put every slider, but for the one in the hand, where the portrait's trait stands."""
        session = self._session
        if session.version != self._version:
            self._version = session.version
            if session.now is not None:
                self.rows.show(session.now.shown.readings, turned=session.turned)

    def status(self) -> tuple[str, pygame.Color]:
        """One sentence about where things stand, and its colour."""
        t, session, colour = self.ctx.t, self._session, self.ctx.style.colour
        now = session.now
        if not self.ctx.loader.ready:
            words = t("app.loading")
        elif self._trouble():
            words = ""
        elif session.finding:
            words = t("generator.restyle_finding", n=round(100 * session.progress))
        elif now is None:
            words = t("generator.restyle_empty")
        elif session.turned or session.pulling:
            key = "generator.restyle_following" if session.pulling else "generator.restyle_turning"
            words = t(key, n=t.number(session.call.milliseconds))
        elif now.found.far:
            return t("generator.restyle_far", n=t.number(now.found.distance, 1)), colour.human
        elif session.cancelled:
            words = t("generator.restyle_cancelled")
        else:
            words = t("generator.restyle_painted" if now.paint.rgba else "generator.restyle_hint")
        return words, colour.muted

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the sliders' names and values, and the status."""
        session, style = self._session, self.ctx.style
        self.rows.draw(screen, usable=session.now is not None and not session.finding)
        stack = Stack(self._status)
        if session.finding:
            stack.skip(style.px(2))
            draw_progress(screen, style, stack.take(style.px(6)), session.progress)
            stack.skip(style.px(8))
        words, colour = self.status()
        draw_paragraph(screen, style, words, stack.rest, size="small", colour=colour)

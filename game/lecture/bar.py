"""The lecture's bar over every scene: a line in the top bar, and the card below it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pygame
import pygame_gui

from game.lecture import card
from game.lecture.card import Card
from game.lecture.choices import largest
from game.lecture.session import LectureSession
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.language import Language
from game.ui.layout import row
from game.ui.style import Style
from game.ui.widgets.controls import button, enable
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height

TOOLS = ("notes", "black", "laser", "pen", "erase")
"""Of the presenter."""
ALWAYS = ("again", "present", "fold")
ARROW = "  ›"
HEADLINE = ("heading", "body", "small", "tiny")


class LectureBar:
    """The line in the top bar, and the card with the text below it.

    Its widgets have a manager of their own, for they are larger than those of the scene, which gets the rest
    of the window at a smaller scale.

    Args:
        session: where in the lecture one is.
        tables: what can be done, and a presenter's tools.
        commands: what the card's buttons do.
        gui: makes a manager of widgets for a style.

    Attributes:
        ui: the manager; None while the bar is hidden.
        card: the text.
    """

    def __init__(
        self,
        session: LectureSession,
        tables: tuple[Commands, Commands],
        commands: card.Commands,
        gui: Callable[[Style], pygame_gui.UIManager],
    ) -> None:
        self._session = session
        self._table, self._tools = tables
        self._gui = gui
        self.card = Card(session, commands)
        self.ui: pygame_gui.UIManager | None = None
        self._made: tuple[object, pygame_gui.UIManager] | None = None
        self._laid: object = None

    # ------------------------------------------------------------------ layout

    def height(self, size: tuple[int, int], style: Style, t: Language) -> int:
        """Of the card, in pixels."""
        return self.card.height(size, style, t)

    def layout(self, ctx: Context, style: Style, line: pygame.Rect, rect: pygame.Rect | None) -> None:
        """Build the widgets, unless they stand already.

        Args:
            ctx: a scene's context.
            style: of the card's text.
            line: the room in the top bar.
            rect: the room of the card; None while it is folded.
        """
        size = (ctx.area.width, ctx.area.bottom)
        look = (size, style, ctx.t.code)
        if self._made is None or self._made[0] != look:
            self._made = (look, self._gui(style))
        laid = (look, ctx.style, tuple(line), rect and tuple(rect), self._session.presenting)
        if self.ui is not None and laid == self._laid:
            return
        self.ui, self._laid = self._made[1], laid
        self._line, self._small = line, replace(ctx, ui=self.ui)
        self._ctx = replace(ctx, ui=self.ui, style=style)
        self.ui.clear_and_reset()
        self._lay_line()
        self.card.layout(self._ctx, rect)
        self.refresh()

    def hide(self) -> None:
        """Be gone until the next layout."""
        self.ui = None

    def refresh(self) -> None:
        """Show another stop or phase."""
        if self.ui is None:
            return
        coming = self._session.coming
        self._forward.set_text(self._ctx.t(f"lecture.coming_{coming or 'end'}") + (ARROW if coming else ""))
        enable(self._forward, bool(coming))
        self._show_state()
        self.card.refresh()

    def _lay_line(self) -> None:
        ctx, table = self._small, self._table
        style, line, session = ctx.style, self._line, self._session
        side, gap = line.height, style.px(6)
        words = [ctx.t(f"lecture.coming_{name}") for name in ("question", "reveal", "stop", "end")]
        font = self._ctx.style.font("body", "bold")  # which the buttons have
        wide = max(font.size(each + ARROW)[0] for each in words) + style.px(28)
        number = style.font("small", "mono").size("00/00")[0] + style.px(6)
        clock = (
            style.font("small", "mono").size("00:00 / 00:00")[0] + style.px(6) if session.presenting else 0
        )
        tools = (*TOOLS, *ALWAYS) if session.presenting else ALWAYS
        back, self._number, forth, self._headline, self._clock, *places = row(
            line, [side, number, wide, -1, clock, *[side] * len(tools)], gap
        )
        self._headline = self._headline.inflate(-style.px(16), style.bar - line.height - style.px(4))
        table.place(ctx, "previous", back, kind="ghost")
        self._forward = button(
            ctx,
            forth,
            words[0],
            partial(table.run, "next"),
            tip=table.tip(ctx, table["next"]),
            kind="primary",
            object_id="#next",
        )
        for name, place in zip(tools, places, strict=True):
            (self._tools if name in TOOLS else table).place(ctx, name, place, kind="ghost")

    def _show_state(self) -> None:
        self._table.refresh()
        self._tools.refresh()

    # ------------------------------------------------------------------ events

    def update(self, dt: float) -> None:
        """Let the widgets live."""
        if self.ui is not None:
            if self.card.update(dt):
                self.refresh()
            self._show_state()
            self.ui.update(dt)

    def handle(self, event: pygame.event.Event) -> bool:
        """Take what belongs to the bar; True when it was used."""
        if self.ui is None:
            return False
        used = bool(self.ui.process_events(event))
        return self.card.handle(event) or used

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the bar."""
        if self.ui is None:
            return
        session, ctx, t = self._session, self._small, self._ctx.t
        number = f"{session.index + 1}/{len(session.route.stops)}"
        draw_text(screen, ctx.style, number, self._number.center, "small", "mono", "muted", "center")
        style, room, words = self._ctx.style, self._headline, session.stop.headline(t.code)
        size = largest(style, words, room, HEADLINE, "bold")
        height = paragraph_height(style, words, room.width, size=size, face="bold")
        place = room.move(0, max(0, (room.height - height) // 2))
        draw_paragraph(screen, style, words, place, size, "bold")
        if session.presenting:
            self._draw_clock(screen, ctx.style, t)
        self.card.draw(screen)
        self.ui.draw_ui(screen)

    def _draw_clock(self, screen: pygame.Surface, style: Style, t: Language) -> None:
        """The stop's time above, the lecture's below; the colour turns where they are over."""
        session = self._session
        times = ((session.seconds, 60 * session.stop.minutes), (session.elapsed, 60 * session.minutes))
        for (spent, planned), anchor in zip(times, ("bottomright", "topright"), strict=True):
            over = spent > planned
            at = (self._clock.right, self._clock.centery)
            colour = "bad" if over else "text" if anchor == "bottomright" else "muted"
            clock = f"{t.duration(spent)} / {t.duration(planned)}"
            draw_text(screen, style, clock, at, "small", "mono", colour, anchor)

"""The lecture's bar over every scene: where one is, the text, the question and its answer, the task."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Protocol

import pygame
import pygame_gui

from game.lecture.session import LectureSession
from game.ui.context import Context
from game.ui.layout import column, row
from game.ui.style import Style
from game.ui.widgets.controls import button
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height, shorten

MOST = 0.3
"""Of the window's height that the text may take."""
SIZES = ("heading", "body", "small")
"""Of the text, the largest first."""


class Commands(Protocol):
    """What the bar's buttons do."""

    def next(self) -> None: ...  # noqa: D102
    def previous(self) -> None: ...  # noqa: D102
    def fold(self) -> None: ...  # noqa: D102
    def vote(self, choice: int) -> None: ...  # noqa: D102
    def give(self, answer: float) -> None: ...  # noqa: D102


class LectureBar:
    """The line in the top bar, and the card with the text below it.

    Its widgets have a manager of their own, for they are larger than those of the scene, which gets the rest
    of the window at a smaller scale.

    Args:
        session: where in the lecture one is.
        commands: what the buttons do.
        gui: makes a manager of widgets for a style.
    """

    def __init__(
        self,
        session: LectureSession,
        commands: Commands,
        gui: Callable[[Style], pygame_gui.UIManager],
    ) -> None:
        self._session = session
        self._commands = commands
        self._gui = gui
        self._ctx: Context | None = None
        self._written = ""
        self._card: pygame.Rect | None = None

    # ------------------------------------------------------------------ layout

    def height(self, size: tuple[int, int], style: Style) -> int:
        """Of the text's card, in pixels."""
        return min(style.px(150), round(MOST * size[1]))

    def layout(self, ctx: Context, style: Style, line: pygame.Rect, card: pygame.Rect | None) -> None:
        """Build the widgets.

        Args:
            ctx: a scene's context.
            style: of the text.
            line: the room in the top bar.
            card: the room of the text; None while it is folded.
        """
        ui = self._gui(style)
        self._line, self._card, self._small = line, card, ctx.style
        self._ctx = replace(ctx, ui=ui, style=style)
        self._written = ""
        self.refresh()

    def hide(self) -> None:
        """Be gone until the next layout."""
        self._ctx = None

    def refresh(self) -> None:
        """Show another stop or phase."""
        ctx = self._ctx
        if ctx is None:
            return
        ctx.ui.clear_and_reset()
        self._lay_line(ctx)
        if self._card is not None:
            self._lay_card(ctx, self._card)

    def _lay_line(self, ctx: Context) -> None:
        line, side, gap = self._line, self._line.height, self._small.px(6)
        back, number, forth, self._headline, self._clock, fold = row(
            line, [side, self._small.px(76), side, -1, self._small.px(84), side], gap
        )
        self._number = number
        t = ctx.t
        button(
            ctx,
            back,
            "",
            self._commands.previous,
            icon="arrow-left",
            tip=t("lecture.previous"),
            object_id="#lecture_previous",
            kind="ghost",
        )
        button(
            ctx,
            forth,
            "",
            self._commands.next,
            icon="skip-forward",
            tip=t("lecture.next"),
            object_id="#lecture_next",
            kind="ghost",
        )
        icon = "plus" if self._session.folded else "minus"
        button(
            ctx,
            fold,
            "",
            self._commands.fold,
            icon=icon,
            tip=t("lecture.fold"),
            object_id="#lecture_fold",
            kind="ghost",
        )

    def _lay_card(self, ctx: Context, card: pygame.Rect) -> None:
        style, session = ctx.style, self._session
        inner = card.inflate(-2 * style.margin, -2 * style.px(12))
        self._text, self._side = row(inner, [-3, -2], style.px(24))
        question = session.stop.question
        if question is None or session.phase == "text":
            return
        choices = question.choices(ctx.t.code)
        places = column(self._side, [-1] * len(choices), style.px(6)) if choices else []
        for number, (words, place) in enumerate(zip(choices, places, strict=True), start=1):
            button(
                ctx,
                place,
                f"{number}  {words}",
                partial(self._commands.vote, number),
                object_id=f"#choice_{number}",
            )

    # ------------------------------------------------------------------ events

    def update(self, dt: float) -> None:
        """Let the widgets live."""
        if self._ctx is not None:
            self._ctx.ui.update(dt)

    def handle(self, event: pygame.event.Event) -> bool:
        """Take what belongs to the bar; True when it was used."""
        ctx, session = self._ctx, self._session
        if ctx is None:
            return False
        question = session.stop.question
        if event.type == pygame.KEYDOWN and question is not None and session.phase == "question":
            if session.votes and pygame.K_1 <= event.key < pygame.K_1 + len(session.votes):
                self._commands.vote(event.key - pygame.K_0)
                return True
            if question.number is not None and self._type(event):
                return True
        return bool(ctx.ui.process_events(event))

    def _type(self, event: pygame.event.Event) -> bool:
        """Write a number; Enter gives it."""
        if event.key == pygame.K_BACKSPACE and self._written:
            self._written = self._written[:-1]
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER) and self._written:
            number, self._written = self._written.replace(",", ".").replace("\N{MINUS SIGN}", "-"), ""
            try:
                self._commands.give(float(number))
            except ValueError:
                return True
        elif event.unicode and event.unicode in "0123456789.,-" and len(self._written) < 12:
            self._written += event.unicode
        else:
            return False
        return True

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the bar."""
        ctx = self._ctx
        if ctx is None:
            return
        stop, t, small = self._session.stop, ctx.t, self._small
        number = f"{self._session.index + 1}/{len(self._session.route.stops)}"
        draw_text(screen, small, number, self._number.center, "small", "mono", "muted", "center")
        headline = shorten(stop.headline(t.code), small.font("heading", "bold"), self._headline.width)
        draw_text(screen, small, headline, self._headline.midleft, "heading", "bold", anchor="midleft")
        if self._session.presenting:
            clock = f"{t.duration(self._session.seconds)} / {t.duration(60 * stop.minutes)}"
            draw_text(screen, small, clock, self._clock.midright, "small", "mono", "muted", "midright")
        if self._card is not None:
            self._draw_card(screen, ctx, self._card)
        ctx.ui.draw_ui(screen)

    def _draw_card(self, screen: pygame.Surface, ctx: Context, card: pygame.Rect) -> None:
        style, session, stop = ctx.style, self._session, self._session.stop
        screen.fill(style.colour.surface, card)
        screen.fill(style.colour.line, (card.x, card.bottom - 1, card.width, 1))
        code, question = ctx.t.code, stop.question
        if question is None or session.phase == "text":
            words = stop.text(code)
        else:
            words = question.ask(code) if session.phase == "question" else question.reveal(code)
        fits = (
            size
            for size in SIZES
            if paragraph_height(style, words, self._text.width, size=size) <= self._text.height
        )
        draw_paragraph(screen, style, words, self._text, next(fits, SIZES[-1]))
        if question is not None and question.number is not None and session.phase == "question":
            draw_text(
                screen, style, self._written or "…", self._side.center, "title", "mono", anchor="center"
            )
        if stop.task is not None and session.phase in ("text", "reveal") and not session.presenting:
            mark = "✓" if session.done else "○"
            draw_paragraph(
                screen,
                style,
                f"{mark} {stop.task.do(code)}",
                self._side,
                "body",
                colour="good" if session.done else "muted",
            )

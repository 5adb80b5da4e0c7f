"""The presenter's view: a second window on the lecturer's screen, with notes, clocks and what comes next."""

from __future__ import annotations

import time
from pathlib import Path

import pygame

from game.lecture.choices import largest
from game.lecture.session import LectureSession
from game.ui.language import Language
from game.ui.layout import Stack, column, row
from game.ui.style import Style, auto_scale
from game.ui.surfaces import fit
from game.ui.widgets.panel import Backdrop, draw_progress
from game.ui.widgets.text import draw_paragraph, draw_text, draw_words, shorten

SIZE = (1000, 640)
EVERY = 0.2
"""Seconds between two pictures: clocks need no more."""
CENTRED = 0x2FFF0000
"""SDL's word for the middle of a screen, whose number is added: SDL_WINDOWPOS_CENTERED_DISPLAY."""
NOTES = ("title", "heading", "body", "small")
"""Sizes of the notes, the largest first."""


def another_screen(sizes: list[tuple[int, int]], position: tuple[int, int]) -> int | None:
    """The number of a screen on which the app's window is not; None where there is only one.

    Args:
        sizes: of the screens, in pixels, from left to right.
        position: of the app's window.
    """
    if len(sizes) < 2:
        return None
    return 1 if position[0] < sizes[0][0] else 0


class NotesWindow:
    """The second window. Keys that are pressed in it are the app's; what the mouse does in it is not.

    Args:
        assets: the folder of the bundled files.
        session: where in the lecture one is.
    """

    def __init__(self, assets: Path, session: LectureSession) -> None:
        self._assets = assets
        self._session = session
        self._window: pygame.Window | None = None
        self._ground: Ground | None = None
        self._key: object = None
        self._left = 0.0

    @property
    def open(self) -> bool:
        """Whether it is on a screen."""
        return self._window is not None

    def show(self, title: str, screen: int = 0) -> None:
        """Open it in the middle of a screen; nothing happens where the system has no second window."""
        if self._window is None:
            at = CENTRED + screen
            try:
                self._window = pygame.Window(title, SIZE, (at, at), resizable=True)
            except pygame.error:
                return
            self._window.minimum_size = (480, 320)
            self._left = 0.0

    def hide(self) -> None:
        """Close it."""
        if self._window is not None:
            self._window.destroy()
            self._window = None

    def takes(self, event: pygame.event.Event) -> bool:
        """Whether an event is none of the app's: what happens to this window, but for keys."""
        window = getattr(event, "window", None)
        if self._window is None or window is not self._window:
            return False
        if event.type == pygame.WINDOWCLOSE:
            self.hide()
        return event.type not in (pygame.KEYDOWN, pygame.KEYUP)

    def update(self, dt: float, screen: pygame.Surface, theme: str, t: Language) -> None:
        """Draw it, a few times a second.

        Args:
            dt: seconds since the last call.
            screen: what the audience sees.
            theme: "dark" or "light".
            t: the texts.
        """
        self._left -= dt
        if self._window is None or self._left > 0:
            return
        self._left = EVERY
        target = self._window.get_surface()
        key = (target.get_size(), theme, t.code)
        if self._ground is None or key != self._key:
            style = Style(self._assets, theme, auto_scale(target.get_size()))
            self._ground, self._key = Ground(target.get_size(), style, t), key
        draw_notes(target, self._ground, self._session, screen)
        self._window.flip()


class Ground:
    """What stays of the view: the panels.

    Args:
        size: of the window, in pixels.
        style: for this size.
        t: the texts.

    Attributes:
        rooms: by name, the places of what changes.
    """

    def __init__(self, size: tuple[int, int], style: Style, t: Language) -> None:
        self.style, self.t = style, t
        backdrop, gap = Backdrop(size, style), style.px(12)
        area = pygame.Rect((0, 0), size).inflate(-2 * style.px(16), -2 * style.px(14))
        head, body = column(area, [style.px(56), -1], gap)
        left, right = row(body, [-3, -2], gap)
        about, notes = column(left, [style.px(150), -1], gap)
        seen, votes, coming = column(right, [round(right.width * 0.62), -1, style.px(140)], gap)
        self.rooms = {
            "head": head,
            "seen": seen,
            "about": backdrop.panel(about),
            "notes": backdrop.panel(notes, t("notes.notes")),
            "votes": backdrop.panel(votes, t("notes.votes")),
            "coming": backdrop.panel(coming, t("notes.coming")),
        }
        self.surface = backdrop.surface


def draw_notes(
    target: pygame.Surface, ground: Ground, session: LectureSession, screen: pygame.Surface
) -> None:
    """Draw the presenter's view.

    Args:
        target: the second window's surface.
        ground: what stays of the view.
        session: where in the lecture one is.
        screen: what the audience sees; it is shown small.
    """
    target.blit(ground.surface, (0, 0))
    style, t, places = ground.style, ground.t, ground.rooms
    stop, code = session.stop, t.code
    _draw_head(target, style, t, session, places["head"])
    number = f"{session.index + 1}/{len(session.route.stops)}"
    lines = Stack(places["about"], style.px(6))
    place = lines.take(style.px(28))
    headline = shorten(f"{number}  {stop.headline(code)}", style.font("heading", "bold"), place.width)
    draw_text(target, style, headline, place.topleft, "heading", "bold", "accent")
    question = stop.question
    if question is not None:
        rest = draw_words(target, style, lines.rest, question.ask(code), "text", size="body", face="bold")
        draw_words(target, style, rest, question.reveal(code), size="body")
    else:
        draw_words(target, style, lines.rest, stop.text(code), size="body")
    words, room = stop.notes(code), places["notes"]
    draw_paragraph(target, style, words, room, largest(style, words, room, NOTES))
    picture = fit(screen.get_size(), places["seen"])
    target.blit(pygame.transform.smoothscale(screen, picture.size), picture)
    _draw_votes(target, style, t, session, places["votes"])
    following = session.route.stops[session.index + 1 : session.index + 2]
    if following:
        after = following[0]
        rest = draw_words(target, style, places["coming"], after.headline(code), "text", face="bold")
        draw_words(target, style, rest, after.text(code), whole=True)
    else:
        draw_words(target, style, places["coming"], t("notes.last"))


def _draw_head(
    target: pygame.Surface, style: Style, t: Language, session: LectureSession, head: pygame.Rect
) -> None:
    """The time of day, the stop's time and the lecture's against what is planned."""
    clock, stop, lecture = row(head, [-1, -1, -1], style.px(12))
    draw_text(target, style, time.strftime("%H:%M"), clock.midleft, "score", "mono_bold", anchor="midleft")
    spent = (session.seconds, session.elapsed)
    for room, seconds, minutes, key in zip(
        (stop, lecture), spent, (session.stop.minutes, session.minutes), ("stop", "lecture"), strict=True
    ):
        planned = 60 * minutes
        colour = "bad" if seconds > planned else "text"
        draw_text(target, style, t(f"notes.{key}"), room.topleft, "small", colour="muted")
        words = f"{t.duration(seconds)} / {t.duration(planned)}"
        draw_text(target, style, words, room.topright, "body", "mono_bold", colour, "topright")
        bar = pygame.Rect(room.x, room.bottom - style.px(14), room.width, style.px(8))
        draw_progress(target, style, bar, min(seconds / planned, 1.0) if planned else 1.0)


def _draw_votes(
    target: pygame.Surface, style: Style, t: Language, session: LectureSession, room: pygame.Rect
) -> None:
    """The choices with the hands for each; which are right is told here alone before the answer."""
    question = session.stop.question
    if question is None or not session.votes:
        number = question.number if question is not None else None
        words = t("notes.no_votes") if number is None else t("notes.number", number=number)
        draw_words(target, style, room, words)
        return
    total = max(1, sum(session.votes))
    lines = column(room, [-1] * len(session.votes), style.px(4))
    for index, (choice, line) in enumerate(zip(question.choices(t.code), lines, strict=True), start=1):
        hands = session.votes[index - 1]
        right = index in question.right
        words = shorten(f"{index}  {choice}", style.font("small"), line.width - style.px(60))
        colour = "good" if right else "text"
        drawn = draw_text(target, style, words, line.topleft, "small", "bold" if right else "regular", colour)
        draw_text(target, style, str(hands), line.topright, "small", "mono_bold", colour, "topright")
        bar = pygame.Rect(line.x, drawn.bottom + style.px(2), line.width, style.px(6))
        if bar.bottom <= line.bottom:
            draw_progress(target, style, bar, hands / total)

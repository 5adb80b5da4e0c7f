"""The card below the top bar: the text, the question and its answer, the task."""

from __future__ import annotations

from functools import partial
from typing import Protocol

import pygame
from pygame_gui.elements import UIButton

from game.lecture.choices import SIZES, Choice, draw_choice, largest, places
from game.lecture.numbers import draw_answers, draw_field
from game.lecture.route import Phase, Stop
from game.lecture.session import LectureSession
from game.lecture.task_line import draw_cheer, draw_task
from game.ui.context import Context
from game.ui.language import Language
from game.ui.layout import column, row
from game.ui.style import Style
from game.ui.surfaces import CachedSurface
from game.ui.widgets.controls import button, enable
from game.ui.widgets.text import draw_paragraph, draw_text, paragraph_height

MOST = 0.25
"""Of the window's height that the card may take."""
LEAST = 112
"""Pixels at scale 1."""
WANTED = "heading"
"""The size that every text of the route should have, where the card may be high enough for it."""
STRIP = 42
"""Height of the task's line, in pixels at scale 1."""
ROW = 34
"""Least height of a choice that is to be clicked, in pixels at scale 1."""
LONGEST = 12
"""Characters of a number."""
BLINK = 0.53
CHEER = 1.4
"""Seconds that a task's end is celebrated."""
PHASES: dict[Phase, str] = {"text": "accent", "question": "human", "reveal": "good"}
"""The colours of the card's edge."""


class Commands(Protocol):
    """What the card's buttons do."""

    def vote(self, choice: int, hands: int = 1) -> None: ...  # noqa: D102
    def give(self, answer: float) -> None: ...  # noqa: D102
    def hint(self) -> None: ...  # noqa: D102


class Card:
    """Shows what the stop's phase has to say.

    Args:
        session: where in the lecture one is.
        commands: what the buttons do.

    Attributes:
        rect: its place in the window; None while it is folded.
        written: the number that is being typed.
    """

    def __init__(self, session: LectureSession, commands: Commands) -> None:
        self._session = session
        self._commands = commands
        self.rect: pygame.Rect | None = None
        self.written = ""
        self._choices: list[UIButton] = []
        self._widgets: list[UIButton] = []
        self._face = CachedSurface()
        self._clock = 0.0
        self._cheer = 0.0
        self._due = False
        self._heights: dict[object, int] = {}

    # ------------------------------------------------------------------ layout

    def height(self, size: tuple[int, int], style: Style, t: Language) -> int:
        """The height at which every text of the route is large, as far as the window allows."""
        route, presenting = self._session.route, self._session.presenting
        key = (size, style, t.code, id(route), presenting)
        if key not in self._heights:
            inner = _inner(pygame.Rect(0, 0, size[0], size[1]), style)
            needed = max(
                self._needed(style, t, inner, stop, phase)
                for stop in route.stops
                for phase in ("text", "question", "reveal")
            )
            wanted = max(style.px(LEAST), needed + size[1] - inner.height)
            self._heights = {key: min(wanted, round(MOST * size[1]))}
        return self._heights[key]

    def _needed(self, style: Style, t: Language, inner: pygame.Rect, stop: Stop, phase: Phase) -> int:
        if phase != "text" and stop.question is None:
            return 0
        main, side, strip = self._rooms(style, inner, stop, phase)
        size = "body" if phase == "reveal" and strip else WANTED
        height = paragraph_height(style, stop.words(phase, t.code), main.width, size=size)
        if phase == "question" and side is not None:
            height = max(height, 2 * style.px(ROW) + style.px(6))
        return height + (style.px(STRIP) if strip else 0)

    def _rooms(
        self, style: Style, inner: pygame.Rect, stop: Stop, phase: Phase
    ) -> tuple[pygame.Rect, pygame.Rect | None, pygame.Rect | None]:
        """The rooms of the text, of what belongs to the question, and of the task."""
        strip = None
        if stop.task is not None and phase != "question" and not self._session.presenting:
            inner, strip = column(inner, [-1, style.px(STRIP)], 0)
        question, gap = stop.question, style.px(26)
        if question is None or phase == "text" or question.place:
            return inner, None, strip
        if question.number is not None:
            main, side = row(inner, [-7, -3], gap)
        else:
            main, side = row(inner, [-4, -6] if phase == "question" else [-6, -4], gap)
        return main, side, strip

    def layout(self, ctx: Context, rect: pygame.Rect | None) -> None:
        """Have a place; `refresh` builds the widgets."""
        self._ctx, self.rect = ctx, rect

    def refresh(self) -> None:
        """Build the widgets of another stop or phase."""
        for made in self._widgets:
            made.kill()
        self._choices, self._widgets = [], []
        self._answer: UIButton | None = None
        session, ctx = self._session, self._ctx
        if session.phase != "question":
            self.written = ""
        if self.rect is None:
            return
        style, question = ctx.style, session.stop.question
        self._main, self._side, self._strip = self._rooms(
            style, _inner(self.rect, style), session.stop, session.phase
        )
        self._due = session.hint_due
        if question is not None and self._side is not None and session.phase == "question":
            if question.number is not None:
                self._lay_field(ctx, self._side)
            else:
                self._lay_choices(ctx, self._side)
        if self._strip is not None and (self._due or session.hinted):
            self._lay_hint(ctx, self._strip)

    def _lay_choices(self, ctx: Context, side: pygame.Rect) -> None:
        count = len(self._session.votes)
        for number, place in enumerate(
            places(side, count, ctx.style.px(6), least=ctx.style.px(ROW)), start=1
        ):
            made = button(
                ctx, place, "", partial(self._vote, number), kind="card", object_id=f"#choice_{number}"
            )
            self._choices.append(made)
        self._widgets += self._choices

    def _vote(self, number: int) -> None:
        away = pygame.key.get_mods() & pygame.KMOD_SHIFT
        self._commands.vote(number, -1 if away else 1)

    def _lay_field(self, ctx: Context, side: pygame.Rect) -> None:
        style = ctx.style
        line = pygame.Rect(side.x, 0, side.width, min(side.height, style.px(56)))
        line.centery = side.centery
        words = ctx.t("lecture.answer")
        wide = style.font("body", "bold").size(words)[0] + style.px(28)
        self._field, place = row(line, [-1, wide], style.px(8))
        self._answer = button(
            ctx, place, words, self._give, kind="primary", object_id="#lecture_answer", tip=f"{words} (Enter)"
        )
        self._widgets.append(self._answer)
        enable(self._answer, self._number() is not None)

    def _lay_hint(self, ctx: Context, strip: pygame.Rect) -> None:
        style, words = ctx.style, ctx.t("lecture.hint")
        wide = style.font("body").size(words)[0] + style.px(54)
        place = pygame.Rect(0, 0, wide, strip.height - style.px(6))
        place.bottomright = strip.bottomright
        self._hint = place
        made = button(ctx, place, words, self._commands.hint, icon="lightbulb", object_id="#lecture_hint")
        self._widgets.append(made)

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Take hands away by the right button; keep the mouse from what is behind the card."""
        if self.rect is None or event.type not in (pygame.MOUSEBUTTONDOWN, pygame.MOUSEWHEEL):
            return False
        at = event.pos if event.type == pygame.MOUSEBUTTONDOWN else pygame.mouse.get_pos()
        if not self.rect.collidepoint(at):
            return False
        if event.type == pygame.MOUSEBUTTONDOWN and event.button == pygame.BUTTON_RIGHT:
            for number, made in enumerate(self._choices, start=1):
                if made.rect.collidepoint(at):
                    self._commands.vote(number, -1)
        return True

    def type(self, event: pygame.event.Event) -> bool:
        """Write a number; Enter gives it. True when the key was used."""
        if event.key == pygame.K_BACKSPACE and self.written:
            self.written = self.written[:-1]
        elif event.key in (pygame.K_RETURN, pygame.K_KP_ENTER) and self.written:
            self._give()
            return True
        elif event.unicode and event.unicode in "0123456789.,-\N{MINUS SIGN}":
            if len(self.written) < LONGEST:
                self.written += event.unicode.replace("-", "\N{MINUS SIGN}")
        else:
            return False
        self._clock = 0.0
        if self._answer is not None and self._answer.alive():
            enable(self._answer, self._number() is not None)
        return True

    def _number(self) -> float | None:
        try:
            return float(self.written.replace(",", ".").replace("\N{MINUS SIGN}", "-"))
        except ValueError:
            return None

    def _give(self) -> None:
        number = self._number()
        if number is not None:
            self._commands.give(number)

    def celebrate(self) -> None:
        """Be glad, quietly."""
        self._cheer = CHEER

    def update(self, dt: float) -> bool:
        """Let the time go on; True when the widgets are to be built again."""
        self._clock += dt
        self._cheer = max(0.0, self._cheer - dt)
        return self.rect is not None and self._due != self._session.hint_due and not self._session.hinted

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw it; its widgets are drawn over it."""
        card, session = self.rect, self._session
        if card is None:
            return
        hovered = next((n for n, made in enumerate(self._choices, start=1) if made.hovered), 0)
        caret = self._clock % (2 * BLINK) < BLINK
        key = (
            *(card.size, session.index, session.phase, session.presenting, tuple(session.votes)),
            *(session.answer, session.mark is None, session.done, session.hinted, self._due),
            *(hovered, self.written, caret and session.phase == "question"),
        )
        face = self._face.get(key, lambda: self._draw_face(card, hovered, caret), self._ctx)
        screen.blit(face, card)
        if self._cheer and self._strip is not None:
            draw_cheer(screen, self._ctx.style, self._strip, 1 - self._cheer / CHEER)

    def _draw_face(self, card: pygame.Rect, hovered: int, caret: bool) -> pygame.Surface:
        ctx, session = self._ctx, self._session
        style, stop, t = ctx.style, session.stop, ctx.t
        face = pygame.Surface(card.size)
        face.fill(style.colour.surface)
        edge = pygame.Rect(0, 0, style.px(5), card.height)
        face.fill(getattr(style.colour, PHASES[session.phase]), edge)
        track = pygame.Rect(0, card.height - style.px(3), card.width, style.px(3))
        face.fill(style.colour.line, track)
        share = (session.index + 1) / len(session.route.stops)
        face.fill(style.colour.accent, (track.topleft, (round(track.width * share), track.height)))
        at = (-card.x, -card.y)
        self._draw_words(face, style, self._main.move(at), t)
        if self._side is not None and stop.question is not None:
            side = self._side.move(at)
            if stop.question.number is None:
                self._draw_choices(face, style, side, t, hovered)
            elif session.phase == "question":
                draw_field(face, style, self._field.move(at), self.written, caret=caret)
            else:
                draw_answers(face, style, side, t, session.answer, stop.question)
        if self._strip is not None and stop.task is not None:
            spare = self._hint.width + style.px(12) if self._due or session.hinted else 0
            draw_task(face, style, self._strip.move(at), t, stop.task, done=session.done, spare=spare)
        return face

    def _draw_words(self, face: pygame.Surface, style: Style, room: pygame.Rect, t: Language) -> None:
        session, stop = self._session, self._session.stop
        words, colour = stop.words(session.phase, t.code), "text"
        if session.hinted and stop.task is not None:
            words, colour = stop.task.hint(t.code), "human"
        elif session.phase == "question" and stop.question is not None and stop.question.place:
            room, note = column(room, [-1, style.font("body").get_linesize() + style.px(4)], 0)
            said = t("lecture.pointed" if session.mark else "lecture.point")
            icon = style.icon(
                "check" if session.mark else "hand", note.height - style.px(6), style.colour.human
            )
            face.blit(icon, icon.get_rect(midleft=note.midleft))
            at = (note.x + note.height + style.px(4), note.centery)
            draw_text(face, style, said, at, "body", "bold", "human", "midleft")
        size = largest(style, words, room, SIZES)
        height = paragraph_height(style, words, room.width, size=size)
        place = pygame.Rect(room.x, room.y + max(0, (room.height - height) // 2), room.width, room.height)
        draw_paragraph(face, style, words, place, size, colour=colour)

    def _draw_choices(
        self, face: pygame.Surface, style: Style, side: pygame.Rect, t: Language, hovered: int
    ) -> None:
        session, question = self._session, self._session.stop.question
        assert question is not None
        words = question.choices(t.code)
        least = style.px(ROW) if session.phase == "question" else style.px(20)
        total = sum(session.votes)
        for number, place in enumerate(places(side, len(words), style.px(6), least=least), start=1):
            share, count, state = None, "", ""
            if session.presenting and total:
                share = session.votes[number - 1] / total
                count = f"{session.votes[number - 1]} · {t.percent(share)}"
            if session.phase == "reveal":
                mine = session.answer == number
                if question.right:
                    state = "right" if number in question.right else "wrong" if mine else ""
                elif mine:
                    state = "chosen"
            draw_choice(
                face, style, place, Choice(number, words[number - 1], share, count, state, hovered == number)
            )


def _inner(card: pygame.Rect, style: Style) -> pygame.Rect:
    """The room inside the card's edges."""
    top = style.px(10)
    return pygame.Rect(
        card.x + style.margin,
        card.y + top,
        card.width - 2 * style.margin,
        card.height - 2 * top - style.px(3),
    )

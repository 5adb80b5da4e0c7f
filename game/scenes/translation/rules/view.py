"""The sentence above, its way through the rules at the left, rules and dictionary at the right."""

from __future__ import annotations

from typing import Protocol

import pygame
import pygame_gui
from pygame_gui.core import ObjectID
from pygame_gui.elements import UITextEntryLine

from game.scenes.translation.rules.lists import draw_rules, draw_senses
from game.scenes.translation.rules.pipeline import draw_pipeline
from game.scenes.translation.rules.session import RulesSession
from game.scenes.translation.sentence import sentence_line
from game.scenes.translation.sheet import Sheet, changed_runs, draw_runs, lay_runs
from game.ui.commands import Commands
from game.ui.context import Context
from game.ui.language import readable
from game.ui.layout import column, row
from game.ui.widgets.panel import Backdrop, draw_note
from models.translation.rules.tokens import LONGEST

TOOLS = ("grammar", "example", "turn_round", "copy", "paste", "undo", "redo")


class Doing(Protocol):
    """What the view asks for."""

    def add_entry(self) -> None:
        """Write what stands in the two lines into the dictionary."""


class RulesView:
    """Draws a session."""

    def __init__(self, session: RulesSession, doing: Doing) -> None:
        self._session, self._doing = session, doing
        self.pipeline, self.rules, self.senses = Sheet(), Sheet(), Sheet()
        self._shown_token = ""
        self._reveal = 0

    # ------------------------------------------------------------------ layout

    def layout(self, ctx: Context, backdrop: Backdrop, area: pygame.Rect, commands: Commands) -> None:
        """Build the controls."""
        self._ctx = ctx
        style, t, gap = ctx.style, ctx.t, ctx.style.gap
        line, tools, body = column(area, [style.control, style.control, -1], style.px(8))
        self.field = sentence_line(ctx, line, self._session.state.text)
        commands.layout(ctx, tools, TOOLS)
        left, right = row(body, [-60, -40], gap)
        result = max(style.text_px(84), body.height // 6)
        way, answer = column(left, [-1, result], gap)
        self.pipeline.room = backdrop.panel(way, t("translation.way"))
        self.answer = backdrop.panel(answer, t("translation.result"))
        rules, words = column(right, [-56, -44], gap)
        self.rules.room = backdrop.panel(rules, t("translation.rules"), corner=2)
        commands.corner(ctx, rules, ("all_on", "all_off"))
        inner = backdrop.panel(words, t("translation.dictionary"))
        self.senses.room, entry = column(inner, [-1, style.control], style.px(6))
        word, translation, add = row(entry, [-40, -60, style.control], style.px(6))
        self.word = UITextEntryLine(
            word,
            ctx.ui,
            object_id=ObjectID("#entry_word", None),
            placeholder_text=t("translation.entry_word"),
        )
        self.translation = UITextEntryLine(
            translation,
            ctx.ui,
            object_id=ObjectID("#entry_translation", None),
            placeholder_text=t("translation.entry_translation"),
        )
        for field in (self.word, self.translation):
            field.set_text_length_limit(80)
        self._shown_token = ""
        commands.place(ctx, "add_entry", add)
        self.update()

    @property
    def typing(self) -> bool:
        """Whether one of the lines has the keyboard."""
        return any(field.is_focused for field in (self.field, self.word, self.translation))

    # ------------------------------------------------------------------ events

    def handle(self, event: pygame.event.Event) -> bool:
        """Type, click words, rules and senses, roll."""
        session = self._session
        if event.type == pygame_gui.UI_TEXT_ENTRY_CHANGED and event.ui_element is self.field:
            session.write(self.field.get_text())
            return True
        if event.type == pygame_gui.UI_TEXT_ENTRY_FINISHED and event.ui_element in (
            self.word,
            self.translation,
        ):
            self._doing.add_entry()
            return True
        for sheet in (self.pipeline, self.rules, self.senses):
            what = sheet.handle(event, self._ctx.style)
            if what is not None:
                self._click(what, sheet)
                return True
        return False

    def _click(self, what: object, sheet: Sheet) -> None:
        session = self._session
        if not isinstance(what, tuple):
            return
        kind, value = what
        if kind == "word":
            session.selected = value
        elif kind == "rule" and sheet is self.rules:
            session.rule = value
            session.switch(session.rules[value].id)
        elif kind == "rule":
            ids = [rule.id for rule in session.rules]
            if value in ids:
                session.rule = ids.index(value)
                self.show_rule()
        elif kind == "sense":
            session.choose(value)
        elif kind == "remove" and session.token is not None:
            session.remove(session.token.lemma, value)

    def show_rule(self) -> None:
        """Roll the list of rules to where the keyboard is, once the list has been drawn."""
        self._reveal = 3

    def update(self) -> None:
        """Let the lines show what the session has, unless they are being typed in."""
        session = self._session
        if self._reveal:
            self._reveal -= 1
            self.rules.reveal(("rule", session.rule))
        text = readable(session.state.text)
        if not self.field.is_focused and self.field.get_text() != text:
            self.field.set_text(text)
        token = session.token
        lemma = token.lemma if token is not None else ""
        if lemma != self._shown_token and not self.word.is_focused:
            self._shown_token = lemma
            self.word.set_text(readable(lemma[:80]))
            self.translation.set_text("")

    # ------------------------------------------------------------------ drawing

    def draw(self, screen: pygame.Surface) -> None:
        """Draw the three sheets and the translation."""
        ctx, session, state = self._ctx, self._session, self._session.state
        style, t, found = ctx.style, ctx.t, self._session.found
        fired = found.translation.fired if found is not None else frozenset()
        off = frozenset(state.off) if state.grammar else frozenset(rule.id for rule in session.rules)
        self.rules.show(
            screen,
            style,
            (t.code, state.way, off, fired, session.rule),
            lambda width: draw_rules(t, style, session.rules, off, fired, session.rule, width),
        )
        if session.problem is not None:
            draw_note(screen, style, ctx.why(session.problem), self.pipeline.room)
            return
        if found is None:
            draw_note(screen, style, t("translation.loading"), self.pipeline.room, bad=False)
            return
        translation, words = found.translation, session.words
        self.pipeline.show(
            screen,
            style,
            (t.code, id(found), session.selected),
            lambda width: draw_pipeline(t, style, translation, words, session.selected, width),
        )
        token = session.token
        own = frozenset(e.translation for e in state.own if e.way == state.way)
        self.senses.show(
            screen,
            style,
            (t.code, id(found), session.selected, own),
            lambda width: draw_senses(t, style, token, own, width),
        )
        self._draw_answer(screen, translation.text, translation.word_by_word)

    def _draw_answer(self, screen: pygame.Surface, text: str, before: str) -> None:
        """Draw the translation as large as it fits; what the rules have changed is coloured."""
        style, t, room = self._ctx.style, self._ctx.t, self.answer
        if self._session.cut:
            note = t("translation.cut", n=LONGEST)
            height = draw_runs(screen, style, [(note, "bad")], room, "small")
            room = pygame.Rect(room.x, room.y + height, room.width, room.height - height)
        runs = changed_runs(before, text) if text else [(t("translation.empty"), "muted")]
        for size in ("title", "heading", "body", "small", "tiny"):
            if lay_runs(style, runs, room.width, size, "bold")[1] <= room.height or size == "tiny":
                clip = screen.get_clip()
                screen.set_clip(room)
                draw_runs(screen, style, runs, room, size, "bold")
                screen.set_clip(clip)
                return

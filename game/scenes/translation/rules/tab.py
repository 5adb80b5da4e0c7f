"""A sentence through a dictionary and rules, every step on the screen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import ClassVar

import pygame

from game.scenes.translation.preferences import FIRST
from game.scenes.translation.rules import tasks
from game.scenes.translation.rules.session import RulesSession
from game.scenes.translation.rules.view import RulesView
from game.scenes.translation.sentence import LINKED, SentenceTab
from game.ui.clipboard import write_text
from game.ui.commands import Command, Commands

TASKS = {"wrong-sentence": tasks.wrong_sentence, "one-rule": tasks.one_rule, "added-entry": tasks.added_entry}


@dataclass(frozen=True)
class RulesOptions:
    """What a link opens the tab with.

    Attributes:
        grammar: whether the rules work, or the dictionary alone.
        text: the sentence.
        off: rules that are switched off.
    """

    grammar: bool = True
    text: str = FIRST
    off: tuple[str, ...] = ()


class RulesTab(SentenceTab):
    """The rules; `rules/session.py` says what can be done."""

    id: ClassVar[str] = "rules"
    opens_with = RulesOptions
    session: RulesSession
    view: RulesView

    def begin(self) -> None:
        """Make what needs the workers."""
        session = self.session = RulesSession(self._shared, self.ctx.workers)
        self.view = RulesView(session, self)
        self.commands = Commands(
            "translation",
            (
                Command(
                    "grammar",
                    session.switch_grammar,
                    ("G",),
                    "sliders-horizontal",
                    pressed=lambda: session.state.grammar,
                    rank=2,
                ),
                Command("example", session.next_example, ("N",), "shuffle", rank=1),
                Command(
                    "turn_round", session.turn_round, ("T",), "arrow-left-right", enabled=self._translated
                ),
                Command("copy", self.copy, ("Ctrl+C",), "copy", enabled=self._translated),
                *self.edits(),
                Command("all_on", partial(session.switch_all, True), ("Home",), "check"),
                Command("all_off", partial(session.switch_all, False), ("End",), "x"),
                Command("add_entry", self.add_entry, ("Ctrl+Enter",), "plus"),
                Command("rule_down", partial(self._step_rule, 1), ("↓",)),
                Command("rule_up", partial(self._step_rule, -1), ("↑",)),
                Command("rule_switch", self._switch_rule, ("Space",)),
                Command("word_right", partial(session.step_word, 1), ("→",)),
                Command("word_left", partial(session.step_word, -1), ("←",)),
                Command("sense", session.step_sense, ("S",)),
                Command("type", self.type, ("Enter",)),
            ),
        )

    # ------------------------------------------------------------------ links

    def open_with(self, options: RulesOptions) -> None:
        """Show a sentence, with the rules that a link leaves on."""
        self.session.reset(options.text, options.grammar, options.off)
        self.view.show_rule()

    def shown(self) -> RulesOptions:
        """The sentence on the screen, and what is switched off."""
        state = self.session.state
        mine = {rule.id for rule in self.session.rules}
        return RulesOptions(state.grammar, state.text[:LINKED], tuple(n for n in state.off if n in mine))

    def task(self, name: str) -> Callable[[], bool]:
        """The checks of the lecture's tasks."""
        return TASKS[name](self.session)

    def landmarks(self) -> Mapping[str, pygame.Rect]:
        """The panels."""
        view = self.view
        return {
            "way": view.pipeline.room,
            "rules": view.rules.room,
            "words": view.senses.room,
            "answer": view.answer,
        }

    def keepsake(self) -> Mapping[str, object]:
        """Nothing that is a number."""
        return {}

    # ------------------------------------------------------------------ actions

    def _translated(self) -> bool:
        return self.session.found is not None and bool(self.session.found.translation.text)

    def copy(self) -> None:
        """Put the translation on the clipboard."""
        if self.session.found is not None:
            write_text(self.session.found.translation.text)
            self.ctx.notify(self.ctx.t("translation.copied"), "good")

    def add_entry(self) -> None:
        """Write what stands in the two lines into the dictionary."""
        view, t = self.view, self.ctx.t
        word, translation = view.word.get_text(), view.translation.get_text()
        if self.session.add(word, translation):
            view.translation.set_text("")
            self.ctx.notify(t("translation.added", word=word, translation=translation), "good")
        else:
            self.ctx.notify(t("translation.add_what"), "info")

    def _step_rule(self, step: int) -> None:
        self.session.step_rule(step)
        self.view.show_rule()

    def _switch_rule(self) -> None:
        self.session.switch(self.session.rules[self.session.rule].id)

    # ------------------------------------------------------------------ life

    def update(self, dt: float) -> None:
        """Take what has been translated."""
        self.session.update()
        self.view.update()

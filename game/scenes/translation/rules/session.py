"""The sentence, the switches and the dictionary of the rules, and their history."""

from __future__ import annotations

from dataclasses import replace

from game.scenes.translation.preferences import Entry, RulesPreferences
from game.scenes.translation.rules.requests import Found, Request, part_of_speech
from game.scenes.translation.session import SentenceSession
from game.scenes.translation.shared_state import SharedState
from game.ui.language import readable
from game.workers.status import Status
from game.workers.workers import Workers
from models.translation.rules import direction_of, rules
from models.translation.rules.telling import telling
from models.translation.rules.tokens import LONGEST
from models.translation.rules.words import Rule, Token

MOST_ENTRIES = 500


class RulesSession(SentenceSession[RulesPreferences]):
    """Answers come beside the window; until they do, the last one stands.

    Attributes:
        found: the last answer.
        problem: why there is none.
        selected: the number of the token whose senses are shown.
        rule: the number of the rule that the keyboard is at.
        changes: how often a hand has changed something.
        cut: whether the text was too long.
    """

    section = "rules"

    def __init__(self, shared: SharedState, workers: Workers) -> None:
        from game.scenes.translation.rules.requests import find

        super().__init__(shared)
        self._call = workers.call(find, name="translate by rules", nice=5)
        self.found: Found | None = None
        self.problem: Status | None = None
        self.selected = 0
        self.rule = 0
        self.changes = 0
        self.cut = False

    # ------------------------------------------------------------------ what there is

    @property
    def state(self) -> RulesPreferences:
        """What is remembered."""
        return self._shared.prefs.rules

    @property
    def rules(self) -> tuple[Rule, ...]:
        """The rules of this direction."""
        return rules(self.state.way)

    @property
    def token(self) -> Token | None:
        """The chosen word."""
        words = self.words
        return words[self.selected][1] if 0 <= self.selected < len(words) else None

    @property
    def words(self) -> list[tuple[int, Token]]:
        """The words of the sentence, without its signs, with their numbers."""
        tokens = self.found.translation.tokens if self.found is not None else ()
        return [(number, token) for number, token in enumerate(tokens) if token.pos != "punct"]

    def is_own(self, word: str, translation: str) -> bool:
        """Whether the user wrote this entry."""
        return any(
            (e.way, e.word, e.translation) == (self.state.way, word, translation) for e in self.state.own
        )

    # ------------------------------------------------------------------ changes

    def _change(self, state: RulesPreferences, *, typing: bool = False) -> None:
        self.changes += state != self.state
        super()._change(state, typing=typing)

    def write(self, text: str, *, typing: bool = True) -> None:
        """Take another sentence; its letters tell the direction."""
        text = readable(text)
        self.cut = len(text) > LONGEST
        text = text[:LONGEST]
        way = direction_of(text) if any(sign.isalpha() for sign in text) else self.state.way
        if text != self.state.text:
            self.selected = 0
            self._change(replace(self.state, text=text, way=way), typing=typing)

    def reset(self, text: str, grammar: bool = True, off: tuple[str, ...] = ()) -> None:
        """Show a sentence as a link asks for it; the dictionary stays."""
        way = direction_of(text)
        known = {rule.id for rule in rules(way)}
        self.selected = 0
        self.rule = next((number for number, rule in enumerate(rules(way)) if rule.id in off), 0)
        self._take(
            replace(self.state, text=text, way=way, grammar=grammar, off=tuple(n for n in off if n in known))
        )

    def turn_round(self) -> None:
        """Translate the translation back."""
        if self.found is not None and self.found.translation.text:
            self.write(self.found.translation.text, typing=False)

    def next_example(self, step: int = 1) -> None:
        """Take the next telling sentence."""
        sources = [each.source for each in telling()]
        at = sources.index(self.state.text) if self.state.text in sources else -1 if step > 0 else 0
        self.write(sources[(at + step) % len(sources)], typing=False)

    def switch_grammar(self) -> None:
        """Work with the rules, or word by word."""
        self._change(replace(self.state, grammar=not self.state.grammar))

    def switch(self, rule: str) -> None:
        """Switch a rule off, or on again."""
        off = set(self.state.off) ^ {rule}
        self._change(replace(self.state, off=tuple(sorted(off))))

    def switch_all(self, on: bool) -> None:
        """Switch all rules of this direction on or off."""
        mine = {rule.id for rule in self.rules}
        off = set(self.state.off) - mine if on else set(self.state.off) | mine
        self._change(replace(self.state, off=tuple(sorted(off))))

    def step_rule(self, step: int) -> None:
        """Go to the next rule in the list."""
        self.rule = (self.rule + step) % len(self.rules)

    def step_word(self, step: int) -> None:
        """Go to the next word of the sentence."""
        if self.words:
            self.selected = (self.selected + step) % len(self.words)

    def choose(self, translation: str) -> None:
        """Take a sense of the chosen word from now on; choosing the first one again forgets the choice."""
        token = self.token
        if token is None:
            return
        kept = tuple(e for e in self.state.chosen if (e.way, e.word) != (self.state.way, token.lemma))
        entry = Entry(self.state.way, token.lemma, translation)
        self._change(replace(self.state, chosen=(*kept, entry)[-MOST_ENTRIES:]))

    def step_sense(self, step: int = 1) -> None:
        """Take the next sense of the chosen word."""
        token = self.token
        if token is not None and token.senses:
            at = max(0, token.chosen)
            self.choose(token.senses[(at + step) % len(token.senses)].word)

    def add(self, word: str, translation: str) -> bool:
        """Write an entry into the dictionary; False when there is nothing to write."""
        word, translation = " ".join(word.lower().split()), " ".join(translation.split())
        if not word or not translation:
            return False
        way = self.state.way
        entry = Entry(way, word, translation, part_of_speech(way, word, translation))
        kept = tuple(e for e in self.state.own if (e.way, e.word, e.translation) != (way, word, translation))
        chosen = tuple(e for e in self.state.chosen if (e.way, e.word) != (way, word))
        self._change(replace(self.state, own=(*kept, entry)[-MOST_ENTRIES:], chosen=chosen))
        return True

    def remove(self, word: str, translation: str) -> None:
        """Take an entry of the user's out."""
        way = self.state.way
        kept = tuple(e for e in self.state.own if (e.way, e.word, e.translation) != (way, word, translation))
        chosen = tuple(
            e for e in self.state.chosen if (e.way, e.word, e.translation) != (way, word, translation)
        )
        self._change(replace(self.state, own=kept, chosen=chosen))

    # ------------------------------------------------------------------ work

    def update(self) -> None:
        """Ask for what is new, take what has been found."""
        if self.asks:
            self.asks = False
            state = self.state
            self._call.submit(
                Request(state.text, state.way, state.grammar, frozenset(state.off), self._shared.dictionary)
            )
        answer = self._call.poll()
        if answer is not None:
            self.problem = answer.error
            if answer.value is not None:
                self.found = answer.value
                self.selected = min(self.selected, max(0, len(self.words) - 1))

    def again(self) -> None:
        """Try once more after an error."""
        self.asks = True

    def close(self) -> None:
        """Stop the worker."""
        self._call.close()

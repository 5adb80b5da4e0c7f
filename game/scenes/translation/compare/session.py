"""The sentence that is compared, and the blind test."""

from __future__ import annotations

from dataclasses import dataclass, replace

from game.scenes.translation.compare.requests import ROUNDS, Compared, Request, Round, compare, deal
from game.scenes.translation.preferences import ComparePreferences
from game.scenes.translation.session import SentenceSession
from game.scenes.translation.shared_state import SharedState
from game.ui.language import readable
from game.workers.status import Status
from game.workers.workers import Workers
from models.translation.rules import Direction, direction_of
from models.translation.rules.telling import telling
from models.translation.rules.tokens import LONGEST


@dataclass(frozen=True)
class Blind:
    """A blind test under way.

    Attributes:
        rounds: the questions.
        answers: for each one that has been answered, whether the first was said to be the rules.
        told: whether the answer of the last one is still on the screen.
    """

    rounds: tuple[Round, ...]
    answers: tuple[bool, ...] = ()
    told: bool = False

    @property
    def number(self) -> int:
        """Which round is on the screen, counted from 0."""
        return max(0, len(self.answers) - (1 if self.told else 0))

    @property
    def score(self) -> int:
        """Right answers."""
        pairs = zip(self.answers, self.rounds, strict=False)
        return sum(answer == asked.rules_first for answer, asked in pairs)

    @property
    def over(self) -> bool:
        """Whether everything has been answered and told."""
        return len(self.answers) >= len(self.rounds) and not self.told


class CompareSession(SentenceSession[ComparePreferences]):
    """Answers come beside the window.

    Attributes:
        found: what the three have made of the last sentence.
        problem: why there is nothing.
        blind: the test, or None.
        scores: of the tests that were gone through since the start.
    """

    section = "compare"

    def __init__(self, shared: SharedState, workers: Workers, seed: int) -> None:
        super().__init__(shared)
        self._seed = seed
        self._call = workers.call(compare, name="compare translators", nice=5)
        self._deal = workers.call(deal, name="deal the blind test", nice=5)
        self.found: Compared | None = None
        self.problem: Status | None = None
        self.blind: Blind | None = None
        self.dealing = False
        self.scores: list[int] = []

    @property
    def state(self) -> ComparePreferences:
        """What is remembered."""
        return self._shared.prefs.compare

    @property
    def way(self) -> Direction:
        """Which way the sentence is translated."""
        return direction_of(self.state.text)

    # ------------------------------------------------------------------ changes

    def _take(self, state: ComparePreferences) -> None:
        super()._take(replace(state, best=max(state.best, self.state.best)))

    def write(self, text: str, *, typing: bool = True) -> None:
        """Take another sentence."""
        self.blind = None
        self._change(replace(self.state, text=readable(text)[:LONGEST]), typing=typing)

    def reset(self, text: str) -> None:
        """Show a sentence as a link asks for it."""
        self.blind = None
        self._take(replace(self.state, text=text, back=False))

    def example(self, kind: str) -> None:
        """Take the next telling sentence of a kind."""
        sources = [each.source for each in telling() if each.kind == kind]
        at = sources.index(self.state.text) if self.state.text in sources else -1
        self.write(sources[(at + 1) % len(sources)], typing=False)

    def kind(self) -> str:
        """The kind of the sentence on the screen; empty for one of the user's own."""
        return next((each.kind for each in telling() if each.source == self.state.text), "")

    def switch_back(self) -> None:
        """Translate back, or not."""
        self._change(replace(self.state, back=not self.state.back))

    # ------------------------------------------------------------------ the blind test

    def switch_blind(self) -> None:
        """Begin a blind test, or leave it."""
        if self.blind is not None or self.dealing:
            self.blind, self.dealing = None, False
            self._deal.cancel()
        else:
            self._begin()

    def _begin(self) -> None:
        self.dealing, self.blind = True, None
        self._seed += 1
        self._deal.submit(self._seed)

    def answer(self, first: bool) -> None:
        """Say that the first translation, or the second, is the rules'."""
        blind = self.blind
        if blind is not None and not blind.told and not blind.over:
            self.blind = replace(blind, answers=(*blind.answers, first), told=True)

    def go_on(self) -> None:
        """Show the next pair; after the last one the result, after that a new test."""
        blind = self.blind
        if blind is None:
            return
        if blind.over:
            self._begin()
        elif blind.told:
            self.blind = replace(blind, told=False)
            if self.blind.over:
                self.scores.append(self.blind.score)
                self._shared.remember("compare", best=max(self.state.best, min(self.blind.score, ROUNDS)))

    # ------------------------------------------------------------------ work

    def update(self) -> None:
        """Ask for what is new, take what has been found."""
        if self.asks:
            self.asks = False
            self._call.submit(Request(self.state.text, self.way, self._shared.dictionary, self.state.back))
        answer = self._call.poll()
        if answer is not None:
            self.problem = answer.error
            if answer.value is not None:
                self.found = answer.value
        dealt = self._deal.poll()
        if dealt is not None and self.dealing:
            self.dealing, self.problem = False, dealt.error
            if dealt.value is not None:
                self.blind = Blind(dealt.value)

    def close(self) -> None:
        """Stop the workers."""
        self._call.close()
        self._deal.close()

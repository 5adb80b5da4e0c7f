"""The question on the screen, the next one, and what is counted."""

from __future__ import annotations

from dataclasses import dataclass, replace

from game.scenes.inpainting.blind.questions import METHODS, Dealer, Method, Question
from game.scenes.inpainting.prefs import BlindCount, Prefs
from game.workers.preferences import Preferences
from game.workers.status import Status
from game.workers.workers import Workers


@dataclass(frozen=True)
class Told:
    """An answer: what was said, and whether it was right."""

    first: bool
    right: bool


class BlindChoice:
    """Questions come beside the window, the next one while a person looks at this one.

    Attributes:
        question: the one on the screen; None while there is none yet.
        told: how it was answered, or None.
        problem: why there is no question.
    """

    def __init__(self, store: Preferences[Prefs], workers: Workers, seed: int) -> None:
        self._store, self._seed = store, seed
        self._call = workers.call(Dealer().deal, name="deal a blind choice", nice=5)
        self._dealt = self.total
        self._next: Question | None = None
        self.question: Question | None = None
        self.told: Told | None = None
        self.problem: Status | None = None

    def count(self, method: Method) -> BlindCount:
        """How often repairs by a method were asked about, and how often they were found out."""
        found: BlindCount = getattr(self._store.value, f"blind_{method}")
        return found

    @property
    def total(self) -> int:
        """Questions that were ever answered."""
        return sum(self.count(method).asked for method in METHODS)

    def begin(self) -> None:
        """Ask for a question, unless there is one."""
        if self.question is None and self._next is None and not self._call.busy:
            self._ask()

    def _ask(self) -> None:
        self.problem = None
        self._call.submit((self._seed, self._dealt))

    def answer(self, first: bool) -> None:
        """Say that the first picture, or the second, was repaired."""
        question = self.question
        if question is None or self.told is not None:
            return
        right = first == question.first
        self.told = Told(first, right)
        count = self.count(question.method)
        more = replace(count, asked=count.asked + 1, found=count.found + right)
        self._store.change(**{f"blind_{question.method}": more})

    def go_on(self) -> None:
        """Show the next question, once this one has been answered."""
        if self.told is not None:
            self.question, self.told = None, None
            self.update()
            self.begin()

    def forget(self) -> None:
        """Count from nothing again."""
        self._store.change(**{f"blind_{method}": BlindCount() for method in METHODS})

    def update(self) -> None:
        """Take what has been dealt, and have the next one dealt."""
        answer = self._call.poll()
        if answer is not None:
            self.problem = answer.error
            if answer.value is not None:
                self._dealt += 1
                self._next = answer.value
        if self.question is None and self._next is not None:
            self.question, self._next = self._next, None
            self._ask()

    def close(self) -> None:
        """Stop the worker."""
        self._call.close()

"""A sentence that is remembered, and its history."""

from __future__ import annotations

import time
from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar

from game.scenes.translation.preferences import ComparePreferences, RulesPreferences
from game.scenes.translation.shared_state import SharedState
from game.ui.history import History

PAUSE = 1.5
"""Seconds without a key after which typing is another change."""

P = TypeVar("P", RulesPreferences, ComparePreferences)


class SentenceSession(ABC, Generic[P]):
    """A sentence and what goes with it: remembered from start to start, and every change can be undone.

    Attributes:
        section: where it is remembered.
        asks: whether something new is to be translated.
    """

    section: ClassVar[str]

    def __init__(self, shared: SharedState) -> None:
        self._shared = shared
        self._history: History[P] = History(self._swap)
        self._typed = 0.0
        self.asks = True

    @property
    @abstractmethod
    def state(self) -> P:
        """What is remembered."""

    @abstractmethod
    def write(self, text: str, *, typing: bool = True) -> None:
        """Take another sentence."""

    @abstractmethod
    def reset(self, text: str) -> None:
        """Show a sentence as a link asks for it."""

    @abstractmethod
    def close(self) -> None:
        """Stop the workers."""

    def _swap(self, state: P) -> P:
        before = self.state
        self._take(state)
        return before

    def _take(self, state: P) -> None:
        self._shared.remember(self.section, **vars(state))
        self.asks = True

    def _change(self, state: P, *, typing: bool = False) -> None:
        if state == self.state:
            return
        now = time.monotonic()
        if not (typing and now - self._typed < PAUSE):
            self._history.remember(self.state)
        self._typed = now if typing else 0.0
        self._take(state)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return self._history.can_undo

    @property
    def can_redo(self) -> bool:
        """Whether a change can be repeated."""
        return self._history.can_redo

    def undo(self) -> None:
        """Take the latest change back."""
        self._typed = 0.0
        self._history.undo()

    def redo(self) -> None:
        """Repeat what was taken back."""
        self._history.redo()

"""Undo and redo: two stacks of changes, limited by their number and by the memory they take."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

C = TypeVar("C")

DEPTH = 50
LIMIT_BYTES = 32 * 2**20
LEFT_BYTES = 6 * 2**20
"""What is kept of a history that is not on the screen: its latest steps."""


class History(Generic[C]):
    """What can be taken back, and what can come again.

    A change is whatever brings the former state back: the state itself, or the part of it that changed. Only
    one side of every change is kept: taking it back swaps it with the other one.

    Args:
        swap: puts a change back, and returns the change that would undo this.
        depth: how many changes are remembered.
        limit: how many bytes they may take together; the newest is kept whatever its size.
        size: the bytes that a change takes.
    """

    def __init__(
        self,
        swap: Callable[[C], C],
        depth: int = DEPTH,
        limit: int = LIMIT_BYTES,
        size: Callable[[C], int] = lambda change: 0,
    ) -> None:
        self._swap, self._size = swap, size
        self.depth, self.limit = depth, limit
        self._past: list[C] = []
        self._future: list[C] = []

    def __len__(self) -> int:
        """How many changes can be taken back."""
        return len(self._past)

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to take back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether there is a change to repeat."""
        return bool(self._future)

    @property
    def bytes(self) -> int:
        """The memory that all changes take."""
        return sum(map(self._size, (*self._past, *self._future)))

    @property
    def latest(self) -> C | None:
        """The change that `undo` would take back."""
        return self._past[-1] if self._past else None

    def remember(self, change: C) -> None:
        """Add a change; what had been taken back can no longer be repeated."""
        self._future.clear()
        self._past.append(change)
        del self._past[: -self.depth]
        self.shed(self.limit)

    def shed(self, limit: int = LEFT_BYTES) -> None:
        """Forget the oldest changes, until all take so many bytes; the newest is kept whatever its size.

        What had been taken back goes last, and the latest of it last of all.
        """
        excess = self.bytes - limit
        for side in (self._past, self._future):
            while excess > 0 and len(side) > 1:
                excess -= self._size(side.pop(0))

    def drop(self) -> None:
        """Forget the latest change without taking it back: nothing came of it."""
        del self._past[-1:]

    def undo(self) -> bool:
        """Take the latest change back; False when there is none."""
        return self._move(self._past, self._future)

    def redo(self) -> bool:
        """Repeat what was taken back last; False when there is nothing."""
        return self._move(self._future, self._past)

    def clear(self) -> None:
        """Forget everything."""
        self._past.clear()
        self._future.clear()

    def _move(self, source: list[C], target: list[C]) -> bool:
        if not source:
            return False
        target.append(self._swap(source.pop()))
        return True

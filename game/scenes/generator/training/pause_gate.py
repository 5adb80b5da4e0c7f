"""Lets an iterator go on while it may, and one item at a time while it rests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import TypeVar

T = TypeVar("T")


class Gate:
    """Open: everything passes. Shut: only as many items as were asked for. Ended: nothing, for good."""

    def __init__(self, *, is_open: bool = True) -> None:
        self._changed = threading.Condition()
        self._open, self._single, self._ended = is_open, 0, False

    @property
    def is_open(self) -> bool:
        """Whether everything passes."""
        return self._open

    @property
    def lets(self) -> bool:
        """Whether the next item would pass now."""
        return (self._open or self._single > 0) and not self._ended

    def turn(self, is_open: bool) -> None:
        """Open or shut."""
        with self._changed:
            self._open = is_open
            self._single = 0
            self._changed.notify_all()

    def single(self) -> None:
        """Let one item pass, then be shut."""
        with self._changed:
            self._open = False
            self._single = 1
            self._changed.notify_all()

    def end(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def passed(self, items: Iterator[T]) -> Iterator[T]:
        """Yield what passes; waits while shut, in the calling thread."""
        while self._wait():
            item = next(items, None)
            if item is None:
                return
            yield item

    def _wait(self) -> bool:
        with self._changed:
            self._changed.wait_for(lambda: self._open or self._single > 0 or self._ended)
            if not self._open and self._single:
                self._single -= 1
            return not self._ended

"""One locked value that passes from one thread to another."""

from __future__ import annotations

import threading
from typing import Generic, TypeVar

T = TypeVar("T")


class Slot(Generic[T]):
    """One locked value; the latest wins."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._value: T | None = None

    def put(self, value: T) -> None:
        """Replace the value."""
        with self._lock:
            self._value = value

    def get(self) -> T | None:
        """The latest value, left in place; None when empty."""
        with self._lock:
            return self._value

    def take(self) -> T | None:
        """The latest value, removed; None when there is nothing new."""
        with self._lock:
            value, self._value = self._value, None
            return value

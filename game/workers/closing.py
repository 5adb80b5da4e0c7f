"""The end of the app: what is saved before anything else, and how long may be waited for the rest."""

from __future__ import annotations

import logging
import time
import weakref
from collections.abc import Callable

log = logging.getLogger(__name__)

SECONDS = 4.0
"""For every wait of an app that closes, all of them together."""


class Closing:
    """Shared by all workers of an app."""

    def __init__(self) -> None:
        self._first: list[weakref.WeakMethod[Callable[[], object]]] = []
        self._until: float | None = None

    def first(self, save: Callable[[], object]) -> None:
        """Have a method called before anything is waited for, if its object is still there by then."""
        self._first = [known for known in self._first if known() is not None]
        self._first.append(weakref.WeakMethod(save))

    def begin(self) -> None:
        """Save what is to be saved first; from now on the time for waiting runs. Never raises."""
        self._until = time.monotonic() + SECONDS
        for known in self._first:
            save = known()
            if save is not None:
                try:
                    save()
                except Exception:
                    log.exception("what was learned could not be saved")

    def left(self, seconds: float) -> float:
        """So long may be waited for what would be given some seconds."""
        return seconds if self._until is None else max(0.0, min(seconds, self._until - time.monotonic()))

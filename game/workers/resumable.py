"""An iterator that works in a process of its own, which can be ended for a while and nothing is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from game.workers.slot import Slot
from models.base.child_process import Keep

S = TypeVar("S")
K = TypeVar("K")
Asks = Callable[[], Keep | None]


class Resumable(Generic[S, K]):
    """Makes an iterator, and when its process has been ended, another one that goes on where that one was.

    Type parameters: S, what is yielded; K, a state to go on from.

    Args:
        make: makes the iterator from a state, None for the beginning. It is given a function that asks for
            the whole state: when that returns `Keep`, the next item has to have it.
        state_in: returns the state in an item; None where there is none.
        resume: where to begin.
        end: ends the process.
    """

    def __init__(
        self,
        make: Callable[[K | None, Asks], Iterator[S]],
        state_in: Callable[[S], K | None],
        resume: K | None,
        end: Callable[[], None],
    ) -> None:
        self._make, self._state_in, self._end = make, state_in, end
        self._kept = resume
        self._keep: Slot[Keep] = Slot()

    def iterate(self) -> Iterator[S]:
        """Begin, or go on where the last item was."""
        for item in self._make(self._kept, self._keep.take):
            self._kept = self._state_in(item)
            yield item
            del item  # megabytes, which would be kept until the next one comes

    def put_aside(self, iterator: Iterator[object]) -> bool:
        """Close what iterates, after one more item if the last one had no state, and end the process.

        Args:
            iterator: drives `iterate`.

        Returns:
            Whether it is closed; False where there is no state to go on from.
        """
        if self._kept is None:
            self._keep.put(Keep())
            next(iterator, None)
        if self._kept is None:
            return False
        close = getattr(iterator, "close", None)
        if close is not None:
            close()
        self._end()
        return True

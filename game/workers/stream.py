"""An iterator that advances in a thread of its own."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from game.workers.priority import calm_helpers, name_thread
from game.workers.slot import Slot
from game.workers.status import State, Status, describe

log = logging.getLogger(__name__)

ASIDE_SECONDS = 45.0
"""So long after it was left an iterator that rests is put aside, and its process, if it has one, is ended."""

T = TypeVar("T")


class Stream(Generic[T]):
    """Drive an iterator in a thread of its own, keeping its newest item.

    The iterator is created, advanced and closed in that thread. Pausing means that `next` is not called;
    stopping ends the loop after the item in hand and closes the generator.

    Args:
        make: creates the iterator; called in the worker's thread, again on every `start`.
        name: the thread's name.
        nice: how far to lower the priority of the native threads that the iterator starts (0 to 19).
        inline: start no thread; `poll` advances the iterator (see `Workers`).
        patience: how long to wait where so many seconds would be waited.
        aside: ends an iterator that was left ASIDE_SECONDS ago, and says whether it has; `make` makes the one
            that goes on. Called in the worker's thread.
    """

    def __init__(
        self,
        make: Callable[[], Iterator[T]],
        *,
        name: str,
        nice: int = 0,
        inline: bool = False,
        patience: Callable[[float], float] = float,
        aside: Callable[[Iterator[T]], bool] | None = None,
    ) -> None:
        self._make = make
        self._name = name
        self._nice = nice
        self._inline = inline
        self._patience = patience
        self._aside = aside
        self._aside_at = math.inf
        self._stopping = False
        self._singles = 0
        self._thread: threading.Thread | None = None
        self._iterator: Iterator[T] | None = None
        self._status: Slot[Status] = Slot()
        self._status.put(Status())
        self._turned = threading.Condition()
        self.items: Slot[T] = Slot()

    @property
    def status(self) -> Status:
        """The newest status; never blocks."""
        return self._status.get() or Status()

    @property
    def alive(self) -> bool:
        """Whether a thread is still at work."""
        return self._thread is not None and self._thread.is_alive()

    def start(self, *, paused: bool = False) -> None:
        """Start, or start over after an end or an error; a no-op while at work."""
        # Once the status is another, the thread has nothing left to do, even if it has not quite ended.
        if self.status.state in (State.RUNNING, State.PAUSED):
            return
        self._stopping, self._singles = False, 0
        self._status.put(Status(State.PAUSED if paused else State.RUNNING))
        if not self._inline:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    retry = start

    def pause(self) -> None:
        """Ask the worker to rest after the item in hand."""
        self._turn(State.RUNNING, State.PAUSED)

    def resume(self) -> None:
        """Go on after a pause."""
        self._turn(State.PAUSED, State.RUNNING)

    def leave(self) -> None:
        """Rest; the iterator is put aside after a while, unless `stay` or another command comes before."""
        self._turn(State.RUNNING, State.PAUSED)
        with self._turned:
            self._aside_at = time.monotonic() + ASIDE_SECONDS
            self._turned.notify_all()

    def stay(self) -> None:
        """Somebody looks on again."""
        self._aside_at = math.inf

    def single(self) -> None:
        """Pause, and let one more item come."""
        self._turn(State.RUNNING, State.PAUSED)
        with self._turned:
            self._singles = 1
            self._turned.notify_all()

    def stop(self) -> None:
        """Ask the worker to end; returns at once."""
        with self._turned:
            self._stopping = True
            self._turned.notify_all()
        if self._inline:
            self._finish(Status(State.STOPPED))

    def join(self, timeout: float) -> bool:
        """Wait for the thread; False when it is still at work after `timeout` seconds."""
        if self._thread is not None:
            self._thread.join(self._patience(timeout))
        return not self.alive

    def poll(self) -> T | None:
        """The newest item that has not been taken, else None; inline, the iterator advances first."""
        if self._inline:
            self.step()
        return self.items.take()

    def step(self) -> None:
        """Advance once in the calling thread (inline only).

        Raises:
            RuntimeError: a thread advances the iterator.
        """
        if not self._inline:
            raise RuntimeError("step() needs an inline worker")
        with self._turned:
            passes = self._passes()
        if passes:
            self._advance()

    def _turn(self, before: State, after: State) -> None:
        """Change the state, unless the worker has ended meanwhile: an error must not be painted over."""
        with self._turned:
            self._singles, self._aside_at = 0, math.inf
            if self.status.state is before:
                self._status.put(Status(after))
                self._turned.notify_all()

    def _passes(self) -> bool:
        """Whether the next item may come now; uses up one that was asked for by `single`."""
        if self.status.state is State.PAUSED and self._singles:
            self._singles -= 1
            return True
        return self.status.state is State.RUNNING

    def _may_go_on(self) -> bool:
        """Wait until the next item may come; False when the worker is to end."""
        while True:
            with self._turned:
                if self._stopping:
                    return False
                if self._passes():
                    return True
                left = self._aside_at - time.monotonic()
                if left > 0:
                    self._turned.wait(left if math.isfinite(left) else None)
                    continue
                self._aside_at = math.inf
            if not self._put_aside():
                return False

    def _put_aside(self) -> bool:
        """End the iterator for now; False when it has failed."""
        if self._iterator is None or self._aside is None:
            return True
        try:
            if self._aside(self._iterator):
                self._iterator = None
        except BaseException as error:
            log.exception("worker %s failed", self._name)
            self._finish(describe(error))
            return False
        return True

    def _run(self) -> None:
        name_thread(self._name)
        known: set[int] = set()
        while self._may_go_on():
            if not self._advance():
                return
            if self._nice:
                calm_helpers(self._name, self._nice, known)
        self._finish(Status(State.STOPPED))

    def _advance(self) -> bool:
        try:
            if self._iterator is None:
                self._iterator = self._make()
            self.items.put(next(self._iterator))
        except StopIteration:
            self._finish(Status(State.DONE))
        except BaseException as error:
            log.exception("worker %s failed", self._name)
            self._finish(describe(error))
        else:
            return True
        return False

    def _finish(self, status: Status) -> None:
        iterator, self._iterator = self._iterator, None
        close = getattr(iterator, "close", None)
        if close is not None:
            try:
                close()
            except Exception as error:
                log.exception("worker %s failed to close", self._name)
                status = describe(error)
        with self._turned:
            if self.status.state is not State.ERROR or status.state is not State.STOPPED:
                self._status.put(status)

"""Work beside the window: one locked value, an iterator in a thread, and the newest call of many.

Only frozen values cross between threads, commands are events, and whatever a worker raises becomes a
visible status instead of taking the window down. Every class has a synchronous mode, in which nothing is
threaded and a test advances the work by hand.
"""

from __future__ import annotations

import errno
import logging
import threading
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from game.workers.priority import be_nice, calm_helpers, name_thread

log = logging.getLogger(__name__)

T = TypeVar("T")
Q = TypeVar("Q")
R = TypeVar("R")


class State(StrEnum):
    """What a worker is doing."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    ERROR = "error"


@dataclass(frozen=True)
class Status:
    """A worker's state.

    Attributes:
        state: what it is doing.
        error: one line for people.
        detail: the traceback.
        kind: name of the exception's class, or "DiskFull" when that is what lies behind it; for the screen to
            say it in the user's language.
    """

    state: State = State.IDLE
    error: str = ""
    detail: str = ""
    kind: str = ""


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


def describe(error: BaseException) -> Status:
    """The ERROR status that shows this exception."""
    text = str(error).strip() or type(error).__name__
    detail = "".join(traceback.format_exception(error))
    return Status(State.ERROR, text.splitlines()[0], detail, _kind(error))


_KINDS = {
    errno.ENOSPC: "DiskFull",
    getattr(errno, "EDQUOT", errno.ENOSPC): "DiskFull",
    errno.EACCES: "PermissionError",
    errno.EPERM: "PermissionError",
    errno.EROFS: "PermissionError",
    errno.ENOENT: "FileNotFoundError",
    errno.ENOTDIR: "FileNotFoundError",
}


def _kind(error: BaseException) -> str:
    """The class of an exception, unless one that led to it says more."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _KINDS:
            return _KINDS[cause.errno]
        cause = cause.__cause__
    return type(error).__name__


class StreamWorker(Generic[T]):
    """Drive an iterator in a thread of its own, keeping its newest item.

    The iterator is created, advanced and closed in that thread. Pausing means that `next` is not called;
    stopping ends the loop after the item in hand and closes the generator.

    Args:
        make: creates the iterator; called in the worker's thread, again on every `start`.
        name: the thread's name.
        nice: how far to lower the priority of the native threads that the iterator starts (0 to 19).
        synchronous: start no thread; `step` advances the iterator (for tests).
    """

    def __init__(
        self, make: Callable[[], Iterator[T]], *, name: str, nice: int = 0, synchronous: bool = False
    ) -> None:
        self._make = make
        self._name = name
        self._nice = nice
        self._synchronous = synchronous
        self._go = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._iterator: Iterator[T] | None = None
        self._status: Slot[Status] = Slot()
        self._status.put(Status())
        self._turning = threading.Lock()
        self.items: Slot[T] = Slot()

    @property
    def status(self) -> Status:
        """The newest status; never blocks."""
        return self._status.get() or Status()

    @property
    def alive(self) -> bool:
        """Whether a thread is still at work."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> None:
        """Start, or start over after an end or an error; a no-op while at work."""
        # Once the status is another, the thread has nothing left to do, even if it has not quite ended.
        if self.status.state in (State.RUNNING, State.PAUSED):
            return
        self._stop.clear()
        self._go.set()
        self._status.put(Status(State.RUNNING))
        if not self._synchronous:
            self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
            self._thread.start()

    retry = start

    def pause(self) -> None:
        """Ask the worker to rest after the item in hand."""
        if self._turn(State.RUNNING, State.PAUSED):
            self._go.clear()

    def resume(self) -> None:
        """Go on after a pause."""
        if self._turn(State.PAUSED, State.RUNNING):
            self._go.set()

    def stop(self) -> None:
        """Ask the worker to end; returns at once."""
        self._stop.set()
        self._go.set()
        if self._synchronous:
            self._finish(Status(State.STOPPED))

    def join(self, timeout: float) -> bool:
        """Wait for the thread; False when it is still at work after `timeout` seconds."""
        if self._thread is not None:
            self._thread.join(timeout)
        return not self.alive

    def step(self) -> None:
        """Advance once in the calling thread (synchronous mode only)."""
        if not self._synchronous:
            raise RuntimeError("step() needs synchronous=True")
        if self.status.state is State.RUNNING:
            self._advance()

    def _turn(self, before: State, after: State) -> bool:
        """Change the state, unless the worker has ended meanwhile: an error must not be painted over."""
        with self._turning:
            if self.status.state is not before:
                return False
            self._status.put(Status(after))
            return True

    def _run(self) -> None:
        name_thread(self._name)
        known: set[int] = set()
        while self._go.wait() and not self._stop.is_set():
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
        with self._turning:
            if self.status.state is not State.ERROR or status.state is not State.STOPPED:
                self._status.put(status)


@dataclass(frozen=True)
class Answer(Generic[R]):
    """What a `LatestCall` found: the request's stamp, and the value or the error."""

    stamp: int
    value: R | None = None
    error: Status | None = None


class LatestCall(Generic[Q, R]):
    """Run the newest request in a thread; requests that a newer one overtook are never run.

    Answers come in the order of their requests. While a slider is dragged the answers in between are
    shown too (so the picture follows the hand); `cancel` makes every answer under way stale.

    Args:
        function: request to answer; called in the worker's thread.
        name: the thread's name.
        nice: how far to lower the thread's priority.
        synchronous: answer inside `submit`, without a thread (for tests).
    """

    def __init__(
        self, function: Callable[[Q], R], *, name: str, nice: int = 0, synchronous: bool = False
    ) -> None:
        self._function = function
        self._name = name
        self._nice = nice
        self._synchronous = synchronous
        self._condition = threading.Condition()
        self._pending: tuple[int, Q] | None = None
        self._running = 0
        self._stamp = 0
        self._valid_from = 1
        self._closed = False
        self._answers: Slot[Answer[R]] = Slot()
        self._thread: threading.Thread | None = None

    @property
    def busy(self) -> bool:
        """Whether a request that still counts waits or runs."""
        with self._condition:
            return self._pending is not None or self._running >= self._valid_from

    def submit(self, request: Q) -> int:
        """Ask; replaces a request that has not started. Returns the request's stamp."""
        with self._condition:
            if self._closed:
                return self._stamp
            self._stamp += 1
            stamp = self._stamp
            if self._synchronous:
                self._answers.put(self._answer(stamp, request))
                return stamp
            self._pending = (stamp, request)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
                self._thread.start()
            self._condition.notify()
        return stamp

    def poll(self) -> Answer[R] | None:
        """The newest answer that has not been taken and is not stale, else None."""
        answer = self._answers.take()
        return answer if answer is not None and answer.stamp >= self._valid_from else None

    def cancel(self) -> None:
        """Forget the waiting request and make the running one's answer stale."""
        with self._condition:
            self._pending = None
            self._valid_from = self._stamp + 1

    def close(self, timeout: float = 1.0, *, finish: bool = False) -> bool:
        """End the thread and wait for it; False when it is still at work after `timeout` seconds.

        A waiting request is forgotten, or with `finish` answered first.
        """
        if not finish:
            self.cancel()
        with self._condition:
            self._closed = True
            self._condition.notify()
        if self._thread is not None:
            self._thread.join(timeout)
            return not self._thread.is_alive()
        return True

    def _run(self) -> None:
        be_nice(self._nice)
        while True:
            with self._condition:
                self._running = 0
                self._condition.wait_for(lambda: self._closed or self._pending is not None)
                if self._pending is None:
                    return
                stamp, request = self._pending
                self._pending = None
                self._running = stamp
            self._answers.put(self._answer(stamp, request))

    def _answer(self, stamp: int, request: Q) -> Answer[R]:
        try:
            return Answer(stamp, self._function(request))
        except BaseException as error:
            log.exception("call %s failed", self._name)
            return Answer(stamp, error=describe(error))

"""Something that learns beside the window, in a process of its own, and is watched."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Generic, TypeVar

from game.workers.slot import Slot
from game.workers.status import State
from game.workers.stream import Stream
from game.workers.workers import Workers
from models.base.child_process import Remote

R = TypeVar("R")
P = TypeVar("P")

NICE = 8
JOIN_SECONDS = 2.0


class Learning(Generic[R, P]):
    """Starts, pauses and ends what learns.

    Type parameters: R, a request; P, how far it has come.

    Args:
        workers: make the threads.
        learn: `learn(request, speed, newest)` yields how far it has come; with `wait=False` it never sleeps.
        nothing: learns nothing, and has loaded by then all that learning needs.
        speeds: turns a second.
        speed: index of the first one.

    Attributes:
        speed: index of `speeds`.
        progress: how far it has come; None before the first news.
    """

    def __init__(
        self,
        workers: Workers,
        learn: Callable[..., Iterator[P]],
        nothing: Callable[[], Iterator[P]],
        speeds: tuple[float, ...],
        speed: int = 1,
    ) -> None:
        self._workers, self._learn = workers, learn
        self.speeds, self.speed = speeds, speed
        self.progress: P | None = None
        self._stream: Stream[P] | None = None
        self._news: Slot[float] = Slot()
        self._remote = remote = Remote(nice=NICE)
        ready = f"{nothing.__module__}:{nothing.__name__}"
        prepare = workers.isolated(lambda: remote.iterate(ready), nothing)
        self._ready = workers.stream(prepare, name="lesson process")
        self._ready.start()

    @property
    def state(self) -> State:
        """Whether it runs, rests, has ended or failed."""
        return self._stream.status.state if self._stream is not None else State.STOPPED

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self.state is State.RUNNING

    @property
    def ended(self) -> bool:
        """Whether there is nothing to go on with: all is learned, or something failed."""
        return self.state not in (State.RUNNING, State.PAUSED)

    @property
    def problem(self) -> str:
        """What went wrong in the worker; empty while nothing did."""
        status = self._stream.status if self._stream is not None else None
        return status.error if status is not None and status.state is State.ERROR else ""

    def start(self, request: R) -> None:
        """Begin from nothing."""
        self.stop()
        self.progress = None
        speed = self.speeds[self.speed]
        news = self._news = Slot()

        learn, target = self._learn, f"{self._learn.__module__}:{self._learn.__name__}"

        def in_process(newest: Callable[[], float | None]) -> Iterator[P]:
            return self._remote.iterate(target, request, speed, wish=newest)

        def here(newest: Callable[[], float | None]) -> Iterator[P]:
            return learn(request, speed, newest, wait=False)

        make = self._workers.isolated(in_process, here)
        self._stream = self._workers.stream(lambda: make(news.take), name="lesson")
        self._stream.start()

    def toggle(self) -> None:
        """Rest, or go on."""
        if self._stream is None:
            return
        if self.running:
            self._stream.pause()
        else:
            self._stream.resume()

    def pause(self) -> None:
        """Rest."""
        if self._stream is not None:
            self._stream.pause()

    def stop(self) -> None:
        """End it; what was learned stays to be seen."""
        if self._stream is not None:
            self._stream.stop()
            self._stream = None

    def set_speed(self, index: int) -> None:
        """Choose one of `speeds`."""
        self.speed = index
        self._news.put(self.speeds[index])

    def update(self) -> bool:
        """Take how far it has come; whether there is news."""
        found = self._stream.poll() if self._stream is not None else None
        if found is not None:
            self.progress = found
        return found is not None

    def close(self) -> None:
        """End it, and wait a little."""
        streams = [self._ready] if self._stream is None else [self._ready, self._stream]
        self.stop()
        self._ready.stop()
        self._remote.kill(self._workers.closing.left(JOIN_SECONDS))
        for stream in streams:
            stream.join(JOIN_SECONDS)

"""The lesson that goes on beside the window, in a process of its own."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from agents.classic.lesson import Lesson, Progress, learn, nothing
from game.workers.slot import Slot
from game.workers.status import State
from game.workers.stream import Stream
from game.workers.workers import Workers
from models.base.child_process import Remote

SPEEDS = (1.0, 3.0, 8.0, math.inf)
"""Turns of the lesson a second; the last is as fast as it can."""
READY = f"{nothing.__module__}:{nothing.__name__}"
TARGET = f"{learn.__module__}:{learn.__name__}"
NICE = 8
JOIN_SECONDS = 2.0


class Learning:
    """Starts, pauses and ends the lesson.

    Attributes:
        speed: index of `SPEEDS`.
        progress: how far both learners have come; None before the first news.
    """

    def __init__(self, workers: Workers) -> None:
        self._workers = workers
        self.speed = 1
        self.progress: Progress | None = None
        self._stream: Stream[Progress] | None = None
        self._news: Slot[float] = Slot()
        self._remote = remote = Remote(nice=NICE)
        prepare = workers.isolated(lambda: remote.iterate(READY), nothing)
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
        """Whether there is nothing to go on with: both have learned what they will, or something failed."""
        return self.state not in (State.RUNNING, State.PAUSED)

    @property
    def problem(self) -> str:
        """What went wrong in the worker; empty while nothing did."""
        status = self._stream.status if self._stream is not None else None
        return status.error if status is not None and status.state is State.ERROR else ""

    def start(self, lesson: Lesson) -> None:
        """Begin a lesson from nothing."""
        self.stop()
        self.progress = None
        speed = SPEEDS[self.speed]
        news = self._news = Slot()

        def in_process(newest: Callable[[], float | None]) -> Iterator[Progress]:
            return self._remote.iterate(TARGET, lesson, speed, wish=newest)

        def here(newest: Callable[[], float | None]) -> Iterator[Progress]:
            return learn(lesson, speed, newest, wait=False)

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
        """End the lesson; what was learned stays to be seen."""
        if self._stream is not None:
            self._stream.stop()
            self._stream = None

    def set_speed(self, index: int) -> None:
        """Choose one of `SPEEDS`."""
        self.speed = index
        self._news.put(SPEEDS[index])

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

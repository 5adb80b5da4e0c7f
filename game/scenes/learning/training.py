"""The one descent that all tabs watch: it turns the shared knobs, in a process of its own.

NumPy's short calls take the interpreter's lock some ten thousand times a second; a thread beside the window
would hold up its frames.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from game.scenes.learning.session import LearningSession
from game.workers.resumable import Asks, Resumable
from game.workers.slot import Slot
from game.workers.status import State
from game.workers.stream import Stream
from game.workers.workers import Workers
from models.base.child_process import Keep, Remote
from models.learning.watched import Kept, Orders, Progress, Run, begin, nothing, run

SPEEDS = (1, 3, 10, 30, 100, math.inf)
"""Epochs a second; the last is as fast as it can."""
Wish = Callable[[], Orders | Keep | None]
READY = f"{nothing.__module__}:{nothing.__name__}"
TARGET = f"{run.__module__}:{run.__name__}"
NICE = 8
JOIN_SECONDS = 2.0


class Training:
    """Starts, pauses and ends the descent, and brings its knobs into the session.

    Attributes:
        speed: index of `SPEEDS`.
        curve: (N, 3), epoch, Q and Q of what is held out.
        best: the knobs with the least Q of what is held out, and their epoch.
        epoch: how often the sample was gone through.
        steps: that were made.
        diverged: the knobs have run away.
        rate: epochs a second.
        stopped: how often a hand has stopped it.
        begun: the knobs and how, when it began; None before.
    """

    def __init__(self, session: LearningSession, workers: Workers) -> None:
        self._session, self._workers = session, workers
        self.speed, self._left = 3, False
        self._stream: Stream[Progress] | None = None
        self._remote = remote = Remote(nice=NICE)

        def prepare() -> Iterator[None]:
            while True:
                if remote.pid is None:
                    yield from remote.iterate(READY)
                yield

        def put_aside(prepared: Iterator[None]) -> bool:
            remote.end_idle()
            return False

        self._ready = workers.stream(
            workers.isolated(prepare, nothing), name="descent process", aside=put_aside
        )
        self._ready.start(paused=True)
        self._ready.single()
        self._orders = Orders(SPEEDS[self.speed])
        self._news: Slot[Orders] = Slot()
        self.stopped = 0
        self.begun: Run | None = None
        self._void()

    def _void(self) -> None:
        self.curve: NDArray[np.float64] = np.empty((0, 3))
        self.best: tuple[NDArray[np.float64], float] | None = None
        self.epoch, self.steps, self.diverged, self.rate = 0.0, 0, False, 0.0
        self._sampled, self._version = self._session.sampled, self._session.version

    @property
    def running(self) -> bool:
        """Whether it goes on."""
        return self._stream is not None and self._stream.status.state is State.RUNNING

    @property
    def problem(self) -> str:
        """What went wrong in the worker; empty while nothing did."""
        status = self._stream.status if self._stream is not None else None
        return status.error if status is not None and status.state is State.ERROR else ""

    def toggle(self) -> None:
        """Go on, or stop by hand."""
        if self.running:
            self.stopped += 1
            self.pause()
        else:
            self.start()

    def start(self) -> None:
        """Go on; from the beginning of the curve where the sample, the model or a hand has changed things."""
        session = self._session
        stream = self._stream
        if stream is not None and stream.status.state is State.PAUSED and not self._stale():
            stream.resume()
            return
        self._end()
        session.remember()
        self.begun = request = Run(session.model, session.sample, session.checked, session.config, session.w)
        self._void()
        orders = self._orders = Orders(SPEEDS[self.speed])
        news = self._news = Slot()

        def in_process(where: Kept, newest: Wish) -> Iterator[Progress]:
            return self._remote.iterate(TARGET, where, wish=newest)

        def here(where: Kept, newest: Wish) -> Iterator[Progress]:
            return run(where, newest, wait=False)

        make = self._workers.isolated(in_process, here)

        def go_on(where: Kept | None, asks: Asks) -> Iterator[Progress]:
            return make(where or begin(request, orders), lambda: asks() or news.take())

        descent: Resumable[Progress, Kept] = Resumable(
            go_on, lambda progress: progress.kept, None, self._remote.end_idle
        )
        self._stream = self._workers.stream(descent.iterate, name="descent", aside=descent.put_aside)
        self._stream.start()

    def _stale(self) -> bool:
        return self._session.sampled != self._sampled or self._session.version != self._version

    def pause(self) -> None:
        """Let it rest."""
        if self._stream is not None:
            self._stream.pause()

    def leave(self) -> None:
        """Let it rest while something else is on the screen; after a while its process is ended."""
        self._left = True
        for stream in self._streams():
            stream.leave()

    def _come_back(self) -> None:
        """Have a process ready again."""
        self._left = False
        for stream in self._streams():
            stream.stay()
        self._ready.single()

    def _streams(self) -> list[Stream[Any]]:
        return [self._ready] if self._stream is None else [self._ready, self._stream]

    def _end(self) -> None:
        if self._stream is not None:
            self._stream.stop()
            self._stream = None

    def restart(self) -> None:
        """Put the knobs to where the model begins, and forget the curve."""
        running = self.running
        self._end()
        self._session.restart()
        self._void()
        if running:
            self.start()

    def set_speed(self, index: int) -> None:
        """Choose one of `SPEEDS`."""
        self.speed = index
        self._order(speed=SPEEDS[index])

    def configure(self, **fields: object) -> None:
        """Change how it descends, also under way."""
        session = self._session
        session.config = replace(session.config, **fields)  # type: ignore[arg-type]
        self._order(config=session.config)

    def hold(self, index: int, value: float) -> None:
        """A hand turns a knob while it descends."""
        self._order(hand=(index, value))

    def _order(self, **said: object) -> None:
        unheard = self._news.take() or Orders(self._orders.speed)
        self._orders = replace(unheard, **said)  # type: ignore[arg-type]
        self._news.put(self._orders)

    def update(self) -> None:
        """Take how far it has come; begin again where the sample has changed under it."""
        if self._left:
            self._come_back()
        session, stream = self._session, self._stream
        if stream is not None and session.sampled != self._sampled:
            running = self.running
            self._end()
            self._void()
            if running:
                self.start()
            return
        if stream is None:
            if session.sampled != self._sampled:
                self._void()
            return
        found = stream.poll()
        if found is None:
            return
        self.curve, self.epoch, self.steps = found.curve, found.epoch, found.steps
        self.best, self.diverged, self.rate = found.best, found.diverged, found.rate
        session.learn(found.w)
        self._version = session.version

    def close(self) -> None:
        """End it, and wait a little."""
        streams = self._streams()
        self._end()
        self._ready.stop()
        self._remote.kill(self._workers.closing.left(JOIN_SECONDS))
        for stream in streams:
            stream.join(JOIN_SECONDS)

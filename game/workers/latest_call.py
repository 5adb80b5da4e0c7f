"""A function that answers its newest request in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from game.workers.priority import be_nice
from game.workers.slot import Slot
from game.workers.status import Status, describe

log = logging.getLogger(__name__)

Q = TypeVar("Q")
R = TypeVar("R")


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
        inline: answer inside `submit`, without a thread (see `Workers`).
        patience: how long to wait where so many seconds would be waited.
    """

    def __init__(
        self,
        function: Callable[[Q], R],
        *,
        name: str,
        nice: int = 0,
        inline: bool = False,
        patience: Callable[[float], float] = float,
    ) -> None:
        self._function = function
        self._name = name
        self._nice = nice
        self._inline = inline
        self._patience = patience
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
            if self._inline:
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
            self._thread.join(self._patience(timeout))
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
            del request  # or it would be kept until the next one comes

    def _answer(self, stamp: int, request: Q) -> Answer[R]:
        try:
            return Answer(stamp, self._function(request))
        except BaseException as error:
            log.exception("call %s failed", self._name)
            return Answer(stamp, error=describe(error))

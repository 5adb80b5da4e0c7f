"""A request to a network, its progress, its result, and how to cancel it: for filling and for deraining."""

from __future__ import annotations

import time

from game.scenes.inpainting.requests import Request, Result, Worker
from game.workers.workers import Workers

NICE = 6
SLOW = 0.35
"""Seconds after which what is under way shows its progress and can be cancelled."""


class NetworkJob:
    """One network's work on one picture.

    Attributes:
        result: the newest result; None when there is none, or it failed.
        answer: the newest answer, even if it is only a problem.
        problem: why there is no result: a code of `Result.problem`, or a sentence.
        cancelled: whether the last request was cancelled.
        asked: the key of the last request.
    """

    def __init__(self, workers: Workers, name: str) -> None:
        self.worker = Worker()
        self.result: Result | None = None
        self.answer: Result | None = None
        self.problem = ""
        self.cancelled = False
        self._request: Request | None = None
        self._since = 0.0
        self._call = workers.call(self.worker.answer, name=name, nice=NICE)

    @property
    def asked(self) -> object:
        """The key of the newest request; None before there was one."""
        return self._request.key if self._request is not None else None

    @property
    def running(self) -> bool:
        """Whether the network is at work."""
        return self._call.busy

    @property
    def slow(self) -> bool:
        """Whether it has been at work for so long that the user may want to cancel it."""
        return self.running and time.perf_counter() - self._since > SLOW

    @property
    def progress(self) -> float:
        """The share that is done, 0 to 1."""
        return (self.worker.progress.get() or 0.0) if self.running else 0.0

    def ask(self, request: Request) -> None:
        """Turn to another request."""
        self._request, self._since = request, time.perf_counter()
        self.cancelled = False
        self._call.submit(request)

    def give_way(self) -> None:
        """Stop giving texture to a fill that something else is wanted of; the fill stays."""
        if self.running and self._request is not None and self._request.texture:
            self._request.stop.set()

    def cancel(self) -> bool:
        """Stop what is under way; False when nothing is."""
        if self._request is None or not self.running:
            return False
        self._request.stop.set()
        self._call.cancel()
        self.cancelled = True
        return True

    def poll(self, shape: tuple[int, ...]) -> bool:
        """Take an answer about a picture of (height, width); True when there is a new one."""
        answer = self._call.poll()
        if answer is None:
            return False
        result = answer.value
        if result is None:
            self.problem = answer.error.error if answer.error is not None else ""
        elif result.problem == "cancelled":
            self.cancelled = True
            return False
        elif result.given.shape[:2] == shape:
            self.answer, self.problem = result, result.problem
            self.result = None if result.problem else result
        return True

    def forget(self) -> None:
        """Drop the result: it is about another picture."""
        self.result = self.answer = None

    def close(self) -> None:
        """End the thread."""
        self.cancel()
        self._call.close()

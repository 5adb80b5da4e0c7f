"""Where workers come from: threads in the app, the calling thread in tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from typing import TypeVar

from game.workers.closing import Closing
from game.workers.latest_call import LatestCall
from game.workers.stream import Stream

Q = TypeVar("Q")
R = TypeVar("R")
T = TypeVar("T")
F = TypeVar("F", bound=Callable[..., object])


@cache
def helper() -> ThreadPoolExecutor:
    """One thread beside the caller's, for arithmetic that is done without the interpreter's lock."""
    return ThreadPoolExecutor(1, thread_name_prefix="helper")


@dataclass(frozen=True)
class Workers:
    """Makes every worker of the app; nothing else in `game` starts a thread or a process.

    Attributes:
        inline: work in the calling thread, at once: a call answers inside `submit`, a stream advances when it
            is polled. For tests, which then need no waiting.
        window: which of the windows on one home they work for; part of the names of what is saved by itself.
        closing: what the end of the app does first, and how long it waits for the workers.
    """

    inline: bool = False
    window: int = 1
    closing: Closing = field(default_factory=Closing)

    def call(self, function: Callable[[Q], R], *, name: str, nice: int = 0) -> LatestCall[Q, R]:
        """A worker that answers its newest request; see `LatestCall`."""
        return LatestCall(function, name=name, nice=nice, inline=self.inline, patience=self.closing.left)

    def stream(
        self,
        make: Callable[[], Iterator[T]],
        *,
        name: str,
        nice: int = 0,
        aside: Callable[[Iterator[T]], bool] | None = None,
    ) -> Stream[T]:
        """A worker that advances an iterator; see `Stream`."""
        return Stream(make, name=name, nice=nice, inline=self.inline, patience=self.closing.left, aside=aside)

    def isolated(self, in_process: F, here: F) -> F:
        """Which of two functions to use: the one that works in a child process or, inline, its equal here."""
        return here if self.inline else in_process

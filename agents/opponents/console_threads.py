"""Two-player consoles that a few threads step: the emulator does not hold the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from agents.emulators.envs import thread_count
from agents.opponents.duel_env import DuelEnv

S = TypeVar("S")


class ConsoleThreads:
    """Switches consoles on, steps all of them, and switches them off.

    Attributes:
        envs: The consoles, one a game.
    """

    def __init__(self, make: Callable[[S], DuelEnv], settings: Sequence[S], threads: int) -> None:
        """Switch a console on for each of the settings, which takes most of a second each.

        `threads` of 0 are one per core.
        """
        threads = min(thread_count(threads), len(settings))
        self._workers = ThreadPoolExecutor(threads, thread_name_prefix="duels")
        self.envs = list(self._workers.map(make, settings))
        self._shares = [range(first, len(settings), threads) for first in range(threads)]
        self._pending: list[Future[None]] = []

    def begin(self, step: Callable[[int, DuelEnv], None]) -> None:
        """Let every console be stepped; returns at once.

        `step` is called once for each, by its number; what it writes for that number, no other thread writes.
        """

        def work(share: range) -> None:
            for number in share:
                step(number, self.envs[number])

        self._pending = [self._workers.submit(work, share) for share in self._shares]

    def wait(self) -> None:
        """Wait until all have been stepped; what went wrong there is raised here."""
        for share in self._pending:
            share.result()

    def close(self) -> None:
        """Switch the consoles off, after the step that is under way; harmless when repeated."""
        self._workers.shutdown()
        for env in self.envs:
            env.close()

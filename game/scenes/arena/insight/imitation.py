"""Imitating the human, in the background: recorded, learned, compared, cancelled, tried again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from game.workers.status import State, Status
from game.workers.stream import Stream
from game.workers.workers import Workers

if TYPE_CHECKING:
    from agents.insight.demonstrations import DemonstrationRecorder
    from agents.insight.imitation import ImitationConfig, Imitator, Lesson
    from agents.learning.agent import Agent

NICE = 15
JOIN_SECONDS = 3.0


class ImitationLesson:
    """One imitator at a time, and what it has come to.

    Args:
        workers: make the thread.

    Attributes:
        demonstrations: keeps the human's examples; None until there is an agent to see with.
        newest: how far the imitator is; None before the first lesson.
    """

    def __init__(self, workers: Workers) -> None:
        self.demonstrations: DemonstrationRecorder | None = None
        self.newest: Lesson | None = None
        self._workers = workers
        self._imitator: Imitator | None = None
        self._worker: Stream[Lesson] | None = None
        self._retired: list[Stream[Lesson]] = []

    @property
    def status(self) -> Status:
        """The worker's status."""
        return self._worker.status if self._worker is not None else Status()

    @property
    def running(self) -> bool:
        """Whether it is at work."""
        return self.status.state is State.RUNNING

    @property
    def pairs(self) -> int:
        """How many examples there are."""
        return len(self.demonstrations) if self.demonstrations is not None else 0

    @property
    def wanted(self) -> int:
        """How many examples are needed."""
        from agents.insight.imitation import LEAST_PAIRS

        return LEAST_PAIRS

    def watch(self, agent: Agent) -> None:
        """See with an agent's eyes, once it has any: they come with its first lesson."""
        if not agent.step:
            return
        if self.demonstrations is None:
            from agents.insight.demonstrations import DemonstrationRecorder

            self.demonstrations = DemonstrationRecorder(agent)
        else:
            self.demonstrations.see_as(agent)

    def start(self, agent: Agent, config: ImitationConfig | None = None) -> None:
        """Imitate what has been recorded by now, and compare with an agent that learned from reward."""
        if self.running or self.demonstrations is None or self.pairs < self.wanted:
            return
        from agents.insight.imitation import ImitationConfig, Imitator, imitate

        self.stop()
        self.newest = None
        pairs, settings = self.demonstrations.pairs(), config or ImitationConfig()
        if self._imitator is None:
            self._imitator = Imitator(nice=NICE)
        in_process: Callable[..., Iterator[Lesson]] = self._imitator.imitate
        lessons = self._workers.isolated(in_process, imitate)
        self._worker = self._workers.stream(lambda: lessons(pairs, agent, settings), name="imitator")
        self._worker.start()

    def stop(self) -> None:
        """Cancel; what it has come to stays."""
        if self._worker is not None:
            if self._worker.status.state in (State.RUNNING, State.PAUSED):
                self._worker.stop()
            self._retired = [worker for worker in self._retired if worker.alive]
            self._retired.append(self._worker)
            self._worker = None

    def step(self) -> None:
        """Advance by one lesson (inline workers only)."""
        if self._worker is not None:
            self._worker.step()

    def update(self) -> None:
        """Take the newest lesson."""
        lesson = self._worker.items.take() if self._worker is not None else None
        if lesson is not None:
            self.newest = lesson

    def close(self) -> bool:
        """End the process and wait for the threads; False when one is still at work."""
        self.stop()
        if self._imitator is not None:
            self._imitator.kill()
        return all([worker.join(JOIN_SECONDS) for worker in self._retired])

"""The time machine of the big model: how the shipped generator learned, drawn in a worker."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import numpy as np

from game.scenes.generator.training.history import History, Moment
from game.workers.status import State
from game.workers.stream import Stream
from game.workers.workers import Workers

FACES = 16
NICE = 10


def moments(faces: int) -> Iterator[Moment]:
    """Yield the kept moments, oldest first, each drawn from the same latents.

    Raises:
        CheckpointError: There is no history, or it cannot be read.
        WeightsError: What latents are drawn from is missing.
    """
    from models.generator import history
    from models.generator.knobs import shipped

    packed = history.History()
    latents = shipped().draw(np.random.default_rng(faces), FACES)
    for index, step in enumerate(packed.steps):
        yield Moment(step, 0.0, packed.make(index, latents))


class Timeline:
    """The moments that have been drawn so far.

    Args:
        workers: make the thread.
    """

    def __init__(self, workers: Workers) -> None:
        self.history = History()
        self._workers = workers
        self._faces = -1
        self._worker: Stream[Moment] | None = None
        self._inbox: queue.SimpleQueue[Moment] = queue.SimpleQueue()

    @property
    def failed(self) -> bool:
        """Whether there is nothing to be shown."""
        return self._worker is not None and self._worker.status.state is State.ERROR

    def show(self, faces: int) -> None:
        """Draw the moments for these latents, unless they are drawn already."""
        if faces == self._faces and not self.failed:
            return
        self.close()
        self._faces = faces
        self.history.clear()
        inbox = self._inbox = queue.SimpleQueue()

        def drawn() -> Iterator[Moment]:
            for moment in moments(faces):
                inbox.put(moment)
                yield moment

        self._worker = self._workers.stream(drawn, name="gan-timeline", nice=NICE)
        self._worker.start()

    def update(self) -> None:
        """Take what has been drawn."""
        if self._worker is not None:
            self._worker.poll()
        while not self._inbox.empty():
            self.history.moments.append(self._inbox.get())

    def close(self) -> None:
        """Stop drawing."""
        if self._worker is not None and not self.failed:
            self._worker.stop()

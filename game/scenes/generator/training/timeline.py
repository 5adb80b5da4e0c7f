"""The time machine of the big model: how the shipped generator learned, drawn in a worker."""

from __future__ import annotations

import queue
from collections.abc import Iterator

import numpy as np

from game.scenes.generator.training.history import Entry, History
from game.workers.status import State
from game.workers.stream import Stream

FACES = 16
NICE = 10


def moments(faces: int) -> Iterator[Entry]:
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
        yield Entry(step, 0.0, packed.make(index, latents), None, "")


class Past:
    """The moments that have been drawn so far.

    Args:
        synchronous: no thread (tests).
    """

    def __init__(self, *, synchronous: bool = False) -> None:
        self.history = History()
        self._synchronous = synchronous
        self._faces = -1
        self._worker: Stream[Entry] | None = None
        self._inbox: queue.SimpleQueue[Entry] = queue.SimpleQueue()

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

        def make() -> Iterator[Entry]:
            for entry in moments(faces):
                inbox.put(entry)
                yield entry

        self._worker = Stream(make, name="gan-past", nice=NICE, inline=self._synchronous)
        self._worker.start()

    def update(self) -> None:
        """Take what has been drawn."""
        if self._synchronous and self._worker is not None:
            self._worker.step()
        while not self._inbox.empty():
            self.history.entries.append(self._inbox.get())

    def close(self) -> None:
        """Stop drawing."""
        if self._worker is not None and not self.failed:
            self._worker.stop()

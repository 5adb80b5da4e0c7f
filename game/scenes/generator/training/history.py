"""The time machine: what the same latents became, snapshot after snapshot, here and in the big model."""

from __future__ import annotations

import queue
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from game.workers.status import State
from game.workers.stream import Stream
from game.workers.workers import Workers
from models.base.arrays import Byte

if TYPE_CHECKING:
    from models.generator.data_sets import DataSet
    from models.generator.live.training import Snapshot

MOST = 100
"""Grids that are kept; 200 KB each."""
MOST_WEIGHTS = 24
"""Generators that are kept; 1 MB each."""
FACES, NICE = 16, 10
"""Faces of the big model's moments, and the priority at which they are drawn."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment.

    Attributes:
        step: rounds played.
        seconds: spent on them.
        grid: the pictures, (N, side, side, 3) uint8.
        weights: the generator's weights, where they were kept.
    """

    step: int
    seconds: float
    grid: Byte
    weights: Mapping[str, Any] | None = None


class History:
    """Moments in order; the further back, the thinner."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []

    def __len__(self) -> int:
        return len(self.moments)

    def add(self, snapshot: Snapshot) -> None:
        """Keep a snapshot."""
        if self.moments and snapshot.step <= self.moments[-1].step:
            return
        self.moments.append(Moment(snapshot.step, snapshot.seconds, snapshot.grid, snapshot.weights))
        if len(self.moments) > MOST:
            # What redraws other faces is what the time machine can least do without.
            self.moments = [
                moment
                for index, moment in enumerate(self.moments)
                if index >= MOST // 2 or index % 2 == 0 or moment.weights is not None
            ]
        if len(self.moments) > MOST + MOST_WEIGHTS:
            self.moments = self.moments[::2] + self.moments[-1:]
        weighted = [index for index, moment in enumerate(self.moments) if moment.weights is not None]
        if len(weighted) > MOST_WEIGHTS:
            for index in weighted[1:-1:2]:
                self.moments[index] = replace(self.moments[index], weights=None)

    def forget_after(self, step: int) -> None:
        """Drop what came after a step: it has not happened any more."""
        self.moments = [moment for moment in self.moments if moment.step <= step]

    def clear(self) -> None:
        """Drop everything."""
        self.moments = []

    def weights(self) -> tuple[tuple[int, Any], ...]:
        """Steps and weights of the moments that can be drawn again for other faces."""
        return tuple((each.step, each.weights) for each in self.moments if each.weights is not None)

    def redrawn(self, grids: Mapping[int, Byte]) -> None:
        """Take the grids of other faces, by step; moments without one are dropped."""
        self.moments = [
            replace(moment, grid=grids[moment.step]) for moment in self.moments if moment.step in grids
        ]

    def at(self, place: float) -> Moment | None:
        """The moment at a share of the way, 0 the first and 1 the last; None when there is none."""
        if not self.moments:
            return None
        return self.moments[round(min(max(place, 0.0), 1.0) * (len(self.moments) - 1))]


def moments(data: DataSet, faces: int) -> Iterator[Moment]:
    """Yield the kept moments of a data set's generator, oldest first, each drawn from the same latents.

    Raises:
        CheckpointError: There is no history, or it cannot be read.
        WeightsError: What latents are drawn from is missing.
    """
    from models.generator import history
    from models.generator.knobs import shipped

    packed = history.History(data.history)
    latents = shipped(data).draw(np.random.default_rng(faces), FACES)
    for index, step in enumerate(packed.steps):
        yield Moment(step, 0.0, packed.make(index, latents))


class Timeline:
    """The moments that have been drawn so far.

    Args:
        workers: make the thread.
        data: whose generator it is.
    """

    def __init__(self, workers: Workers, data: DataSet) -> None:
        self._data = data
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
        """Draw the moments for these latents, unless that was tried already."""
        if faces == self._faces:
            return
        self.close()
        self._faces = faces
        self.history.clear()
        inbox = self._inbox = queue.SimpleQueue()

        def drawn() -> Iterator[Moment]:
            for moment in moments(self._data, faces):
                inbox.put(moment)
                yield moment

        self._worker = self._workers.stream(drawn, name="gan-timeline", nice=NICE)
        self._worker.start()

    def retry(self) -> None:
        """Try once more, when there was nothing."""
        if self.failed:
            self._faces = -1

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

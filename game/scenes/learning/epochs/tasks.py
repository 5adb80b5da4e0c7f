"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

from game.scenes.learning.epochs.session import EpochsSession
from game.scenes.learning.training import Training

NEAR = 0.1
LEAST_EPOCHS = 5


def stopped_in_time(training: Training, epochs: EpochsSession) -> Callable[[], bool]:
    """A hand has stopped the descent where the validation error is within a tenth of the lowest one."""
    stopped = training.stopped

    def done() -> bool:
        excess = epochs.excess
        new = training.stopped > stopped and epochs.judged == training.stopped and not training.running
        return new and training.epoch >= LEAST_EPOCHS and excess is not None and excess <= NEAR

    return done

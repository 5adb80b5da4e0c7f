"""When to stop: the lowest validation error so far, and what would have come after a stop."""

from __future__ import annotations

import numpy as np

from game.scenes.learning.session import LearningSession
from game.scenes.learning.training import Training
from game.workers.workers import Workers
from models.learning.watched import Ahead, Run, look_ahead


class EpochsSession:
    """Judges stops.

    Attributes:
        ahead: what would have come after the last stop; None while that is not known.
        judged: which stop that was, by `Training.stopped`.
    """

    def __init__(self, session: LearningSession, training: Training, workers: Workers) -> None:
        self._session, self._training = session, training
        self._asker = workers.call(look_ahead, name="look ahead", nice=8)
        self._asked = training.stopped
        self._version = -1
        self.ahead: Ahead | None = None
        self.judged = training.stopped

    def update(self) -> None:
        """Look ahead after a stop; forget it when the descent goes on."""
        session, training = self._session, self._training
        if training.running or session.version != self._version:
            self.ahead, self._version = None, session.version
            self._asker.cancel()
        if training.stopped != self._asked and not training.running and len(session.checked):
            self._asked = training.stopped
            self._ask()
        answer = self._asker.poll()
        if answer is not None and answer.value is not None:
            self.ahead, self.judged = answer.value, self._asked

    def _ask(self) -> None:
        session = self._session
        self._asker.submit(Run(session.model, session.sample, session.checked, session.config, session.w))

    def to_best(self) -> None:
        """Turn the knobs to where the validation error was lowest, and stop there."""
        training = self._training
        if training.best is not None:
            training.pause()
            self._session.remember()
            self._session.set_knobs(training.best[0])
            training.stopped += 1

    @property
    def lowest(self) -> float | None:
        """The lowest validation error, past or to come; None while that is not known."""
        now = self._session.q_checked
        if self.ahead is None or now is None:
            return None
        parts = [self.ahead.curve[:, 2], np.array([now])]
        if len(self._training.curve):
            parts.append(self._training.curve[:, 2])
        return float(np.nanmin(np.concatenate(parts)))

    @property
    def excess(self) -> float | None:
        """By which share the validation error is above the lowest one; None while that is not known."""
        lowest, now = self.lowest, self._session.q_checked
        if lowest is None or now is None or not np.isfinite(now):
            return None
        return now / max(lowest, 1e-12) - 1

    def close(self) -> None:
        """End the worker."""
        self._asker.close()

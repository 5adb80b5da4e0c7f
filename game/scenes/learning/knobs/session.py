"""The mark that a hand is to reach, and the race against gradient descent."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from game.scenes.learning.session import LearningSession
from game.workers.workers import Workers
from models.learning.descent import Descent, q
from models.learning.watched import Target, least_q

SHARE = 0.06
"""How far the mark lies from the least Q, of the way to where the model begins."""
PACE = 0.4
"""Seconds that the descent takes for a step of the race."""


class KnobsSession:
    """Watches the shared session.

    Attributes:
        mark: the Q to get below; None until it is known.
        least: about the least Q that there is.
        rival: the descent that races; None while there is no race.
        rival_q: its Q.
        winner: "hand" or "descent"; empty while none of them has reached the mark.
    """

    def __init__(self, session: LearningSession, workers: Workers) -> None:
        self._session = session
        self._asker = workers.call(least_q, name="least q", nice=8)
        self._asked = -1
        self.mark: float | None = None
        self.least: float | None = None
        self.rival: Descent | None = None
        self.rival_q = 0.0
        self.winner = ""
        self._wait = 0.0
        self.update(0.0)

    @property
    def below(self) -> bool:
        """Whether Q is below the mark."""
        return self.mark is not None and self._session.q <= self.mark

    def update(self, dt: float) -> None:
        """Ask for the mark where the sample has changed; let the descent make its steps."""
        session = self._session
        if self._asked != session.sampled:
            self._asked = session.sampled
            self.mark = None
            self.rival = None
            self._asker.cancel()
            start = session.model.start(session.seed)
            self._asker.submit(Target(session.model, session.sample, session.state.loss, start))
        answer = self._asker.poll()
        if answer is not None and answer.value is not None:
            start = session.model.start(session.seed)
            begin = q(session.model, start, session.sample, session.state.loss)
            self.least = answer.value
            self.mark = self.least + max(SHARE * (begin - self.least), 0.02 * self.least, 1e-4)
        self._race(dt)

    def _race(self, dt: float) -> None:
        rival = self.rival
        if rival is None or self.winner or self.mark is None:
            return
        if self.below:
            self.winner = "hand"
            return
        self._wait += dt
        while self._wait >= PACE and not rival.diverged:
            self._wait -= PACE
            with np.errstate(over="ignore", invalid="ignore"):
                rival.step()
        session = self._session
        self.rival_q = q(session.model, rival.w, session.sample, session.state.loss)
        if self.rival_q <= self.mark:
            self.winner = "descent"

    def race(self) -> None:
        """Begin a race: both from where the model begins."""
        session = self._session
        session.remember()
        start = session.model.start(session.seed)
        session.set_knobs(start)
        config = replace(session.config, batch=0, method="sgd")
        self.rival = Descent(session.model, session.sample, config, start)
        self.rival_q, self.winner, self._wait = session.q, "", 0.0

    def close(self) -> None:
        """End the worker."""
        self._asker.close()

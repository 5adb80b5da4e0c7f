"""The general scheme for one object after another, forward and back, and predictions of the turn."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.scenes.learning.session import LearningSession
from models.learning.datasets import Data
from models.learning.losses import LOSSES
from models.learning.models import Network, Polynomial

Array = NDArray[np.float64]
STAGES = ("object", "answer", "compare", "turn", "why", "next")
STILL = 1e-9
"""A smaller turn is none."""


@dataclass(frozen=True, eq=False)
class Moment:
    """What the scheme says about one object.

    Attributes:
        index: of the object in the whole sample.
        x: (D,).
        y: the right answer.
        w: the knobs before, (P,).
        answer: a(x, w).
        loss: L(y, a).
        slope: dL/da.
        parts: da/dw of every knob, (P,).
        gradient: dL/dw, (P,).
        after: the knobs after the turn, (P,).
        loss_after: L with these.
    """

    index: int
    x: Array
    y: float
    w: Array
    answer: float
    loss: float
    slope: float
    parts: Array
    gradient: Array
    after: Array
    loss_after: float

    def way(self, knob: int) -> int:
        """Which way a knob turns: 1 up, -1 down, 0 neither."""
        turn = float(self.after[knob] - self.w[knob])
        return 0 if abs(turn) < STILL else 1 if turn > 0 else -1


def moment(model: Polynomial | Network, data: Data, index: int, w: Array, loss: str, rate: float) -> Moment:
    """Work the scheme out for one object."""
    one, how = data.take(np.array([index])), LOSSES[loss]
    a = model.answer(w, one.x)
    slope = how.slope(one.y, a)
    parts = model.gradient(w, one.x, np.ones(1))
    gradient = slope[0] * parts
    after = w - rate * gradient
    again = model.answer(after, one.x)
    return Moment(
        index,
        one.x[0],
        float(one.y[0]),
        w,
        float(a[0]),
        float(how.value(one.y, a)[0]),
        float(slope[0]),
        parts,
        gradient,
        after,
        float(how.value(one.y, again)[0]),
    )


class StepSession:
    """Goes through the shared sample.

    Attributes:
        stage: index of `STAGES`.
        position: how many objects have been shown before this one.
        guess: the predicted turn of the asked knob, 1, -1 or 0; None before.
        streak: predictions that were right one after another.
        predicted: how many were made.
    """

    def __init__(self, session: LearningSession) -> None:
        self._session = session
        self.streak = self.predicted = 0
        self._answered: set[int] = set()
        self.restart()

    def restart(self) -> None:
        """Begin with the first object."""
        session = self._session
        self.stage = self.position = 0
        self.guess: int | None = None
        self._past: list[tuple[int, int, Array]] = []
        self._answered.clear()
        self._sampled = session.sampled
        self._order = self._ordered()
        self._know()

    def _ordered(self) -> NDArray[np.int64]:
        """Objects at random; first the one most too large at x > 0, then the one most too small at x < 0."""
        session = self._session
        objects = np.flatnonzero(~session.state.held)
        order = np.random.default_rng(session.seed).permutation(objects)
        data, loss, rate, w = session.state.data, session.state.loss, session.config.rate, session.w
        for place, side in ((0, 1), (1, -1)):
            error = session.model.answer(w, data.x[order]) - _targets(data)[order]
            fits = (side * data.x[order, 0] > 0.15) & (side * error > 0.05) & (np.arange(len(order)) >= place)
            if fits.any():
                found = int(np.argmax(np.where(fits, side * error, -np.inf)))
                order[[place, found]] = order[[found, place]]
            w = moment(session.model, data, int(order[place]), w, loss, rate).after
        return order

    def _know(self) -> None:
        """Work out the present object."""
        session = self._session
        before = self._past[-1][2] if self.stage == len(STAGES) - 1 else session.w
        index = int(self._order[self.position % len(self._order)])
        self.now = moment(
            session.model, session.state.data, index, before, session.state.loss, session.config.rate
        )
        self._version = session.version, session.config.rate

    @property
    def name(self) -> str:
        """The stage."""
        return STAGES[self.stage]

    @property
    def asked(self) -> int:
        """The knob whose turn is asked for: the slope first, then each of the others."""
        size = self._session.model.size
        return (self.position + 1) % size if size < 8 else int(np.argsort(-np.abs(self.now.gradient))[0])

    @property
    def following(self) -> int:
        """The index of the next object."""
        return int(self._order[(self.position + 1) % len(self._order)])

    @property
    def right(self) -> bool | None:
        """Whether the prediction was right; None before."""
        return None if self.guess is None else self.guess == self.now.way(self.asked)

    def update(self) -> None:
        """Follow the shared session: a knob may have been turned, the sample changed."""
        if self._sampled != self._session.sampled:
            self.restart()
        elif self._version != (self._session.version, self._session.config.rate):
            if self.stage == len(STAGES) - 1 and self._version[0] != self._session.version:
                self.stage, self._past = 0, []
                self.guess = None
            self._know()

    def forward(self) -> None:
        """Go one stage on; after the last one to the next object."""
        session = self._session
        if self.name == "why":
            self._past.append((self.stage, self.position, session.w))
            session.learn(self.now.after)
        elif self.name == "next":
            self._past.append((self.stage, self.position, session.w))
            self.position, self.guess = self.position + 1, None
            self.stage = -1
        else:
            self._past.append((self.stage, self.position, session.w))
        self.stage += 1
        self._know()

    def back(self) -> None:
        """Go one stage back, to the knobs as they were."""
        if not self._past:
            return
        self.stage, self.position, w = self._past.pop()
        if w is not self._session.w:
            self._session.set_knobs(w)
        if self.name in ("object", "answer", "compare", "turn"):
            self.guess = None
        self._know()

    @property
    def can_go_back(self) -> bool:
        """Whether there is a stage before."""
        return bool(self._past)

    def predict(self, way: int) -> None:
        """Say which way the asked knob will turn, and see; a second try at an object does not count."""
        if self.name != "turn":
            return
        self.guess = way
        if self.position not in self._answered:
            self._answered.add(self.position)
            self.predicted += 1
            self.streak = self.streak + 1 if self.right else 0
        self.forward()

    def go_to(self, stage: str) -> None:
        """Go forward to a stage of the first object."""
        self.restart()
        while self.name != stage:
            self.forward()


def _targets(data: Data) -> Array:
    """What answers are compared with: for classes, scores of 1 and -1."""
    return data.y if data.kind == "curve" else 2 * data.y - 1

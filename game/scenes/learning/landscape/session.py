"""A walk over the map of Q, beside gradient descent."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from game.scenes.learning.landscape.requests import Chart, Survey, draw_chart
from game.scenes.learning.session import LearningSession
from game.workers.workers import Workers

REACH = 0.3
"""How far a step can go, in shares of the map's width."""
LONGEST_TRACE = 2000

Place = tuple[float, float]


class LandscapeSession:
    """Two knobs of the shared session as a place on a map.

    Attributes:
        axes: which two knobs, across and upwards.
        chart: the map; None until it is worked out.
        walk: where the hand's steps have led, the start included.
        trace: where a descent has led.
        done: whether the walk has reached the bottom.
        fog: whether only the slope under the pin is seen.
    """

    def __init__(self, session: LearningSession, workers: Workers) -> None:
        self._session = session
        self._asker = workers.call(draw_chart, name="landscape", nice=8)
        self.axes = (0, 1)
        self.chart: Chart | None = None
        self.walk: list[Place] = []
        self.trace: list[Place] = []
        self.done = self.fog = False
        self._key: object = None
        self._sampled = -1
        self._version = self._learned = -1
        self._begin = True

    @property
    def here(self) -> Place:
        """The place of the two knobs."""
        return float(self._session.w[self.axes[0]]), float(self._session.w[self.axes[1]])

    @property
    def reach(self) -> float:
        """How far a step can go, in widths of the map."""
        return REACH

    def begin_soon(self) -> None:
        """Begin a walk as soon as there is a map."""
        self._begin = True

    def choose(self, which: int, step: int) -> None:
        """Take another knob for an axis."""
        size = self._session.model.size
        axes = list(self.axes)
        axes[which] = (axes[which] + step) % size
        if axes[0] == axes[1]:
            axes[which] = (axes[which] + step) % size
        self.axes = (axes[0], axes[1])
        self.begin_soon()

    def update(self) -> None:
        """Ask for a map where anything has changed that it depends on; follow the knobs."""
        session = self._session
        if max(self.axes) >= session.model.size:
            self.axes = (0, 1)
        rest = session.w.copy()
        rest[list(self.axes)] = 0
        key = session.sampled, self.axes, rest.tobytes(), session.config.rate
        if key != self._key:
            self._key = key
            if session.sampled != self._sampled:
                self.walk, self.trace, self.done = [], [], False
            self._sampled = session.sampled
            start = session.model.start(session.seed)
            self._asker.submit(
                Survey(
                    session.model,
                    session.sample,
                    session.state.loss,
                    session.w,
                    start,
                    self.axes,
                    session.config.rate,
                )
            )
        answer = self._asker.poll()
        if answer is not None and answer.value is not None:
            self.chart = answer.value
        if self.chart is not None and max(self.chart.axes) >= session.model.size:
            self.chart = None  # the map of a model that had more knobs
        elif answer is not None and self._begin:
            self.start_walk()
        if session.learned != self._learned:
            self._learned = session.learned
            if not self.trace or self.trace[-1] != self.here:
                self.trace = [*self.trace, self.here][-LONGEST_TRACE:]

    def toggle_fog(self) -> None:
        """Let fog fall, or lift it."""
        self.fog = not self.fog

    def start_walk(self) -> None:
        """Go to where walks begin."""
        chart = self.chart
        if chart is None or chart.axes != self.axes:
            self._begin = True
            return
        self._begin = False
        self._put(chart.begin)
        self.walk, self.trace, self.done = [self.here], [], False

    def _put(self, place: Place) -> None:
        w = self._session.w.copy()
        w[list(self.axes)] = place
        self._session.set_knobs(w)
        self._session.by_hand += 1

    def aimed(self, place: Place) -> Place:
        """Where a step towards a place leads: no farther than the reach."""
        chart = self.chart
        if chart is None:
            return self.here
        u, v = self.here
        wide, high = (span[1] - span[0] for span in chart.spans)
        far = math.hypot((place[0] - u) / wide, (place[1] - v) / high)
        share = min(1.0, REACH / far) if far > 0 else 0.0
        return u + share * (place[0] - u), v + share * (place[1] - v)

    def step_to(self, place: Place) -> None:
        """Make a step of the walk towards a place."""
        if self.chart is None or self.done:
            return
        if not self.walk or self.walk[-1] != self.here:
            self.walk = [self.here]
        self._put(self.aimed(place))
        self.walk = [*self.walk, self.here]
        self.done = self._session.q <= self.chart.bottom

    def drag_to(self, place: Place) -> None:
        """Put the two knobs somewhere; that is no step, and ends a walk."""
        self._put(place)
        self.walk, self.done = [], False

    @property
    def steps(self) -> int:
        """How many steps the walk has made."""
        return max(0, len(self.walk) - 1)

    @property
    def rival_steps(self) -> int | None:
        """How many gradient descent needs; None where it does not get there."""
        chart = self.chart
        return len(chart.descent) - 1 if chart is not None and chart.reached else None

    def path(self) -> NDArray[np.float64]:
        """Gradient descent on the map, (N, 2)."""
        return np.empty((0, 2)) if self.chart is None else self.chart.descent

    def close(self) -> None:
        """End the worker."""
        self._asker.close()

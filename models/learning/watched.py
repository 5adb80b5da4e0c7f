"""Descents that are watched and steered while they go on, and what lies ahead of them.

Nothing here needs torch: a process that only descends is there at once.
"""

from __future__ import annotations

import copy
import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import frozen
from models.base.child_process import Keep
from models.learning.datasets import Data
from models.learning.descent import Descent, DescentConfig, lowest, q
from models.learning.models import Network, Polynomial

Array = NDArray[np.float64]
TOLD_SECONDS = 1 / 60
"""So often it is told how far a descent has come."""
FASTEST = 3000
"""Epochs a second beyond which nobody sees a difference; what does not wait makes no more."""
LONGEST_CURVE = 400
"""Points that are kept of a curve; beyond, every other one is dropped."""
FORESEEN_SECONDS, FORESEEN_EPOCHS = 1.5, 2000


@dataclass(frozen=True, eq=False)
class Run:
    """A descent.

    Attributes:
        model: what learns.
        sample: from what.
        checked: what it is checked with; may be empty.
        config: how.
        w: where it begins, (P,).
    """

    model: Polynomial | Network
    sample: Data
    checked: Data
    config: DescentConfig
    w: Array


@dataclass(frozen=True, eq=False)
class Progress:
    """How far a descent has come.

    Attributes:
        w: (P,), read-only.
        steps: that were made.
        epoch: how often the sample was gone through.
        curve: (N, 3), epoch, Q and Q of what is held out (NaN where nothing is), read-only.
        best: the knobs with the least Q of what is held out, and its epoch; None where nothing is.
        diverged: it has.
        rate: epochs a second, lately.
        kept: all that is needed to go on, where that was asked for.
    """

    w: Array
    steps: int
    epoch: float
    curve: Array
    best: tuple[Array, float] | None
    diverged: bool
    rate: float
    kept: Kept | None = None


@dataclass(frozen=True)
class Orders:
    """What may be said to a running descent.

    Attributes:
        speed: epochs a second; infinite is as fast as it can.
        config: how to descend from now on; None as before.
        hand: a knob, and where a hand has turned it; None where no hand is.
    """

    speed: float = 1.0
    config: DescentConfig | None = None
    hand: tuple[int, float] | None = None


class Curve:
    """Q by epoch, thinned out as it grows."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self.points: list[tuple[float, float, float]] = []
        self._stride, self._due, self._least = 1.0, 0.0, np.inf
        self.best: tuple[Array, float] | None = None

    def note(self, descent: Descent, *, always: bool = False) -> None:
        """Note how good it is now, if that is due."""
        if descent.epoch < self._due and not always:
            return
        run = self._run
        checked = q(run.model, descent.w, run.checked, run.config.loss) if len(run.checked) else np.nan
        self.points.append((descent.epoch, q(run.model, descent.w, run.sample, run.config.loss), checked))
        if checked < self._least:
            self._least, self.best = checked, (descent.w, descent.epoch)
        self._due = descent.epoch + self._stride
        if len(self.points) > LONGEST_CURVE:
            self.points = self.points[::2]
            self._stride *= 2

    def array(self) -> Array:
        """The points, (N, 3), read-only."""
        return frozen(np.array(self.points))


@dataclass(frozen=True, eq=False)
class Kept:
    """All that is needed to go on with a descent.

    Attributes:
        descent: with what its method remembers, and the order of objects.
        curve: so far.
        orders: what was said to it last.
        credit: the part of a step that was due.
    """

    descent: Descent
    curve: Curve
    orders: Orders
    credit: float


def begin(request: Run, orders: Orders) -> Kept:
    """A descent that has made no step."""
    descent, curve = Descent(request.model, request.sample, request.config, request.w), Curve(request)
    curve.note(descent)
    return Kept(descent, curve, orders, 0.0)


def run(
    where: Kept, newest: Callable[[], Orders | Keep | None] = lambda: None, *, wait: bool = True
) -> Iterator[Progress]:
    """Descend, and tell about sixty times a second how far it has come.

    Args:
        where: where it begins or goes on.
        newest: returns what was said to it last, once; None while nothing was; `Keep` repeats what was
            told last, with all that is needed to go on.
        wait: False never sleeps, and makes the steps of one sixtieth of a second (tests).
    """
    descent, curve, orders, credit = where.descent, where.curve, where.orders, where.credit
    rate, told = 0.0, time.perf_counter()
    while not descent.diverged:
        heard = newest()
        if isinstance(heard, Keep):
            kept = copy.deepcopy(Kept(descent, curve, orders, credit))
            yield replace(_progress(descent, curve, rate), kept=kept)
            continue
        if heard is not None:
            orders = heard
            _obey(descent, heard)
        before, until = descent.epoch, time.perf_counter() + TOLD_SECONDS
        count = len(descent.data)
        batch = min(descent.config.batch or count, count)
        unlimited = wait and math.isinf(orders.speed)
        credit = math.inf if unlimited else credit + min(orders.speed, FASTEST) * TOLD_SECONDS * count / batch
        with np.errstate(over="ignore", invalid="ignore"):
            while credit >= 1 and not descent.diverged and not (wait and time.perf_counter() > until):
                credit -= 1
                descent.step()
                curve.note(descent)
        credit = min(credit, 1.0)
        if wait:
            time.sleep(max(0.0, until - time.perf_counter()))
        now = time.perf_counter()
        rate += 0.1 * ((descent.epoch - before) / max(now - told, 1e-6) - rate)
        told = now
        yield _progress(descent, curve, rate)


def nothing() -> Iterator[None]:
    """Descend nowhere: a process that does it has loaded all that a descent needs."""
    yield from ()


def _obey(descent: Descent, orders: Orders) -> None:
    if orders.config is not None:
        descent.config = orders.config
    if orders.hand is not None:
        descent.w = descent.w.copy()
        descent.w[orders.hand[0]] = orders.hand[1]


def _progress(descent: Descent, curve: Curve, rate: float) -> Progress:
    w = frozen(descent.w.copy())
    return Progress(w, descent.steps, descent.epoch, curve.array(), curve.best, descent.diverged, rate)


@dataclass(frozen=True, eq=False)
class Target:
    """The question how low Q can get, from w, (P,)."""

    model: Polynomial | Network
    sample: Data
    loss: str
    w: Array


def least_q(target: Target) -> float:
    """About the least Q."""
    w = lowest(target.model, target.sample, target.loss, target.w)
    return q(target.model, w, target.sample, target.loss)


@dataclass(frozen=True, eq=False)
class Ahead:
    """What would come of going on: epochs from now, Q and Q of what is held out, (N, 3)."""

    curve: Array


def look_ahead(request: Run) -> Ahead:
    """Go on for a while from where the knobs stand."""
    descent, curve = Descent(request.model, request.sample, request.config, request.w), Curve(request)
    curve.note(descent)
    until = time.perf_counter() + FORESEEN_SECONDS
    with np.errstate(over="ignore", invalid="ignore"):
        _go_on(descent, curve, until)
    return Ahead(curve.array())


def _go_on(descent: Descent, curve: Curve, until: float) -> None:
    while descent.epoch < FORESEEN_EPOCHS and not descent.diverged and time.perf_counter() < until:
        descent.step()
        curve.note(descent)

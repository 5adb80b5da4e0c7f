"""Gradient descent, step by step: Q(w) = 1/N Σ L(y_i, a(x_i, w)) becomes smaller."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import frozen
from models.base.typed_fields import Range
from models.learning.datasets import Data
from models.learning.losses import LOSSES
from models.learning.models import Model, Polynomial

Array = NDArray[np.float64]
LARGEST = 1e6
"""A parameter or a loss beyond this has diverged."""


@dataclass(frozen=True)
class DescentConfig:
    """How to descend.

    Attributes:
        loss: a name of `LOSSES`.
        rate: learning rate.
        batch: objects a step; 0 means all.
        method: "sgd", "momentum" (of 0.9) or "adam".
        decay: L2 penalty, `decay * |w|² / 2`, on every parameter.
        seed: of the order of objects.
    """

    loss: str = "square"
    rate: Annotated[float, Range(1e-6, 100)] = 0.1
    batch: Annotated[int, Range(0, 5000)] = 0
    method: Literal["sgd", "momentum", "adam"] = "sgd"
    decay: Annotated[float, Range(0, 10)] = 0.0
    seed: int = 1


@dataclass(frozen=True)
class Step:
    """What one step did.

    Attributes:
        w: the parameters after it, (P,), read-only.
        gradient: by which it was turned, (P,), read-only.
        objects: indices of the objects that it was shown, read-only.
        step: how many steps were made.
        epoch: how often the whole sample was gone through, a fraction.
        diverged: a number has become too large; there is no further step.
    """

    w: Array
    gradient: Array
    objects: NDArray[np.int64]
    step: int
    epoch: float
    diverged: bool = False


def q(model: Model, w: Array, data: Data, loss: str) -> float:
    """Q(w), the mean loss over a sample; infinite where it is too large to be written."""
    with np.errstate(over="ignore", invalid="ignore"):
        value = float(LOSSES[loss].value(data.y, model.answer(w, data.x)).mean())
    return value if np.isfinite(value) else float("inf")


def gradient_of_q(model: Model, w: Array, data: Data, loss: str) -> Array:
    """The gradient of Q by w, (P,)."""
    slope = LOSSES[loss].slope(data.y, model.answer(w, data.x))
    return model.gradient(w, data.x, slope / len(data))


def mistakes(model: Model, w: Array, data: Data) -> float:
    """The share of objects whose class is taken for the other one, 0 to 1."""
    return float(np.mean((model.answer(w, data.x) > 0) != (data.y > 0.5)))


class Mover:
    """Turns the knobs by a gradient; keeps what momentum and Adam remember.

    Source: Kingma and Ba, "Adam", ICLR 2015; momentum as in Sutskever et al., ICML 2013, section 2.
    """

    def __init__(self, config: DescentConfig, size: int) -> None:
        self.config = config
        self._first, self._second, self._steps = np.zeros(size), np.zeros(size), 0

    def move(self, w: Array, gradient: Array) -> Array:
        """The parameters after a step, (P,)."""
        config, first, second = self.config, self._first, self._second
        if config.decay:
            gradient = gradient + config.decay * w
        self._steps += 1
        if config.method == "sgd":
            return w - config.rate * gradient
        if config.method == "momentum":
            first *= 0.9
            first += gradient
            return w - config.rate * first
        first *= 0.9
        first += 0.1 * gradient
        second *= 0.999
        second += 0.001 * gradient * gradient
        # Both are divided by how much of them the steps have filled; here that is taken out of the roots.
        filled = math.sqrt(1 - 0.999**self._steps)
        lowered = np.sqrt(second)
        lowered += 1e-8 * filled
        result: Array = w - config.rate * filled / (1 - 0.9**self._steps) * first / lowered
        return result


class Descent:
    """A descent that can be changed under way: whoever has it may replace `config`, or turn knobs of `w`.

    Args:
        model: The model.
        data: The training sample, not empty.
        config: How.
        w: Where to begin, (P,); `model.start` when absent.

    Attributes:
        w: the parameters, (P,).
        gradient: by which they were turned last, (P,).
        objects: indices of the objects that the last step was shown.
        steps: how many were made.
        diverged: a number has become too large; there is no further step.
    """

    def __init__(self, model: Model, data: Data, config: DescentConfig, w: Array | None = None) -> None:
        self.model, self.data = model, data
        self.w = model.start(config.seed) if w is None else np.array(w, np.float64)
        self.gradient = np.zeros(model.size)
        self.objects: NDArray[np.int64] = np.arange(0)
        self.steps, self._seen, self.diverged = 0, 0, False
        self._mover = Mover(config, model.size)
        self._rng = np.random.default_rng(config.seed)
        self._all = np.arange(len(data))
        self._order, self._at = self._all, 0
        self._shuffled: tuple[Array, Array] | None = None

    @property
    def config(self) -> DescentConfig:
        """How it descends."""
        return self._mover.config

    @config.setter
    def config(self, config: DescentConfig) -> None:
        if config.method != self.config.method:
            self._mover = Mover(config, self.model.size)
        if config.batch != self.config.batch:
            self._shuffled = None
        self._mover.config = config

    @property
    def epoch(self) -> float:
        """How often the whole sample was gone through, a fraction."""
        return self._seen / len(self.data)

    def step(self) -> None:
        """Make one step, unless the descent has diverged; numbers that overflow are no error."""
        if self.diverged:
            return
        count = len(self.data)
        batch = min(self.config.batch or count, count)
        if batch == count:
            self.objects, x, y = self._all, self.data.x, self.data.y
        else:
            if self._at >= count or self._shuffled is None:
                self._order, self._at = self._rng.permutation(count), 0
                self._shuffled = self.data.x[self._order], self.data.y[self._order]
            part = slice(self._at, self._at + batch)
            self._at += batch
            self.objects, x, y = self._order[part], self._shuffled[0][part], self._shuffled[1][part]
        slope = LOSSES[self.config.loss].slope
        self.gradient = self.model.gradient_by(self.w, x, lambda a: slope(y, a) / len(y))
        self.w = self._mover.move(self.w, self.gradient)
        self.steps, self._seen = self.steps + 1, self._seen + len(y)
        self.diverged = not self.w @ self.w < LARGEST * LARGEST


def descend(model: Model, data: Data, config: DescentConfig, w: Array | None = None) -> Iterator[Step]:
    """Descend for ever; stop by not asking for the next step. The arguments are those of `Descent`."""
    descent = Descent(model, data, config, w)
    while not descent.diverged:
        with np.errstate(over="ignore", invalid="ignore"):
            descent.step()
        yield Step(
            frozen(descent.w.copy()),
            frozen(descent.gradient.copy()),
            descent.objects,
            descent.steps,
            descent.epoch,
            descent.diverged,
        )


def landscape(
    model: Model,
    data: Data,
    loss: str,
    w: Array,
    axes: tuple[int, int],
    spans: tuple[tuple[float, float], tuple[float, float]],
    side: int,
) -> Array:
    """Q over two of the parameters, the others as they are.

    Args:
        model: The model.
        data: The sample.
        loss: A name of `LOSSES`.
        w: The parameters, (P,).
        axes: Which two: across and upwards.
        spans: The least and the greatest value of each.
        side: Points along an axis.

    Returns:
        (side, side), row by row from the least to the greatest of the second; infinite where too large.
    """
    first, second = (np.linspace(*span, side) for span in spans)
    found = np.empty((side, side))
    at = np.array(w, np.float64)
    for row, high in enumerate(second):
        for column, wide in enumerate(first):
            at[axes[0]], at[axes[1]] = wide, high
            found[row, column] = q(model, at, data, loss)
    return found


def lowest(model: Model, data: Data, loss: str, w: Array, steps: int = 1500) -> Array:
    """Parameters with about the least Q: exact for squares of a polynomial, else where Adam gets, (P,)."""
    if loss == "square" and isinstance(model, Polynomial):
        return np.linalg.lstsq(model.features(data.x), data.y, rcond=None)[0].astype(np.float64)
    descent = Descent(model, data, DescentConfig(loss, rate=0.1, method="adam"), w)
    best, least = descent.w, q(model, descent.w, data, loss)
    for done in range(steps):
        descent.config = DescentConfig(loss, rate=0.1 * (1 - done / steps) + 1e-4, method="adam")
        with np.errstate(over="ignore", invalid="ignore"):
            descent.step()
        now = q(model, descent.w, data, loss)
        if now < least:
            best, least = descent.w, now
    return best

"""Gradient descent, step by step: Q(w) = 1/N Σ L(y_i, a(x_i, w)) becomes smaller."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from models.base.typed_fields import Range
from models.learning.datasets import Data
from models.learning.losses import LOSSES
from models.learning.models import Model

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
        config = self.config
        gradient = gradient + config.decay * w
        self._steps += 1
        if config.method == "sgd":
            return w - config.rate * gradient
        if config.method == "momentum":
            self._first = 0.9 * self._first + gradient
            return w - config.rate * self._first
        self._first = 0.9 * self._first + 0.1 * gradient
        self._second = 0.999 * self._second + 0.001 * gradient**2
        first = self._first / (1 - 0.9**self._steps)
        second = self._second / (1 - 0.999**self._steps)
        result: Array = w - config.rate * first / (np.sqrt(second) + 1e-8)
        return result


def descend(model: Model, data: Data, config: DescentConfig, w: Array | None = None) -> Iterator[Step]:
    """Descend for ever; stop by not asking for the next step.

    Args:
        model: The model.
        data: The training sample, not empty.
        config: How.
        w: Where to begin, (P,); `model.start` when absent.
    """
    rng = np.random.default_rng(config.seed)
    w = model.start(config.seed) if w is None else np.array(w, np.float64)
    mover, count = Mover(config, model.size), len(data)
    batch = min(config.batch or count, count)
    step, seen = 0, 0
    while True:
        order = np.arange(count) if batch == count else rng.permutation(count)
        for at in range(0, count, batch):
            objects = order[at : at + batch]
            with np.errstate(over="ignore", invalid="ignore"):
                gradient = gradient_of_q(
                    model, w, data if batch == count else data.take(objects), config.loss
                )
                w = mover.move(w, gradient)
            step, seen = step + 1, seen + len(objects)
            done = Step(_frozen(w), _frozen(gradient), objects, step, seen / count)
            if not (np.abs(w) < LARGEST).all():
                yield replace(done, diverged=True)
                return
            yield done


def _frozen(values: Array) -> Array:
    values = values.copy()
    values.flags.writeable = False
    return values


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

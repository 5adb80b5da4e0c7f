"""Losses L(y, a) of one object, and how each grows with the model's answer a."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Loss:
    """A loss.

    Attributes:
        value: (y, a) -> L, both (N,); for classes y is 0 or 1 and a is the score before any squashing.
        slope: (y, a) -> dL/da, (N,).
        kinds: of data that it is for.
    """

    value: Callable[[Array, Array], Array]
    slope: Callable[[Array, Array], Array]
    kinds: tuple[str, ...]


def _signs(y: Array) -> Array:
    return 2.0 * y - 1.0


def _log_loss(y: Array, a: Array) -> Array:
    result: Array = np.logaddexp(0.0, -_signs(y) * a)
    return result


def _log_slope(y: Array, a: Array) -> Array:
    return sigmoid(a) - y


def sigmoid(a: Array) -> Array:
    """1 / (1 + e^-a), without overflow."""
    result: Array = 0.5 * (1.0 + np.tanh(0.5 * a))
    return result


LOSSES: Mapping[str, Loss] = {
    "square": Loss(lambda y, a: (a - y) ** 2, lambda y, a: 2 * (a - y), ("curve",)),
    "absolute": Loss(lambda y, a: np.abs(a - y), lambda y, a: np.sign(a - y), ("curve",)),
    "log": Loss(_log_loss, _log_slope, ("classes",)),
    "hinge": Loss(
        lambda y, a: np.maximum(0.0, 1.0 - _signs(y) * a),
        lambda y, a: np.where(_signs(y) * a < 1.0, -_signs(y), 0.0),
        ("classes",),
    ),
}
"""By name; "log" is the cross-entropy of two classes."""

"""Models a(x, w) with few parameters, and the gradient of what depends on their answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from types import MappingProxyType
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

MOST_LAYERS = 6
MOST_NEURONS = 12
HIGHEST_DEGREE = 12
HIGHEST_IN_PLANE = 6

EXTRAS: Mapping[str, Callable[[Array], Array]] = MappingProxyType(
    {
        "square1": lambda x: x[:, 0] ** 2,
        "square2": lambda x: x[:, 1] ** 2,
        "product": lambda x: x[:, 0] * x[:, 1],
        "sine1": lambda x: np.sin(np.pi * x[:, 0]),
        "sine2": lambda x: np.sin(np.pi * x[:, 1]),
    }
)
"""Inputs that a network may be given beside the coordinates: (N, D) -> (N,)."""
_OF_ONE = ("square1", "sine1")


def extras_for(inputs: int) -> tuple[str, ...]:
    """The names of `EXTRAS` that so many coordinates have."""
    return _OF_ONE if inputs == 1 else tuple(EXTRAS)


class Model(Protocol):
    """A model; its parameters w are a vector, so that every one of them can be a knob."""

    @property
    def size(self) -> int:
        """How many parameters there are."""

    def names(self) -> tuple[str, ...]:
        """The parameters' names, such as "w0"; those of a network name layer and neurons."""

    def start(self, seed: int) -> Array:
        """Parameters to begin with, (P,)."""

    def answer(self, w: Array, x: Array) -> Array:
        """The answers to objects: (P,), (N, D) -> (N,)."""

    def gradient(self, w: Array, x: Array, slope: Array) -> Array:
        """The gradient of a sum over objects by w: (P,), (N, D), dL/da (N,) -> (P,)."""

    def gradient_by(self, w: Array, x: Array, slope_of: Callable[[Array], Array]) -> Array:
        """As `gradient`, with dL/da as a function of the answers: (N,) -> (N,)."""


def highest_degree(inputs: int) -> int:
    """The highest degree of a polynomial of so many inputs."""
    return HIGHEST_DEGREE if inputs == 1 else HIGHEST_IN_PLANE


@dataclass(frozen=True)
class Polynomial:
    """w0 + w1 x + … of a curve's x, or of both coordinates for classes; degree 1 is the line.

    For two coordinates there are all products whose degrees add up to `degree` at most.

    Attributes:
        degree: 1 to 12 of a curve, to 6 of classes.
        inputs: 1 for a curve, 2 for classes.
    """

    degree: int = 1
    inputs: int = 1

    def __post_init__(self) -> None:
        if self.inputs not in (1, 2) or not 1 <= self.degree <= highest_degree(self.inputs):
            raise ValueError(f"degree {self.degree} of {self.inputs} inputs")

    def powers(self) -> list[tuple[int, ...]]:
        """The powers of the inputs that each parameter is multiplied with."""
        if self.inputs == 1:
            return [(power,) for power in range(self.degree + 1)]
        return [(total - j, j) for total in range(self.degree + 1) for j in range(total + 1)]

    @property
    def size(self) -> int:
        """How many parameters there are."""
        return len(self.powers())

    def names(self) -> tuple[str, ...]:
        """The names w0, w1 and so on."""
        return tuple(f"w{index}" for index in range(self.size))

    def start(self, seed: int) -> Array:
        """Random positions of the knobs, -1.2 to 1.2; the higher powers' are smaller."""
        degrees = np.array([sum(each) for each in self.powers()])
        drawn: Array = np.random.default_rng(seed).uniform(-1.2, 1.2, self.size) / np.maximum(1, degrees)
        return drawn

    def features(self, x: Array) -> Array:
        """What w is multiplied with: (N, D) -> (N, P)."""
        columns = [
            np.prod([x[:, i] ** power for i, power in enumerate(each)], axis=0) for each in self.powers()
        ]
        return np.stack(columns, axis=1)

    def answer(self, w: Array, x: Array) -> Array:
        """The answers to objects: (P,), (N, D) -> (N,)."""
        result: Array = self.features(x) @ w
        return result

    def gradient(self, w: Array, x: Array, slope: Array) -> Array:
        """The gradient of a sum over objects by w: (P,), (N, D), dL/da (N,) -> (P,)."""
        result: Array = self.features(x).T @ slope
        return result

    def gradient_by(self, w: Array, x: Array, slope_of: Callable[[Array], Array]) -> Array:
        """As `gradient`, with dL/da as a function of the answers: (N,) -> (N,)."""
        features = self.features(x)
        result: Array = features.T @ slope_of(features @ w)
        return result


@dataclass(frozen=True)
class Network:
    """A network of tanh or ReLU layers with one linear answer.

    Attributes:
        hidden: neurons of each hidden layer, at most 6 layers of 12.
        inputs: 1 for a curve, 2 for classes.
        activation: "tanh" or "relu".
        extras: further inputs, names of `extras_for(inputs)`, in their order.
    """

    hidden: tuple[int, ...] = (4,)
    inputs: int = 2
    activation: str = "tanh"
    extras: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        right = len(self.hidden) <= MOST_LAYERS and all(1 <= n <= MOST_NEURONS for n in self.hidden)
        if not right or self.inputs not in (1, 2) or self.activation not in ("tanh", "relu"):
            raise ValueError(f"{self}")
        if self.extras != tuple(name for name in extras_for(self.inputs) if name in self.extras):
            raise ValueError(f"inputs {self.extras}")

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """Neurons of every layer, the inputs and the answer included."""
        return (self.inputs + len(self.extras), *self.hidden, 1)

    @cached_property
    def size(self) -> int:
        """How many parameters there are."""
        widths = self.widths
        return sum((a + 1) * b for a, b in pairwise(widths))

    def names(self) -> tuple[str, ...]:
        """Such as "w2.1.0", which leads to neuron 1 of layer 2 from neuron 0; "b2.1" is its bias."""
        found: list[str] = []
        for layer, (a, b) in enumerate(pairwise(self.widths), start=1):
            found += [f"w{layer}.{j}.{i}" for j in range(b) for i in range(a)]
            found += [f"b{layer}.{j}" for j in range(b)]
        return tuple(found)

    def start(self, seed: int) -> Array:
        """Weights by Glorot and Bengio's uniform rule, biases zero."""
        rng = np.random.default_rng(seed)
        parts = []
        for a, b in pairwise(self.widths):
            limit = np.sqrt(6 / (a + b))
            parts += [rng.uniform(-limit, limit, a * b), np.zeros(b)]
        return np.concatenate(parts)

    def layers(self, w: Array) -> list[tuple[Array, Array]]:
        """Views of the weights, (B, A), and biases, (B,), of each layer."""
        found, at = [], 0
        for a, b in pairwise(self.widths):
            found.append((w[at : at + a * b].reshape(b, a), w[at + a * b : at + (a + 1) * b]))
            at += (a + 1) * b
        return found

    def neurons(self, w: Array, x: Array) -> list[Array]:
        """What every neuron of every layer answers: inputs (N, D + extras), hidden …, the answer (N, 1)."""
        return self._forward(self.layers(w), x)

    def _forward(self, layers: list[tuple[Array, Array]], x: Array) -> list[Array]:
        if self.extras:
            x = np.column_stack([x, *(EXTRAS[name](x) for name in self.extras)])
        found, smooth = [x], self.activation == "tanh"
        for weights, bias in layers[:-1]:
            z = found[-1] @ weights.T
            z += bias
            found.append(np.tanh(z, out=z) if smooth else np.maximum(z, 0.0, out=z))
        weights, bias = layers[-1]
        found.append(found[-1] @ weights.T + bias)
        return found

    def answer(self, w: Array, x: Array) -> Array:
        """The answers to objects: (P,), (N, D) -> (N,)."""
        return self.neurons(w, x)[-1][:, 0]

    def gradient(self, w: Array, x: Array, slope: Array) -> Array:
        """The gradient of a sum over objects by w, by backpropagation: … dL/da (N,) -> (P,)."""
        layers = self.layers(w)
        return self._back(layers, self._forward(layers, x), slope)

    def gradient_by(self, w: Array, x: Array, slope_of: Callable[[Array], Array]) -> Array:
        """As `gradient`, with dL/da as a function of the answers: (N,) -> (N,)."""
        layers = self.layers(w)
        seen = self._forward(layers, x)
        return self._back(layers, seen, slope_of(seen[-1][:, 0]))

    def _back(self, layers: list[tuple[Array, Array]], seen: list[Array], slope: Array) -> Array:
        found, back = np.empty(self.size), slope[:, None]
        at, smooth = self.size, self.activation == "tanh"
        for number in range(len(layers) - 1, -1, -1):
            weights, bias = layers[number]
            below = seen[number]
            at -= len(bias)
            back.sum(axis=0, out=found[at : at + len(bias)])
            at -= weights.size
            np.matmul(back.T, below, out=found[at : at + weights.size].reshape(weights.shape))
            if number:
                back = back @ weights
                back *= 1 - below * below if smooth else below > 0
        return found


@dataclass(frozen=True)
class ModelSpec:
    """Which model, whatever data it is for.

    Attributes:
        kind: "line", "polynomial" or "network".
        degree: of the polynomial.
        hidden: neurons of each hidden layer of the network.
        activation: of the network.
        extras: names of `EXTRAS`; a network is given those that its data have.
    """

    kind: str = "line"
    degree: int = 3
    hidden: tuple[int, ...] = (4,)
    activation: str = "tanh"
    extras: tuple[str, ...] = ()

    def make(self, inputs: int) -> Polynomial | Network:
        """The model of one or two inputs; a polynomial of both has a lower degree if need be.

        Raises:
            ValueError: There is no such model.
        """
        if self.kind == "network":
            if unknown := set(self.extras) - set(EXTRAS):
                raise ValueError(f"inputs {sorted(unknown)}")
            extras = tuple(name for name in extras_for(inputs) if name in self.extras)
            return Network(self.hidden, inputs, self.activation, extras)
        if self.kind not in ("line", "polynomial"):
            raise ValueError(f"{self.kind} is no kind of model")
        return Polynomial(1 if self.kind == "line" else min(self.degree, highest_degree(inputs)), inputs)

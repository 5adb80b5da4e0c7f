"""Q over two of the knobs, and how gradient descent goes down there."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.learning.datasets import Data
from models.learning.descent import LARGEST, gradient_of_q, landscape, lowest, q
from models.learning.models import Network, Polynomial

Array = NDArray[np.float64]
SIDE = 57
"""Places along an edge of the map."""
BOTTOM = 0.015
"""What counts as the valley's bottom: this share of the way from the least Q up to the walk's start."""
MOST_STEPS = 400
MOST_MINIMA = 8
FROM = (0.1, 0.86)
"""Where a walk begins, in shares of the map."""


@dataclass(frozen=True, eq=False)
class Survey:
    """What the map depends on.

    Attributes:
        model, sample, loss: of Q.
        w: the knobs, (P,); those of the axes do not matter.
        start: where the model begins, (P,).
        axes: which two knobs, across and upwards.
        rate: of the descent whose steps are counted.
    """

    model: Polynomial | Network
    sample: Data
    loss: str
    w: Array
    start: Array
    axes: tuple[int, int]
    rate: float


@dataclass(frozen=True, eq=False)
class Chart:
    """A map.

    Attributes:
        axes: which two knobs.
        spans: least and greatest value of each.
        values: (SIDE, SIDE), row by row from the least to the greatest of the second; finite.
        lowest: where it is lowest, across and upwards.
        least: Q there.
        minima: other places of the map that are lower than all around them.
        bottom: at and below this Q one is at the bottom of the valley.
        begin: where a walk begins.
        descent: (N, 2), gradient descent from there, step by step, as far as the bottom.
        reached: whether it reached the bottom.
    """

    axes: tuple[int, int]
    spans: tuple[tuple[float, float], tuple[float, float]]
    values: Array
    lowest: tuple[float, float]
    least: float
    minima: tuple[tuple[float, float], ...]
    bottom: float
    begin: tuple[float, float]
    descent: Array
    reached: bool


def draw_chart(request: Survey) -> Chart:
    """Work a map out."""
    model, sample, loss, axes = request.model, request.sample, request.loss, request.axes
    best = lowest(model, sample, loss, request.start, 600)
    spans = tuple(_span(float(best[axis]), float(request.start[axis])) for axis in axes)
    both = (spans[0], spans[1])
    at = request.w if model.size > 2 else best
    values = np.nan_to_num(landscape(model, sample, loss, at, axes, both, SIDE), posinf=LARGEST)
    lowest_row, lowest_column = map(int, np.unravel_index(int(values.argmin()), values.shape))
    places = [np.linspace(*span, SIDE) for span in both]
    low = float(places[0][lowest_column]), float(places[1][lowest_row])
    least = float(values.min())
    if model.size == 2:
        low, least = (float(best[axes[0]]), float(best[axes[1]])), q(model, best, sample, loss)
    begin = tuple(span[0] + share * (span[1] - span[0]) for span, share in zip(both, FROM, strict=True))
    w = np.array(at)
    w[list(axes)] = begin
    bottom = least + BOTTOM * (q(model, w, sample, loss) - least)
    path, reached = _down(request, w, bottom)
    minima = tuple(
        (float(places[0][column]), float(places[1][row]))
        for row, column in local_minima(values)
        if abs(row - lowest_row) + abs(column - lowest_column) > 3
    )
    return Chart(axes, both, values, low, least, minima, bottom, (begin[0], begin[1]), path, reached)


def local_minima(values: Array) -> list[tuple[int, int]]:
    """Row and column of the inner places that are lower than their eight neighbours, the lowest first."""
    middle = values[1:-1, 1:-1]
    lower = np.ones(middle.shape, bool)
    for down in (0, 1, 2):
        for right in (0, 1, 2):
            if (down, right) != (1, 1):
                beside = values[down : down + middle.shape[0], right : right + middle.shape[1]]
                lower &= middle < beside
    found = [(int(row) + 1, int(column) + 1) for row, column in np.argwhere(lower)]
    return sorted(found, key=lambda place: values[place])[:MOST_MINIMA]


def _span(best: float, start: float) -> tuple[float, float]:
    """A span around the best value that has room for the start."""
    half = min(max(1.2, 1.6 * abs(start - best)), 6.0)
    return best - half, best + half


def _down(request: Survey, w: Array, bottom: float) -> tuple[Array, bool]:
    """Gradient descent by the two knobs of the axes alone."""
    path, across = [w[list(request.axes)].copy()], list(request.axes)
    for _ in range(MOST_STEPS):
        if q(request.model, w, request.sample, request.loss) <= bottom:
            return np.array(path), True
        with np.errstate(over="ignore", invalid="ignore"):
            gradient = gradient_of_q(request.model, w, request.sample, request.loss)
            w = w.copy()
            w[across] -= request.rate * gradient[across]
        if not (np.abs(w) < LARGEST).all():
            break
        path.append(w[across].copy())
    return np.array(path), False

"""Fields over the plane: where their cells are, how their values look, and where they have a level."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from game.scenes.learning.session import EDGE
from game.ui.style import Style

Array = NDArray[np.float64]
Point = tuple[float, float]


MOST_DRAWN = 200
"""Of so many objects each one's loss is drawn; of more, some."""


def some(indices: NDArray[np.int64]) -> list[int]:
    """Indices of objects that stand for all of them where these are too many to be drawn one by one."""
    every = -(-len(indices) // MOST_DRAWN)
    return list(map(int, indices[::every] if every else indices))


def grid(side: int) -> Array:
    """The middles of the plane's cells, (side², 2), row by row from the top."""
    at = (np.arange(side) + 0.5) / side * 2 * EDGE - EDGE
    x, y = np.meshgrid(at, -at)
    return np.stack([x.ravel(), y.ravel()], axis=1)


@lru_cache(maxsize=8)
def _shade_table(low: tuple[int, ...], middle: tuple[int, ...], high: tuple[int, ...]) -> NDArray[np.uint8]:
    """256 colours from one over the ground to the other, (256, 3)."""
    share = np.linspace(-0.62, 0.62, 256)[:, None]
    ends = np.where(share < 0, np.array(low[:3], float), np.array(high[:3], float))
    mixed = np.array(middle[:3], float) * (1 - np.abs(share)) + ends * np.abs(share)
    table: NDArray[np.uint8] = np.rint(mixed).astype(np.uint8)
    return table


def shades(style: Style, values: Array) -> NDArray[np.uint8]:
    """Numbers from 0 (blue) to 1 (orange) as colours over the panel's ground, (..., 3)."""
    colour = style.colour
    table = _shade_table(tuple(colour.agent), tuple(colour.surface), tuple(colour.human))
    return table[(np.clip(values, 0, 1) * 255).astype(np.uint8)]


def contour(values: Array, level: float) -> list[tuple[Point, Point]]:
    """Pieces of the lines on which values of the plane's cells have a level, by marching squares.

    Args:
        values: (side, side), row by row from the top, at the middles of the cells.
        level: the level.

    Returns:
        Pairs of places in the plane.
    """
    step = 2 * EDGE / len(values)

    def place(spot: Point) -> Point:
        return (spot[1] + 0.5) * step - EDGE, EDGE - (spot[0] + 0.5) * step

    return [(place(a), place(b)) for a, b in marching_squares(values, level)]


def marching_squares(values: Array, level: float) -> list[tuple[Point, Point]]:
    """Pieces of a level's lines in a field (H, W), as pairs of (row, column), fractions."""
    above = values > level
    mixed = np.argwhere(
        (above[:-1, :-1] != above[1:, :-1])
        | (above[:-1, :-1] != above[:-1, 1:])
        | (above[:-1, :-1] != above[1:, 1:])
    )
    pieces: list[tuple[Point, Point]] = []
    with np.errstate(invalid="ignore"):
        for row, column in mixed.tolist():
            corners = ((row, column), (row, column + 1), (row + 1, column + 1), (row + 1, column))
            cuts: list[Point] = []
            for index in range(4):
                a, b = corners[index], corners[(index + 1) % 4]
                high, low = float(values[a]), float(values[b])
                if (high > level) != (low > level):
                    share = (level - high) / (low - high) if np.isfinite(low - high) else 0.5
                    cuts.append((a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])))
            pieces += [(cuts[index], cuts[index + 1]) for index in range(0, len(cuts) - 1, 2)]
    return pieces

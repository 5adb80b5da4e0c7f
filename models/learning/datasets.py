"""Data for learning in small: points to be fitted by a curve, and points of two classes in the plane."""

import csv
import io
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Kind = Literal["curve", "classes"]

MOST_POINTS = 5000
LARGEST_TEXT = 2 << 20
"""Characters of a CSV file."""


class TableError(ValueError):
    """A table cannot be read.

    Attributes:
        code: "too_long", "too_many", "too_few", "not_numbers", "not_finite", "columns", "class" or "broken".
        line: which one; 0 where it is none in particular.
    """

    def __init__(self, code: str, line: int, why: str) -> None:
        super().__init__(f"line {line}: {why}" if line else why)
        self.code, self.line = code, line


@dataclass(frozen=True)
class Data:
    """A sample.

    Attributes:
        x: (N, D), D is 1 for a curve and 2 for classes; about -1 to 1.
        y: (N,), the right answers: numbers of about -1 to 1, or the classes 0 and 1.
        kind: what the answers are.
    """

    x: Array
    y: Array
    kind: Kind

    def __post_init__(self) -> None:
        width = 1 if self.kind == "curve" else 2
        if self.x.ndim != 2 or self.x.shape != (len(self.y), width):
            raise ValueError(
                f"x is {self.x.shape} for {len(self.y)} answers, wanted ({len(self.y)}, {width})"
            )

    def __len__(self) -> int:
        return len(self.y)

    def take(self, chosen: NDArray[np.int64]) -> "Data":
        """Some of the objects."""
        return Data(self.x[chosen], self.y[chosen], self.kind)

    def split(self, share: float, seed: int) -> tuple["Data", "Data"]:
        """A training and a validation sample; `share` of the objects, rounded, goes into the latter."""
        order = np.random.default_rng(seed).permutation(len(self))
        held_out = round(share * len(self))
        return self.take(np.sort(order[held_out:])), self.take(np.sort(order[:held_out]))


def _curve(shape: Callable[[Array], Array], spread: float, outliers: float = 0.0) -> "Maker":
    def make(count: int, noise: float, rng: np.random.Generator) -> Data:
        x = np.sort(rng.uniform(-1, 1, count))
        y = shape(x) + noise * spread * rng.standard_normal(count)
        far = rng.random(count) < outliers
        y[far] += rng.choice([-1, 1], far.sum()) * rng.uniform(0.6, 1.2, far.sum())
        return Data(x[:, None], y, "curve")

    return make


def _moons(count: int, noise: float, rng: np.random.Generator) -> Data:
    y = np.arange(count) % 2
    angle = rng.uniform(0, math.pi, count)
    x = np.where(y == 0, np.cos(angle), 1 - np.cos(angle)) - 0.5
    z = np.where(y == 0, np.sin(angle), 0.5 - np.sin(angle)) - 0.25
    return _classes(0.62 * np.stack([x, z], axis=1), y, noise, rng)


def _spiral(count: int, noise: float, rng: np.random.Generator) -> Data:
    y = np.arange(count) % 2
    radius = np.sqrt(rng.uniform(0.0, 1.0, count))
    angle = 1.75 * 2 * math.pi * radius + math.pi * y
    points = 0.92 * radius[:, None] * np.stack([np.sin(angle), np.cos(angle)], axis=1)
    return _classes(points, y, noise, rng)


def _circle(count: int, noise: float, rng: np.random.Generator) -> Data:
    y = np.arange(count) % 2
    radius = np.where(y == 0, rng.uniform(0, 0.42, count), rng.uniform(0.62, 0.95, count))
    angle = rng.uniform(0, 2 * math.pi, count)
    points = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
    return _classes(points, y, noise, rng)


def _xor(count: int, noise: float, rng: np.random.Generator) -> Data:
    points = rng.uniform(0.06, 0.95, (count, 2)) * rng.choice([-1, 1], (count, 2))
    return _classes(points, (points[:, 0] * points[:, 1] > 0).astype(int), noise, rng)


def _blobs(count: int, noise: float, rng: np.random.Generator) -> Data:
    y = np.arange(count) % 2
    points = np.where(y == 0, -0.42, 0.42)[:, None] + 0.16 * rng.standard_normal((count, 2))
    return _classes(points, y, noise, rng)


def _classes(points: Array, y: NDArray[np.int64], noise: float, rng: np.random.Generator) -> Data:
    return Data(points + 0.12 * noise * rng.standard_normal(points.shape), y.astype(float), "classes")


Maker = Callable[[int, float, np.random.Generator], Data]

PRESETS: Mapping[str, tuple[Kind, Maker]] = {
    "line": ("curve", _curve(lambda x: 0.7 * x + 0.1, 0.25)),
    "parabola": ("curve", _curve(lambda x: 1.3 * x**2 - 0.6, 0.25)),
    "waves": ("curve", _curve(lambda x: 0.7 * np.sin(5 * x), 0.25)),
    "outliers": ("curve", _curve(lambda x: 0.5 * x - 0.1, 0.12, outliers=0.12)),
    "blobs": ("classes", _blobs),
    "moons": ("classes", _moons),
    "circle": ("classes", _circle),
    "xor": ("classes", _xor),
    "spiral": ("classes", _spiral),
}
"""By name: the kind of data, and what makes it of a number of objects, a noise of 0 to 1, and a generator."""


def preset(name: str, count: int, noise: float, seed: int) -> Data:
    """Data by the name of a preset.

    Args:
        name: One of `PRESETS`.
        count: Objects, 2 to `MOST_POINTS`.
        noise: 0 to 1.
        seed: Same seed, same data.

    Raises:
        ValueError: The count or the noise is out of range.
        KeyError: There is no such preset.
    """
    if not 2 <= count <= MOST_POINTS or not 0 <= noise <= 1:
        raise ValueError(f"{count} objects with noise {noise}: wanted 2 to {MOST_POINTS}, and 0 to 1")
    return PRESETS[name][1](count, noise, np.random.default_rng(seed))


def read_csv(text: str) -> Data:
    """Data from a table: two columns x, y make a curve; three columns x, y, class (0 or 1) make classes.

    A first line that is no numbers is a heading. Columns are parted by comma, semicolon or tab; with
    semicolons and tabs a decimal comma is read too. Values are brought to -1 to 1 by shift and scale, column
    by column; classes stay.

    Raises:
        TableError: Naming the line that cannot be read.
    """
    if len(text) > LARGEST_TEXT:
        raise TableError("too_long", 0, f"more than {LARGEST_TEXT >> 20} MB")
    first = text.lstrip("\ufeff\r\n").split("\n", 1)[0]
    mark = next((mark for mark in ("\t", ";") if mark in first), ",")
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=mark)
    rows: list[list[float]] = []
    try:
        for number, cells in enumerate(lines, start=1):
            if any(cell.strip() for cell in cells):
                values = _numbers(cells, mark, number, heading=not rows and number == 1)
                rows += [values] if values else []
                if len(rows) > MOST_POINTS:
                    raise TableError("too_many", number, f"more than {MOST_POINTS} lines")
                if rows and values and len(values) != len(rows[0]):
                    raise TableError("columns", number, f"{len(values)} columns instead of {len(rows[0])}")
    except csv.Error as error:
        raise TableError("broken", lines.line_num, str(error)) from error
    if len(rows) < 2:
        raise TableError("too_few", 0, "there must be two lines of numbers at least")
    table = np.array(rows)
    plane = _unit(table[:, :2])
    if table.shape[1] == 3:
        return Data(plane, table[:, 2], "classes")
    order = np.argsort(plane[:, 0], kind="stable")
    return Data(plane[order, :1], plane[order, 1], "curve")


def _numbers(cells: list[str], mark: str, number: int, *, heading: bool) -> list[float]:
    """A line's numbers; none where it may be the heading and is no numbers.

    Raises:
        TableError: It makes no sense.
    """
    try:
        values = [float(cell.replace(",", ".") if mark != "," else cell) for cell in cells]
    except ValueError:
        if heading:
            return []
        raise TableError("not_numbers", number, "not all cells are numbers") from None
    if not all(map(math.isfinite, values)):
        raise TableError("not_finite", number, "a value is not finite")
    if len(values) not in (2, 3):
        raise TableError("columns", number, f"{len(values)} columns; there must be two, or three")
    if len(values) == 3 and values[2] not in (0.0, 1.0):
        raise TableError("class", number, f"the class is {values[2]:g}; it must be 0 or 1")
    return values


def _unit(columns: Array) -> Array:
    """Every column brought to -0.9 to 0.9; a column of one value to 0."""
    low, high = columns.min(axis=0), columns.max(axis=0)
    half = high / 2 - low / 2
    middle = high / 2 + low / 2
    result: Array = 0.9 * (columns - middle) / np.where(half > 0, half, 1.0)
    return result

"""Price series: with a hidden signal, a random walk, or a person's own."""

from __future__ import annotations

import csv
import io
import math

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import frozen

Array = NDArray[np.float64]

BARS = 1000
FIRST_PRICE = 100.0
VOLATILITY = 0.012
"""The standard deviation of a bar's return, as a share of the price."""
MEMORY = 0.25
"""How much of a return comes again in the next bar, where there is a signal: an AR(1) process."""
LARGEST_FILE = 4 * 2**20
FEWEST_PRICES, MOST_PRICES = 100, 20_000


class PriceError(ValueError):
    """There is no series in a file; `code` says why."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(f"{code} {values or ''}".strip())
        self.code, self.values = code, values


def walk(seed: int, bars: int = BARS) -> Array:
    """A random walk: every return is drawn anew, nothing says what comes next."""
    return _prices(np.random.default_rng(seed).normal(0, VOLATILITY, bars - 1))


def signal(seed: int, bars: int = BARS) -> Array:
    """A series whose returns tend to come again: after a rise the next is likelier than a fall."""
    noise = np.random.default_rng(seed).normal(0, VOLATILITY * math.sqrt(1 - MEMORY**2), bars - 1)
    returns = np.empty_like(noise)
    now = 0.0
    for bar, shock in enumerate(noise.tolist()):
        now = MEMORY * now + shock
        returns[bar] = now
    return _prices(returns)


def _prices(returns: Array) -> Array:
    # Less half the variance, so that the price itself, and not its logarithm, is expected to stay.
    steps = returns - VOLATILITY**2 / 2
    return frozen(FIRST_PRICE * np.exp(np.concatenate([[0.0], steps.cumsum()])))


def returns_of(prices: Array) -> Array:
    """By which share the price changes in every bar, (N - 1,)."""
    result: Array = prices[1:] / prices[:-1] - 1
    return result


def read_prices(raw: bytes) -> Array:
    """Read a table: the column that is called close or price, or else the last one that holds numbers.

    Raises:
        PriceError: It is too large, no text, or holds too few prices, or ones that are none.
    """
    if len(raw) > LARGEST_FILE:
        raise PriceError("large", most=LARGEST_FILE // 2**20)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise PriceError("no_text") from error
    if "\0" in text:
        raise PriceError("no_text")
    mark = max(";\t,", key=text[:4000].count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=mark) if any(map(str.strip, row))]
    except csv.Error as error:
        raise PriceError("no_text") from error
    if not rows:
        raise PriceError("few", least=FEWEST_PRICES)
    header = [cell.strip().lower() for cell in rows[0]]
    titled = all(number(cell) is None for cell in rows[0])
    column = next(
        (i for name in ("close", "price", "цена") for i, cell in enumerate(header) if cell == name), None
    )
    body = rows[1:] if titled else rows
    if column is None and body:
        column = max((i for i, cell in enumerate(body[0]) if number(cell) is not None), default=None)
    if column is None:
        raise PriceError("no_numbers")
    found = []
    for line, row in enumerate(body, start=2 if titled else 1):
        value = number(row[column]) if column < len(row) else None
        if value is None or value <= 0:
            raise PriceError("no_price", line=line)
        found.append(value)
    if len(found) < FEWEST_PRICES:
        raise PriceError("few", least=FEWEST_PRICES)
    if len(found) > MOST_PRICES:
        raise PriceError("many", most=MOST_PRICES)
    prices = np.array(found)
    if np.abs(np.log(prices[1:] / prices[:-1])).max() > math.log(100) or not prices.std():
        raise PriceError("wild")
    return frozen(prices)


def number(cell: str) -> float | None:
    """A finite number, also with a decimal comma; None where there is none."""
    text = cell.strip().replace("\N{NO-BREAK SPACE}", "")
    if len(text) > 40:
        return None
    if "," in text and "." not in text:
        text = text.replace(",", ".")
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1e12 else None

"""Where a trainer's time goes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter

from agents.learning.snapshot import TimeSplit


class Stopwatch:
    """Says where the time of a lap went: `with clock("update"): …`."""

    def __init__(self) -> None:
        self._began = perf_counter()
        self._shares = dict.fromkeys(("environment", "inference", "update"), 0.0)

    @contextmanager
    def __call__(self, share: str) -> Iterator[None]:
        """Book the time inside the block."""
        began = perf_counter()
        yield
        self._shares[share] += perf_counter() - began

    def split(self) -> TimeSplit:
        """Return the shares of this lap so far, as fractions."""
        total = perf_counter() - self._began
        shares = {name: spent / total for name, spent in self._shares.items()}
        return TimeSplit(**shares, other=1 - sum(shares.values()))

    def lap(self) -> float:
        """Begin a new lap; return how long the last one took, in seconds."""
        now = perf_counter()
        lap, self._began = now - self._began, now
        self._shares = dict.fromkeys(self._shares, 0.0)
        return lap

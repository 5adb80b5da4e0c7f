"""The time machine: what the same latents became, snapshot after snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from models.generator.live.training import Snapshot

Byte = NDArray[np.uint8]

MOST = 200
"""Grids that are kept; 200 KB each."""
MOST_WEIGHTS = 40
"""Generators that are kept; 1 MB each."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A moment.

    Attributes:
        step: rounds played.
        seconds: spent on them.
        grid: the pictures, (N, side, side, 3) uint8.
        weights: the generator's weights, where they were kept.
        exhibit: the museum's piece that was on; empty for none.
    """

    step: int
    seconds: float
    grid: Byte
    weights: Mapping[str, Any] | None
    exhibit: str


class History:
    """Moments in order; the further back, the thinner."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def __len__(self) -> int:
        return len(self.entries)

    def add(self, snapshot: Snapshot) -> None:
        """Keep a snapshot."""
        if self.entries and snapshot.step <= self.entries[-1].step:
            return
        exhibit = snapshot.controls.exhibit
        entry = Entry(snapshot.step, snapshot.seconds, snapshot.grid, snapshot.weights, exhibit)
        self.entries.append(entry)
        if len(self.entries) > MOST:
            recent = self.entries[MOST // 2 :]
            old = self.entries[: MOST // 2]
            # What redraws other faces is what the time machine can least do without.
            self.entries = [e for i, e in enumerate(old) if i % 2 == 0 or e.weights is not None] + recent
        if len(self.entries) > MOST + MOST_WEIGHTS:
            self.entries = self.entries[::2] + self.entries[-1:]
        weighted = [index for index, entry in enumerate(self.entries) if entry.weights is not None]
        if len(weighted) > MOST_WEIGHTS:
            for index in weighted[1:-1:2]:
                self.entries[index] = replace(self.entries[index], weights=None)

    def forget_after(self, step: int) -> None:
        """Drop what came after a step: it has not happened any more."""
        self.entries = [entry for entry in self.entries if entry.step <= step]

    def clear(self) -> None:
        """Drop everything."""
        self.entries = []

    def with_weights(self) -> tuple[Entry, ...]:
        """The moments that can be drawn anew for other faces."""
        return tuple(entry for entry in self.entries if entry.weights is not None)

    def redrawn(self, grids: Mapping[int, Byte]) -> None:
        """Take the grids of other faces, by step; moments without one are dropped."""
        self.entries = [
            replace(entry, grid=grids[entry.step]) for entry in self.entries if entry.step in grids
        ]

    def at(self, place: float) -> Entry | None:
        """The moment at a share of the way, 0 the first and 1 the last; None when there is none."""
        if not self.entries:
            return None
        return self.entries[round(min(max(place, 0.0), 1.0) * (len(self.entries) - 1))]

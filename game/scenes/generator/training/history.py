"""The time machine: what the same latents became, snapshot after snapshot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from models.base.arrays import Byte

if TYPE_CHECKING:
    from models.generator.live.training import Snapshot

MOST = 200
"""Grids that are kept; 200 KB each."""
MOST_WEIGHTS = 40
"""Generators that are kept; 1 MB each."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment.

    Attributes:
        step: rounds played.
        seconds: spent on them.
        grid: the pictures, (N, side, side, 3) uint8.
        weights: the generator's weights, where they were kept.
    """

    step: int
    seconds: float
    grid: Byte
    weights: Mapping[str, Any] | None = None


class History:
    """Moments in order; the further back, the thinner."""

    def __init__(self) -> None:
        self.moments: list[Moment] = []

    def __len__(self) -> int:
        return len(self.moments)

    def add(self, snapshot: Snapshot) -> None:
        """Keep a snapshot."""
        if self.moments and snapshot.step <= self.moments[-1].step:
            return
        self.moments.append(Moment(snapshot.step, snapshot.seconds, snapshot.grid, snapshot.weights))
        if len(self.moments) > MOST:
            # What redraws other faces is what the time machine can least do without.
            self.moments = [
                moment
                for index, moment in enumerate(self.moments)
                if index >= MOST // 2 or index % 2 == 0 or moment.weights is not None
            ]
        if len(self.moments) > MOST + MOST_WEIGHTS:
            self.moments = self.moments[::2] + self.moments[-1:]
        weighted = [index for index, moment in enumerate(self.moments) if moment.weights is not None]
        if len(weighted) > MOST_WEIGHTS:
            for index in weighted[1:-1:2]:
                self.moments[index] = replace(self.moments[index], weights=None)

    def forget_after(self, step: int) -> None:
        """Drop what came after a step: it has not happened any more."""
        self.moments = [moment for moment in self.moments if moment.step <= step]

    def clear(self) -> None:
        """Drop everything."""
        self.moments = []

    def weights(self) -> tuple[tuple[int, Any], ...]:
        """Steps and weights of the moments that can be drawn again for other faces."""
        return tuple((each.step, each.weights) for each in self.moments if each.weights is not None)

    def redrawn(self, grids: Mapping[int, Byte]) -> None:
        """Take the grids of other faces, by step; moments without one are dropped."""
        self.moments = [
            replace(moment, grid=grids[moment.step]) for moment in self.moments if moment.step in grids
        ]

    def at(self, place: float) -> Moment | None:
        """The moment at a share of the way, 0 the first and 1 the last; None when there is none."""
        if not self.moments:
            return None
        return self.moments[round(min(max(place, 0.0), 1.0) * (len(self.moments) - 1))]

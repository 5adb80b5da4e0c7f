"""What positions earn: returns after costs, and how deep they fall in between."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import frozen

Array = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Account:
    """How money develops.

    Attributes:
        equity: (N + 1,), 1 at first, read-only.
        trades: how often the position changed.
    """

    equity: Array
    trades: int

    @property
    def gain(self) -> float:
        """The whole return, as a share."""
        return float(self.equity[-1] - 1)

    @property
    def drawdown(self) -> float:
        """The deepest fall from a height before, as a share."""
        return float((1 - self.equity / np.maximum.accumulate(self.equity)).max())


def account(returns: Array, positions: Array, cost: float, before: float = 0.0) -> Account:
    """What positions (N,) of -1 to 1, held through returns (N,), earn.

    Args:
        returns: of the price in each bar.
        positions: what is held through that bar.
        cost: of changing the position by 1, as a share of the money.
        before: what was held before.
    """
    changes = np.abs(np.diff(positions, prepend=before))
    growth = 1 + positions * returns - cost * changes
    equity = np.concatenate([[1.0], np.cumprod(np.maximum(growth, 0.0))])
    return Account(frozen(equity), int((changes > 0).sum()))

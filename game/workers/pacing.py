"""Lets an endless computation run at a speed that can be watched."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TypeVar

from game.workers.slot import Slot

T = TypeVar("T")
Speed = Slot[float]
FRAME = 1 / 60
FASTEST = 3000


def paced(items: Iterator[T], speed: Slot[float], *, wait: bool = True) -> Iterator[T]:
    """Yield about sixty items a second, after as many steps as the speed asks for.

    Args:
        items: the computation, one item a step.
        speed: steps a second; may change at any time.
        wait: False never sleeps (tests).
    """
    credit = 1.0
    while True:
        newest = None
        for _ in range(int(credit)):
            newest = next(items, None)
            if newest is None:
                return
        credit += (speed.get() or 1.0) * FRAME - int(credit)
        if newest is not None:
            yield newest
        if wait:
            time.sleep(FRAME)

"""The bundled portraits, a page at a time; reading them never blocks a frame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.ui.context import Context
from game.ui.pictures import NICE
from game.workers.latest_call import LatestCall

PAGE = 24
"""Portraits on a page."""


@dataclass(frozen=True)
class Sample:
    """A bundled portrait: its number, its picture (256, 256, 3) uint8."""

    index: int
    image: NDArray[np.uint8]


class PortraitPages:
    """Portraits chosen at random.

    Attributes:
        samples: those of the newest page, as soon as they have been read.
        problem: why there are none.
    """

    def __init__(self) -> None:
        self.samples: list[Sample] = []
        self.problem = ""
        self._call: LatestCall[tuple[int, int], list[Sample] | str] | None = None

    def look_up(self, ctx: Context, page: int) -> None:
        """Read a page; `update` takes it."""
        if self._call is None:
            self._call = ctx.workers.call(portrait_page, name="portraits", nice=NICE)
        self.samples, self.problem = [], ""
        self._call.submit((ctx.seed, page))

    def update(self) -> None:
        """Take what has been read."""
        answer = self._call.poll() if self._call is not None else None
        if answer is None:
            return
        if isinstance(answer.value, list):
            self.samples = answer.value
        else:
            self.problem = answer.value or (answer.error.error if answer.error else "")

    def close(self) -> None:
        """End the thread."""
        if self._call is not None:
            self._call.close()


def portrait_page(request: tuple[int, int]) -> list[Sample] | str:
    """A page of bundled portraits, or what is wrong with them; runs in the worker's thread.

    Args:
        request: the seed of the order, and the page in it.
    """
    from models.portraits.dataset import PortraitError, load_split

    seed, page = request
    try:
        split = load_split("sample")
        order = np.random.default_rng(seed).permutation(len(split))
        count = min(PAGE, len(split))
        chosen = [int(order[(page * count + i) % len(order)]) for i in range(count)]
        return [Sample(index, split.picture(index)) for index in chosen]
    except PortraitError as problem:
        return str(problem)

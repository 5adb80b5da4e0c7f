"""The bundled portraits, or cats, a page at a time; reading them never blocks a frame."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from game.ui.context import Context
from game.ui.pictures import NICE
from game.workers.latest_call import LatestCall

if TYPE_CHECKING:
    from models.cats.dataset import Cats
    from models.portraits.dataset import Portraits

Drawn = Literal["portraits", "cats"]
"""Which pictures."""
PAGE = 24
"""Portraits on a page."""


@dataclass(frozen=True)
class Sample:
    """A bundled picture: its number, its picture (256, 256, 3) uint8."""

    index: int
    image: NDArray[np.uint8]


class PortraitPages:
    """Pictures chosen at random.

    Args:
        drawn: which.

    Attributes:
        samples: those of the newest page, as soon as they have been read.
        problem: why there are none.
    """

    def __init__(self, drawn: Drawn = "portraits") -> None:
        self.drawn = drawn
        self.samples: list[Sample] = []
        self.problem = ""
        self._call: LatestCall[tuple[int, int], list[Sample] | str] | None = None

    def look_up(self, ctx: Context, page: int) -> None:
        """Read a page; `update` takes it."""
        if self._call is None:
            self._call = ctx.workers.call(partial(portrait_page, self.drawn), name="portraits", nice=NICE)
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


def bundled(drawn: Drawn) -> Portraits | Cats:
    """The bundled pictures.

    Raises:
        PortraitError, CatError: they are absent or damaged.
    """
    from models.cats.dataset import load_cats
    from models.portraits.dataset import load_split

    return load_cats("sample") if drawn == "cats" else load_split("sample")


def portrait_page(drawn: Drawn, request: tuple[int, int]) -> list[Sample] | str:
    """A page of bundled pictures, or what is wrong with them; runs in the worker's thread.

    Args:
        drawn: which.
        request: the seed of the order, and the page in it.
    """
    from models.cats.dataset import CatError
    from models.portraits.dataset import PortraitError

    seed, page = request
    try:
        split = bundled(drawn)
        order = np.random.default_rng(seed).permutation(len(split))
        count = min(PAGE, len(split))
        chosen = [int(order[(page * count + i) % len(order)]) for i in range(count)]
        return [Sample(index, split.picture(index)) for index in chosen]
    except (CatError, PortraitError) as problem:
        return str(problem)

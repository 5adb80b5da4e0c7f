"""A person's own prices, from a file or a dropped one. Nothing here blocks a frame."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from agents.trading.prices import LARGEST_FILE, PriceError, read_prices
from game.scenes.rewards.trading.session import TradingSession
from game.ui.context import Context, FileRequest
from game.ui.language import readable
from game.workers.latest_call import LatestCall
from game.workers.workers import Workers
from models.base.files import open_file

TABLES = frozenset({".csv", ".tsv", ".txt"})


@dataclass(frozen=True, eq=False)
class _Found:
    """Prices, or why there are none."""

    name: str
    prices: NDArray[np.float64] | None = None
    problem: PriceError | None = None


def read(path: Path) -> _Found:
    """Read a file; runs in the worker's thread."""
    name = readable(path.name)
    try:
        with open_file(path) as file:
            return _Found(name, read_prices(file.read(LARGEST_FILE + 1)))
    except PriceError as error:
        return _Found(name, problem=error)


class PriceFiles:
    """Brings prices into a session."""

    def __init__(self, session: TradingSession, workers: Workers) -> None:
        self._session = session
        self._reader: LatestCall[Path, _Found] = workers.call(read, name="read prices")

    def ask(self, ctx: Context) -> None:
        """Let a file be chosen."""
        ctx.pick_file(FileRequest("rewards.open_prices", TABLES, self._reader.submit))

    def drop(self, event: pygame.event.Event) -> bool:
        """Take a dropped file; False for any other event."""
        if event.type == pygame.DROPFILE:
            self._reader.submit(Path(event.file))
            return True
        return False

    def update(self, ctx: Context) -> bool:
        """Take what was read, and say what became of it; whether there are other prices."""
        answer = self._reader.poll()
        if answer is None:
            return False
        found = answer.value
        if found is None:
            ctx.notify(ctx.why(answer.error) if answer.error is not None else "", "bad")
        elif found.problem is not None:
            values = {key: str(value) for key, value in found.problem.values.items()}
            ctx.notify(ctx.t(f"rewards.prices_{found.problem.code}", file=found.name, **values), "bad")
        elif found.prices is not None:
            self._session.take_own(found.prices, found.name)
            ctx.notify(ctx.t("rewards.prices_taken", file=found.name, count=len(found.prices)), "good")
            return True
        return False

    def close(self) -> None:
        """End the thread."""
        self._reader.close()

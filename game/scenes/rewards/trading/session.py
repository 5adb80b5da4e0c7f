"""Which series is traded, what the trader has learned, and what a hand does."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray

from agents.trading.ledger import Account, account
from agents.trading.prices import returns_of, signal, walk
from agents.trading.trader import Course, Report, learn, nothing
from game.scenes.rewards.learning import Learning
from game.workers.workers import Workers
from models.base.typed_fields import Range

Array = NDArray[np.float64]
Kind = Literal["signal", "walk", "riddle", "own"]
KINDS: tuple[Kind, ...] = ("signal", "walk", "riddle", "own")
COSTS = (0.0, 0.0005, 0.001, 0.003)
SPEEDS = (2.0, 10.0, 30.0, math.inf)
"""Rounds of learning a second; the last is as fast as it can."""
HAND_BARS = 60
"""So many bars of the second half are traded by hand."""
LEAST_ROUNDS = 20
"""From so many rounds on it shows whether there was anything to learn."""


@dataclass(frozen=True)
class Settings:
    """What is traded.

    Attributes:
        series: with a signal, without one, one of two that are not named, or a person's own.
        cost: of changing the position by 1, as a share of the money.
        seed: which series of that kind.
        letter: which of the two, where they are not named.
    """

    series: Kind = "signal"
    cost: Annotated[float, Range(0, 0.05)] = 0.0005
    seed: Annotated[int, Range(0, 2**31 - 1)] = 1
    letter: Literal["A", "B"] = "A"


class TradingSession:
    """The state of the tab.

    Attributes:
        settings: what is traded.
        learning: the trader beside the window.
        prices: of the series, (N,); empty where there is none yet.
        own_name: of the file with a person's own prices.
        report: how far the trader has come; None before it has begun.
        hand: positions that a hand has taken, bar by bar; None while nobody trades by hand.
        right, wrong: answers to the question which of two series has a signal.
    """

    def __init__(self, workers: Workers, seed: int) -> None:
        self.settings = Settings(seed=seed)
        self.learning: Learning[Course, Report] = Learning(workers, learn, nothing, SPEEDS)
        self._own = np.zeros(0)
        self.own_name = ""
        self.hand: list[float] | None = None
        self.right = self.wrong = 0
        self._reports: dict[str, Report] = {}
        self._load()

    def _load(self) -> None:
        self.prices = self._series(self.settings)
        self.returns = returns_of(self.prices) if len(self.prices) else np.zeros(0)
        self.report: Report | None = None
        self.hand = None

    def _series(self, settings: Settings) -> Array:
        kind, seed = settings.series, settings.seed
        if kind == "own":
            return self._own
        if kind == "riddle":
            kind = "signal" if settings.letter == self._answer() else "walk"
            seed = 2 * seed + (settings.letter == "B") + 10_000
        return signal(seed) if kind == "signal" else walk(seed)

    def _answer(self) -> str:
        """Which of the two series has a signal."""
        return "AB"[int(np.random.default_rng(self.settings.seed + 77).integers(2))]

    @property
    def middle(self) -> int:
        """The first bar of the test."""
        return len(self.returns) // 2

    @property
    def empty(self) -> bool:
        """Whether there are no prices yet."""
        return not len(self.prices)

    # ------------------------------------------------------------------ what is traded

    def change(self, **fields: Any) -> None:
        """Trade something else, or at other costs."""
        before = self.settings
        self.settings = replace(before, **fields)
        if self.settings == before:
            return
        went_on = self.learning.running
        self.learning.stop()
        self.learning.progress = None
        if self.settings.seed != before.seed or self.settings.series != before.series:
            self._reports = {}
        if self.settings.cost != before.cost:
            self._reports = {}
        self._load()
        kept = self._reports.get(self.settings.letter) if self.settings.series == "riddle" else None
        if kept is not None:
            self.report = kept
        elif went_on:
            self.start()

    def take_own(self, prices: Array, name: str) -> None:
        """Trade a person's own prices."""
        self.learning.stop()
        self._own, self.own_name = prices, name
        self.settings = replace(self.settings, series="own")
        self._reports = {}
        self._load()

    # ------------------------------------------------------------------ learning

    def start(self) -> None:
        """Let a trader begin from nothing."""
        if self.empty:
            return
        self.report = None
        self.learning.start(Course(self.prices, self.settings.cost, self.settings.seed))

    def toggle(self) -> None:
        """Learn, rest, or go on."""
        if self.report is None or self.learning.ended:
            self.start()
        else:
            self.learning.toggle()

    def restart(self) -> None:
        """Another series of the same kind."""
        self.change(seed=self.settings.seed % (2**31 - 1) + 1)

    def update(self) -> None:
        """Take news of the trader."""
        if self.learning.update():
            self.report = self.learning.progress
            if self.report is not None and self.settings.series == "riddle":
                self._reports[self.settings.letter] = self.report

    # ------------------------------------------------------------------ the riddle

    @property
    def answerable(self) -> bool:
        """Whether a trader has tried both of the two series."""
        known = [each for each in self._reports.values() if each.round >= LEAST_ROUNDS]
        return self.settings.series == "riddle" and len(known) == 2

    def answer(self) -> bool:
        """Say that the series on the screen has the signal; whether that is right. Two others follow."""
        good = self.settings.letter == self._answer()
        if good:
            self.right += 1
        else:
            self.wrong += 1
        self.restart()
        return good

    # ------------------------------------------------------------------ by hand

    @property
    def bars(self) -> int:
        """How many bars can be traded by hand."""
        return min(HAND_BARS, len(self.returns) - self.middle)

    def trade(self) -> None:
        """Begin to trade by hand, or end it."""
        self.learning.pause()
        self.hand = [] if self.hand is None and not self.empty else None

    @property
    def trading(self) -> bool:
        """Whether there are bars left to trade by hand."""
        return self.hand is not None and len(self.hand) < self.bars

    def hold(self, position: float | None) -> None:
        """Hold a position through the next bar; None keeps the one that is held."""
        if self.hand is not None and self.trading:
            self.hand.append(position if position is not None else self.hand[-1] if self.hand else 0.0)

    def hand_account(self) -> Account | None:
        """What a hand has earned."""
        if self.hand is None:
            return None
        returns = self.returns[self.middle : self.middle + len(self.hand)]
        return account(returns, np.array(self.hand), self.settings.cost)

    def beside(self, positions: Array) -> Account:
        """What other positions would have earned in the bars that a hand has traded."""
        count = len(self.hand or ())
        part = slice(self.middle, self.middle + count)
        return account(self.returns[part], positions[part], self.settings.cost)

    def close(self) -> None:
        """End the worker."""
        self.learning.close()

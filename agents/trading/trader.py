"""A trader that learns by the policy gradient: short, out or long, by the last returns."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from agents.classic.policy import Adam, Policy, chosen
from agents.trading.ledger import Account, account
from agents.trading.prices import returns_of
from models.base.arrays import frozen

Array = NDArray[np.float64]

LOOK_BACK = 8
"""Returns that the trader sees."""
POSITIONS = np.array([-1.0, 0.0, 1.0])
HIDDEN = 32
ROLLOUTS = 24
"""Ways through the training half that are tried in a round."""
RATE = 0.01
MOST_ROUNDS = 80
TOLD_SECONDS = 1 / 12
"""So often it is told at most how far a trader has come."""


@dataclass(frozen=True, eq=False)
class Course:
    """What is learned from.

    Attributes:
        prices: (N,), read-only; the first half is for learning, the second for the test.
        cost: of changing the position by 1, as a share of the money.
        seed: of the network and of what is tried.
    """

    prices: Array
    cost: float
    seed: int

    @property
    def middle(self) -> int:
        """The first bar of the test: returns from here on were never learned from."""
        return (len(self.prices) - 1) // 2


@dataclass(frozen=True, eq=False)
class Report:
    """How far the trader has come.

    Attributes:
        round: how often it has tried.
        positions: what it holds through every bar, (N - 1,), read-only; 0 where it sees too little.
        curve: (R, 3), round, gain on the first half and on the second, read-only.
        trained, tested: its accounts on both halves.
        held: likewise, of who buys and holds.
        ended: it learns no more.
    """

    round: int
    positions: Array
    curve: Array
    trained: Account
    tested: Account
    held: tuple[Account, Account]
    ended: bool


def seen(returns: Array) -> Array:
    """It sees before every bar, (N, LOOK_BACK): the last returns, the latest first, 0 before any."""
    padded = np.concatenate([np.zeros(LOOK_BACK), returns])
    return np.stack([padded[LOOK_BACK - lag : len(padded) - lag] for lag in range(1, LOOK_BACK + 1)], axis=1)


class Trader:
    """Learns on the first half.

    Attributes:
        policy: π(position | last returns).
        rounds: how often it has tried.
    """

    def __init__(self, course: Course) -> None:
        self._course = course
        self._returns = returns_of(course.prices)
        self._seen = seen(self._returns)
        self._half = slice(0, course.middle)
        rng = self._rng = np.random.default_rng(course.seed)
        spread = max(float(self._returns[self._half].std()), 1e-9)
        self._spread = spread
        first = rng.normal(0, 1 / math.sqrt(LOOK_BACK), (LOOK_BACK + 1, HIDDEN))
        second = rng.normal(0, 0.01, (HIDDEN + 1, len(POSITIONS)))
        self.policy = Policy(np.full(LOOK_BACK, spread), first, second)
        self._adam = Adam(RATE)
        self.rounds = 0

    def round(self) -> None:
        """Try some ways through the first half, and learn from them once.

        What a position earns is known at once: its bar's return, less the costs of taking and of leaving it.
        So G needs no later rewards, and the baseline is its mean over the ways at the same bar.
        """
        policy, returns, states = self.policy, self._returns[self._half], self._seen[self._half]
        chances = policy.probabilities(states)
        with np.errstate(divide="ignore"):
            noisy = np.log(chances)[:, None] + self._rng.gumbel(size=(len(returns), ROLLOUTS, len(POSITIONS)))
        actions = noisy.argmax(axis=2)
        held = POSITIONS[actions]
        changes = self._course.cost * np.abs(np.diff(held, axis=0, prepend=0.0, append=held[-1:]))
        earned = held * returns[:, None] - changes[:-1] - changes[1:]
        advantages = (earned - earned.mean(axis=1, keepdims=True)) / self._spread
        weighed = chosen(actions, len(POSITIONS)) - chances[:, None]
        pushes = (advantages[..., None] * weighed).mean(axis=1)
        self.policy = policy.moved(*self._adam.step(policy.gradient(states, pushes)))
        self.rounds += 1

    def positions(self) -> Array:
        """The likeliest position in every bar, (N - 1,)."""
        return frozen(POSITIONS[self.policy.best(self._seen)])

    def accounts(self, positions: Array) -> tuple[Account, Account]:
        """What positions earn on both halves."""
        middle, cost, returns = self._course.middle, self._course.cost, self._returns
        return (
            account(returns[:middle], positions[:middle], cost),
            account(returns[middle:], positions[middle:], cost),
        )


def learn(
    course: Course, speed: float, newest: Callable[[], float | None] = lambda: None, *, wait: bool = True
) -> Iterator[Report]:
    """Let a trader learn, and tell after its rounds, but not too often, how it does on both halves.

    Args:
        course: what it learns from.
        speed: rounds a second; infinite is as fast as it can.
        newest: returns the speed that was asked for last, once; None while nothing was.
        wait: False never sleeps (tests, measurements).
    """
    trader = Trader(course)
    held = trader.accounts(np.ones(len(course.prices) - 1))
    points: list[tuple[float, float, float]] = []
    told = -math.inf
    while True:
        until = time.perf_counter() + 1 / speed
        positions = trader.positions()
        trained, tested = trader.accounts(positions)
        points.append((trader.rounds, trained.gain, tested.gain))
        ended = trader.rounds >= MOST_ROUNDS
        if ended or not wait or time.perf_counter() - told >= TOLD_SECONDS:
            told = time.perf_counter()
            yield Report(trader.rounds, positions, frozen(np.array(points)), trained, tested, held, ended)
        if ended:
            return
        speed = newest() or speed
        trader.round()
        if wait:
            time.sleep(max(0.0, until - time.perf_counter()))


def nothing() -> Iterator[Report]:
    """Learn nothing: a process that does it has loaded all that learning needs."""
    yield from ()


def trained(course: Course, rounds: int = MOST_ROUNDS) -> Report:
    """The report after so many rounds."""
    trader = Trader(course)
    for _ in range(rounds):
        trader.round()
    positions = trader.positions()
    first, second = trader.accounts(positions)
    held = trader.accounts(np.ones(len(course.prices) - 1))
    curve = frozen(np.array([[rounds, first.gain, second.gain]]))
    return Report(rounds, positions, curve, first, second, held, ended=True)

"""Measure how a ball-follower is beaten in Pong: `python -m tools.pong_aims`.

An attacker meets the balls of a ball-follower anywhere on its bat, and notes from which row each fast ball
went off how steeply, and what came of it: a point, or the row where the next ball comes. The rest is dynamic
programming over those rows. It prints `_AIMS` of `agents.opponents.scripted`: from where to play how, so
that few exchanges later a ball comes that the follower cannot return.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import groupby, product

import numpy as np
import tyro
from numpy.typing import NDArray

from agents.emulators.games import GAMES
from agents.emulators.two_player import DUELS, SIDES, DuelGame, by_side, other
from agents.opponents.scripted import FAST, FLAT, LAST_ROW, SLANTED, STEEP, Attacker, BallFollower

AIMS = (STEEP, SLANTED, FLAT, -SLANTED, -STEEP)
"""Where a bat can meet the ball; it then flies off by -2, -1, 0, 1 or 2 rows per frame."""
NAMES = ("STEEP", "SLANTED", "FLAT", "-SLANTED", "-STEEP")
HALF = LAST_ROW // 2
RALLY = 20_000
"""Frames after which a new game is begun."""
NEAR = {0: 1.0, 1: 0.5, 2: 0.2}
"""How much is told by exchanges from rows as far away."""
HASTE = 0.97
"""Worth of a point an exchange later."""
MISHIT = 0.15
"""How often a player who takes the advice meets the ball a zone further up, and as often further down."""
MISS = -0.2
"""Worth of a ball that passes the bat's edge by such a mishap, and of what was never seen."""
EDGE = 0.03
"""Further cost of aiming at the edge."""
SWITCH = 0.04
"""Cost of every change from one row to the next: what is simple is learned more easily."""


@dataclass(frozen=True)
class Exchange:
    """A fast ball that the attacker returned."""

    row: float
    """Where it came."""
    way: int
    """Rows per frame by which it flew off, up is negative."""
    point: int
    """1 won by it, -1 lost with the next ball, 0 neither."""
    then: float = 0.0
    """Row where the next ball came, if it did."""

    @property
    def mirrored(self) -> Exchange:
        """The same with the court upside down."""
        return Exchange(LAST_ROW - self.row, -self.way, self.point, LAST_ROW - self.then)


def anywhere(rng: np.random.Generator) -> Callable[[float], float]:
    """Draw a place on the bat to meet every ball with."""
    aim = float(rng.uniform(STEEP, -STEEP))
    return lambda _: aim


def exchanges(wanted: int, seed: int) -> Iterator[Exchange]:
    """Play so many frames, and yield what happened."""
    rng = np.random.default_rng(seed)
    actions = GAMES["pong"].actions
    game = DuelGame(DUELS["pong"], 0)
    frames = games = 0
    while frames < wanted:
        side = SIDES[games % 2]
        games += 1
        game.reset(int(rng.integers(2**31)))
        follower, attacker = BallFollower(), Attacker(side, aim=anywhere(rng))
        struck: tuple[float, int] | None = None
        score, coming = game.score, attacker.coming
        for _ in range(RALLY):
            way = attacker.decide(1)
            theirs = follower.recall(game.memory, other(side))
            game.step(*by_side(side, actions[way], theirs))
            attacker.look(game.memory, way)
            frames += 1
            before, coming = coming, attacker.coming
            if game.score != score:
                if struck is not None:
                    left, right = game.score[0] - score[0], game.score[1] - score[1]
                    mine, lost = by_side(side, left, right)
                    yield Exchange(*struck, mine - lost)
                score, struck = game.score, None
            elif before is not None and coming is None and attacker.seen:
                if struck is not None:
                    yield Exchange(*struck, 0, before)
                across, down = attacker.pace
                struck = (before, down) if abs(across) >= FAST and abs(down) <= 2 else None
                attacker.aim = anywhere(rng)
            if game.over:
                break
    game.close()


def solve(seen: list[Exchange]) -> NDArray[np.float64]:
    """What every way to meet the ball is worth: float64 (rows, ways), 1 for a point won at once."""
    near: dict[tuple[int, int], list[tuple[float, Exchange]]] = defaultdict(list)
    for exchange in [*seen, *(one.mirrored for one in seen)]:
        middle = round(exchange.row)
        for row in range(max(0, middle - 2), min(LAST_ROW, middle + 2) + 1):
            near[row, exchange.way].append((NEAR[abs(row - middle)], exchange))
    rows, ways = LAST_ROW + 1, len(AIMS)
    known = []
    for row, way in product(range(rows), range(-2, 3)):
        told = near[row, way]
        point = np.array([one.point for _, one in told])
        then = [np.clip(round(one.then + row - one.row), 0, LAST_ROW) for _, one in told]
        known.append((point, np.array(then, np.int64), np.array([weight for weight, _ in told])))
    hit = np.eye(ways) * (1 - 2 * MISHIT) + MISHIT * (np.eye(ways, k=1) + np.eye(ways, k=-1))
    missed = 1 - hit.sum(1)
    worth = np.zeros(rows)
    while True:
        each = np.full(rows * ways, MISS)
        for number, (point, then, weight) in enumerate(known):
            if weight.sum() >= 3:
                each[number] = np.average(np.where(point == 0, HASTE * worth[then], point), weights=weight)
        values = each.reshape(rows, ways) @ hit.T + missed * MISS - EDGE * (missed > 0)
        if np.abs(values.max(1) - worth).max() < 1e-4:
            return values
        worth = values.max(1)


def choose(values: NDArray[np.float64]) -> list[int]:
    """The best way from each row of the upper half, with few changes from row to row."""
    lost = values.max(1, keepdims=True) - values
    switch = SWITCH * (1 - np.eye(len(AIMS)))
    cost, came = lost[0], []
    for row in range(1, HALF + 1):
        total = cost[:, None] + switch
        came.append(total.argmin(0))
        cost = total.min(0) + lost[row]
    chosen = [int(cost.argmin())]
    for before in reversed(came):
        chosen.append(int(before[chosen[-1]]))
    return chosen[::-1]


def main(frames: int = 2_700_000, seed: int = 2) -> None:
    """Measure how a ball-follower is beaten in Pong.

    Args:
        frames: Emulated frames, some eight thousand a second.
        seed: Decides the games and where balls are met.
    """
    seen = list(exchanges(frames, seed))
    won, lost = (sum(one.point == point for one in seen) for point in (1, -1))
    values = solve(seen)
    print(f"{len(seen)} exchanges, {won} points won, {lost} lost", file=sys.stderr)
    print(f"an exchange is worth {values.max(1).min():.2f} to {values.max(1).max():.2f}", file=sys.stderr)
    end = 0
    for way, rows in groupby(choose(values)):
        end += len(list(rows))
        print(f"({end}, {NAMES[way]}),")


if __name__ == "__main__":
    tyro.cli(main)

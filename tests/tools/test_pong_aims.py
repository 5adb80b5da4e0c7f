from __future__ import annotations

from agents.opponents.scripted import LAST_ROW
from tools.pong_aims import AIMS, HALF, Exchange, choose, exchanges, solve

STEEP, SLANTED, FLAT = range(3)


def test_it_plays_to_where_it_wins() -> None:
    """In a world where a steep ball from row 40 wins, others from there lose, and slanted ones lead there."""
    seen = []
    for row in range(HALF + 1):
        at_forty = abs(row - 40) <= 4
        for way in range(-2, 3):
            point = 0 if not at_forty else 1 if way == -2 else -1
            then = 40 if way == -1 else row
            seen += [Exchange(row, way, point, then)] * 5
    chosen = choose(solve(seen))
    assert len(chosen) == HALF + 1
    assert set(chosen) <= set(range(len(AIMS)))
    assert chosen[40] == STEEP
    assert chosen[20] == chosen[65] == SLANTED


def test_who_loses_with_the_edge_keeps_to_the_middle() -> None:
    ways = [(row, way) for row in range(LAST_ROW + 1) for way in range(-2, 3)]
    seen = [Exchange(row, way, -1 if abs(way) == 2 else 0, row) for row, way in ways]
    assert set(choose(solve(seen * 3))) == {FLAT}


def test_the_world_turned_upside_down_is_the_same() -> None:
    exchange = Exchange(30, -1, 0, 100)
    assert exchange.mirrored == Exchange(LAST_ROW - 30, 1, 0, LAST_ROW - 100)
    assert exchange.mirrored.mirrored == exchange


def test_real_exchanges_are_noted() -> None:
    seen = list(exchanges(12_000, seed=1))
    assert len(seen) >= 50
    assert {one.way for one in seen} >= {-1, 0, 1}
    assert all(0 <= one.row <= LAST_ROW and 0 <= one.then <= LAST_ROW for one in seen)
    flat = [one for one in seen if one.way == 0 and one.point == 0]
    # A ball that goes off flat comes back at most the follower's angle away.
    assert all(abs(one.then - one.row) <= 95 for one in flat)
    assert list(exchanges(12_000, seed=1)) == seen

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from agents.trading import evaluate
from agents.trading.ledger import account
from agents.trading.prices import (
    BARS,
    FEWEST_PRICES,
    LARGEST_FILE,
    MEMORY,
    MOST_PRICES,
    PriceError,
    read_prices,
    returns_of,
    signal,
    walk,
)
from agents.trading.trader import LOOK_BACK, Course, Trader, learn, nothing, seen, trained


def table(prices: list[float], head: str = "date,close", mark: str = ",") -> bytes:
    lines = [head] if head else []
    lines += [f"2020-01-{index}{mark}{price}" for index, price in enumerate(prices)]
    return "\n".join(lines).encode()


PRICES = [100 + index % 7 for index in range(150)]


def test_only_the_signal_remembers() -> None:
    def memory(prices: np.ndarray) -> float:
        returns = np.diff(np.log(prices))
        return float(np.corrcoef(returns[1:], returns[:-1])[0, 1])

    assert np.mean([memory(walk(seed)) for seed in range(30)]) == pytest.approx(0, abs=0.02)
    assert np.mean([memory(signal(seed)) for seed in range(30)]) == pytest.approx(MEMORY, abs=0.02)
    assert len(walk(1)) == len(signal(1)) == BARS
    np.testing.assert_array_equal(walk(3), walk(3))
    assert returns_of(walk(3)).std() == pytest.approx(returns_of(signal(3)).std(), rel=0.15)


def test_accounts() -> None:
    returns = np.array([0.1, -0.5, 0.2])
    long = account(returns, np.ones(3), cost=0.0)
    np.testing.assert_allclose(long.equity, [1, 1.1, 0.55, 0.66])
    assert (long.trades, round(long.gain, 6), round(long.drawdown, 6)) == (1, -0.34, 0.5)
    turning = account(returns, np.array([1.0, -1.0, 0.0]), cost=0.01)
    np.testing.assert_allclose(turning.equity, [1, 1.09, 1.09 * 1.48, 1.09 * 1.48 * 0.99])
    assert turning.trades == 3
    assert account(np.zeros(0), np.zeros(0), 0.01).gain == 0


def test_the_trader_sees_the_past_alone() -> None:
    returns = np.arange(1.0, 21.0)
    known = seen(returns)
    assert known.shape == (20, LOOK_BACK)
    assert not known[0].any()
    np.testing.assert_array_equal(known[12], returns[11:3:-1])


def test_it_learns_from_the_first_half_alone() -> None:
    prices = signal(5)
    middle = Course(prices, 0.0, 1).middle
    other = prices.copy()
    other[middle + 1 :] *= np.linspace(1, 3, len(prices) - middle - 1)
    first, second = Trader(Course(prices, 0.001, 1)), Trader(Course(other, 0.001, 1))
    for _ in range(5):
        first.round()
        second.round()
    np.testing.assert_array_equal(first.policy.first, second.policy.first)


def test_a_signal_stays_and_luck_does_not() -> None:
    walks = [trained(Course(walk(seed), 0.0, seed)) for seed in range(1, 13)]
    signals = [trained(Course(signal(seed), 0.0, seed)) for seed in range(1, 7)]
    assert min(report.trained.gain for report in (*walks, *signals)) > 0.5, "both gain on the first half"
    mean, low, high = evaluate.interval([report.tested.gain for report in walks])
    assert low < 0 < high
    assert abs(mean) < 0.3
    assert np.mean([report.tested.gain for report in signals]) > 0.5


def test_costs_cost() -> None:
    free, dear = (trained(Course(signal(2), cost, 2), 30) for cost in (0.0, 0.003))
    assert dear.tested.trades < free.tested.trades
    assert dear.tested.gain < free.tested.gain


def test_reports_come_round_by_round() -> None:
    reports = list(zip(range(4), learn(Course(signal(1), 0.001, 1), math.inf, wait=False), strict=False))
    assert [report.round for _, report in reports] == [0, 1, 2, 3]
    last = reports[-1][1]
    assert last.curve.shape == (4, 3)
    assert last.curve[-1, 2] == last.tested.gain
    assert len(last.positions) == BARS - 1
    assert not list(nothing())


@pytest.mark.parametrize(
    "raw",
    [
        table(PRICES),
        table(PRICES, "", ","),
        table(PRICES, "day;Close;volume", ";").replace(b"\n2", b"\n2"),
        "\n".join(f"{price},5".replace(".", ",") for price in PRICES).encode().replace(b",5", b".5"),
        b"\xef\xbb\xbf" + table(PRICES, "time\tprice", "\t"),
    ],
    ids=["titled", "bare", "semicolons", "single", "tabs and a mark"],
)
def test_tables_of_many_kinds(raw: bytes) -> None:
    prices = read_prices(raw)
    assert len(prices) == len(PRICES)
    np.testing.assert_allclose(prices - np.floor(prices[0]), np.array(PRICES) - 100 + prices[0] % 1)
    assert not prices.flags.writeable


def test_a_decimal_comma() -> None:
    raw = "\n".join(f"x;{price},25" for price in PRICES).encode()
    assert read_prices(raw)[0] == 100.25


@pytest.mark.parametrize(
    ("raw", "code"),
    [
        (b"x" * (LARGEST_FILE + 1), "large"),
        (b"\xff\xfe\x00", "no_text"),
        (b"a\0b", "no_text"),
        (b"", "few"),
        (b"a,b\nc,d\n", "no_numbers"),
        (table(PRICES[: FEWEST_PRICES - 1]), "few"),
        (table([1.5, 1.4] * (MOST_PRICES // 2 + 1)), "many"),
        (table([*PRICES, -1]), "no_price"),
        (table([*PRICES, math.nan]), "no_price"),
        (table([*PRICES, math.inf]), "no_price"),
        (table(PRICES) + b"\n2020,", "no_price"),
        (table([*PRICES, 1e9]), "wild"),
        (table([5.0] * 150), "wild"),
        (b'"' + b"x" * 200_000, "no_text"),
    ],
)
def test_what_is_no_table_of_prices_is_refused(raw: bytes, code: str) -> None:
    with pytest.raises(PriceError) as error:
        read_prices(raw)
    assert error.value.code == code


def test_the_command_prints_intervals(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--seeds", "3", "--rounds", "5", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    for kind in ("walk", "signal"):
        low, high = told[kind]["test"]["interval"]
        assert low <= told[kind]["test"]["mean"] <= high
    assert evaluate.main(["--seeds", "1"]) == 2

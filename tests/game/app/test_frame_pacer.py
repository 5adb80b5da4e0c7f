from __future__ import annotations

import pytest

from game.app import frame_pacer as pacing
from game.app.frame_pacer import Pacer


class Clock:
    """Time that passes only when somebody sleeps or works."""

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []

    def perf_counter(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.slept.append(seconds)
        self.now += seconds

    def work(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(pacing, "time", clock)
    return clock


def test_pictures_come_evenly_however_long_the_work_takes(clock: Clock) -> None:
    pacer = Pacer(50)
    for milliseconds in (1, 15, 3, 19, 0, 7):
        pacer.tick()
        clock.work(milliseconds / 1000)
        pacer.wait()
    assert clock.now == pytest.approx(100.12)
    assert pacer.presented == pytest.approx([100 + 0.02 * n for n in range(1, 7)])
    assert pacer.intervals == pytest.approx([0.02] * 5)


def test_a_frame_learns_how_much_time_has_passed(clock: Clock) -> None:
    pacer = Pacer(50)
    clock.work(0.03)
    assert pacer.tick() == pytest.approx(0.03)
    clock.work(0.005)
    pacer.wait()
    assert pacer.tick() == pytest.approx(clock.now - 100.03)


def test_a_late_frame_does_not_push_the_later_ones_back(clock: Clock) -> None:
    pacer = Pacer(50)
    clock.work(0.03)
    pacer.wait()
    assert clock.slept == [], "no sleep when late"
    assert pacer.presented == pytest.approx([100.03])
    clock.work(0.001)
    pacer.wait()
    assert pacer.presented[-1] == pytest.approx(100.04), "and the next is on time"


def test_after_a_long_stall_nothing_is_made_up_for(clock: Clock) -> None:
    pacer = Pacer(50)
    clock.work(5)
    pacer.wait()
    for _ in range(3):
        clock.work(0.001)
        pacer.wait()
    assert pacer.intervals == pytest.approx([0.02] * 3)

from __future__ import annotations

from collections.abc import Callable

import pytest

from game.app import frame_pacer as pacing
from game.app.frame_pacer import GLANCE, Pacer


class Clock:
    """Time that passes only when somebody sleeps or works, and a little when somebody looks at it.

    Attributes:
        alarm: when something happens during a sleep, and what.
    """

    LOOK = 1e-6

    def __init__(self) -> None:
        self.now = 100.0
        self.slept: list[float] = []
        self.looks = 0
        self.alarm: tuple[float, Callable[[], object]] | None = None

    def perf_counter(self) -> float:
        self.looks += 1
        self.now += self.LOOK
        return self.now

    def sleep(self, seconds: float) -> None:
        assert seconds > 0
        self.slept.append(seconds)
        self.now += seconds
        if self.alarm is not None and self.now >= self.alarm[0]:
            alarm, self.alarm = self.alarm[1], None
            alarm()

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
    assert pacer.intervals == pytest.approx([0.02] * 5, abs=1e-4)


def test_a_frame_learns_how_much_time_has_passed(clock: Clock) -> None:
    pacer = Pacer(50)
    clock.work(0.03)
    assert pacer.tick() == pytest.approx(0.03, abs=1e-4)
    clock.work(0.005)
    pacer.wait()
    assert pacer.tick() == pytest.approx(clock.now - 100.03, abs=1e-4)


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
    assert pacer.intervals == pytest.approx([0.02] * 3, abs=1e-4)


def never() -> bool:
    return False


def rested(pacer: Pacer, clock: Clock, frames: int) -> None:
    for _ in range(frames):
        pacer.rest(10, never)
        pacer.tick()
        clock.work(0.005)
        pacer.wait()


def test_at_rest_there_are_fewer_pictures_as_evenly(clock: Clock) -> None:
    pacer = Pacer(50)
    rested(pacer, clock, 20)
    assert clock.now == pytest.approx(102.0, abs=1e-3)
    assert pacer.tick() == pytest.approx(0.005, abs=0.021)
    clock.work(0.001)
    pacer.wait()
    assert pacer.intervals == pytest.approx([0.02] * 20, abs=1e-3), "a rest is no slow frame"


def test_at_rest_it_does_not_watch_the_clock(clock: Clock) -> None:
    pacer = Pacer(50, early=0.003)
    pacer.tick()
    pacer.wait()
    assert clock.looks > 1000, "awake it does"
    clock.looks = 0
    rested(pacer, clock, 10)
    assert clock.looks < 300


def test_whatever_is_wanted_ends_a_rest(clock: Clock) -> None:
    pacer, wanted = Pacer(50), list[bool]()
    clock.alarm = (clock.now + 0.025, lambda: wanted.append(True))
    pacer.rest(10, lambda: bool(wanted))
    assert clock.now == pytest.approx(100.025, abs=GLANCE)
    began = clock.now
    clock.work(0.005)
    pacer.wait()
    assert clock.now == pytest.approx(began + 0.02, abs=1e-3)


def test_a_freeze_is_seen_at_rest_too(clock: Clock) -> None:
    pacer = Pacer(50)
    pacer.wait()
    clock.alarm = (clock.now + 0.01, lambda: clock.work(0.5))
    pacer.rest(10, never)
    pacer.wait()
    assert pacer.intervals[0] == pytest.approx(0.44, abs=0.05)

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import cast

import pygame
import pytest

from game.app.app import App
from game.app.frame_pacer import Pacer
from game.benchmarks.measuring import percentiles, run_for


def test_percentiles_are_the_nearest_rank() -> None:
    assert percentiles([n / 1000 for n in range(100, 0, -1)]) == {"p50": 50, "p95": 95, "p99": 99, "max": 100}
    assert percentiles([0.002]) == {"p50": 2, "p95": 2, "p99": 2, "max": 2}
    assert percentiles([0.001, 0.003]) == {"p50": 1, "p95": 3, "p99": 3, "max": 3}
    assert percentiles([]) == {}


class SlowApp:
    """Shows pictures; some take long."""

    def __init__(self, *seconds: float) -> None:
        self.pacer, self.work, self.running = Pacer(1000), deque([9.0]), True
        self._seconds = list(seconds)

    def frame(self, events: list[pygame.event.Event], dt: float, wait: Callable[[], None]) -> None:
        time.sleep(self._seconds.pop(0) if self._seconds else 0.0)
        self.work.append(0.001)
        wait()


@pytest.mark.parametrize("slow", [0, 1, 3])
def test_a_freeze_is_measured_in_whichever_frame_it_is(slow: int) -> None:
    pygame.display.init()
    app = SlowApp(*[0.0] * slow, 0.2)
    app.pacer.presented.append(time.perf_counter() - 60)  # what was before does not count
    timing = run_for(cast("App", app), 0.25)
    assert 200 <= timing.frame_ms["max"] < 30_000
    assert timing.fps > 0


def test_a_freeze_that_leaves_no_second_picture_is_measured() -> None:
    pygame.display.init()
    timing = run_for(cast("App", SlowApp(0.1)), 0.0)
    assert timing.frame_ms["p50"] == timing.frame_ms["max"] >= 100
    assert timing.as_dict()["work_ms"]["max"] == 1

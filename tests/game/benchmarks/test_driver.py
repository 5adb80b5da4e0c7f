from __future__ import annotations

import json
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pygame
import pytest

from game.app.app import App
from game.app.frame_pacer import Pacer
from game.benchmarks.driver import percentiles, process_age, run_for

ROOT = Path(__file__).parents[3]
LIMIT = 240
"""Seconds until a run counts as stuck, on a busy machine."""


def bench(*words: str) -> dict[str, Any]:
    """Run `main.py --bench …`; the object on the last line."""
    command = [sys.executable, "main.py", "--bench", *words, "--headless", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    result: dict[str, Any] = json.loads(lines[-1])
    return result


def assert_ordered(times: dict[str, float]) -> None:
    assert set(times) == {"p50", "p95", "p99", "max"}
    assert 0 < times["p50"] <= times["p95"] <= times["p99"] <= times["max"]


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
    timing = run_for(cast("App", app), 0.25, lambda *_: None)
    assert 200 <= timing.frame_ms["max"] < 30_000
    assert timing.fps > 0


def test_a_freeze_that_leaves_no_second_picture_is_measured() -> None:
    pygame.display.init()
    timing = run_for(cast("App", SlowApp(0.1)), 0.0, lambda *_: None)
    assert timing.frame_ms["p50"] == timing.frame_ms["max"] >= 100
    assert timing.work_ms["max"] == 1


def test_this_process_has_an_age() -> None:
    first = process_age()
    assert 0 < first <= process_age() < 24 * 3600


def test_startup() -> None:
    result = bench("startup", "--seconds", "1")
    assert result["bench"] == "startup"
    assert result["window"] == "1280x800"
    assert 0 < result["first_frame_s"] < result["ready_s"] < LIMIT
    assert_ordered(result["frame_ms_while_loading"])


def test_convolution() -> None:
    result = bench("convolution", "--seconds", "1", "--size", "960x600")
    assert result["bench"] == "convolution"
    assert result["window"] == "960x600"
    assert 0 < result["fps"] < 70  # after a slow frame it catches up
    assert_ordered(result["frame_ms"])
    assert_ordered(result["work_ms"])


def test_inpainting() -> None:
    result = bench("inpainting", "--seconds", "3", "--size", "960x600")
    assert result["bench"] == "inpainting"
    assert 0 < result["fps"] < 70  # after a slow frame it catches up
    assert_ordered(result["frame_ms"])
    assert_ordered(result["work_ms"])
    assert set(result["by_size"]) == {"256", "512", "1024"}
    if not result["problem"]:
        assert_ordered(result["fill_ms"])


@pytest.mark.slow
def test_gan() -> None:
    result = bench("gan", "--seconds", "3", "--size", "960x600")
    assert result["bench"] == "gan"
    if result["problem"]:
        return
    for part in (result, result["training"], result["both"]):
        assert 0 < part["fps"] < 70
        assert_ordered(part["frame_ms"])
        assert_ordered(part["work_ms"])
    for part in (result, result["both"]):
        assert_ordered(part["generator_ms"])
        assert_ordered(part["answer_ms"])
        assert part["answer_ms"]["max"] > part["generator_ms"]["p50"]
    assert result["training"]["rounds_per_s"] >= 0


@pytest.mark.slow
def test_arena() -> None:
    result = bench("arena", "--seconds", "12")
    assert result["bench"] == "arena"
    assert 0 < result["fps"] < 70  # after a slow frame it catches up
    assert_ordered(result["frame_ms"])
    assert_ordered(result["work_ms"])
    assert set(result["modes"]) == {"alongside", "against", "watch", "coach"}
    for name, part in result["modes"].items():
        assert 0 < part["fps"] < 70
        assert_ordered(part["frame_ms"])
        assert ("input_frames" in part) == (name != "watch")
        if name != "watch":
            assert part["inputs"] > 0
            assert part["input_lost"] == 0
            assert part["input_frames"]["max"] == 1, "in the next emulated frame"
            assert_ordered(part["input_ms"])
    assert result["start_frame_ms_max"] > 16
    assert result["train_steps_per_s"] > 0
    assert result["train_steps_per_s_alone"] > 0
    ratio = result["train_steps_per_s"] / result["train_steps_per_s_alone"]
    assert result["ratio"] == pytest.approx(ratio, abs=0.01)
    split = result["train_time_split"]
    assert {"environment", "inference", "update"} <= set(split)
    assert sum(split.values()) == pytest.approx(1, abs=0.02)

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from agents.emulators import raw_speed
from agents.emulators.games import GAMES


def test_the_consoles_run_by_themselves() -> None:
    reports = raw_speed.emulate("pong", 4, 2, threads=1)
    first, second = next(reports), next(reports)
    reports.close()
    assert (first.step, second.step) == (4 * raw_speed.BATCH, 8 * raw_speed.BATCH)
    assert 0 < first.seconds < second.seconds


def test_every_game_takes_as_many_steps_as_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the caller does between two reports is not counted; no group waits for another's step."""
    clock = iter(range(100))
    calls: list[tuple[int, str]] = []

    class Env:
        def __init__(self, index: int) -> None:
            self.index = index

        def reset(self, seed: int) -> None:
            calls.append((self.index, f"reset {seed}"))

        def send(self, actions: np.ndarray[Any, Any]) -> None:
            assert actions.shape == (3,)
            assert set(actions) <= set(GAMES["pong"].actions)
            calls.append((self.index, "send"))

        def recv(self) -> None:
            calls.append((self.index, "recv"))

    made: list[Env] = []

    def vector_env(spec: object, count: int, **settings: int) -> Env:
        assert (spec, count, settings) == (GAMES["pong"], 3, {"frame_skip": 4, "threads": 2})
        made.append(Env(len(made)))
        return made[-1]

    monkeypatch.setattr(raw_speed, "vector_env", vector_env)
    monkeypatch.setattr(raw_speed, "perf_counter", lambda: next(clock))
    reports = raw_speed.emulate("pong", 6, 2, seed=5, threads=2)
    assert next(reports) == raw_speed.Emulated(6 * raw_speed.BATCH, 1)
    assert next(reports) == raw_speed.Emulated(12 * raw_speed.BATCH, 2)
    assert calls[:6] == [(0, "reset 5"), (1, "reset 8"), (0, "send"), (1, "send"), (0, "recv"), (0, "send")]
    for index in (0, 1):
        mine = [call for number, call in calls if number == index]
        assert mine.count("send") == mine.count("recv") == 2 * raw_speed.BATCH

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from agents.learning.agent import untrained
from agents.learning.config import TrainConfig, tuned
from agents.learning.train import Losses, Snapshot, TimeSplit
from tools import bench_learn, learner_window, learners
from tools.bench_learn import Options, main, medians, report
from tools.learner_window import window
from tools.learners import Mark, Run, moments, ours, passed

SMALL = TrainConfig(channels=(4, 8), hidden=16)


def run_of(learner: str, seed: int, *means: float) -> Run:
    """A run of which only the evaluations matter; each was of two games."""
    marks = tuple(
        Mark(minute, 60 * minute, 1000, 16.7, None, (mean - 1, mean + 1))
        for minute, mean in zip((3.0, 6.0), means, strict=True)
    )
    split = {"start": 60.0, "update": 300.0}
    return Run(learner, seed, 360.0, 361.0, 1000, split, {"0": 200.0, "+15": None}, (), marks)


def test_weights_are_put_by_every_minute_and_at_the_end() -> None:
    assert moments(3) == (1, 2, 3)
    assert moments(2.5) == (1, 2, 2.5)
    assert moments(0.2) == (0.2,)


def test_the_first_time_counts() -> None:
    means = list(enumerate([None, -20.0, 0.0, -3.0, 1.0, 16.0, 14.0]))
    assert passed(means) == {"0": 2, "+15": 5}
    assert passed(means[:5]) == {"0": 2, "+15": None}


def test_the_middle_seed_decides() -> None:
    runs = [
        run.as_dict()
        for run in (run_of("ours", 1, -5, 9), run_of("ours", 2, 3, 16), run_of("ours", 3, 1, 18))
    ]
    assert medians(runs) == {"ours": {"3": 1, "6": 16}}


def test_training_is_judged_minute_by_minute_afterwards(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Updates end after 45, 75 and 130 seconds: the second and third are the first past a minute."""
    closed: list[bool] = []

    def train(config: TrainConfig, *, make_envs: Callable[..., Any]) -> Iterator[Snapshot]:
        assert config == tuned("pong", seed=5)
        make_envs(config, 1, 0, None)
        try:
            for step, seconds in ((100, 45.0), (200, 75.0), (300, 130.0), (400, 190.0)):
                agent = replace(untrained(SMALL), step=step, seconds=seconds, recent_returns=(step - 200.0,))
                yield Snapshot(agent, 1.0, Losses(0, 0, 0, 0, 0, 0), TimeSplit(0.5, 0.25, 0.25, 0.0))
        finally:
            closed.append(True)

    monkeypatch.setattr(learners, "train", train)
    monkeypatch.setattr(learners, "make_games", lambda *_: None)
    run = ours(5, 2, 1, tmp_path)
    assert closed == [True]
    assert [(mark.minutes, mark.seconds, mark.steps) for mark in run.marks] == [(1, 75, 200), (2, 130, 300)]
    assert all(len(mark.returns) == 1 for mark in run.marks)
    assert sum(run.split.values()) == pytest.approx(run.seconds) == 130
    assert run.split["environment"] == pytest.approx(65, abs=0.1)
    assert run.passed == {"0": 75, "+15": 130}
    assert {path.name for path in tmp_path.iterdir()} == {"seed5-1min.safetensors", "seed5-2min.safetensors"}


def test_how_steady_picture_and_sound_were_is_told() -> None:
    lines = [
        {"scene": "splash", "frame_ms": [900.0], "sound_s": 0.0, "sound_gaps": 0},
        {"scene": "arena", "frame_ms": [16.7] * 600, "sound_s": 60.0, "sound_gaps": 2},
        {"scene": "arena", "frame_ms": [16.7] * 600, "sound_s": 30.0, "sound_gaps": 1},
    ]
    assert learner_window.steadiness(lines) == "  frames p99 16.7 ms; sound 1.5 minutes, 3 gaps"


def test_with_a_window_the_last_agent_saved_before_a_mark_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    saved = [
        replace(untrained(SMALL), step=int(seconds), seconds=seconds, recent_returns=(mean,))
        for seconds, mean in ((60.0, -9.0), (95.0, 1.0), (97.0, 3.0), (190.0, 16.0))
    ]
    monkeypatch.setattr(learner_window, "_play", lambda *_: (saved, 200.0))
    run = window(5, 2, 1, tmp_path)
    assert [(mark.minutes, mark.seconds) for mark in run.marks] == [(1.6, 95), (3.2, 190)]
    assert (run.learner, run.passed, run.wall_seconds) == ("window", {"0": 95, "+15": 190}, 200)
    monkeypatch.setattr(learner_window, "_play", lambda *_: ([], 200.0))
    with pytest.raises(RuntimeError, match="saved no agent"):
        window(5, 2, 1, tmp_path)


class Pool:
    """In the place of the processes."""

    def __init__(self, *_: Any, **__: Any) -> None: ...

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None: ...

    def submit(self, function: Callable[..., Run], *arguments: Any) -> Pool:
        self._run = function(*arguments)
        return self

    def result(self) -> Run:
        return self._run


def test_what_is_done_is_not_done_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trained: list[int] = []

    def learner(seed: int, minutes: float, games: int, keep: Path) -> Run:
        if seed == 3 and not out.exists():
            raise AssertionError("the file is written after every run")
        trained.append(seed)
        return run_of("ours", seed, seed - 2.0, 16.0)

    out = tmp_path / "bench.json"
    monkeypatch.setattr(bench_learn, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(bench_learn, "ours", learner)
    assert main(["--seeds", "1", "--out", str(out)]) == 0
    assert main(["--seeds", "1", "2", "3", "--out", str(out)]) == 0
    assert trained == [1, 2, 3]
    record = json.loads(out.read_text())
    assert record["medians"] == {"ours": {"3": 0, "6": 16}}
    text = capsys.readouterr().out
    assert "3 minutes +0.0   (goal +0: reached)" in text
    assert "6 minutes +16.0   (goal +15: reached)" in text
    assert "training return +15: not reached" in text
    assert "start 60 s (17%), update 300 s (83%)" in text
    assert main(["--seeds", "1", "--minutes", "2", "--out", str(out)]) == 1
    assert "other settings" in capsys.readouterr().err
    assert json.loads(out.read_text()) == record


def test_a_busy_machine_is_told() -> None:
    here = {"processor": "abacus", "cores": 2, "load_before": [3.0, 2.0, 1.0], "busy": True}
    run = {**run_of("ours", 1, -5, 9).as_dict(), "machine": here}
    assert "abacus, 2 cores, busy: load 3.0" in report({"runs": [run]})


@pytest.mark.parametrize("words", [{"minutes": 0.0}, {"games": 0}, {"seeds": ()}])
def test_options_are_checked(words: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="positive"):
        Options(**words)

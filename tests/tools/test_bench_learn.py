from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from agents.emulators.games import GAMES
from agents.emulators.raw_speed import Emulated
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig, tuned
from agents.learning.train import Losses, Snapshot, TimeSplit
from tools import bench_learn, learner_window, learners
from tools.bench_learn import Game, Options, main, medians, report
from tools.learner_window import window
from tools.learners import GOALS, Mark, Plan, Run, moments, ours, passed, raw_speed

SMALL = TrainConfig(channels=(4, 8), hidden=16)


def run_of(learner: str, seed: int, *means: float, unit: str = "minutes") -> Run:
    """A run of which only the evaluations matter, at two moments; each was of two games."""
    marks = tuple(
        Mark(f"{300_000 * turn:,} raw steps" if unit == "raw" else f"{3 * turn} minutes", *facts)
        for turn, facts in enumerate(
            ((180.0 * turn, 1000, 16.7, None, (mean - 1, mean + 1)) for turn, mean in enumerate(means, 1)), 1
        )
    )
    split = {"start": 60.0, "update": 300.0}
    return Run(learner, seed, 2000.0, 360.0, 361.0, 1000, split, {"+0": 200.0, "+15": None}, (), marks)


def plan_of(keep: Path, **fields: Any) -> Plan:
    """Two minutes of Pong, judged by one game, but for these fields."""
    return replace(Plan("pong", minutes=2, raw_steps=0, games=1, keep=keep), **fields)


def test_weights_are_put_by_every_minute_and_at_the_end() -> None:
    assert moments(3) == (1, 2, 3)
    assert moments(2.5) == (1, 2, 2.5)
    assert moments(0.2) == (0.2,)
    assert moments(700, 300) == (300, 600, 700)


def test_the_first_time_counts() -> None:
    means = list(enumerate([None, -20.0, 0.0, -3.0, 1.0, 16.0, 14.0]))
    assert passed("pong", means) == {"+0": 2, "+15": 5}
    assert passed("pong", means[:5]) == {"+0": 2, "+15": None}
    assert passed("boxing", means) == {"+15": 5}


def test_the_middle_seed_decides() -> None:
    runs = [
        run.as_dict()
        for run in (run_of("ours", 1, -5, 9), run_of("ours", 2, 3, 16), run_of("ours", 3, 1, 18))
    ]
    assert medians(runs) == {"ours": {"3 minutes": 1, "6 minutes": 16}}


@pytest.fixture
def trained(monkeypatch: pytest.MonkeyPatch) -> list[TrainConfig]:
    """A learner whose updates end after 45, 75, 130 and 190 seconds; the settings of trainings that ended."""
    ended: list[TrainConfig] = []

    def train(config: TrainConfig, *, make_envs: Callable[..., Any]) -> Iterator[Snapshot]:
        make_envs(config, 1, 0, None)
        try:
            for step, seconds in ((100, 45.0), (200, 75.0), (300, 130.0), (400, 190.0)):
                agent = replace(
                    untrained(replace(SMALL, game=config.game)),
                    step=step,
                    seconds=seconds,
                    recent_returns=(step - 200.0,),
                )
                yield Snapshot(agent, 1.0, Losses(0, 0, 0, 0, 0, 0), TimeSplit(0.5, 0.25, 0.25, 0.0))
        finally:
            ended.append(config)

    monkeypatch.setattr(learners, "train", train)
    monkeypatch.setattr(learners, "make_games", lambda *_: None)
    return ended


def test_training_is_judged_minute_by_minute_afterwards(
    trained: list[TrainConfig], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    speeds = iter([1000.0, 3000.0])
    monkeypatch.setattr(learners, "raw_speed", lambda _: next(speeds))
    run = ours(plan_of(tmp_path), 5)
    assert trained == [tuned("pong", seed=5)]
    assert [(mark.at, mark.seconds, mark.steps) for mark in run.marks] == [
        ("1 minutes", 45, 100),
        ("2 minutes", 75, 200),
    ]
    assert all(len(mark.returns) == 1 for mark in run.marks)
    assert sum(run.split.values()) == pytest.approx(run.seconds) == 130
    assert run.split["environment"] == pytest.approx(65, abs=0.1)
    assert run.passed == {"+0": 75, "+15": 130}
    assert run.raw_steps_per_s == 2000
    assert {path.name for path in tmp_path.iterdir()} == {
        "ours-pong-seed5-1-minutes.safetensors",
        "ours-pong-seed5-2-minutes.safetensors",
    }


def test_raw_steps_end_a_training_by_what_the_consoles_make_before_and_after(
    trained: list[TrainConfig], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """At first 600,000 steps would take them 120 s, by both measurements 133 s."""
    speeds = iter([5000.0, 4000.0])
    monkeypatch.setattr(learners, "raw_speed", lambda _: next(speeds))
    run = ours(plan_of(tmp_path, game="breakout", raw_steps=600_000), 5)
    assert trained == [tuned("breakout", seed=5)]
    assert (run.raw_steps_per_s, run.seconds) == (4500, 190)
    assert [(mark.at, mark.seconds) for mark in run.marks] == [
        ("300,000 raw steps", 45),
        ("600,000 raw steps", 130),
    ]
    assert set(run.passed) == {"+20"}


def test_the_bare_consoles_have_a_trainings_games_and_are_switched_off(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[tuple[Any, ...]] = []

    def emulate(*arguments: Any) -> Iterator[Emulated]:
        asked.append(arguments)
        try:
            for second in range(60):
                # Slow while they warm up.
                yield Emulated(10 * second if second < 5 else 50 + 300 * (second - 5), second)
        finally:
            asked.append(("off",))

    monkeypatch.setattr(learners, "emulate", emulate)
    assert raw_speed(tuned("boxing", seed=3, envs=8, threads=2)) == 300
    assert asked == [("boxing", 8, 2, 3, 4, 2), ("off",)]


def test_with_a_window_the_last_agent_saved_before_a_mark_counts(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    saved = [
        replace(untrained(SMALL), step=int(seconds), seconds=seconds, recent_returns=(mean,))
        for seconds, mean in ((60.0, -9.0), (95.0, 1.0), (97.0, 3.0), (190.0, 16.0))
    ]
    monkeypatch.setattr(learner_window, "_play", lambda *_: (saved, 200.0))
    run = window(plan_of(tmp_path), 5)
    assert [(mark.at, mark.seconds) for mark in run.marks] == [("1.6 minutes", 95), ("3.2 minutes", 190)]
    assert (run.learner, run.passed, run.wall_seconds) == ("window", {"+0": 95, "+15": 190}, 200)
    monkeypatch.setattr(learner_window, "_play", lambda *_: ([], 200.0))
    with pytest.raises(RuntimeError, match="saved no agent"):
        window(plan_of(tmp_path), 5)


def test_how_steady_picture_and_sound_were_is_told() -> None:
    lines = [
        {"scene": "splash", "frame_ms": [900.0], "sound_s": 0.0, "sound_gaps": 0},
        {"scene": "arena", "frame_ms": [16.7] * 600, "sound_s": 60.0, "sound_gaps": 2},
        {"scene": "arena", "frame_ms": [16.7] * 600, "sound_s": 30.0, "sound_gaps": 1},
    ]
    assert learner_window.steadiness(lines) == "  frames p99 16.7 ms; sound 1.5 minutes, 3 gaps"


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

    def learner(plan: Plan, seed: int) -> Run:
        assert plan == Plan("pong", 6.0, 0, 20, tmp_path / "bench")
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
    assert record["medians"] == {"ours": {"3 minutes": 0, "6 minutes": 16}}
    text = capsys.readouterr().out
    assert "3 minutes +0.0   (goal +0: reached)" in text
    assert "6 minutes +16.0   (goal +15: reached)" in text
    assert "training return +0: 200 s, 400,000 raw steps" in text
    assert "training return +15: not reached" in text
    assert "start 60 s (17%), update 300 s (83%)" in text
    for other in (["--minutes", "2"], ["--raw-steps", "600000"], ["--game", "boxing"]):
        assert main(["--seeds", "1", *other, "--out", str(out)]) == 1
        assert "other settings" in capsys.readouterr().err
    assert json.loads(out.read_text()) == record


def test_a_game_is_held_to_its_own_goal_of_raw_steps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bench_learn, "ProcessPoolExecutor", Pool)
    monkeypatch.setattr(bench_learn, "ours", lambda plan, seed: run_of("ours", seed, 9, 14.5, unit="raw"))
    words = ["--game", "boxing", "--raw-steps", "600000", "--seeds", "1", "--out", str(tmp_path / "b.json")]
    assert main(words) == 0
    text = capsys.readouterr().out
    assert "training for 600,000 raw steps" in text
    assert "300,000 raw steps +9.0\n" in text
    assert "600,000 raw steps +14.5   (goal +15: missed)" in text


def test_every_game_with_settings_of_its_own_has_a_goal() -> None:
    assert set(GOALS) == set(GAMES) == set(get_args(Game))


def test_a_busy_machine_is_told() -> None:
    here = {"processor": "abacus", "cores": 2, "load_before": [3.0, 2.0, 1.0], "busy": True}
    run = {**run_of("ours", 1, -5, 9).as_dict(), "machine": here}
    record = {"settings": {"game": "pong"}, "runs": [run]}
    assert "abacus, 2 cores, busy: load 3.0" in report(record)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"minutes": 0.0}, "positive"),
        ({"raw_steps": -1}, "positive"),
        ({"games": 0}, "positive"),
        ({"seeds": ()}, "positive"),
        ({"window": True, "game": "boxing"}, "with pong"),
        ({"sb3": True, "raw_steps": 1000}, "for minutes"),
    ],
)
def test_options_are_checked(words: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Options(**words)

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest

from game.app.app import App
from game.app.frame_log import Diary
from game.ui.sound import HEARD
from tools.soak_verdict import Findings, Sample, judge


def samples(*megabytes: float) -> list[Sample]:
    """One a minute."""
    return [Sample(60.0 * n, mb, 100.0, 30.0 * n) for n, mb in enumerate(megabytes)]


def verdict(memory: list[float], frames: list[list[float]], **fields: Any) -> Findings:
    gaps = {"sound_gaps": fields.pop("gaps", 0)}
    diary = [
        {"seconds": 10.0, "scene": "arena", "frame_ms": line, "sound_s": 60.0, **gaps} for line in frames
    ]
    facts = {"minutes": 60.0, "steps": 1000, "exit_status": 0, "errors": "", **fields}
    return judge(samples(*memory), diary, **facts)


STEADY = [[16.7] * 600] * 10


def test_an_hour_that_went_well() -> None:
    found = verdict([400, *[900] * 59], STEADY)
    assert found.failed == ()
    assert (found.settled_mb, found.growth_mb) == (1000, 0), "what is loaded in the beginning does not count"
    assert found.fps == pytest.approx(59.88, abs=0.01)
    assert found.frame_ms["p99"] == 16.7
    assert found.training_cpu_share == 0.5
    assert (found.sound_minutes, found.sound_gaps, found.sound_longest_minutes) == (10, 0, 10)


@pytest.mark.parametrize(
    ("words", "memory", "frames", "fields"),
    [
        ("memory grew by", [900.0 + 2 * minute for minute in range(60)], STEADY, {}),
        ("p99 frame of 40", [900.0] * 60, [[*[16.7] * 95, *[40.0] * 5]] * 10, {}),
        ("frames a second at the end", [900.0] * 60, [*STEADY, [19.9] * 600], {}),
        ("1 exceptions", [900.0] * 60, STEADY, {"errors": "Traceback (most recent call last):\nKeyError: 1"}),
        ("exit status -11", [900.0] * 60, STEADY, {"exit_status": -11}),
        ("nothing was learned", [900.0] * 60, STEADY, {"steps": 0}),
        ("20 gaps in 10.0 minutes of sound", [900.0] * 60, STEADY, {"gaps": 2}),
        ("was not measured", [900.0] * 3, STEADY, {"minutes": 3.0}),
        ("p99 frame", [900.0] * 60, [], {}),
    ],
)
def test_what_is_not_well_is_named(
    words: str, memory: list[float], frames: list[list[float]], fields: dict[str, Any]
) -> None:
    failed = verdict(memory, frames, **fields).failed
    assert len(failed) == 1
    assert words in failed[0]


def test_the_diary_tells_what_frames_took_scene_by_scene(tmp_path: Path) -> None:
    path = tmp_path / "new" / "diary.jsonl"
    diary = Diary(path)
    app = SimpleNamespace(scene_id="menu", frames=0, pacer=SimpleNamespace(presented=[]))

    def frame(at: float) -> None:
        app.frames += 1
        app.pacer.presented.append(at)
        diary.note(cast("App", app))

    for at in (1.0, 1.02, 1.05):
        frame(at)
    assert not path.exists(), "not before it is time"
    HEARD.seconds += 2.5
    HEARD.gaps += 1
    app.scene_id = "arena"
    frame(1.15)
    frame(1.17)
    diary.note(cast("App", app), last=True)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["scene"], line["frame_ms"]) for line in lines] == [
        ("menu", [20.0, 30.0, 100.0]),
        ("arena", [20.0]),
    ]
    assert [(line["sound_s"], line["sound_gaps"]) for line in lines] == [(2.5, 1), (0, 0)]


def test_a_diary_that_cannot_be_written_ends_and_the_app_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    diary = Diary(tmp_path / "file" / "diary.jsonl")
    app = SimpleNamespace(scene_id="menu", frames=1, pacer=SimpleNamespace(presented=[1.0]))
    diary.note(cast("App", app))
    for count in range(2, 4):
        app.frames = count
        app.pacer.presented.append(count)
        diary.note(cast("App", app), last=True)
    assert len(caplog.records) == 1

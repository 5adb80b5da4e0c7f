from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tools.soak_verdict import Findings, Sample, judge


def samples(*megabytes: float) -> list[Sample]:
    """One a minute."""
    return [Sample(60.0 * n, mb, 100.0, 30.0 * n) for n, mb in enumerate(megabytes)]


def verdict(memory: list[float], frames: list[list[float]], **fields: Any) -> Findings:
    gaps = {"sound_gaps": fields.pop("gaps", 0)}
    diary = [
        {"seconds": 10.0, "scene": "arena", "frame_ms": line, "sound_s": 60.0, **gaps} for line in frames
    ]
    facts = {"minutes": 60.0, "steps": 1000, "exit_status": 0, "errors": "", "seen": {}, **fields}
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
        ("p99 frame of 40", [900.0] * 60, [[*[16.7] * 95, *[40.0] * 5]] * 10, {}),
        ("frames a second at the end", [900.0] * 60, [*STEADY, [19.9] * 600], {}),
        ("1 exceptions", [900.0] * 60, STEADY, {"errors": "Traceback (most recent call last):\nKeyError: 1"}),
        ("exit status -11", [900.0] * 60, STEADY, {"exit_status": -11}),
        ("nothing was learned", [900.0] * 60, STEADY, {"steps": 0}),
        ("20 gaps in 10.0 minutes of sound", [900.0] * 60, STEADY, {"gaps": 2}),
        ("was not measured", [900.0] * 3, STEADY, {"minutes": 3.0}),
        ("p99 frame", [900.0] * 60, [], {}),
        (
            "1 foreign widgets",
            [900.0] * 60,
            STEADY,
            {"seen": {"foreign": ["#undo of a/b in a/c: another layout"]}},
        ),
        ("never opened: CropWindow", [900.0] * 60, STEADY, {"seen": {"unopened": ["CropWindow"]}}),
    ],
)
def test_what_is_not_well_is_named(
    words: str, memory: list[float], frames: list[list[float]], fields: dict[str, Any]
) -> None:
    failed = verdict(memory, frames, **fields).failed
    assert len(failed) == 1
    assert words in failed[0]


def test_a_training_that_ended_does_not_hide_what_the_app_took() -> None:
    memory = [900.0 + 2 * minute for minute in range(60)]
    facts = {"minutes": 60.0, "steps": 1, "exit_status": 0, "errors": "", "seen": {}, "speed": False}
    assert len(judge(samples(*memory), [], **facts).failed) == 2
    ended = [replace(each, training_mb=500.0 if each.seconds < 1200 else 0.0) for each in samples(*memory)]
    (words,) = judge(ended, [], **facts).failed
    assert words.startswith("the app's memory grew by 10")
    grown = [replace(each, app_mb=900.0, training_mb=2 * each.seconds / 60) for each in samples(*memory)]
    (words,) = judge(grown, [], **facts).failed
    assert words.startswith("memory grew by 10")


def test_on_a_busy_machine_frames_and_sound_do_not_count() -> None:
    slow = [[*[16.7] * 95, *[40.0] * 5]] * 10
    assert verdict([900.0] * 60, slow).failed
    assert verdict([900.0] * 60, slow, speed=False).failed == ()


def opened(counts: list[int], memory: list[float]) -> Findings:
    looks = [replace(each, opened=count) for each, count in zip(samples(*memory), counts, strict=True)]
    facts = {"minutes": 60.0, "steps": 1, "exit_status": 0, "errors": "", "seen": {}}
    return judge(looks, [], speed=False, **facts)


def test_memory_counts_from_when_everything_was_opened_once() -> None:
    memory = [900.0] * 12 + [1300.0] * 48
    found = opened([20] * 15 + [40] * 45, memory)
    assert (found.failed, found.settled_minutes, found.growth_mb) == ((), 16, 0)
    assert opened([40] * 60, memory).growth_mb == 400
    assert opened([40] * 60, memory).settled_minutes == 5


def test_what_is_opened_late_leaves_too_little_time_to_judge_memory() -> None:
    late = opened([20] * 40 + [40] * 20, [900.0] * 60).failed
    assert len(late) == 1
    assert "41 minutes of 60" in late[0]

from __future__ import annotations

import json
from pathlib import Path

import pytest

from game.app.frame_log import FrameLog
from game.ui.sound import HEARD


def test_it_has_what_frames_took_scene_by_scene(tmp_path: Path) -> None:
    path = tmp_path / "new" / "frames.jsonl"
    log = FrameLog(path)
    presented: list[float] = []

    def frame(scene: str, at: float) -> None:
        presented.append(at)
        log.note(scene, len(presented), presented)

    for at in (1.0, 1.02, 1.05):
        frame("menu", at)
    assert not path.exists(), "not before it is time"
    HEARD.seconds += 2.5
    HEARD.gaps += 1
    frame("arena", 1.15)
    frame("arena", 1.17)
    log.note("arena", len(presented), presented, last=True)
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert [(line["scene"], line["frame_ms"]) for line in lines] == [
        ("menu", [20.0, 30.0, 100.0]),
        ("arena", [20.0]),
    ]
    assert [(line["sound_s"], line["sound_gaps"]) for line in lines] == [(2.5, 1), (0, 0)]


def test_a_file_that_cannot_be_written_ends_it_and_the_app_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("")
    log = FrameLog(tmp_path / "file" / "frames.jsonl")
    log.note("menu", 1, [1.0])
    for count in range(2, 4):
        log.note("menu", count, list(range(1, count + 1)), last=True)
    assert len(caplog.records) == 1


def test_without_a_file_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    log = FrameLog(None)
    log.note("menu", 2, [1.0, 2.0], last=True)
    assert not list(tmp_path.iterdir())

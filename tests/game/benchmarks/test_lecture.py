from __future__ import annotations

from pathlib import Path

from tests.game.benchmarks.conftest import assert_ordered, bench

ROUTE = """
[part]
id = "short"
title.en = "Short"
[[stop]]
id = "one"
link = "convolution/microscope?example=1"
headline.en = "One"
[stop.question]
ask.en = "?"
number = 1
reveal.en = "!"
[[stop]]
id = "two"
link = "convolution/shift"
headline.en = "Two"
"""


def test_lecture(tmp_path: Path) -> None:
    path = tmp_path / "short.toml"
    path.write_text(ROUTE, "utf-8")
    result = bench("lecture", "--route", str(path), "--seconds", "1")
    assert result["bench"] == "lecture"
    assert result["steps"] == 2 * 3
    assert 0 < result["step_s"]["p50"] <= result["step_s"]["max"]
    assert 0 < result["stop_s"]["p50"] <= result["stop_s"]["max"] <= result["step_s"]["max"]
    assert [each["stop"] for each in result["slowest"]] in (["one", "two"], ["two", "one"])
    assert_ordered(result["frame_ms"])

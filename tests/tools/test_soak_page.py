"""The part of the page about an hour of play."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from tools import soak_page
from tools.soak_verdict import Sample, judge

WELL = {"places": ["lecture/start"], "windows": ["HelpWindow"], "unopened": [], "foreign": []}


def test_it_tells_levels_growth_and_slope_and_takes_the_place_of_the_one_before(tmp_path: Path) -> None:
    samples = [Sample(10.0 * step, 600 + step, 400.0, step, 1.0, 1) for step in range(361)]
    diary = [{"scene": "arena", "frame_ms": [16.0] * 99 + [40.0], "sound_s": 1.0, "sound_gaps": 0}]
    found = judge(samples, diary, minutes=60, steps=1, exit_status=0, errors="", seen=WELL)
    record = tmp_path / "soak.json"
    record.write_text(json.dumps({**asdict(found), "samples": [asdict(each) for each in samples]}), "utf-8")
    page = tmp_path / "page.md"
    page.write_text("# Reliability\n\nbefore\n\n## An hour of play\n\nold\n", "utf-8")
    soak_page.main(record, page)
    text = page.read_text("utf-8")
    assert text.startswith("# Reliability\n\nbefore\n\n## An hour of play\n")
    assert "old" not in text
    assert "| 5 | 630 | 400 |" in text
    assert "app +328 MB, in the last 30 minutes +6.0 MB a minute" in text
    assert "training +0 MB, in the last 30 minutes +0.0 MB a minute" in text
    assert "Not as it shall be: memory grew by 327 MB" in text
    assert soak_page.part(page).startswith(soak_page.HEADING)
    assert soak_page.part(tmp_path / "none.md") == ""

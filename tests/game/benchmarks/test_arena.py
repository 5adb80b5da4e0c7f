from __future__ import annotations

import pytest

from tests.game.benchmarks.conftest import assert_ordered, bench


@pytest.mark.slow
@pytest.mark.alone
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
    raw = result["raw_steps_per_s"]
    assert raw > result["train_steps_per_s_alone"], "learning costs something"
    assert result["train_share_of_raw"] == pytest.approx(result["train_steps_per_s"] / raw, abs=0.01)
    assert result["train_share_of_raw_alone"] == pytest.approx(
        result["train_steps_per_s_alone"] / raw, abs=0.01
    )
    split = result["train_time_split"]
    assert {"environment", "inference", "update"} <= set(split)
    assert sum(split.values()) == pytest.approx(1, abs=0.02)

from __future__ import annotations

from tests.game.benchmarks.conftest import assert_ordered, bench


def test_convolution() -> None:
    result = bench("convolution", "--seconds", "1", "--size", "960x600")
    assert result["bench"] == "convolution"
    assert result["window"] == "960x600"
    assert 0 < result["fps"] < 70  # after a slow frame it catches up
    assert_ordered(result["frame_ms"])
    assert_ordered(result["work_ms"])

from __future__ import annotations

from tests.game.benchmarks.conftest import assert_ordered, bench


def test_learning() -> None:
    result = bench("learning", "--seconds", "1", "--size", "960x600")
    assert result["bench"] == "learning"
    assert result["window"] == "960x600"
    assert result["epochs_per_second"] > 0
    assert 0.5 < result["accuracy"] <= 1
    assert_ordered(result["frame_ms"])
    assert_ordered(result["knobs"]["frame_ms"])
    assert_ordered(result["surface"]["frame_ms"])

from __future__ import annotations

from tests.game.benchmarks.conftest import assert_ordered, bench


def test_inpainting() -> None:
    result = bench("inpainting", "--seconds", "3", "--size", "960x600")
    assert result["bench"] == "inpainting"
    assert 0 < result["fps"] < 70  # after a slow frame it catches up
    assert_ordered(result["frame_ms"])
    assert_ordered(result["work_ms"])
    assert set(result["by_size"]) == {"256", "512", "1024"}
    if not result["problem"]:
        assert_ordered(result["fill_ms"])

from __future__ import annotations

import pytest

from tests.game.benchmarks.conftest import assert_ordered, bench


@pytest.mark.slow
@pytest.mark.alone
def test_gan() -> None:
    result = bench("gan", "--seconds", "3", "--size", "960x600")
    assert result["bench"] == "gan"
    if result["problem"]:
        return
    for part in (result, result["training"], result["both"]):
        assert 0 < part["fps"] < 70
        assert_ordered(part["frame_ms"])
        assert_ordered(part["work_ms"])
    for part in (result, result["both"]):
        assert_ordered(part["generator_ms"])
        assert_ordered(part["answer_ms"])
        assert part["answer_ms"]["max"] > part["generator_ms"]["p50"]
    assert result["training"]["rounds_per_s"] >= 0

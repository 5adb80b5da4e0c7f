from __future__ import annotations

import pytest

from tests.game.benchmarks.conftest import assert_ordered, bench


@pytest.mark.slow
@pytest.mark.alone
def test_translation() -> None:
    result = bench("translation", "--seconds", "4", "--size", "960x600")
    assert result["bench"] == "translation"
    if result["problem"]:
        return
    assert len(result["right"]) == len(result["steps"]) == 3
    assert 0 <= result["median"] <= 1
    assert_ordered(result["frame_ms"])
    assert_ordered(result["work_ms"])

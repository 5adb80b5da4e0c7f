from __future__ import annotations

from game.benchmarks.startup import process_age
from tests.game.benchmarks.conftest import LIMIT, assert_ordered, bench


def test_this_process_has_an_age() -> None:
    first = process_age()
    assert 0 < first <= process_age() < 24 * 3600


def test_startup() -> None:
    result = bench("startup", "--seconds", "1")
    assert result["bench"] == "startup"
    assert result["window"] == "1280x800"
    assert 0 < result["first_frame_s"] < result["ready_s"] < LIMIT
    assert 0 < result["cpu_share"] < 16
    assert_ordered(result["frame_ms"])
    assert_ordered(result["frame_ms_while_loading"])
    assert_ordered(result["frame_ms_after_loading"])

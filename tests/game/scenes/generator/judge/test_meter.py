"""The judge's needle."""

from __future__ import annotations

import pytest

from game.scenes.generator.judge.meter import Meter


def test_the_needle_swings_to_its_target_and_rests_there() -> None:
    meter = Meter()
    meter.target = 0.9
    places = []
    for _ in range(240):
        meter.update(1 / 60)
        places.append(meter.place)
    assert places[0] < 0.6, "it does not jump"
    assert max(places) > 0.9, "it overshoots"
    assert places[-1] == pytest.approx(0.9, abs=0.005)
    meter.target = None
    for _ in range(240):
        meter.update(0.1)
    assert meter.place == pytest.approx(0.5, abs=0.01)

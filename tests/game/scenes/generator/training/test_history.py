"""The time machine's memory stays small."""

from __future__ import annotations

from typing import Any

from game.scenes.generator.training.history import MOST, MOST_WEIGHTS, History
from models.generator.live.settings import Controls
from tests.game.scenes.generator.training.conftest import snapshot_at


def test_the_history_stays_small_and_keeps_both_ends() -> None:
    history = History()
    weights: Any = {"w": 1}
    for step in range(8, 8 * 2000, 8):
        made = snapshot_at(step, Controls(), None, weights=weights if step % 40 == 0 else None)
        history.add(made)
        assert len(history) <= MOST + MOST_WEIGHTS
        assert len(history.weights()) <= MOST_WEIGHTS
        assert history.moments[-1].step == step
    steps = [moment.step for moment in history.moments]
    assert steps == sorted(set(steps))
    assert steps[0] <= 40
    first, last = history.at(0.0), history.at(1.0)
    assert first is not None
    assert last is not None
    assert (first.step, last.step) == (steps[0], steps[-1])

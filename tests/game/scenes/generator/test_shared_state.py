"""Portraits go from tab to tab."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from game.scenes.generator.shared_state import SharedState
from game.workers.workers import Workers
from tests.game.scenes.generator.test_network_calls import Loaded


def test_what_is_handed_on_is_a_copy(tmp_path: Path) -> None:
    shared = SharedState(tmp_path, Workers(inline=True), Loaded())
    picture, latent = np.zeros((64, 64, 3), np.uint8), np.zeros(64, np.float32)
    shared.hand("judge", picture, latent)
    picture[:], latent[:] = 9, 9
    assert shared.take_wanted() == "judge"
    assert shared.take_wanted() == ""
    found = shared.receive("judge")
    assert found is not None
    assert found.latent is not None
    assert not found.picture.any()
    assert not found.latent.any()
    assert shared.receive("judge") is None

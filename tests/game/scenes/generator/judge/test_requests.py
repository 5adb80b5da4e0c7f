"""What the judge answers."""

from __future__ import annotations

import numpy as np
import pytest

from game.scenes.generator.judge.requests import Dealt, overlay


def test_the_heat_map_is_opaque_where_it_is_hot() -> None:
    heat = np.zeros((64, 64), np.float32)
    heat[:16], heat[48:] = 1, -1
    rgba = overlay(heat, (0, 255, 0), (255, 0, 0))
    assert rgba.shape == (256, 256, 4)
    assert (rgba[20, 128, :3] == (0, 255, 0)).all()
    assert (rgba[236, 128, :3] == (255, 0, 0)).all()
    assert rgba[20, 128, 3] > 100
    assert rgba[128, 128, 3] == 0


def test_the_judges_certainty_is_measured_by_known_portraits() -> None:
    dealt = Dealt((), (3.0, 1.0, -1.0), line=1.0, reach=2.0)
    assert dealt.certainty(0) == pytest.approx(0.95)
    assert dealt.certainty(1) == pytest.approx(0.5)
    assert dealt.certainty(2) == pytest.approx(0.05)

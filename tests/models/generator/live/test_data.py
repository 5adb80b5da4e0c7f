"""What is said about pictures beside the real ones."""

from __future__ import annotations

import numpy as np
import pytest

from models.generator.live.training import Game
from tests.models.generator.live.conftest import config


def test_variety_and_kinds_tell_a_collapse() -> None:
    real = Game(config(), None).real
    several, one = real.pictures[:64], np.repeat(real.pictures[:1], 64, axis=0)
    assert real.variety(several) == pytest.approx(1, abs=0.1)
    assert real.variety(one) == 0
    assert real.count_kinds(several) > 10
    assert real.count_kinds(one) == 1

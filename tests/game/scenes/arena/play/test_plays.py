"""The modes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from game.scenes.arena.play.plays import SEAM, Alongside


@pytest.mark.parametrize("rows", [210, 250])
def test_both_consoles_are_in_the_picture_however_high_theirs_are(rows: int) -> None:
    def console(grey: int) -> SimpleNamespace:
        return SimpleNamespace(game=SimpleNamespace(screen=lambda: np.full((rows, 160, 3), grey, np.uint8)))

    consoles: Any = SimpleNamespace(race=SimpleNamespace(human=console(1), machine=console(2)))
    picture = Alongside(consoles).picture()
    assert picture.shape == (rows, 320 + SEAM, 3)
    assert (picture[:, :160] == 1).all()
    assert (picture[:, 160 + SEAM :] == 2).all()

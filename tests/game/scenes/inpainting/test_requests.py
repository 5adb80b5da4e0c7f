"""Patches."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import numpy as np

from game.scenes.inpainting.requests import NOTHING, gap_patch
from game.ui.pictures import unpacked


def test_a_hole_that_nothing_fills_is_dark() -> None:
    bits = np.zeros((10, 10), bool)
    assert gap_patch(bits) is NOTHING
    bits[3:5, 4:8] = True
    patch = gap_patch(bits)
    assert patch.box == (4, 3, 4, 2)
    assert unpacked(patch.pixels).max() < 80

"""Measurements."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import numpy as np
import pytest

from game.scenes.inpainting.metrics import measure


def test_a_judgement_looks_at_the_mask_alone() -> None:
    chance = np.random.default_rng(0)
    truth = chance.integers(0, 256, (40, 40, 3), dtype=np.uint8)
    bits = np.zeros((40, 40), bool)
    bits[10:20, 10:20] = True
    fill = truth.copy()
    fill[bits] = 128
    found = measure("ours", fill, bits, truth, 3.0)
    error = ((fill[bits].astype(float) - truth[bits]) ** 2).mean()
    assert found.psnr == pytest.approx(10 * np.log10(255**2 / error))
    assert found.error is not None
    assert found.error.box == (10, 10, 10, 10)
    assert measure("ours", truth, bits, truth, 3.0).psnr == float("inf")
    assert measure("ours", fill, bits, None, 3.0).psnr is None

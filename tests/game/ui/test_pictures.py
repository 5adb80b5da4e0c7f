"""Pictures as arrays."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import numpy as np
import pygame
from hypothesis import given
from hypothesis import strategies as st

from game.ui.pictures import packed, unpacked
from game.ui.surfaces import pixels, to_array


@given(st.integers(0, 2**32 - 1))
def test_pixels_are_packed_and_unpacked(seed: int) -> None:
    image = np.random.default_rng(seed).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    np.testing.assert_array_equal(unpacked(packed(image)), image)
    surface = pygame.Surface((7, 5), depth=32)
    pixels(surface)[:] = packed(image)
    np.testing.assert_array_equal(to_array(surface), image)

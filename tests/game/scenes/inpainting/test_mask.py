"""Dabs, areas and boxes."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import numpy as np
import pygame
from hypothesis import given
from hypothesis import strategies as st

from game.scenes.inpainting.mask import area, box, dab, disc
from game.scenes.inpainting.requests import bounds
from tests.game.scenes.inpainting.masked_actions import points


@given(points, st.integers(1, 60), st.booleans())
def test_a_dab_is_a_disc_that_stays_inside(at: tuple[int, int], size: int, value: bool) -> None:
    bits = np.full((30, 40), not value)
    rect = dab(bits, at, size, value)
    rows, columns = np.mgrid[:30, :40]
    distance = np.hypot(rows + 0.5 - at[1], columns + 0.5 - at[0])
    assert (bits[distance < size / 2 - 1.1] == value).all()
    assert (bits[distance > size / 2 + 1.1] != value).all()
    changed = bounds(bits == value)
    assert changed is None or rect.contains(changed)


def test_discs_of_few_pixels() -> None:
    assert disc(1).tolist() == [[True]]
    assert disc(2).all()
    assert disc(3).all(axis=1)[1]
    assert disc(9)[0, 0] is np.False_


def test_areas_and_boxes() -> None:
    bits = np.zeros((30, 40), bool)
    box(bits, (25, 20), (5, 10), True)
    assert bits.sum() == 200
    assert bounds(bits) == pygame.Rect(5, 10, 20, 10)
    area(bits, [(5, 10), (25, 10), (25, 20), (5, 20)], False)
    assert bits.sum() < 60, "all but the rim, at most"
    for corners in ([(3, 3)], [(3, 3), (9, 9)], [(-50, -50), (-40, -50), (-45, -40)]):
        area(bits, corners, True)
    assert bounds(np.zeros((3, 3), bool)) is None

from __future__ import annotations

import numpy as np
import pygame
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from game.ui.surfaces import cover, fit, to_array, to_surface, write

sides = st.integers(1, 3000)
rooms = st.builds(pygame.Rect, st.integers(0, 500), st.integers(0, 500), sides, sides)


def test_arrays_and_surfaces_trade_places_exactly() -> None:
    rng = np.random.default_rng(0)
    picture = rng.integers(0, 256, (7, 11, 3), dtype=np.uint8)
    surface = to_surface(picture)
    assert surface.get_size() == (11, 7)
    assert tuple(surface.get_at((10, 2)))[:3] == tuple(picture[2, 10])
    np.testing.assert_array_equal(to_array(surface), picture)
    grey = rng.integers(0, 256, (7, 11), dtype=np.uint8)
    np.testing.assert_array_equal(to_array(to_surface(grey)), np.stack([grey] * 3, axis=2))


def test_writing_into_a_part_leaves_the_rest() -> None:
    surface = pygame.Surface((11, 7), depth=32)
    part = np.random.default_rng(1).integers(0, 256, (2, 3, 3), dtype=np.uint8)
    write(surface, part, (4, 5))
    whole = np.zeros((7, 11, 3), np.uint8)
    whole[5:7, 4:7] = part
    np.testing.assert_array_equal(to_array(surface), whole)


@given(st.tuples(sides, sides), rooms)
def test_fit_is_inside_and_touches_two_edges(size: tuple[int, int], room: pygame.Rect) -> None:
    rect = fit(size, room)
    assert room.contains(rect)
    assert rect.width == room.width or rect.height == room.height
    assert abs(rect.centerx - room.centerx) <= 1
    assert abs(rect.centery - room.centery) <= 1
    assume(min(rect.size) > 20)
    assert rect.width / rect.height == pytest.approx(size[0] / size[1], rel=0.06)


@given(st.tuples(sides, sides), rooms)
def test_cover_hides_the_room_and_no_more_than_it_must(size: tuple[int, int], room: pygame.Rect) -> None:
    rect = cover(size, room)
    assert rect.width >= room.width
    assert rect.height >= room.height
    assert rect.width == room.width or rect.height == room.height
    assert abs(rect.centerx - room.centerx) <= 1
    assert abs(rect.centery - room.centery) <= 1

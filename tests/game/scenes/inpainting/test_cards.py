"""What stands on a card."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import pygame
from hypothesis import given
from hypothesis import strategies as st

from game.scenes.inpainting.cards import region_around


@given(
    st.one_of(st.none(), st.tuples(*[st.integers(0, 300)] * 2, *[st.integers(1, 300)] * 2)),
    st.tuples(st.integers(1, 700), st.integers(1, 700)),
    st.tuples(st.integers(1, 400), st.integers(1, 400)),
)
def test_the_place_on_a_card_lies_in_the_picture_and_shows_the_hole(
    hole: tuple[int, int, int, int] | None, size: tuple[int, int], room: tuple[int, int]
) -> None:
    picture = pygame.Rect(0, 0, *size)
    matters = pygame.Rect(hole).clip(picture) if hole is not None else None
    if matters is not None and not (matters.width and matters.height):
        matters = None
    region = region_around(matters, size, room)
    assert picture.contains(region)
    assert region.contains(matters or picture)

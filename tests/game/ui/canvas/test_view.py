"""Zoom and pan."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.ui.canvas.view import MOST, View

rooms = st.builds(
    pygame.Rect, st.integers(0, 50), st.integers(0, 50), st.integers(40, 500), st.integers(40, 500)
)


sizes = st.tuples(st.integers(8, 600), st.integers(8, 600))


@given(sizes, rooms, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1), st.floats(0.5, 2)), max_size=6))
def test_zooming_keeps_the_point_under_the_pointer_or_an_edge(
    size: tuple[int, int], room: pygame.Rect, moves: list[tuple[float, float, float]]
) -> None:
    view = View()
    for across, down, factor in moves:
        shown = view.shown(size, room)
        at = (shown.x + across * shown.width, shown.y + down * shown.height)
        view.zoom_at(at, factor, size, room)
        assert 1 <= view.zoom <= MOST
        x, y, width, height = view.frame(size, room)
        # Whatever was done, no empty stripe shows where the picture could cover the room.
        assert width < room.width + 1 or (x <= room.x + 1 and x + width >= room.right - 1)
        assert height < room.height + 1 or (y <= room.y + 1 and y + height >= room.bottom - 1)
        there = view.to_window(view.to_picture(at, size, room), size, room)
        assert there == pytest.approx(at, abs=1e-3)


def test_a_point_in_the_middle_stays_under_the_pointer() -> None:
    view, size, room = View(), (512, 512), pygame.Rect(10, 20, 400, 400)
    at = (200, 230)
    before = view.to_picture(at, size, room)
    view.zoom_at(at, 3, size, room)
    assert view.to_picture(at, size, room) == pytest.approx(before)
    view.pan(30, -20, size, room)
    assert view.to_picture((230, 210), size, room) == pytest.approx(before)
    view.reset()
    assert view.shown(size, room) == room

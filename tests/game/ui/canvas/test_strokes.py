"""Strokes and shapes."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.ui.canvas.strokes import Stroke, constrained, outline

points = st.tuples(st.integers(-20, 68), st.integers(-20, 56))

shapes = st.sampled_from(["line", "rectangle", "ellipse"])


@given(shapes, points, points)
def test_even_shapes_are_even(shape: str, start: tuple[int, int], end: tuple[int, int]) -> None:
    x, y = constrained(shape, start, end)  # type: ignore[arg-type]
    dx, dy = abs(x - start[0]), abs(y - start[1])
    if shape == "line":
        assert min(dx, dy, abs(dx - dy)) == pytest.approx(0, abs=1e-6)
    else:
        assert dx == pytest.approx(dy)
    corners = outline(shape, start, (x, y))  # type: ignore[arg-type]
    assert shape == "line" or corners[0] == pytest.approx(corners[-1])


@given(st.lists(points, min_size=2, max_size=12), st.integers(1, 40))
@settings(deadline=None)
def test_strokes_have_no_gaps(way: list[tuple[int, int]], size: int) -> None:
    stroke = Stroke(way[0], size)
    stamps = [stroke.first()]
    for point in way[1:]:
        stamps += list(stroke.move(point))
    stamps += list(stroke.end())
    for (a, _), (b, _) in itertools.pairwise(stamps):
        assert (b - a).length() <= max(0.5, size / 10) + 1e-3

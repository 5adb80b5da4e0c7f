"""The painting's tools: what they change, and that the history brings everything back."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import itertools

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.ui.canvas.painting import Change, Painting, Tool
from game.ui.canvas.strokes import Stroke, constrained, outline
from game.ui.canvas.view import MOST, View
from game.ui.history import DEPTH, History

SIZE = (48, 36)
points = st.tuples(st.integers(-20, 68), st.integers(-20, 56))
colours = st.tuples(*[st.integers(0, 255)] * 3)
shapes = st.sampled_from(["line", "rectangle", "ellipse"])
actions = st.one_of(
    st.tuples(st.just("stroke"), points, points, colours, st.integers(1, 12)),
    st.tuples(st.just("shape"), points, points, colours, st.integers(1, 6), shapes, st.booleans()),
    st.tuples(st.just("fill"), points, colours),
    st.tuples(st.just("clear")),
    st.tuples(st.just("place"), st.integers(0, 9)),
)


def act(painting: Painting, action: tuple) -> None:
    """Do one random thing."""
    if action[0] == "stroke":
        painting.begin(action[1], Tool(action[3], action[4]))
        painting.move(action[2])
        painting.end()
    elif action[0] == "shape":
        painting.begin_shape(action[5], action[1], Tool(action[3], action[4]), filled=action[6])
        painting.move(action[2])
        painting.end()
    elif action[0] == "fill":
        painting.fill(action[1], action[2])
    elif action[0] == "clear":
        painting.clear()
    else:
        noise = np.random.default_rng(action[1])
        height, width = noise.integers(5, 60, 2)
        painting.place(noise.integers(0, 256, (height, width, 3), dtype=np.uint8))


@given(st.lists(actions, max_size=12))
@settings(deadline=None, max_examples=60)
def test_undo_all_gives_the_beginning_and_redo_all_the_end(todo: list[tuple]) -> None:
    painting = Painting(SIZE)
    seen = [painting.array()]
    for action in todo:
        act(painting, action)
    end, steps = painting.array(), 0
    while painting.undo():
        steps += 1
    np.testing.assert_array_equal(painting.array(), seen[0])
    assert painting.blank
    for _ in range(steps):
        assert painting.redo()
    np.testing.assert_array_equal(painting.array(), end)
    assert not painting.redo()


@given(st.lists(actions, max_size=8))
@settings(deadline=None, max_examples=60)
def test_what_changed_is_reported_as_dirty(todo: list[tuple]) -> None:
    painting = Painting(SIZE)
    painting.take_dirty()
    for action in todo:
        before = painting.array()
        act(painting, action)
        after, dirty = painting.array(), painting.take_dirty()
        if before.shape != after.shape:
            assert dirty == painting.surface.get_rect()
            continue
        changed = np.argwhere((before != after).any(axis=2))
        for y, x in changed:
            assert dirty is not None
            assert dirty.collidepoint(x, y)


@given(actions)
@settings(deadline=None, max_examples=60)
def test_cancel_leaves_no_trace(action: tuple) -> None:
    painting = Painting(SIZE)
    if action[0] == "stroke":
        painting.begin(action[1], Tool(action[3], action[4]))
    elif action[0] == "shape":
        painting.begin_shape(action[5], action[1], Tool(action[3], action[4]), filled=action[6])
    painting.move((30, 30))
    painting.cancel()
    assert (painting.array() == 255).all()
    assert not painting.can_undo


def test_the_history_is_fifty_deep_and_bounded_in_memory() -> None:
    painting = Painting(SIZE)
    for i in range(DEPTH + 20):
        act(painting, ("stroke", (i % 40, 5), (i % 40, 20), (i, 0, 0), 3))
    undone = 0
    while painting.undo():
        undone += 1
    assert undone == DEPTH

    history: History[Change] = History(lambda change: change, 50, 100_000, lambda change: change.bytes)
    for _ in range(30):
        history.remember(Change(None, pygame.Surface((100, 100), depth=32), False))
    assert len(history) == 2
    assert history.bytes <= 100_000


def test_one_change_is_kept_however_large() -> None:
    history: History[Change] = History(lambda change: change, 50, 10, lambda change: change.bytes)
    history.remember(Change(None, pygame.Surface((100, 100), depth=32), False))
    assert len(history) == 1


def test_undo_across_sizes() -> None:
    painting = Painting(SIZE)
    act(painting, ("stroke", (5, 5), (40, 30), (200, 0, 0), 4))
    drawn = painting.array()
    painting.place(np.zeros((20, 64, 3), np.uint8))
    assert painting.size == (64, 20)
    painting.undo()
    np.testing.assert_array_equal(painting.array(), drawn)
    painting.redo()
    assert painting.size == (64, 20)


def test_fill_stays_inside_its_border_and_is_one_step() -> None:
    painting = Painting(SIZE)
    painting.begin_shape("rectangle", (10, 8), Tool((0, 0, 0), 3))
    painting.move((38, 28))
    painting.end()
    assert painting.fill((24, 18), (0, 200, 0))
    assert painting.pick((24, 18)) == (0, 200, 0)
    assert painting.pick((2, 2)) == (255, 255, 255)
    assert painting.pick((45, 33)) == (255, 255, 255)
    assert not painting.fill((24, 18), (0, 200, 0))
    painting.undo()
    assert painting.pick((24, 18)) == (255, 255, 255)


@pytest.mark.parametrize("filled", [False, True])
def test_filled_shapes_have_a_middle(filled: bool) -> None:
    painting = Painting(SIZE)
    painting.begin_shape("ellipse", (8, 6), Tool((10, 20, 30), 2), filled=filled)
    painting.move((40, 30))
    painting.end()
    assert (painting.pick((24, 18)) == (10, 20, 30)) is filled


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


def test_light_pressure_draws_thinner() -> None:
    def width(pressure: float) -> int:
        painting = Painting((80, 40))
        painting.begin((5, 20), Tool((0, 0, 0), 20), pressure=pressure)
        for x in range(6, 75, 4):
            painting.move((x, 20), pressure=pressure)
        painting.end()
        return int((painting.array()[:, 60, 0] < 128).sum())

    assert width(0.3) < width(0.6) < width(1.0)


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

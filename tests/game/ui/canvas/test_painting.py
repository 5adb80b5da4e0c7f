"""The picture that is painted on: what changes it, and that the history brings everything back."""

from __future__ import annotations

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.ui.canvas.painting import Painting
from game.ui.canvas.strokes import Tool
from game.ui.history import DEPTH, LIMIT_BYTES

SIZE = (72, 48)
RED = Tool((200, 20, 20), 9)

# A little beyond the edges too: strokes begin and end outside.
point = st.tuples(st.floats(-20, SIZE[0] + 20), st.floats(-20, SIZE[1] + 20))
tool = st.builds(Tool, st.tuples(*[st.integers(0, 255)] * 3), st.integers(1, 40))
stroke = st.tuples(st.just("stroke"), st.lists(point, min_size=1, max_size=6), tool)
whole = st.one_of(
    st.tuples(st.just("clear")),
    st.tuples(st.just("place"), st.integers(0, 255)),
    st.tuples(st.just("cancel")),
)
changes = st.lists(stroke | stroke | whole, min_size=1, max_size=12)


def draw(painting: Painting, points: list[tuple[float, float]], tool: Tool = RED) -> None:
    painting.begin(points[0], tool)
    for at in points[1:]:
        painting.move(at)
    painting.end()


def apply(painting: Painting, change: tuple) -> None:
    match change:
        case ("stroke", points, tool):
            draw(painting, points, tool)
        case ("clear",):
            painting.clear()
        case ("place", level):
            picture = np.full((*SIZE[::-1], 3), level, np.uint8)
            picture[::2] //= 2
            painting.place(picture)
        case ("cancel",):
            painting.begin((10, 10), RED)
            painting.move((30, 30))
            painting.cancel()


@given(changes)
def test_undoing_all_gives_the_beginning_and_redoing_all_the_end(changes: list[tuple]) -> None:
    painting = Painting(SIZE)
    states = [(painting.array(), painting.blank)]
    for change in changes:
        apply(painting, change)
        states.append((painting.array(), painting.blank))
    undone = 0
    while painting.undo():
        undone += 1
    np.testing.assert_array_equal(painting.array(), states[0][0])
    assert painting.blank
    assert undone <= len(changes)
    assert not painting.history.can_undo
    redone = 0
    while painting.redo():
        redone += 1
    assert redone == undone
    np.testing.assert_array_equal(painting.array(), states[-1][0])
    assert painting.blank == states[-1][1]
    assert not painting.history.can_redo


@given(changes)
def test_every_step_back_and_forth_is_exact(changes: list[tuple]) -> None:
    painting = Painting(SIZE)
    for change in changes:
        apply(painting, change)
    states = []
    while painting.history.can_undo:
        states.append(painting.array())
        painting.undo()
    for state in reversed(states):
        painting.redo()
        np.testing.assert_array_equal(painting.array(), state)


@given(changes)
def test_the_dirty_rectangle_covers_every_changed_pixel(changes: list[tuple]) -> None:
    painting = Painting(SIZE)
    assert painting.take_dirty() == pygame.Rect((0, 0), SIZE), "a new picture is new everywhere"
    assert painting.take_dirty() is None
    frame = pygame.Rect((0, 0), SIZE)
    steps = [lambda change=change: apply(painting, change) for change in changes]
    for step in [*steps, *[painting.undo] * len(changes), *[painting.redo] * len(changes)]:
        before = painting.array()
        step()
        changed = (painting.array() != before).any(axis=2)
        dirty = painting.take_dirty() or pygame.Rect(0, 0, 0, 0)
        assert frame.contains(dirty)
        changed[dirty.y : dirty.bottom, dirty.x : dirty.right] = False
        assert not changed.any()


@given(st.lists(point, min_size=2, max_size=6), tool)
def test_a_stroke_under_way_is_followed_move_by_move(points: list[tuple[float, float]], tool: Tool) -> None:
    painting = Painting(SIZE)
    painting.take_dirty()
    seen = painting.array()
    painting.begin(points[0], tool)
    for at in [*points[1:], None]:
        painting.end() if at is None else painting.move(at)
        now = painting.array()
        dirty = painting.take_dirty()
        if dirty is not None:
            part = (slice(dirty.y, dirty.bottom), slice(dirty.x, dirty.right))
            seen[part] = now[part]
        np.testing.assert_array_equal(seen, now)


def test_a_stroke_is_as_wide_as_its_brush_and_reaches_its_ends() -> None:
    painting = Painting(SIZE)
    draw(painting, [(12, 24), (40, 24), (60, 24)], Tool((0, 0, 0), 8))
    inked = (painting.array() < 128).all(axis=2)
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    assert (rows[0], rows[-1]) == pytest.approx((20, 27), abs=1)
    assert (columns[0], columns[-1]) == pytest.approx((8, 63), abs=1)
    assert inked[24, 12:60].all(), "a fast stroke has no holes"
    assert inked.sum(axis=0)[12:60].min() >= 6


def test_a_click_is_a_dot() -> None:
    painting = Painting(SIZE)
    draw(painting, [(20, 20)])
    assert (painting.array()[20, 20] == RED.colour).all()
    assert painting.history.can_undo


def test_a_stroke_outside_the_picture_is_no_step() -> None:
    painting = Painting(SIZE)
    draw(painting, [(-50, -50), (-60, -40)])
    assert not painting.history.can_undo


def test_fifty_steps_can_be_taken_back() -> None:
    painting = Painting(SIZE)
    for i in range(DEPTH + 10):
        draw(painting, [(i, 20)], Tool((i * 4, 0, 0), 5))
        if i == 9:
            tenth = painting.array()
    count = 0
    while painting.undo():
        count += 1
    assert count == DEPTH == 50
    np.testing.assert_array_equal(painting.array(), tenth)


def test_the_history_takes_no_more_memory_than_its_limit() -> None:
    painting = Painting(SIZE)
    assert painting.history.limit == LIMIT_BYTES
    whole = SIZE[0] * SIZE[1] * 4
    painting.history.limit = int(3.5 * whole)
    for level in range(8):
        apply(painting, ("place", 20 * level))
    count = 0
    while painting.undo():
        count += 1
    assert count == 3
    apply(painting, ("place", 20 * 4))
    np.testing.assert_array_equal(painting.array()[1], 80)


def test_one_step_is_kept_however_large() -> None:
    painting = Painting(SIZE)
    painting.history.limit = 1
    apply(painting, ("place", 1))
    assert painting.undo()
    assert painting.blank


def test_a_new_stroke_drops_what_was_taken_back() -> None:
    painting = Painting(SIZE)
    draw(painting, [(10, 10)])
    painting.undo()
    assert painting.history.can_redo
    draw(painting, [(40, 40)])
    assert not painting.history.can_redo
    assert not painting.redo()


def test_cancelling_leaves_no_trace() -> None:
    painting = Painting(SIZE)
    draw(painting, [(10, 10), (30, 30)])
    before = painting.array()
    painting.begin((5, 40), RED)
    painting.move((60, 10))
    assert painting.painting
    painting.cancel()
    assert not painting.painting
    np.testing.assert_array_equal(painting.array(), before)
    painting.move((30, 30))
    painting.end()
    np.testing.assert_array_equal(painting.array(), before)
    painting.undo()
    assert painting.blank
    assert not painting.history.can_undo


def test_beginning_again_ends_the_stroke_before() -> None:
    painting = Painting(SIZE)
    painting.begin((10, 10), RED)
    painting.begin((40, 40), RED)
    painting.end()
    painting.undo()
    assert (painting.array()[10, 10] == RED.colour).all()
    assert (painting.array()[40, 40] == 255).all()


def test_undo_in_the_middle_of_a_stroke_takes_the_stroke_back() -> None:
    painting = Painting(SIZE)
    painting.begin((10, 10), RED)
    painting.move((30, 30))
    assert painting.undo()
    assert painting.blank
    assert not painting.painting
    assert (painting.array() == 255).all()


def test_blank_paper_knows_that_it_is_blank() -> None:
    painting = Painting(SIZE)
    assert painting.blank
    painting.clear()
    assert not painting.history.can_undo, "clearing blank paper is no step"
    draw(painting, [(10, 10)])
    assert not painting.blank
    painting.clear()
    assert painting.blank
    assert (painting.array() == 255).all()
    painting.undo()
    assert not painting.blank
    painting.redo()
    assert painting.blank
    apply(painting, ("place", 255))
    assert not painting.blank, "a white picture is a picture"
    painting.undo()
    assert painting.blank


def test_a_picture_can_be_where_history_begins() -> None:
    painting = Painting(SIZE)
    apply(painting, ("place", 90))
    painting.forget()
    assert not painting.undo()
    assert (painting.array()[1] == 90).all()


def test_placing_keeps_rows_and_columns_apart() -> None:
    painting = Painting(SIZE)
    picture = np.random.default_rng(1).integers(0, 256, (*SIZE[::-1], 3), dtype=np.uint8)
    painting.place(picture)
    np.testing.assert_array_equal(painting.array(), picture)
    assert tuple(painting.surface.get_at((5, 2)))[:3] == tuple(picture[2, 5])


# ---------------------------------------------------------------------- every tool

SMALL = (48, 36)

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
    painting = Painting(SMALL)
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
    painting = Painting(SMALL)
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
    painting = Painting(SMALL)
    if action[0] == "stroke":
        painting.begin(action[1], Tool(action[3], action[4]))
    elif action[0] == "shape":
        painting.begin_shape(action[5], action[1], Tool(action[3], action[4]), filled=action[6])
    painting.move((30, 30))
    painting.cancel()
    assert (painting.array() == 255).all()
    assert not painting.history.can_undo


def test_undo_across_sizes() -> None:
    painting = Painting(SMALL)
    act(painting, ("stroke", (5, 5), (40, 30), (200, 0, 0), 4))
    drawn = painting.array()
    painting.place(np.zeros((20, 64, 3), np.uint8))
    assert painting.size == (64, 20)
    painting.undo()
    np.testing.assert_array_equal(painting.array(), drawn)
    painting.redo()
    assert painting.size == (64, 20)


def test_fill_stays_inside_its_border_and_is_one_step() -> None:
    painting = Painting(SMALL)
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
    painting = Painting(SMALL)
    painting.begin_shape("ellipse", (8, 6), Tool((10, 20, 30), 2), filled=filled)
    painting.move((40, 30))
    painting.end()
    assert (painting.pick((24, 18)) == (10, 20, 30)) is filled


def test_light_pressure_draws_thinner() -> None:
    def width(pressure: float) -> int:
        painting = Painting((80, 40))
        painting.begin((5, 20), Tool((0, 0, 0), 20), pressure=pressure)
        for x in range(6, 75, 4):
            painting.move((x, 20), pressure=pressure)
        painting.end()
        return int((painting.array()[:, 60, 0] < 128).sum())

    assert width(0.3) < width(0.6) < width(1.0)

"""The square that is cut out of a picture."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st

from game.scenes.generator.crop_window import CropWindow, Square
from tests.game.conftest import Driver

Open = Callable[..., Driver]


def inside(square: Square, size: tuple[int, int]) -> bool:
    near = 1e-6
    return (
        square.side > 0
        and square.x >= -near
        and square.y >= -near
        and square.x + square.side <= size[0] + near
        and square.y + square.side <= size[1] + near
    )


@given(
    st.tuples(st.integers(1, 900), st.integers(1, 900)),
    st.lists(
        st.one_of(
            st.tuples(st.just("move"), st.floats(-500, 500), st.floats(-500, 500)),
            st.tuples(st.just("scale"), st.floats(0.2, 5), st.just(0.0)),
            st.tuples(st.just("stretch"), st.floats(-100, 1000), st.floats(-100, 1000)),
        ),
        max_size=8,
    ),
)
def test_whatever_the_hand_does_the_square_stays_inside(
    size: tuple[int, int], moves: list[tuple[str, float, float]]
) -> None:
    square = Square.largest(size)
    assert square.side == min(size)
    for what, a, b in moves:
        if what == "move":
            square = square.moved(a, b, size)
        elif what == "scale":
            square = square.scaled(a, size)
        else:
            square = square.stretched(a, b, size)
        assert inside(square, size), (what, square)
    cut = square.cut(np.zeros((size[1], size[0], 3), np.uint8))
    assert cut.shape[0] == cut.shape[1] >= 1


def test_it_cuts_what_it_covers() -> None:
    rows, columns = np.mgrid[:40, :60]
    picture = np.stack([rows, columns, rows], axis=2).astype(np.uint8)
    cut = Square(20, 10, 16).cut(picture)
    np.testing.assert_array_equal(cut, picture[10:26, 20:36])


@pytest.fixture
def taken(open_app: Open) -> tuple[Driver, list[np.ndarray], CropWindow]:
    driver = open_app("generator")
    got: list[np.ndarray] = []
    picture = np.zeros((100, 200, 3), np.uint8)
    picture[:, 100:] = 255
    return driver, got, CropWindow(driver.scene.ctx, picture, got.append)


def test_enter_takes_the_middle(taken: tuple[Driver, list[np.ndarray], CropWindow]) -> None:
    driver, got, _ = taken
    driver.tap(pygame.K_RETURN)
    assert not driver.app.dialog_open
    assert got[0].shape == (100, 100, 3)
    assert 100 < got[0].mean() < 155, "half of it is white"


def test_arrows_and_mouse_move_it(taken: tuple[Driver, list[np.ndarray], CropWindow]) -> None:
    driver, got, window = taken
    for _ in range(20):
        driver.tap(pygame.K_RIGHT)
    assert window.square.x == 100
    shown = window._shown.get_abs_rect()
    middle, step = shown.center, shown.width // 4
    driver.move(middle)
    driver.down(middle)
    driver.move((middle[0] - step, middle[1]), button=1)
    driver.up((middle[0] - step, middle[1]))
    assert window.square.x == pytest.approx(50, abs=2)
    driver.tap(pygame.K_MINUS)
    assert window.square.side < 100
    driver.press_button("#restyle_crop_take")
    assert len(got) == 1


def test_escape_takes_nothing(taken: tuple[Driver, list[np.ndarray], CropWindow]) -> None:
    driver, got, _ = taken
    driver.tap(pygame.K_ESCAPE)
    assert not driver.app.dialog_open
    assert not got

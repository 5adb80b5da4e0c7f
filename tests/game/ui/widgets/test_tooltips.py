from __future__ import annotations

from collections.abc import Callable

import pygame
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pygame_gui.elements import UITooltip

from game.ui.widgets import tooltips
from game.ui.widgets.controls import button
from game.ui.widgets.tooltips import beside
from tests.game.conftest import Driver

WINDOW = pygame.Rect(0, 0, 960, 600)


@given(
    st.integers(0, 900),
    st.integers(0, 560),
    st.integers(10, 500),
    st.integers(10, 300),
    st.tuples(st.integers(50, 280), st.integers(20, 140)),
    st.integers(0, 960),
)
def test_a_tip_lies_in_the_window_beside_what_it_explains(
    x: int, y: int, width: int, height: int, size: tuple[int, int], pointer: int
) -> None:
    thing = pygame.Rect(x, y, width, height).clip(WINDOW)
    tip = beside(thing, size, pointer, WINDOW)
    assert tip.size == size
    assert WINDOW.contains(tip)
    assert not tip.colliderect(thing)


def tips(driver: Driver) -> list[UITooltip]:
    return [each for each in driver.widgets() if isinstance(each, UITooltip)]


@pytest.fixture
def driver(open_app: Callable[..., Driver]) -> Driver:
    return open_app("convolution")


@pytest.mark.parametrize("place", [(300, 560), (300, 200), (0, 300), (860, 4)])
def test_a_tip_vanishes_while_the_pointer_rests(driver: Driver, place: tuple[int, int]) -> None:
    driver.app.clear_ui()
    made = button(
        driver.app.context(), pygame.Rect(place, (100, 40)), "it", driver.frames, tip="what it is " * 30
    )
    driver.move(made.rect.center)
    driver.frames(30, 0.05)
    (tip,) = tips(driver)
    assert not tip.rect.colliderect(made.rect)
    assert WINDOW.contains(tip.rect)
    driver.frames(round(tooltips.REST_SECONDS / 0.05) + 5, 0.05)
    assert not tips(driver)
    driver.frames(60, 0.05)
    assert not tips(driver), "and comes no more"
    driver.move((480, 450))
    driver.frames(2)
    driver.move(made.rect.center)
    driver.frames(30, 0.05)
    assert tips(driver), "until the pointer comes back"


@pytest.mark.parametrize("name", ["#open", "#tab_network"])
def test_no_tip_survives_a_change_of_tab(driver: Driver, name: str) -> None:
    driver.move(driver.widget(name).rect.center)
    driver.frames(30, 0.05)
    assert tips(driver)
    driver.tap(pygame.K_2, pygame.KMOD_LCTRL)
    driver.frames(2)
    assert driver.scene.tab_id != "draw"
    assert not tips(driver)

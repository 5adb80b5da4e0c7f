"""Sliders: click, drag, wheel, arrow keys."""

from __future__ import annotations

from collections.abc import Callable

import pygame
import pygame_gui
import pytest

from game.ui.widgets.controls import Slider, slider
from game.ui.widgets.window import Window
from tests.game.conftest import Driver

PLACE = pygame.Rect(300, 200, 318, 40)


@pytest.fixture
def driver(open_app: Callable[..., Driver]) -> Driver:
    driver = open_app("splash", load=False)
    driver.app.clear_ui()
    return driver


def make(driver: Driver, value: float, limits: tuple[float, float], step: float = 1) -> Slider:
    return slider(driver.app.context(), PLACE, value, limits, object_id="#it", step=step)


def at(share: float) -> tuple[int, int]:
    """The point of the track where the grip stands in the middle at a share of the range."""
    grip = 18 * 0.75
    return round(PLACE.x + grip / 2 + share * (PLACE.width - grip)), PLACE.centery


@pytest.mark.parametrize("share", [0.0, 0.25, 0.5, 0.9, 1.0])
def test_the_grip_jumps_to_a_click_and_is_held(driver: Driver, share: float) -> None:
    made = make(driver, 0.5, (0.0, 2.0))
    driver.move(at(share))
    driver.down(at(share))
    assert made.get_current_value() == pytest.approx(2 * share, abs=0.02)
    assert made.held
    driver.move(at(0.7))
    driver.frames(2)
    assert made.get_current_value() == pytest.approx(1.4, abs=0.03), "it is dragged on"
    driver.up(at(0.7))
    driver.move(at(0.1))
    driver.frames(2)
    assert made.get_current_value() == pytest.approx(1.4, abs=0.03), "until it is let go of"


def test_whole_numbers_are_the_nearest_ones(driver: Driver) -> None:
    made = make(driver, 0, (0, 3))
    for share, value in ((0.3, 1), (0.36, 1), (0.6, 2), (0.96, 3), (0.1, 0)):
        driver.click(at(share))
        assert made.get_current_value() == value
        assert type(made.get_current_value()) is int


def test_what_a_click_chose_is_told(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    made = make(driver, 0, (0, 3))
    told: list[float] = []

    def handle(event: pygame.event.Event) -> bool:
        if event.type == pygame_gui.UI_HORIZONTAL_SLIDER_MOVED and event.ui_element is made:
            told.append(event.value)
        return False

    monkeypatch.setattr(driver.scene, "handle", handle)
    driver.click(at(2 / 3))
    driver.wheel(at(0), -1)
    driver.frames()
    assert told[0] == 2
    assert told[-1] == 1


def test_wheel_and_arrow_keys_turn_what_is_pointed_at(driver: Driver) -> None:
    made = make(driver, 1.0, (0.0, 2.0), step=0.25)
    driver.move(at(0.9))
    driver.frames()
    for turn, value in ((1, 1.25), (-1, 1.0), (-3, 0.25), (-3, 0.0)):
        driver.wheel(at(0.9), turn)
        assert made.get_current_value() == pytest.approx(value)
    driver.tap(pygame.K_RIGHT)
    driver.tap(pygame.K_RIGHT)
    driver.tap(pygame.K_LEFT)
    assert made.get_current_value() == pytest.approx(0.25)
    driver.move((10, 10))
    driver.frames()
    driver.wheel((10, 10), 1)
    driver.tap(pygame.K_RIGHT)
    assert made.get_current_value() == pytest.approx(0.25), "elsewhere they mean something else"


def test_a_dialog_keeps_all_that_from_a_slider_behind_it(driver: Driver) -> None:
    made = make(driver, 1.0, (0.0, 2.0))
    Window(driver.app.context(), (700, 500), "over it", "it")
    driver.frames()
    driver.click(at(0.9))
    driver.wheel(at(0.9), 1)
    driver.tap(pygame.K_RIGHT)
    assert made.get_current_value() == 1.0


def test_a_disabled_slider_stays(driver: Driver) -> None:
    made = make(driver, 1.0, (0.0, 2.0))
    made.disable()
    driver.click(at(0.9))
    driver.wheel(at(0.9), 1)
    assert made.get_current_value() == 1.0

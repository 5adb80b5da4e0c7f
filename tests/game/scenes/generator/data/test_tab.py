"""The wall of real pictures."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
import pygame
import pytest

from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open) -> Driver:
    driver = open_app("generator/data?data=cats")
    driver.frames(3)
    return driver


def session(driver: Driver) -> Any:
    return driver.scene.tab.session


def test_as_many_pictures_hang_as_there_is_room_for(driver: Driver) -> None:
    wall = session(driver).wall
    assert len(wall.hung) == len(driver.scene.tab._cells) > 12
    assert wall.total == 16_000
    assert set(session(driver).hung.stops) <= {"fur", "pattern", "eyes", "mouth", "accessory", "background"}


def test_pictures_come_as_large_as_they_hang(driver: Driver) -> None:
    cells = driver.scene.tab._cells
    (size,) = {cell.size for cell in cells}
    assert {each.small.shape for each in session(driver).wall.hung} == {(*size, 3)}
    session(driver).resize(len(cells), size[0] + 20)
    driver.frames(3)
    assert {each.small.shape for each in session(driver).wall.hung} == {(size[0] + 20, size[0] + 20, 3)}


def test_a_click_takes_a_picture_in_hand_and_the_arrows_walk_on(driver: Driver) -> None:
    driver.press_button("#hung_3")
    assert session(driver).hung is session(driver).wall.hung[3]
    driver.tap(pygame.K_RIGHT)
    assert session(driver).chosen == 4
    first = session(driver).wall
    for _ in range(len(first.hung) - 4):
        driver.tap(pygame.K_RIGHT)
    driver.frames(3)
    assert session(driver).wall is not first
    assert session(driver).chosen == 0
    driver.tap(pygame.K_LEFT)
    driver.frames(3)
    assert session(driver).hung.index == first.hung[-1].index


def test_a_label_leaves_only_such_pictures(driver: Driver) -> None:
    fur = session(driver).hung.stops["fur"]
    driver.press_button("#label_fur")
    driver.frames(3)
    wall = session(driver).wall
    assert {each.stops["fur"] for each in wall.hung} == {fur}
    assert wall.found < wall.total / 8
    assert str(driver.scene.link()) == f"generator/data?data=cats&only=fur.{fur}"
    driver.press_button("#data_all")
    driver.frames(3)
    assert len({each.stops["fur"] for each in session(driver).wall.hung}) > 1


def test_what_is_hidden_is_not_told(driver: Driver) -> None:
    driver.app.go("generator/data?data=cats&only=accessory.red_scarf")
    driver.frames(3)
    assert all("mouth" not in each.stops for each in session(driver).wall.hung)
    driver.app.go("generator/data?only=glasses.sunglasses")
    driver.frames(3)
    assert all("eyes" not in each.stops for each in session(driver).wall.hung)
    assert session(driver).wall.total == 256


def test_a_wall_holds_small_pictures_and_draws_the_one_in_hand(driver: Driver) -> None:
    wall, hung = session(driver).wall, session(driver).hung
    arrays = [value for each in wall.hung for value in vars(each).values() if isinstance(value, np.ndarray)]
    side = wall.page.side
    assert sum(array.nbytes for array in arrays) <= 3 * side**2 * len(wall.hung)
    assert (cv2.resize(hung.picture, (side, side), interpolation=cv2.INTER_AREA) == hung.small).all()


def test_a_picture_is_handed_on(driver: Driver) -> None:
    wanted = session(driver).hung.picture
    driver.tap(pygame.K_t)
    driver.frames(3)
    assert driver.scene.tab_id == "restyle"
    assert (driver.scene.tab.session.now.subject.picture == wanted).all()


@pytest.mark.parametrize("link", ["data=dogs", "data=cats&only=fur.green", "data=cats&only=hat.red"])
def test_a_wrong_link_says_so(driver: Driver, link: str) -> None:
    before = str(driver.scene.link())
    driver.app.go(f"generator/data?{link}")
    driver.frames(2)
    assert driver.toasts
    assert str(driver.scene.link()) == before

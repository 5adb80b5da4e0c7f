"""What a hand does to picture and mask."""

from __future__ import annotations

import numpy as np
import pygame
import pytest

from game.scenes.inpainting.mask_canvas import TINT
from tests.game.conftest import Driver
from tests.game.scenes.inpainting.conftest import assert_filled, at, bits, put, ramp


def test_a_stroke_on_the_mask_is_filled_at_once_and_nothing_else_changes(driver: Driver) -> None:
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    hole = bits(driver)
    assert hole.any()
    rows = np.flatnonzero(hole.any(axis=1))
    assert abs(rows.mean() - 0.3 * 64) < 2
    assert_filled(driver)
    np.testing.assert_array_equal(driver.scene.shared.masked.array(), ramp(64, 96))


def test_the_result_follows_while_the_brush_is_down(driver: Driver) -> None:
    driver.move(at(driver, 0.3, 0.5))
    driver.down(at(driver, 0.3, 0.5))
    driver.frames(2)
    first = bits(driver).sum()
    assert_filled(driver)
    for x in (0.4, 0.5, 0.6):
        driver.move(at(driver, x, 0.5), button=1)
    driver.frames()
    assert bits(driver).sum() > first
    assert_filled(driver)
    driver.up(at(driver, 0.6, 0.5))


@pytest.mark.parametrize("how", ["eraser", "right button"])
def test_what_is_erased_is_the_picture_again(how: str, driver: Driver) -> None:
    driver.tap(pygame.K_i)
    assert bits(driver).all()
    if how == "eraser":
        driver.tap(pygame.K_e)
    driver.stroke(at(driver, 0.1, 0.5), at(driver, 0.9, 0.5), button=1 if how == "eraser" else 3)
    assert 0 < bits(driver).mean() < 1
    assert_filled(driver)
    if how == "eraser":
        driver.press_button("#mask_brush")
        assert driver.scene.canvas.mask_tool == "brush"


def test_lasso_and_rectangle(driver: Driver) -> None:
    driver.press_button("#mask_rectangle")
    driver.stroke(at(driver, 0.25, 0.25), at(driver, 0.75, 0.5))
    rows, columns = np.nonzero(bits(driver))
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (16, 31, 24, 71)
    assert bits(driver).sum() == 16 * 48
    driver.tap(pygame.K_l)
    driver.stroke(*(at(driver, *p) for p in ((0.1, 0.1), (0.9, 0.1), (0.5, 0.9), (0.1, 0.1))))
    assert bits(driver)[round(0.2 * 64), round(0.5 * 96)]
    assert not bits(driver)[round(0.8 * 64), round(0.2 * 96)]
    driver.stroke(*(at(driver, *p) for p in ((0.05, 0.05), (0.95, 0.05), (0.5, 0.95))), button=3)
    assert_filled(driver)
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert bits(driver).sum() == 16 * 48


def test_escape_drops_the_stroke_and_not_the_scene(driver: Driver) -> None:
    driver.move(at(driver, 0.3, 0.5))
    driver.down(at(driver, 0.3, 0.5))
    driver.move(at(driver, 0.6, 0.5), button=1)
    assert bits(driver).any()
    driver.tap(pygame.K_ESCAPE)
    assert not bits(driver).any()
    assert driver.app.scene_id == "inpainting"
    driver.up(at(driver, 0.6, 0.5))
    driver.tap(pygame.K_ESCAPE)
    assert driver.app.scene_id == "lecture"


def test_the_mask_is_seen_over_the_picture(driver: Driver) -> None:
    before = driver.picture()
    driver.tap(pygame.K_i)
    x, y = at(driver, 0.5, 0.5)
    seen = driver.picture()[y, x].astype(int)
    expected = before[y, x].astype(int) * 3 / 8 + np.array(TINT) * 5 / 8
    assert np.abs(seen - expected).max() <= 4


def test_the_brush_is_as_large_on_the_screen_in_a_larger_picture(driver: Driver) -> None:
    scene = driver.scene
    driver.press(pygame.K_RIGHTBRACKET)
    small = scene.canvas.brush
    put(driver, ramp(256, 384))
    assert scene.canvas.brush == pytest.approx(4 * small, abs=2)

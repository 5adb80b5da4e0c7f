"""The tools of both layers."""

from __future__ import annotations

import numpy as np
import pygame

from tests.game.conftest import Driver
from tests.game.scenes.inpainting.conftest import assert_filled, at, bits, shown


def test_invert_clear_undo_redo(driver: Driver) -> None:
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    stroke = bits(driver).copy()
    driver.press_button("#invert_mask")
    np.testing.assert_array_equal(bits(driver), ~stroke)
    assert_filled(driver)
    driver.press_button("#clear_mask")
    assert not bits(driver).any()
    np.testing.assert_array_equal(shown(driver), driver.scene.shared.masked.array())
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    np.testing.assert_array_equal(bits(driver), ~stroke)
    driver.press_button("#undo")
    np.testing.assert_array_equal(bits(driver), stroke)
    assert_filled(driver)
    driver.press_button("#redo")
    driver.press_button("#redo")
    assert not bits(driver).any()
    assert not driver.widget("#redo").is_enabled


def test_drawing_on_the_picture_is_the_other_layer_with_the_same_history(driver: Driver) -> None:
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    hole, picture = bits(driver).copy(), driver.scene.shared.masked.array()
    driver.tap(pygame.K_m)
    assert driver.has("#pipette")
    assert not driver.has("#mask_lasso")
    driver.stroke(at(driver, 0.2, 0.8), at(driver, 0.8, 0.8))
    assert (driver.scene.shared.masked.array() != picture).any()
    np.testing.assert_array_equal(bits(driver), hole)
    assert_filled(driver)
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    np.testing.assert_array_equal(driver.scene.shared.masked.array(), picture)
    driver.press_button("#layer_mask")
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert not bits(driver).any()

"""What both tabs have: the divider, the comparison, the result as a picture."""

from __future__ import annotations

import numpy as np
import pygame
import pytest
from PIL import Image

from game.scenes.inpainting.requests import GAP
from game.ui.settings import Folders
from tests.game.conftest import Driver
from tests.game.scenes.inpainting.conftest import PHOTO, assert_filled, at, bits, ramp, shown


def test_the_divider_shows_both(driver: Driver) -> None:
    driver.tap(pygame.K_i)
    driver.frames(2)
    result = driver.scene.tab.result
    assert not result.wipe.on, "the fill alone, before the divider is asked for"
    driver.tap(pygame.K_w)
    rect = result.rect
    y = rect.y + rect.height // 4

    def halves() -> tuple[bool, bool]:
        """Whether the left and the right quarter are the fill."""
        row = driver.picture()[y]
        return tuple((row[rect.x + rect.width * i // 4] == PHOTO).all() for i in (1, 3))  # type: ignore[return-value]

    assert halves() == (False, True)
    hole = driver.picture()[y, rect.x + rect.width // 4]
    assert tuple(hole) == (GAP >> 16, GAP >> 8 & 255, GAP & 255), "before it was filled there was a hole"
    driver.stroke((rect.centerx, y), (rect.x + 4, y))
    assert result.wipe.share < 0.05
    assert halves() == (True, True)
    for _ in range(20):
        driver.tap(pygame.K_RIGHT)
    assert halves() == (False, False)
    driver.press_button("#wipe")
    assert halves() == (True, True)
    driver.tap(pygame.K_w)
    assert halves() == (False, False)


def test_holding_tab_over_a_picture_shows_the_original(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("game.ui.tab_key.time.monotonic", lambda: clock[0])
    driver.tap(pygame.K_i)
    rect = driver.scene.tab.result.rect
    x, y = rect.x + rect.width // 2, rect.y + rect.height // 4
    driver.move((x, y))
    assert tuple(driver.picture()[y, x]) == PHOTO
    driver.press(pygame.K_TAB)
    clock[0] += 1
    driver.press(pygame.K_TAB)
    original = driver.scene.shared.masked.array()[64 // 4, 96 // 2]
    assert np.abs(driver.picture()[y, x].astype(int) - original).max() < 12, "not the hole"
    assert driver.app.focus.current is None
    driver.release(pygame.K_TAB)
    driver.frames(2)
    assert tuple(driver.picture()[y, x]) == PHOTO
    assert driver.app.focus.current is None, "a long press is no step to the next control"
    driver.tap(pygame.K_TAB)
    driver.frames(2)
    assert driver.app.focus.current is not None, "a short one is"
    first = driver.app.focus.current
    driver.tap(pygame.K_TAB)
    assert driver.app.focus.current not in (None, first)


def test_comparison_numbers_error_and_what_is_invented(driver: Driver) -> None:
    driver.press_button("#mask_rectangle")
    driver.stroke(at(driver, 0.3, 0.3), at(driver, 0.6, 0.6))
    driver.press_button("#compare")
    driver.frames(12)
    comparison = driver.scene.tab.session.comparison
    assert comparison.fresh >= {"ours", "telea", "ns", "biharmonic", "patchmatch"}
    picture, hole = ramp(64, 96), bits(driver)
    for found in comparison.measurements.values():
        assert found.rgb is not None
        np.testing.assert_array_equal(found.rgb[~hole], picture[~hole])
        error = (found.rgb[hole].astype(float) - picture[hole]) ** 2
        assert found.psnr == pytest.approx(10 * np.log10(255**2 / error.mean()), abs=0.01)
        assert -1 <= found.ssim <= 1
    assert comparison.measurements["biharmonic"].psnr > comparison.measurements["ours"].psnr, (
        "a plane is a plate's own shape"
    )
    driver.press_button("#method_biharmonic")
    driver.frames(2)
    np.testing.assert_array_equal(shown(driver), comparison.measurements["biharmonic"].rgb)
    driver.tap(pygame.K_UP)
    assert driver.scene.tab.session.method == "ns"
    driver.scene.tab.session.choose_method("ours")
    driver.tap(pygame.K_x)
    driver.frames(2)
    lit = shown(driver).max(axis=2)
    assert lit[hole].mean() > 100
    assert lit[~hole].max() <= 64, "the rest is dark"
    driver.tap(pygame.K_u)
    driver.frames(4)
    assert "invented" in comparison.fresh
    assert_drawn_orange = shown(driver)[hole].astype(int)
    assert (assert_drawn_orange[:, 0] - assert_drawn_orange[:, 2]).mean() > 40
    np.testing.assert_array_equal(shown(driver)[~hole], picture[~hole])
    driver.tap(pygame.K_u)
    driver.frames(2)
    assert_filled(driver)


def test_the_result_is_zoomed_with_the_canvas(driver: Driver) -> None:
    room = driver.scene.tab
    centre = room.result.rect.center
    driver.wheel(centre, 2)
    assert driver.scene.canvas.view.zoom > 1
    before = driver.scene.canvas.view.middle
    driver.down(centre, 2)
    driver.post(pygame.MOUSEMOTION, pos=centre, rel=(15, 8), buttons=(0, 1, 0))
    driver.up(centre, 2)
    assert driver.scene.canvas.view.middle != before
    driver.tap(pygame.K_0, pygame.KMOD_CTRL)
    assert driver.scene.canvas.view.zoom == 1


def test_the_result_becomes_the_next_picture_and_back(driver: Driver) -> None:
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    hole, result = bits(driver).copy(), shown(driver)
    driver.tap(pygame.K_x)
    driver.frames(3)
    driver.press_button("#reuse")
    driver.frames(2)
    np.testing.assert_array_equal(driver.scene.shared.masked.array(), result)
    assert not bits(driver).any()
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    np.testing.assert_array_equal(driver.scene.shared.masked.array(), ramp(64, 96))
    np.testing.assert_array_equal(bits(driver), hole)
    driver.tap(pygame.K_DELETE)
    driver.tap(pygame.K_t)
    assert driver.toasts[-1] == driver.app.t("inpainting.nothing")


def test_the_saved_file_is_the_result(driver: Driver, folders: Folders) -> None:
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    result = shown(driver)
    driver.tap(pygame.K_x)
    driver.frames(3)
    driver.tap(pygame.K_s, pygame.KMOD_CTRL)
    driver.frames(2)
    driver.tap(pygame.K_RETURN)
    driver.frames(3)
    path = folders.pictures / "repaired.png"
    assert driver.toasts[-1] == driver.app.t("app.saved", file=str(path))
    np.testing.assert_array_equal(np.asarray(Image.open(path)), result)

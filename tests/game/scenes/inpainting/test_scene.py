"""The inpainting scene: pictures in and out, what is remembered, what plays itself."""

from __future__ import annotations

import numpy as np
import pygame
import pytest

from game.ui.settings import Folders
from models.base.weights import WeightsError
from tests.game.conftest import Driver
from tests.game.scenes.inpainting.conftest import Open, assert_filled, at, bits, put, ramp, shown


def test_it_begins_with_a_scribbled_photograph_that_is_filled(open_app: Open) -> None:
    driver = open_app("inpainting")
    driver.frames(3)
    assert 0.05 < driver.scene.shared.masked.share < 0.3
    assert_filled(driver)
    assert not driver.widget("#undo").is_enabled, "the scribble is where it begins"


def test_the_window_with_portraits(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    class Split:
        def __len__(self) -> int:
            return 30

        def picture(self, index: int) -> np.ndarray:
            return np.full((256, 256, 3), 5 * index, np.uint8)

    monkeypatch.setattr("models.portraits.dataset.load_split", lambda name: Split())
    driver.press_button("#from_portrait")
    driver.frames(3)
    first = [s.index for s in driver.scene.shared.pictures.portraits.samples]
    assert len(set(first)) == 24
    driver.press_button("#more_portraits")
    driver.frames(3)
    assert [s.index for s in driver.scene.shared.pictures.portraits.samples] != first
    chosen = driver.scene.shared.pictures.portraits.samples[5]
    driver.press_button(f"#portrait_{chosen.index}")
    driver.frames(2)
    assert not driver.app.dialog_open
    assert driver.scene.shared.masked.kind == "portrait"
    assert (driver.scene.shared.masked.array() == 5 * chosen.index).all()


def test_without_portraits_the_window_says_why(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    from models.portraits.dataset import PortraitError

    def fail(name: str) -> None:
        raise PortraitError("There is no portraits.npz.")

    monkeypatch.setattr("models.portraits.dataset.load_split", fail)
    driver.tap(pygame.K_p)
    driver.frames(3)
    assert any("portraits.npz" in getattr(w, "html_text", "") for w in driver.widgets())
    driver.tap(pygame.K_ESCAPE)
    assert not driver.app.dialog_open


@pytest.mark.parametrize("code", ["missing", "changed"])
@pytest.mark.parametrize("room", ["repair", "rain"])
def test_without_weights_it_says_so_and_goes_on(
    code: str, room: str, open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: str) -> None:
        raise WeightsError(code, "no file")

    monkeypatch.setattr("game.scenes.inpainting.requests.load_inpainter", fail)
    monkeypatch.setattr("game.scenes.inpainting.requests.load_remover", fail)
    driver = open_app("inpainting")
    put(driver, ramp(48, 48))
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    if room == "rain":
        driver.tap(pygame.K_2, pygame.KMOD_CTRL)
    driver.frames(4)
    words = driver.scene.tab.panel.trouble()
    assert words.startswith(driver.app.t(f"inpainting.weights_{code}", model="X").split("X")[0])
    assert not driver.toasts
    driver.stroke(at(driver, 0.2, 0.7), at(driver, 0.8, 0.7))
    driver.tap(pygame.K_k)
    driver.frames(8)
    comparison = driver.scene.tab.session.comparison
    other = "telea" if room == "repair" else "median"
    assert comparison.measurements[other].rgb is not None, "the classical ways need no weights"
    driver.press_button(f"#method_{other}")
    driver.frames(2)
    np.testing.assert_array_equal(shown(driver), comparison.measurements[other].rgb)


def test_nothing_is_asked_while_the_libraries_load(open_app: Open) -> None:
    driver = open_app("inpainting", load=False)
    driver.frames(4)
    assert driver.scene.tab.session.job.result is None
    assert driver.scene.tab.panel.status() == driver.app.t("app.loading")
    driver.tap(pygame.K_RETURN)
    driver.tap(pygame.K_2, pygame.KMOD_CTRL)
    driver.frames(2)
    assert driver.scene.tab.session.rainy is None
    driver.tap(pygame.K_1, pygame.KMOD_CTRL)
    driver.app.loader.start()
    driver.frames(3)
    assert_filled(driver)


def test_paste_and_the_gallery_and_a_white_sheet(driver: Driver) -> None:
    picture = driver.scene.shared.masked.array()
    driver.tap(pygame.K_c, pygame.KMOD_CTRL)
    driver.press_button("#from_sheet")
    driver.frames(2)
    assert (driver.scene.shared.masked.array() == 255).all()
    driver.press_button("#from_paste")
    driver.frames(3)
    np.testing.assert_array_equal(driver.scene.shared.masked.array(), picture)
    driver.tap(pygame.K_g)
    driver.press_button("#picture_coffee")
    driver.frames(3)
    assert driver.scene.shared.masked.size[0] > 300
    assert not bits(driver).any()


def test_mode_model_and_brush_are_remembered(open_app: Open, folders: Folders) -> None:
    driver = open_app("inpainting")
    driver.tap(pygame.K_d)
    driver.tap(pygame.K_a)
    driver.tap(pygame.K_k)
    driver.tap(pygame.K_w)
    brush = driver.scene.canvas.brush = 50
    driver.app.close()
    driver = open_app("inpainting")
    prefs = driver.scene.shared.prefs
    assert (prefs.live, prefs.model, prefs.compare, prefs.wipe) == (False, "photo", True, True)
    assert driver.scene.canvas.brush == pytest.approx(brush, abs=1)
    assert driver.scene.tab.result.wipe.on
    assert driver.has("#method_telea")


def test_it_plays_itself(open_app: Open) -> None:
    driver = open_app("inpainting", kiosk=True)
    scene = driver.scene
    seen = set()
    for _ in range(300):
        scene.attract(0.1)
        driver.frames(1, 0.1)
        seen.add((scene.tab_id, scene.shared.masked.kind, bool(scene.shared.masked.share)))
    assert ("repair", "portrait", True) in seen
    assert ("repair", "", True) in seen
    assert any(room == "rain" for room, _, _ in seen)


def test_both_tabs_by_keyboard(driver: Driver) -> None:
    driver.tap(pygame.K_PAGEDOWN, pygame.KMOD_CTRL)
    assert driver.scene.tab_id == "rain"
    driver.tap(pygame.K_PAGEUP, pygame.KMOD_CTRL)
    assert driver.scene.tab_id == "repair"
    driver.tap(pygame.K_2, pygame.KMOD_CTRL)
    assert driver.has("#new_rain")
    assert not driver.has("#run")

"""The inpainting scene: what a hand does to picture and mask, what the workers make of it, what is shown."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pygame
import pytest
from PIL import Image

from game.scenes.inpainting.mask_canvas import TINT
from game.scenes.inpainting.network_job import NetworkJob
from game.scenes.inpainting.prefs import NAME, Prefs
from game.scenes.inpainting.preview import InpaintingPreview
from game.ui.assets import Assets
from game.ui.pictures import unpacked
from game.ui.settings import Folders
from game.ui.surfaces import to_array
from game.workers import json_store
from game.workers.typed_fields import read
from game.workers.workers import Workers
from models.base.tiles import Cancelled
from models.base.weights import WeightsError
from tests.game.conftest import Driver, QuickInpainter, QuickRemover

Open = Callable[..., Driver]
PHOTO = (20, 200, 60)
"""What the stand-in for the photo network fills with."""


@pytest.fixture
def driver(open_app: Open) -> Driver:
    """The scene with a small grey picture and nothing missing."""
    driver = open_app("inpainting")
    put(driver, ramp(64, 96))
    return driver


def ramp(height: int, width: int) -> np.ndarray:
    """A picture in which every place differs from its neighbours."""
    rows, columns = np.mgrid[:height, :width]
    red, green = rows * 255 // max(1, height - 1), columns * 255 // max(1, width - 1)
    return np.stack([red, green, (red + green) // 2], axis=2).astype(np.uint8)


def put(driver: Driver, image: np.ndarray, **how: Any) -> None:
    driver.scene.shared.masked.place(image, **how)
    driver.frames(2)


def at(driver: Driver, x: float, y: float) -> tuple[int, int]:
    """The window's pixel at a share of the canvas."""
    rect = driver.scene.canvas.rect
    return round(rect.x + x * rect.width), round(rect.y + y * rect.height)


def bits(driver: Driver) -> np.ndarray:
    found: np.ndarray = driver.scene.shared.masked.bits
    return found


def shown(driver: Driver) -> np.ndarray:
    """The result's picture."""
    return to_array(driver.scene.tab.result.outcome.surface)


def assert_filled(driver: Driver, colour: tuple[int, int, int] = PHOTO) -> None:
    """Exactly the masked pixels are filled."""
    result, picture, hole = shown(driver), driver.scene.shared.masked.array(), bits(driver)
    assert (result[hole] == colour).all()
    np.testing.assert_array_equal(result[~hole], picture[~hole])


# ---------------------------------------------------------------------- the mask


def test_it_begins_with_a_scribbled_photograph_that_is_filled(open_app: Open) -> None:
    driver = open_app("inpainting")
    driver.frames(3)
    assert 0.05 < driver.scene.shared.masked.share < 0.3
    assert_filled(driver)
    assert not driver.widget("#undo").is_enabled, "the scribble is where it begins"


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
    assert driver.app.scene_id == "menu"


def test_the_mask_is_seen_over_the_picture(driver: Driver) -> None:
    before = driver.picture()
    driver.tap(pygame.K_i)
    x, y = at(driver, 0.5, 0.5)
    seen = driver.picture()[y, x].astype(int)
    expected = before[y, x].astype(int) * 3 / 8 + np.array(TINT) * 5 / 8
    assert np.abs(seen - expected).max() <= 4


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


def test_the_brush_is_as_large_on_the_screen_in_a_larger_picture(driver: Driver) -> None:
    scene = driver.scene
    driver.press(pygame.K_RIGHTBRACKET)
    small = scene.canvas.brush
    put(driver, ramp(256, 384))
    assert scene.canvas.brush == pytest.approx(4 * small, abs=2)


# ---------------------------------------------------------------------- on demand


def test_on_demand_nothing_is_filled_before_it_is_asked_for(driver: Driver) -> None:
    driver.tap(pygame.K_d)
    assert driver.widget("#mode_manual").is_selected
    assert not driver.widget("#run").is_enabled
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    driver.frames(5)
    assert driver.scene.tab.session.job.result is None
    assert not (shown(driver) == PHOTO).all(axis=2).any()
    driver.tap(pygame.K_RETURN)
    assert_filled(driver)
    result = shown(driver)
    driver.stroke(at(driver, 0.2, 0.7), at(driver, 0.8, 0.7))
    driver.frames(5)
    np.testing.assert_array_equal(shown(driver), result)
    assert driver.scene.tab.panel.status() == driver.app.t("inpainting.stale")
    driver.press_button("#run")
    assert_filled(driver)


class SlowInpainter(QuickInpainter):
    """Waits until it is cancelled."""

    begun = threading.Event()

    def fill(self, rgb: np.ndarray, mask: np.ndarray, *, variant: int = 0, **how: Any) -> np.ndarray:
        how["progress"](0.4)
        self.begun.set()
        for _ in range(2000):
            if how["cancelled"]():
                raise Cancelled
            threading.Event().wait(0.005)
        raise AssertionError("nobody cancelled it")


@pytest.mark.parametrize("how", ["escape", "button"])
def test_a_long_fill_shows_progress_and_can_be_cancelled(
    how: str, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("game.scenes.inpainting.requests.load_inpainter", SlowInpainter)
    monkeypatch.setattr("game.scenes.inpainting.network_job.SLOW", 0.0)
    SlowInpainter.begun.clear()
    session = driver.scene.tab.session
    session.job = NetworkJob(Workers(), "slow")
    driver.tap(pygame.K_d)
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    picture = shown(driver)
    driver.tap(pygame.K_RETURN)
    assert SlowInpainter.begun.wait(20)
    driver.frames(2)
    assert session.progress == 0.4
    assert driver.widget("#run").text == driver.app.t("inpainting.cancel")
    assert "40" in driver.scene.tab.panel.status()
    if how == "escape":
        driver.tap(pygame.K_ESCAPE)
    else:
        driver.press_button("#run")
    driver.frames(3)
    assert driver.app.scene_id == "inpainting"
    assert not session.job.running
    assert driver.scene.tab.panel.status() == driver.app.t("inpainting.cancelled")
    np.testing.assert_array_equal(shown(driver), picture)
    assert driver.widget("#run").text == driver.app.t("inpainting.run")
    session.job.close()


# ---------------------------------------------------------------------- networks


def test_portraits_have_several_answers(driver: Driver) -> None:
    put(driver, ramp(64, 64), kind="portrait")
    driver.tap(pygame.K_i)
    session = driver.scene.tab.session
    assert session.model == "portrait"
    assert_filled(driver, (20, 90, 60))
    driver.tap(pygame.K_n)
    assert_filled(driver, (60, 90, 60))
    driver.press_button("#answer_more")
    assert_filled(driver, (100, 90, 60))
    driver.tap(pygame.K_n, pygame.KMOD_SHIFT)
    assert_filled(driver, (60, 90, 60))
    driver.tap(pygame.K_a)
    assert driver.scene.shared.prefs.model == "photo"
    assert_filled(driver)
    assert session.variants == 1
    driver.tap(pygame.K_n)
    assert_filled(driver)


def test_a_portrait_stays_one_when_undone_and_redone(driver: Driver) -> None:
    put(driver, ramp(64, 64), kind="portrait")
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert driver.scene.tab.session.model == "photo"
    driver.tap(pygame.K_y, pygame.KMOD_CTRL)
    assert driver.scene.tab.session.model == "portrait"


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


def test_a_network_that_fails_becomes_a_sentence(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(QuickInpainter, "fill", fail)
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    assert "out of memory" in driver.scene.tab.panel.trouble()
    monkeypatch.undo()
    monkeypatch.setattr("game.scenes.inpainting.requests.load_inpainter", QuickInpainter)
    driver.stroke(at(driver, 0.2, 0.6), at(driver, 0.8, 0.6))
    assert_filled(driver)


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


# ---------------------------------------------------------------------- looking


def test_the_divider_shows_both(driver: Driver) -> None:
    driver.tap(pygame.K_i)
    driver.frames(2)
    result = driver.scene.tab.result
    rect = result.rect
    y = rect.y + rect.height // 4

    def halves() -> tuple[bool, bool]:
        """Whether the left and the right quarter are the fill."""
        row = driver.picture()[y]
        return tuple((row[rect.x + rect.width * i // 4] == PHOTO).all() for i in (1, 3))  # type: ignore[return-value]

    assert halves() == (False, True)
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
    monkeypatch.setattr("game.ui.tabs.time.monotonic", lambda: clock[0])
    driver.tap(pygame.K_i)
    driver.tap(pygame.K_w)
    rect = driver.scene.tab.result.rect
    x, y = rect.x + rect.width // 2, rect.y + rect.height // 4
    driver.move((x, y))
    assert tuple(driver.picture()[y, x]) == PHOTO
    driver.press(pygame.K_TAB)
    clock[0] += 1
    driver.press(pygame.K_TAB)
    assert tuple(driver.picture()[y, x]) != PHOTO
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
    assert comparison.fresh >= {"ours", "telea", "ns", "biharmonic"}
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


def test_without_the_truth_there_are_no_numbers(driver: Driver) -> None:
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.3))
    driver.frames(4)
    room = driver.scene.tab
    assert room.session.measurement.psnr is not None
    driver.press_button("#intact")
    driver.frames(4)
    assert room.session.measurement.psnr is None
    driver.press_button("#intact")
    driver.frames(4)
    assert room.session.measurement.psnr is not None


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


# ---------------------------------------------------------------------- in and out


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


def test_a_file_that_cannot_be_written_says_so(driver: Driver, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder")
    scene = driver.scene
    scene.shared.pictures.save(scene.ctx, blocked / "x.png", scene.tab.picture())
    driver.frames(2)
    assert "Could not be saved" in driver.toasts[-1]


def test_a_mask_goes_to_a_file_and_comes_back(driver: Driver, tmp_path: Path) -> None:
    scene, path = driver.scene, tmp_path / "mask.png"
    driver.press_button("#save_mask")
    assert driver.toasts[-1] == driver.app.t("inpainting.no_mask")
    driver.stroke(at(driver, 0.2, 0.3), at(driver, 0.8, 0.6))
    hole = bits(driver).copy()
    scene.shared.pictures.save_mask(scene.ctx, path)
    saved = np.asarray(Image.open(path))
    np.testing.assert_array_equal(saved, np.where(hole, 255, 0))
    driver.tap(pygame.K_DELETE)
    scene.shared.pictures.load_mask(scene.ctx, path)
    driver.frames(2)
    np.testing.assert_array_equal(bits(driver), hole)
    assert scene.shared.masked.intact
    assert_filled(driver)
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    assert not bits(driver).any()


def test_masks_of_another_size_are_fitted_and_useless_ones_refused(driver: Driver, tmp_path: Path) -> None:
    scene, path = driver.scene, tmp_path / "mask.png"
    large = np.zeros((256, 384), np.uint8)
    large[64:128, 96:288] = 255
    Image.fromarray(large).save(path)
    scene.shared.pictures.load_mask(scene.ctx, path)
    driver.frames(2)
    assert bits(driver).mean() == pytest.approx(0.125, abs=0.01)
    Image.new("L", (30, 30)).save(path)
    scene.shared.pictures.load_mask(scene.ctx, path)
    driver.frames(2)
    assert "mask.png" in driver.toasts[-1]
    path.write_bytes(b"no picture")
    scene.shared.pictures.load_mask(scene.ctx, path)
    driver.frames(2)
    assert "mask.png" in driver.toasts[-1]
    assert bits(driver).mean() == pytest.approx(0.125, abs=0.01)


def test_a_mask_over_a_real_hole_leaves_no_truth(driver: Driver, tmp_path: Path) -> None:
    picture = ramp(64, 96)
    picture[20:40, 30:50] = 255
    put(driver, picture)
    mask = np.zeros((64, 96), np.uint8)
    mask[20:40, 30:50] = 255
    Image.fromarray(mask).save(tmp_path / "hole.png")
    driver.scene.shared.pictures.load_mask(driver.scene.ctx, tmp_path / "hole.png")
    driver.frames(3)
    assert not driver.scene.shared.masked.intact
    assert driver.scene.tab.session.measurement.psnr is None


def test_transparent_parts_become_the_mask(driver: Driver, tmp_path: Path) -> None:
    pixels = np.dstack([ramp(64, 96), np.full((64, 96), 255, np.uint8)])
    pixels[10:20, 30:60, 3] = 0
    Image.fromarray(pixels).save(tmp_path / "torn.png")
    driver.post(pygame.DROPFILE, file=str(tmp_path / "torn.png"))
    driver.frames(3)
    assert bits(driver).sum() == 10 * 30
    assert not driver.scene.shared.masked.intact
    assert driver.app.t("inpainting.transparent") in driver.toasts
    assert_filled(driver)


@pytest.mark.parametrize(
    ("size", "mode"),
    [((1, 1), "RGB"), ((3, 2000), "RGB"), ((2000, 3), "L"), ((700, 900), "RGB"), ((33, 21), "RGBA")],
)
def test_pictures_of_any_size_keep_it(
    size: tuple[int, int], mode: str, driver: Driver, tmp_path: Path
) -> None:
    path = tmp_path / "picture.png"
    Image.fromarray(ramp(size[1], size[0])).convert(mode).save(path)
    driver.scene.shared.pictures.open(driver.scene.ctx, path)
    driver.frames(3)
    assert driver.scene.shared.masked.size == size
    driver.tap(pygame.K_i)
    driver.frames(2)
    assert_filled(driver)
    driver.tap(pygame.K_i)
    rect = driver.scene.canvas.rect
    driver.stroke(rect.center, (rect.centerx + 5, rect.centery + 2))
    driver.tap(pygame.K_PLUS)
    driver.tap(pygame.K_2, pygame.KMOD_CTRL)
    driver.frames(4)
    assert driver.scene.tab.session.job.result.rgb.shape == (size[1], size[0], 3)


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


# ---------------------------------------------------------------------- rain


@pytest.fixture
def rain(driver: Driver) -> Driver:
    driver.press_button("#tab_rain")
    driver.frames(4)
    return driver


def test_rain_is_sprayed_and_washed_off(rain: Driver) -> None:
    session = rain.scene.tab.session
    dry, wet = ramp(64, 96), session.rainy.rgb
    assert (wet.astype(int) >= dry).all()
    assert (wet != dry).any()
    np.testing.assert_array_equal(to_array(rain.scene.tab.rainy.outcome.surface), wet)
    np.testing.assert_array_equal(session.truth, dry)
    np.testing.assert_array_equal(shown(rain), (wet * 0.9).astype(np.uint8))
    rain.frames(4)
    measurements = session.comparison.measurements
    for name, picture in (("rainy", wet), ("ours", session.job.result.rgb)):
        error = (picture.astype(float) - dry) ** 2
        assert measurements[name].psnr == pytest.approx(10 * np.log10(255**2 / error.mean()), abs=0.01)
    np.testing.assert_array_equal(rain.scene.shared.masked.array(), dry)


def test_the_sliders_change_the_rain_and_so_do_other_drops(rain: Driver) -> None:
    session = rain.scene.tab.session
    first = session.rainy.rgb
    slider = rain.widget("#rain_density")
    grip = slider.sliding_button.rect.center
    rain.stroke(grip, (grip[0] + 10, grip[1]), (slider.rect.right - 4, grip[1]))
    rain.frames(4)
    assert rain.scene.shared.prefs.density > 0.8
    heavy = session.rainy.rgb
    assert heavy.mean() > first.mean()
    rain.tap(pygame.K_n)
    rain.frames(3)
    assert (session.rainy.rgb != heavy).any()
    assert session.job.result.request.key == session.rainy.request.key


def test_a_rainy_picture_is_taken_as_it_is(rain: Driver) -> None:
    rain.press_button("#source_given")
    rain.frames(4)
    room = rain.scene.tab
    np.testing.assert_array_equal(room.session.rainy.rgb, ramp(64, 96))
    assert room.session.truth is None
    assert room.session.measurement.psnr is None
    rain.press_button("#look_dry")
    assert rain.toasts[-1] == rain.app.t("rain.no_truth")
    rain.press_button("#source_spray")
    rain.frames(4)
    assert room.session.truth is not None


def test_rain_looks_and_comparison(rain: Driver) -> None:
    room = rain.scene.tab
    rain.press_button("#look_dry")
    rain.frames(2)
    np.testing.assert_array_equal(shown(rain), ramp(64, 96))
    rain.tap(pygame.K_x)
    rain.frames(4)
    assert room.session.look == "error"
    rain.tap(pygame.K_x)
    rain.tap(pygame.K_k)
    rain.frames(12)
    assert room.session.comparison.fresh >= {"rainy", "ours", "median", "bilateral", "nlm"}
    rain.press_button("#method_median")
    rain.frames(2)
    np.testing.assert_array_equal(shown(rain), room.session.comparison.measurements["median"].rgb)
    rain.tap(pygame.K_k)
    rain.frames(2)
    assert room.session.method == "ours"
    rain.tap(pygame.K_t)
    rain.frames(3)
    np.testing.assert_array_equal(
        rain.scene.shared.masked.array(), (unpacked(room.session.rainy.pixels)).astype(np.uint8)
    )
    assert not room.session.sprayed


def test_a_remover_that_fails_becomes_a_sentence(rain: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(QuickRemover, "clean", fail)
    rain.tap(pygame.K_n)
    rain.frames(3)
    assert "out of memory" in rain.scene.tab.panel.trouble()
    monkeypatch.undo()


# ---------------------------------------------------------------------- what is remembered, what plays itself


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
    assert (prefs.live, prefs.model, prefs.compare, prefs.wipe) == (False, "photo", True, False)
    assert driver.scene.canvas.brush == pytest.approx(brush, abs=1)
    assert not driver.scene.tab.result.wipe.on
    assert driver.has("#method_telea")


@pytest.mark.parametrize(
    "text",
    ["", "no json", "[]", "[" * 5000, '{"brush": 1e999, "live": 1, "model": "cat", "room": 3, "angle": "x"}'],
)
def test_preferences_that_make_no_sense_keep_their_defaults(text: str, tmp_path: Path) -> None:
    (tmp_path / NAME).write_text(text)
    assert read(json_store.read(tmp_path / NAME), Prefs) == Prefs()
    (tmp_path / NAME).write_text(json.dumps({"brush": 9, "live": False, "nonsense": 1}))
    assert read(json_store.read(tmp_path / NAME), Prefs) == Prefs(brush=9, live=False)


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
    driver.tap(pygame.K_PAGEDOWN)
    assert driver.scene.tab_id == "rain"
    driver.tap(pygame.K_PAGEUP)
    assert driver.scene.tab_id == "repair"
    driver.tap(pygame.K_2, pygame.KMOD_CTRL)
    assert driver.has("#new_rain")
    assert not driver.has("#run")


def test_the_preview_hides_the_eyes_and_draws_others(quick_networks: None) -> None:
    preview = InpaintingPreview(Assets(), 1)
    try:
        portrait = to_array(preview.picture())
        for _ in range(30):
            preview.update(0.1)
        assert (to_array(preview._painted.surface) != portrait).any()
        call = preview._call
        assert call is None or call._thread is not None
        if call is not None:
            for _ in range(1000):
                if not call.busy:
                    break
                threading.Event().wait(0.01)
        seen = set()
        for _ in range(60):
            preview.update(0.1)
            seen.add(preview.picture().get_view("0").raw)
        assert len(seen) > 6, "strokes and several answers"
        assert len(preview._patches) == 4
    finally:
        preview.close()

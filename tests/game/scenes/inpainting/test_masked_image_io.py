"""Files with pictures and masks."""

from __future__ import annotations

import io
import random
from pathlib import Path

import numpy as np
import pygame
import pytest
from PIL import Image

from game.scenes.inpainting.mask import read_mask
from models.base.images import PictureError, load_picture
from tests.fuzz import damaged
from tests.game.conftest import Driver
from tests.game.scenes.inpainting.conftest import assert_filled, at, bits, put, ramp


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


def test_undo_says_again_that_there_is_an_original(driver: Driver, tmp_path: Path) -> None:
    picture = ramp(64, 96)
    picture[20:40, 30:50] = 255
    put(driver, picture, bits=(picture == 255).all(axis=2), intact=False)
    mask = np.zeros((64, 96), np.uint8)
    mask[2:9, 2:9] = 255
    Image.fromarray(mask).save(tmp_path / "mask.png")
    driver.scene.shared.pictures.load_mask(driver.scene.ctx, tmp_path / "mask.png")
    driver.frames(3)
    assert driver.scene.shared.masked.intact
    driver.tap(pygame.K_z, pygame.KMOD_CTRL)
    driver.frames(3)
    assert not driver.scene.shared.masked.intact, "white is no truth"
    assert driver.scene.tab.session.measurement.psnr is None


def strokes(mode: str) -> Image.Image:
    """A cross as other programs write masks."""
    cross = np.zeros((64, 96), bool)
    cross[30:34] = cross[:, 40:44] = True
    if mode == "labels":
        return Image.fromarray(cross.astype(np.uint8))
    if mode == "bits":
        return Image.fromarray(cross)
    if mode in ("red", "grey"):
        colours = np.array([(0, 0, 0), (220, 20, 10) if mode == "red" else (200, 200, 200)], np.uint8)
        return Image.fromarray(colours[cross.astype(int)])
    ink = {"white ink": 255, "black ink": 0}[mode]
    return Image.fromarray(np.dstack([np.full((64, 96, 3), ink, np.uint8), cross * np.uint8(255)]))


@pytest.mark.parametrize("mode", ["labels", "bits", "red", "grey", "white ink", "black ink"])
def test_masks_of_every_kind_mean_the_strokes(mode: str, driver: Driver, tmp_path: Path) -> None:
    path = tmp_path / "mask v1.2.png"
    strokes(mode).save(path)
    driver.scene.shared.pictures.load_mask(driver.scene.ctx, path)
    driver.frames(3)
    assert not driver.app.dialog_open
    expected = np.zeros((64, 96), bool)
    expected[30:34] = expected[:, 40:44] = True
    np.testing.assert_array_equal(bits(driver), expected)
    again = tmp_path / "saved 12.07.png"
    driver.scene.shared.pictures.save_mask(driver.scene.ctx, again)
    driver.frames(3)
    np.testing.assert_array_equal(np.asarray(Image.open(again)) > 0, expected)


@pytest.mark.parametrize("answer", ["likely", "opposite"])
def test_a_mask_that_is_not_clear_is_asked_about(answer: str, driver: Driver, tmp_path: Path) -> None:
    dark = np.full((64, 96), 255, np.uint8)
    dark[10:20, 10:20] = 0  # black strokes on white paper, or a small piece that is to stay?
    Image.fromarray(dark).save(tmp_path / "mask.png")
    driver.scene.shared.pictures.load_mask(driver.scene.ctx, tmp_path / "mask.png")
    driver.frames(3)
    assert not bits(driver).any(), "nothing before the answer"
    driver.press_button(f"#mask_{answer}")
    driver.frames(2)
    assert not driver.app.dialog_open
    np.testing.assert_array_equal(bits(driver), (dark > 0) == (answer == "likely"))


def test_a_mask_of_another_shape_is_told(driver: Driver, tmp_path: Path) -> None:
    mask = np.zeros((60, 60), np.uint8)
    mask[:30] = 255
    for size, told in (((60, 60), True), ((192, 128), False)):
        Image.fromarray(mask).resize(size).save(tmp_path / "mask.png")
        before = len(driver.toasts)
        driver.scene.shared.pictures.load_mask(driver.scene.ctx, tmp_path / "mask.png")
        driver.frames(3)
        words = driver.app.t("inpainting.mask_stretched", file="mask.png")
        assert (words in driver.toasts[before:]) is told


def test_damaged_mask_files_are_refused_or_read(tmp_path: Path) -> None:
    """300 mutations of masks in three formats: a mask of the picture's shape, or a word."""
    chance, accepted = random.Random(7), 0
    for number in range(300):
        buffer = io.BytesIO()
        strokes(("labels", "red", "white ink")[number % 3]).save(
            buffer, ("PNG", "TIFF", "WEBP")[number // 3 % 3]
        )
        try:
            reading = read_mask(load_picture(damaged(buffer.getvalue(), chance)), (40, 50))
        except PictureError:
            continue
        accepted += 1
        assert reading.bits.shape == (40, 50)
        assert reading.bits.dtype == bool
    assert 20 < accepted < 290


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

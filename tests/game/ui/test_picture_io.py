"""Pictures in and out, of one canvas and of one that keeps extras."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pygame
import pytest
from PIL import Image

from game.ui.context import Context
from game.ui.links import LinkError
from game.ui.picture_io import SIDE, PictureIO
from tests.game.conftest import Driver

Open = Callable[..., Driver]


@pytest.fixture
def driver(open_app: Open) -> Driver:
    return open_app("inpainting")


@pytest.fixture
def ctx(driver: Driver) -> Context:
    found: Context = driver.scene.ctx
    return found


def noise(height: int, width: int, seed: int = 0) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 3), dtype=np.uint8)


def test_opened_pictures_are_fitted_named_and_tagged(ctx: Context, tmp_path: Path) -> None:
    path = tmp_path / "wide.png"
    Image.fromarray(noise(64, 256)).save(path)
    pictures: PictureIO[None] = PictureIO()
    pictures.open(ctx, path, tag="first")
    found = pictures.update(ctx)
    assert found is not None
    assert found.image.shape == (SIDE // 4, SIDE, 3)
    assert (found.name, found.tag, found.source, found.address) == ("wide.png", "first", path, "")
    assert pictures.update(ctx) is None, "it comes once"
    pictures.close()


def test_a_file_that_is_no_picture_is_told(driver: Driver, ctx: Context, tmp_path: Path) -> None:
    path = tmp_path / "text.png"
    path.write_text("nothing")
    pictures: PictureIO[None] = PictureIO(None)
    pictures.open(ctx, path)
    assert pictures.update(ctx) is None
    assert driver.toasts[-1] == ctx.t("picture.not_a_picture", file="text.png")
    pictures.open(ctx, 10_000_000)
    assert pictures.update(ctx) is None
    assert driver.toasts[-1] == ctx.t("picture.no_portrait", file="10000000")


def test_bundled_pictures_have_addresses(ctx: Context) -> None:
    pictures: PictureIO[None] = PictureIO()
    for address in ("coffee", "7"):
        pictures.open_address(ctx, address)
        found = pictures.update(ctx)
        assert found is not None
        assert found.address == address
    for wrong in ("no-such", "", "-1", "٣"):
        with pytest.raises(LinkError):
            pictures.open_address(ctx, wrong)


def test_what_was_copied_is_pasted_with_its_extra(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("game.ui.picture_io.read_picture", lambda text: None)
    pictures: PictureIO[str] = PictureIO()
    pictures.paste(ctx)
    assert pictures.update(ctx) is None, "there is nothing to paste"
    image = noise(20, 30)
    pictures.copy(ctx, image, "its seed")
    pictures.paste(ctx)
    found = pictures.update(ctx)
    assert found is not None
    np.testing.assert_array_equal(found.image, image)
    assert found.extra == "its seed"


def test_the_systems_clipboard_keeps_pixels_and_this_app_the_extra(
    ctx: Context, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "copied.png"
    Image.fromarray(noise(20, 30)).save(path)
    monkeypatch.setattr("game.ui.picture_io.read_picture", lambda text: path)
    pictures: PictureIO[str] = PictureIO(examine=lambda source, picture: "found in the file")
    for image, extra in ((noise(20, 30), "its seed"), (noise(20, 30, seed=1), "found in the file")):
        pictures.copy(ctx, image, "its seed")
        pictures.paste(ctx)
        found = pictures.update(ctx)
        assert found is not None
        assert found.extra == extra


def test_what_is_saved_is_the_picture_of_that_moment(driver: Driver, ctx: Context, tmp_path: Path) -> None:
    pictures: PictureIO[None] = PictureIO()
    surface = pygame.Surface((30, 20), depth=32)
    surface.fill((10, 20, 30))
    pictures.save(ctx, tmp_path / "picture", surface)
    surface.fill((0, 0, 0))
    path = tmp_path / "picture.png"
    assert driver.toasts[-1] == ctx.t("app.saved", file=str(path))
    assert np.asarray(Image.open(path))[0, 0].tolist() == [10, 20, 30]


def test_why_something_was_not_saved_is_told_in_the_groups_words(driver: Driver, ctx: Context) -> None:
    pictures: PictureIO[None] = PictureIO(group="inpainting")

    def fail(path: Path) -> None:
        raise OSError("no_mask")

    pictures.write(ctx, Path("x.png"), fail)
    assert driver.toasts[-1] == ctx.t("inpainting.no_mask")


@pytest.mark.parametrize(
    "name", [b"caf\xe9.png", b"two\nlines.png", "א\u202egnp.png".encode(), b"x" * 251 + b".png"]
)
def test_odd_names_are_opened_saved_and_told(
    driver: Driver, ctx: Context, tmp_path: Path, name: bytes
) -> None:
    path = tmp_path / os.fsdecode(name)
    pictures: PictureIO[None] = PictureIO()
    image = noise(20, 30)
    pictures.save(ctx, path, image)
    np.testing.assert_array_equal(np.asarray(Image.open(path)), image)
    driver.post(pygame.DROPFILE, file=str(path))
    pictures.open(ctx, path)
    found = pictures.update(ctx)
    assert found is not None
    assert found.name.isprintable()
    assert found.source == path
    path.write_text("nothing")
    pictures.open(ctx, path)
    assert pictures.update(ctx) is None
    ctx.notify(f"a name that came here unread: {path}", "info")
    driver.frames(2)
    assert all(line.isprintable() for words in driver.toasts for line in words.split("\n"))

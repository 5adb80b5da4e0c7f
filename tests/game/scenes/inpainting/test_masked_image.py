"""The mask over a picture, the pictures made of patches, and the list of comparisons."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.scenes.inpainting.cards import region_around
from game.scenes.inpainting.comparison import Comparison
from game.scenes.inpainting.mask import area, box, dab, disc
from game.scenes.inpainting.masked_image import MaskedImage
from game.scenes.inpainting.metrics import Measurement, measure
from game.scenes.inpainting.overlays import MaskOverlay, PatchedPicture
from game.scenes.inpainting.requests import NOTHING, Patch, bounds, gap_patch, patch_of
from game.ui.canvas.painting import Tool
from game.ui.pictures import packed, unpacked
from game.ui.surfaces import pixels, to_array, to_surface
from game.workers.workers import Workers

SIZE = (40, 30)
points = st.tuples(st.integers(-15, 55), st.integers(-15, 45))
actions = st.one_of(
    st.tuples(st.just("stroke"), points, points, st.integers(1, 14), st.booleans()),
    st.tuples(st.just("area"), st.lists(points, min_size=1, max_size=6), st.booleans()),
    st.tuples(st.just("box"), points, points, st.booleans()),
    st.tuples(st.just("invert")),
    st.tuples(st.just("clear")),
    st.tuples(st.just("paint"), points, points),
    st.tuples(st.just("cancelled"), points, points),
    st.tuples(st.just("place"), st.integers(0, 9)),
)


def act(masked: MaskedImage, action: tuple) -> None:
    """Do one random thing."""
    if action[0] == "stroke":
        masked.begin_mask(action[1], action[3], erase=action[4])
        masked.move(action[2])
        masked.end()
    elif action[0] == "cancelled":
        masked.begin_mask(action[1], 5)
        masked.move(action[2])
        masked.cancel()
    elif action[0] == "area":
        masked.mask_area(action[1], erase=action[2])
    elif action[0] == "box":
        masked.mask_box(action[1], action[2], erase=action[3])
    elif action[0] == "invert":
        masked.invert_mask()
    elif action[0] == "clear":
        masked.clear_mask()
    elif action[0] == "paint":
        masked.begin(action[1], Tool((9, 90, 200), 4))
        masked.move(action[2])
        masked.end()
    else:
        chance = np.random.default_rng(action[1])
        height, width = chance.integers(5, 50, 2)
        bits = chance.random((height, width)) < 0.3
        image = chance.integers(0, 256, (height, width, 3), dtype=np.uint8)
        masked.place(image, bits=bits, kind="portrait" if action[1] % 2 else "")


def state(masked: MaskedImage) -> tuple[bytes, bytes, tuple[int, ...], str]:
    return masked.array().tobytes(), masked.bits.tobytes(), masked.bits.shape, masked.kind


@given(st.lists(actions, max_size=10))
@settings(deadline=None, max_examples=60)
def test_picture_and_mask_share_one_history(todo: list[tuple]) -> None:
    masked = MaskedImage(SIZE)
    begin = state(masked)
    for action in todo:
        act(masked, action)
        assert masked.bits.shape == masked.size[::-1]
    end, steps = state(masked), 0
    while masked.undo():
        steps += 1
    assert state(masked) == begin
    for _ in range(steps):
        assert masked.redo()
    assert state(masked) == end


@given(st.lists(actions, max_size=8))
@settings(deadline=None, max_examples=60)
def test_what_has_changed_lies_inside_the_dirty_rectangles(todo: list[tuple]) -> None:
    masked = MaskedImage(SIZE)
    overlay, whole = MaskOverlay((255, 0, 150)), MaskOverlay((255, 0, 150))
    for action in [*todo, ("undo",), ("redo",)]:
        if action[0] in ("undo", "redo"):
            getattr(masked, action[0])()
        else:
            act(masked, action)
        parts = [r for r in (masked.take_dirty(), masked.take_mask_dirty()) if r is not None]
        if parts:
            overlay.follow(masked.surface, masked.bits, parts[0].unionall(parts[1:]))
        whole.follow(masked.surface, masked.bits)
        np.testing.assert_array_equal(to_array(overlay.surface), to_array(whole.surface))


@given(points, st.integers(1, 60), st.booleans())
def test_a_dab_is_a_disc_that_stays_inside(at: tuple[int, int], size: int, value: bool) -> None:
    bits = np.full((30, 40), not value)
    rect = dab(bits, at, size, value)
    rows, columns = np.mgrid[:30, :40]
    distance = np.hypot(rows + 0.5 - at[1], columns + 0.5 - at[0])
    assert (bits[distance < size / 2 - 1.1] == value).all()
    assert (bits[distance > size / 2 + 1.1] != value).all()
    changed = bounds(bits == value)
    assert changed is None or rect.contains(changed)


def test_discs_of_few_pixels() -> None:
    assert disc(1).tolist() == [[True]]
    assert disc(2).all()
    assert disc(3).all(axis=1)[1]
    assert disc(9)[0, 0] is np.False_


def test_areas_and_boxes() -> None:
    bits = np.zeros((30, 40), bool)
    box(bits, (25, 20), (5, 10), True)
    assert bits.sum() == 200
    assert bounds(bits) == pygame.Rect(5, 10, 20, 10)
    area(bits, [(5, 10), (25, 10), (25, 20), (5, 20)], False)
    assert bits.sum() < 60, "all but the rim, at most"
    for corners in ([(3, 3)], [(3, 3), (9, 9)], [(-50, -50), (-40, -50), (-45, -40)]):
        area(bits, corners, True)
    assert bounds(np.zeros((3, 3), bool)) is None


# ---------------------------------------------------------------------- patches


@given(st.integers(0, 2**32 - 1))
def test_pixels_are_packed_and_unpacked(seed: int) -> None:
    image = np.random.default_rng(seed).integers(0, 256, (5, 7, 3), dtype=np.uint8)
    np.testing.assert_array_equal(unpacked(packed(image)), image)
    surface = pygame.Surface((7, 5), depth=32)
    pixels(surface)[:] = packed(image)
    np.testing.assert_array_equal(to_array(surface), image)


@given(st.integers(0, 2**32 - 1), st.lists(st.sampled_from(["patch", "base", "nothing", "dim"]), max_size=8))
@settings(deadline=None)
def test_an_patched_is_its_base_and_its_patch(seed: int, todo: list[str]) -> None:
    chance = np.random.default_rng(seed)
    picture = chance.integers(0, 256, (30, 40, 3), dtype=np.uint8)
    base = pygame.Surface((40, 30), depth=32)
    pixels(base)[:] = packed(picture)
    patched = PatchedPicture()
    patched.follow(base)
    patch, over, dim = None, picture, False
    for what in todo:
        if what == "base":
            rect = pygame.Rect(*chance.integers(0, 20, 2), *chance.integers(1, 10, 2))
            picture[rect.y : rect.bottom, rect.x : rect.right] = chance.integers(0, 256, 3)
            pixels(base)[:] = packed(picture)
            patched.follow(base, rect)
        elif what == "nothing":
            patch = None
            patched.show(None, dim=dim)
        else:
            dim = what == "dim"
            over = chance.integers(0, 256, (30, 40, 3), dtype=np.uint8)
            patch = patch_of(over, chance.random((30, 40)) < 0.1)
            patched.show(patch, dim=dim)
        expected = (picture >> 2) & 63 if dim else picture.copy()
        if patch is not None:
            x, y, width, height = patch.box
            expected[y : y + height, x : x + width][patch.hole] = unpacked(patch.pixels)[patch.hole]
        np.testing.assert_array_equal(to_array(patched.surface), expected)


def test_a_patch_of_another_picture_is_not_laid_over_this_one() -> None:
    patched = PatchedPicture()
    patched.follow(to_surface32(np.zeros((10, 10, 3), np.uint8)))
    large = patch_of(np.full((40, 40, 3), 255, np.uint8), None)
    patched.show(large)
    assert patched.patch is None
    assert not to_array(patched.surface).any()


def to_surface32(image: np.ndarray) -> pygame.Surface:
    surface = pygame.Surface(image.shape[1::-1], depth=32)
    surface.blit(to_surface(image), (0, 0))
    return surface


def test_a_hole_that_nothing_fills_is_dark() -> None:
    bits = np.zeros((10, 10), bool)
    assert gap_patch(bits) is NOTHING
    bits[3:5, 4:8] = True
    patch = gap_patch(bits)
    assert patch.box == (4, 3, 4, 2)
    assert unpacked(patch.pixels).max() < 80


def test_a_judgement_looks_at_the_mask_alone() -> None:
    chance = np.random.default_rng(0)
    truth = chance.integers(0, 256, (40, 40, 3), dtype=np.uint8)
    bits = np.zeros((40, 40), bool)
    bits[10:20, 10:20] = True
    fill = truth.copy()
    fill[bits] = 128
    found = measure("ours", fill, bits, truth, 3.0)
    error = ((fill[bits].astype(float) - truth[bits]) ** 2).mean()
    assert found.psnr == pytest.approx(10 * np.log10(255**2 / error))
    assert found.error is not None
    assert found.error.box == (10, 10, 10, 10)
    assert measure("ours", truth, bits, truth, 3.0).psnr == float("inf")
    assert measure("ours", fill, bits, None, 3.0).psnr is None


# ---------------------------------------------------------------------- cards


@given(
    st.one_of(st.none(), st.tuples(*[st.integers(0, 300)] * 2, *[st.integers(1, 300)] * 2)),
    st.tuples(st.integers(1, 700), st.integers(1, 700)),
    st.tuples(st.integers(1, 400), st.integers(1, 400)),
)
def test_the_place_on_a_card_lies_in_the_picture_and_shows_the_hole(
    hole: tuple[int, int, int, int] | None, size: tuple[int, int], room: tuple[int, int]
) -> None:
    picture = pygame.Rect(0, 0, *size)
    matters = pygame.Rect(hole).clip(picture) if hole is not None else None
    if matters is not None and not (matters.width and matters.height):
        matters = None
    region = region_around(matters, size, room)
    assert picture.contains(region)
    assert region.contains(matters or picture)


def measurement(method: str) -> Measurement:
    return Measurement(method, None, NOTHING)


def test_jobs_are_done_in_order_once_and_about_the_newest_thing() -> None:
    comparison, done = Comparison(Workers(inline=True), "comparison"), []

    def job(name: str) -> Measurement:
        done.append(name)
        return measurement(name)

    comparison.begin("first")
    for name in ("a", "b", "a"):
        comparison.add(name, lambda name=name: job(name))
    comparison.update()
    comparison.update()
    assert done == ["a", "b"]
    assert comparison.fresh == {"a"}
    comparison.begin("second")
    comparison.update()
    assert comparison.fresh == set(), "the answer about the first thing is dropped"
    assert set(comparison.measurements) == {"a"}, "but stays to be seen"
    comparison.add("a", lambda: job("a"))
    comparison.update()
    comparison.update()
    assert comparison.fresh == {"a"}
    assert not comparison.busy
    comparison.forget()
    assert not comparison.measurements
    comparison.close()


def test_a_job_that_fails_says_so() -> None:
    from models.inpainting.fills import TooLarge

    comparison = Comparison(Workers(inline=True), "comparison")
    comparison.begin("thing")

    def fail(error: Exception) -> Measurement:
        raise error

    comparison.add("a", lambda: fail(ValueError("not so\nand more")))
    comparison.add("b", lambda: fail(TooLarge("500000 pixels")))
    for _ in range(4):
        comparison.update()
    assert comparison.measurements["a"].problem == "not so"
    assert comparison.measurements["b"].problem == "too_large"
    comparison.close()


def test_the_brush_paints_both_layers_through_one_interface() -> None:
    masked = MaskedImage(SIZE)
    masked.begin_mask((5, 5), 6)
    assert masked.painting
    masked.begin((20, 20), Tool((0, 0, 0), 4))
    assert masked.painting, "the stroke on the mask has ended, the other one goes on"
    masked.end()
    assert not masked.painting
    assert masked.share == masked.bits.mean() > 0
    assert len(masked.history) == 2


def test_the_mask_is_kept_apart_from_what_the_workers_have() -> None:
    masked = MaskedImage(SIZE)
    masked.mask_box((0, 0), (10, 10))
    patch = patch_of(np.zeros((30, 40, 3), np.uint8), masked.bits)
    before = patch.hole.copy()
    masked.clear_mask()
    np.testing.assert_array_equal(patch.hole, before)
    assert isinstance(patch, Patch)

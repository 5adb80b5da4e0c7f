"""The mask over a picture, the pictures made of patches, and the list of comparisons."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")

import numpy as np
import pygame
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.scenes.inpainting.comparison import Judge
from game.scenes.inpainting.mask import area, bounds, box, dab, disc
from game.scenes.inpainting.masked_image import Retouch
from game.scenes.inpainting.metrics import Verdict, judged
from game.scenes.inpainting.requests import NOTHING, Patch, gap_patch, patch_of
from game.scenes.inpainting.result import Outcome, Veil
from game.scenes.inpainting.tiles import region_around
from game.ui.canvas.painting import Tool
from game.ui.surfaces import packed, pixels, to_array, to_surface, unpacked

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


def act(retouch: Retouch, action: tuple) -> None:
    """Do one random thing."""
    if action[0] == "stroke":
        retouch.begin_mask(action[1], action[3], erase=action[4])
        retouch.move(action[2])
        retouch.end()
    elif action[0] == "cancelled":
        retouch.begin_mask(action[1], 5)
        retouch.move(action[2])
        retouch.cancel()
    elif action[0] == "area":
        retouch.mask_area(action[1], erase=action[2])
    elif action[0] == "box":
        retouch.mask_box(action[1], action[2], erase=action[3])
    elif action[0] == "invert":
        retouch.invert_mask()
    elif action[0] == "clear":
        retouch.clear_mask()
    elif action[0] == "paint":
        retouch.begin(action[1], Tool((9, 90, 200), 4))
        retouch.move(action[2])
        retouch.end()
    else:
        chance = np.random.default_rng(action[1])
        height, width = chance.integers(5, 50, 2)
        bits = chance.random((height, width)) < 0.3
        image = chance.integers(0, 256, (height, width, 3), dtype=np.uint8)
        retouch.place(image, bits=bits, kind="portrait" if action[1] % 2 else "")


def state(retouch: Retouch) -> tuple[bytes, bytes, tuple[int, ...], str]:
    return retouch.array().tobytes(), retouch.bits.tobytes(), retouch.bits.shape, retouch.kind


@given(st.lists(actions, max_size=10))
@settings(deadline=None, max_examples=60)
def test_picture_and_mask_share_one_history(todo: list[tuple]) -> None:
    retouch = Retouch(SIZE)
    begin = state(retouch)
    for action in todo:
        act(retouch, action)
        assert retouch.bits.shape == retouch.size[::-1]
    end, steps = state(retouch), 0
    while retouch.undo():
        steps += 1
    assert state(retouch) == begin
    for _ in range(steps):
        assert retouch.redo()
    assert state(retouch) == end


@given(st.lists(actions, max_size=8))
@settings(deadline=None, max_examples=60)
def test_what_has_changed_lies_inside_the_dirty_rectangles(todo: list[tuple]) -> None:
    retouch = Retouch(SIZE)
    veil, whole = Veil((255, 0, 150)), Veil((255, 0, 150))
    for action in [*todo, ("undo",), ("redo",)]:
        if action[0] in ("undo", "redo"):
            getattr(retouch, action[0])()
        else:
            act(retouch, action)
        parts = [r for r in (retouch.take_dirty(), retouch.take_mask_dirty()) if r is not None]
        if parts:
            veil.follow(retouch.surface, retouch.bits, parts[0].unionall(parts[1:]))
        whole.follow(retouch.surface, retouch.bits)
        np.testing.assert_array_equal(to_array(veil.surface), to_array(whole.surface))


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
def test_an_outcome_is_its_base_and_its_patch(seed: int, todo: list[str]) -> None:
    chance = np.random.default_rng(seed)
    picture = chance.integers(0, 256, (30, 40, 3), dtype=np.uint8)
    base = pygame.Surface((40, 30), depth=32)
    pixels(base)[:] = packed(picture)
    outcome = Outcome()
    outcome.follow(base)
    patch, over, dim = None, picture, False
    for what in todo:
        if what == "base":
            rect = pygame.Rect(*chance.integers(0, 20, 2), *chance.integers(1, 10, 2))
            picture[rect.y : rect.bottom, rect.x : rect.right] = chance.integers(0, 256, 3)
            pixels(base)[:] = packed(picture)
            outcome.follow(base, rect)
        elif what == "nothing":
            patch = None
            outcome.show(None, dim=dim)
        else:
            dim = what == "dim"
            over = chance.integers(0, 256, (30, 40, 3), dtype=np.uint8)
            patch = patch_of(over, chance.random((30, 40)) < 0.1)
            outcome.show(patch, dim=dim)
        expected = (picture >> 2) & 63 if dim else picture.copy()
        if patch is not None:
            x, y, width, height = patch.box
            expected[y : y + height, x : x + width][patch.hole] = unpacked(patch.pixels)[patch.hole]
        np.testing.assert_array_equal(to_array(outcome.surface), expected)


def test_a_patch_of_another_picture_is_not_laid_over_this_one() -> None:
    outcome = Outcome()
    outcome.follow(to_surface32(np.zeros((10, 10, 3), np.uint8)))
    large = patch_of(np.full((40, 40, 3), 255, np.uint8), None)
    outcome.show(large)
    assert outcome.patch is None
    assert not to_array(outcome.surface).any()


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
    verdict = judged("ours", fill, bits, truth, 3.0)
    error = ((fill[bits].astype(float) - truth[bits]) ** 2).mean()
    assert verdict.psnr == pytest.approx(10 * np.log10(255**2 / error))
    assert verdict.error is not None
    assert verdict.error.box == (10, 10, 10, 10)
    assert judged("ours", truth, bits, truth, 3.0).psnr == float("inf")
    assert judged("ours", fill, bits, None, 3.0).psnr is None


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


def verdict(method: str) -> Verdict:
    return Verdict(method, None, NOTHING)


def test_jobs_are_done_in_order_once_and_about_the_newest_thing() -> None:
    judge, done = Judge("judge"), []

    def job(name: str) -> Verdict:
        done.append(name)
        return verdict(name)

    judge.begin("first")
    for name in ("a", "b", "a"):
        judge.add(name, lambda name=name: job(name))
    judge.update(synchronous=True)
    judge.update(synchronous=True)
    assert done == ["a", "b"]
    assert judge.fresh == {"a"}
    judge.begin("second")
    judge.update(synchronous=True)
    assert judge.fresh == set(), "the answer about the first thing is dropped"
    assert set(judge.verdicts) == {"a"}, "but stays to be seen"
    judge.add("a", lambda: job("a"))
    judge.update(synchronous=True)
    judge.update(synchronous=True)
    assert judge.fresh == {"a"}
    assert not judge.busy
    judge.forget()
    assert not judge.verdicts
    judge.close()


def test_a_job_that_fails_says_so() -> None:
    from models.inpainting.fills import TooLarge

    judge = Judge("judge")
    judge.begin("thing")

    def fail(error: Exception) -> Verdict:
        raise error

    judge.add("a", lambda: fail(ValueError("not so\nand more")))
    judge.add("b", lambda: fail(TooLarge("500000 pixels")))
    for _ in range(4):
        judge.update(synchronous=True)
    assert judge.verdicts["a"].problem == "not so"
    assert judge.verdicts["b"].problem == "too_large"
    judge.close()


def test_the_brush_paints_both_layers_through_one_interface() -> None:
    retouch = Retouch(SIZE)
    retouch.begin_mask((5, 5), 6)
    assert retouch.painting
    retouch.begin((20, 20), Tool((0, 0, 0), 4))
    assert retouch.painting, "the stroke on the mask has ended, the other one goes on"
    retouch.end()
    assert not retouch.painting
    assert retouch.share == retouch.bits.mean() > 0
    assert len(retouch.history) == 2


def test_the_mask_is_kept_apart_from_what_the_workers_have() -> None:
    retouch = Retouch(SIZE)
    retouch.mask_box((0, 0), (10, 10))
    patch = patch_of(np.zeros((30, 40, 3), np.uint8), retouch.bits)
    before = patch.hole.copy()
    retouch.clear_mask()
    np.testing.assert_array_equal(patch.hole, before)
    assert isinstance(patch, Patch)

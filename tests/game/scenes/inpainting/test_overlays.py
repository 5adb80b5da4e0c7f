"""Pictures made of patches, and the mask over a picture."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import numpy as np
import pygame
from hypothesis import given, settings
from hypothesis import strategies as st

from game.scenes.inpainting.masked_image import MaskedImage
from game.scenes.inpainting.overlays import MaskOverlay, PatchedPicture
from game.scenes.inpainting.requests import patch_of
from game.ui.pictures import packed, unpacked
from game.ui.surfaces import pixels, to_array, to_surface
from tests.game.scenes.inpainting.masked_actions import SIZE, act, actions


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


@given(st.integers(0, 2**32 - 1), st.lists(st.sampled_from(["patch", "base", "nothing", "dim"]), max_size=8))
@settings(deadline=None)
def test_a_patched_picture_is_its_base_and_its_patch(seed: int, todo: list[str]) -> None:
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

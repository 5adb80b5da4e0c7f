"""The picture with its mask, and their one history."""

from __future__ import annotations

import os

os.environ.setdefault("SDL_VIDEODRIVER", "dummy")
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from game.scenes.inpainting.masked_image import MaskedImage
from game.scenes.inpainting.requests import Patch, patch_of
from game.ui.canvas.strokes import Tool
from tests.game.scenes.inpainting.masked_actions import SIZE, act, actions


def state(masked: MaskedImage) -> tuple[object, ...]:
    return masked.array().tobytes(), masked.bits.tobytes(), masked.bits.shape, masked.facts


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


def test_undo_takes_back_what_was_said_of_the_picture() -> None:
    masked = MaskedImage(SIZE)
    bits = masked.bits.copy()
    bits[3:9, 4:7] = True
    masked.set_mask(bits, intact=False)
    masked.undo()
    assert masked.intact
    masked.redo()
    assert not masked.intact
    masked.tell(rainy=True)
    version = masked.mask_version
    masked.tell(rainy=True)
    assert len(masked.history) == 2, "what is known already is no step"
    masked.undo()
    assert (masked.intact, masked.rainy) == (False, False)
    assert masked.mask_version == version, "the mask is the same: nothing is filled again"


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

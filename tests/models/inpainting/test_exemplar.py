"""Texture for large holes."""

import cv2
import numpy as np
import pytest

from models.base.tiles import Cancelled
from models.evaluation.metrics import sharpness
from models.inpainting import exemplar
from models.inpainting.exemplar import refine, wide
from models.inpainting.fills import harmonic_fill
from models.inpainting.inpainter import Inpainter


@pytest.fixture(scope="module")
def stripes():
    """Oblique stripes with grain, a hole of 40 x 40 pixels, and the smooth fill of that."""
    random = np.random.default_rng(0)
    y, x = np.mgrid[:128, :128]
    truth = 120 + 60 * np.sign(np.sin((x + y) / 3)) + random.normal(0, 8, (128, 128))
    truth = np.repeat(truth.clip(0, 255).astype(np.uint8)[..., None], 3, axis=2)
    mask = np.zeros((128, 128), bool)
    mask[40:80, 50:90] = True
    return truth, mask, smooth(truth, mask)


def smooth(truth, mask):
    return harmonic_fill(truth.astype(np.float32), mask).clip(0, 255).astype(np.uint8)


def test_texture_goes_on_in_the_hole(stripes):
    truth, mask, filled = stripes
    found = refine(mask, filled)
    assert sharpness(filled, truth, mask) < 0.1
    assert 0.7 < sharpness(found, truth, mask) < 1.2
    np.testing.assert_array_equal(found[~mask], truth[~mask])
    error = [np.abs(rgb[mask].astype(int) - truth[mask]).mean() for rgb in (found, filled)]
    assert error[0] < 0.9 * error[1], "the stripes meet"


def test_at_the_edge_of_the_picture_its_own_surroundings_go_on():
    """Patches there had begun anywhere at random on each level, and what is far away had come with them."""
    random = np.random.default_rng(2)
    truth = (np.array([40, 120, 60]) + random.normal(0, 12, (160, 160, 3))).clip(0, 255).astype(np.uint8)
    truth[:, 60:] = random.integers(150, 256, (160, 100, 3), dtype=np.uint8)
    mask = np.zeros((160, 160), bool)
    mask[:, :30] = True
    found = refine(mask, smooth(truth, mask))
    assert 0.7 < sharpness(found, truth, mask) < 1.2
    assert (found[mask].max(axis=1) > 200).mean() < 0.01


def test_what_lies_under_the_mask_is_not_copied(stripes):
    _, mask, filled = stripes
    foreign = filled.copy()
    other = mask.copy()
    other[5:15, 5:15] = True
    foreign[5:15, 5:15] = (255, 0, 0)
    found = refine(other, foreign)
    assert not (found[mask] == (255, 0, 0)).all(axis=-1).any()


def test_thin_holes_and_plain_surroundings_stay_as_they_are(stripes):
    truth, _, _ = stripes
    thin = np.zeros((128, 128), bool)
    thin[:, 60:74] = True  # a felt pen's stroke
    filled = smooth(truth, thin)
    np.testing.assert_array_equal(refine(thin, filled), filled)
    plain = np.full((128, 128, 3), 90, np.uint8)
    mask = np.zeros((128, 128), bool)
    mask[40:80, 40:80] = True
    np.testing.assert_array_equal(refine(mask, plain), plain)


def test_a_large_picture_is_searched_small_and_copied_at_full_size(stripes):
    truth, mask, _ = stripes
    large = cv2.resize(truth, (896, 896), interpolation=cv2.INTER_CUBIC)
    wide = np.kron(mask, np.ones((7, 7), bool))
    found = refine(wide, smooth(large, wide))
    assert sharpness(found, large, wide) > 0.5
    np.testing.assert_array_equal(found[~wide], large[~wide])


def test_it_tells_how_far_it_is_and_can_be_stopped(stripes):
    _, mask, filled = stripes
    told = []
    refine(mask, filled, progress=told.append)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)
    with pytest.raises(Cancelled):
        refine(mask, filled, cancelled=lambda: True)


def test_the_inpainter_gives_texture_when_asked(stripes):
    truth, mask, _ = stripes
    network, told = Inpainter("photo"), []
    plain, textured = network.fill(truth, mask), network.fill(truth, mask, texture=True, progress=told.append)
    assert sharpness(textured, truth, mask) > 2 * sharpness(plain, truth, mask)
    assert told == sorted(told)
    assert told[-1] == pytest.approx(1)


def test_it_is_compiled_elsewhere_only_once(monkeypatch):
    exemplar.compile_once()
    asked = []
    monkeypatch.setattr(exemplar, "elsewhere", lambda target: asked.append(target) or iter(()))
    assert list(exemplar.prepare()) == ["textures"]
    assert not asked
    monkeypatch.setattr(exemplar, "kept", lambda decorate: False)
    assert list(exemplar.prepare()) == ["textures"]
    assert asked == ["models.inpainting.exemplar:compile_once"]


@pytest.mark.parametrize("size", [(1, 1), (9, 9), (20, 300)])
def test_small_pictures_stay_as_they_are(size):
    random = np.random.default_rng(1)
    filled = random.integers(0, 256, (*size, 3), dtype=np.uint8)
    mask = np.ones(size, bool)
    mask[0] = False
    np.testing.assert_array_equal(refine(mask, filled), filled)


def test_scratches_that_cross_stay_the_networks():
    scratched, removed = np.zeros((2, 512, 512), bool)
    for k in range(6):
        scratched[:, 40 + 80 * k : 54 + 80 * k] = True
        scratched[60 + 70 * k : 74 + 70 * k] = True
    removed[100:160, 100:200] = True
    assert wide(scratched) == []
    (found,) = wide(removed)
    line = np.zeros((256, 256), bool)
    line[100:120, 20:200] = True
    assert len(wide(line)) == 1
    assert wide(np.pad(line, ((0, 1000), (0, 1000)))) == []
    np.testing.assert_array_equal(found, removed)

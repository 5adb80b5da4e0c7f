"""Classical fills: what is known stays, what is missing is not looked at, and odd sizes are no trouble."""

import cv2
import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import spsolve

from models.evaluation.metrics import psnr
from models.inpainting import fills
from models.inpainting.fills import (
    CLASSICAL,
    GREY,
    TooLarge,
    biharmonic,
    disagreement,
    harmonic_fill,
    navier_stokes,
    telea,
)
from models.inpainting.masks import centre_box, evaluation_mask


def noise(*shape):
    return np.random.default_rng(0).integers(0, 256, (*shape, 3)).astype(np.uint8)


def slope(height, width):
    """A picture that grows evenly, differently in each channel."""
    y, x = np.mgrid[:height, :width]
    return np.stack([10 + x + y, 20 + 2 * y, 200 - 2 * x], axis=2).astype(np.uint8)


def masks(height, width):
    yield np.random.default_rng(1).random((height, width)) < 0.4
    first = np.zeros((height, width), bool)
    first[0, 0] = True
    yield first
    yield ~first
    yield np.ones((height, width), bool)
    yield np.zeros((height, width), bool)


@pytest.mark.parametrize("name", CLASSICAL)
@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (2, 2), (1, 9), (7, 5), (600, 3), (64, 64)])
def test_known_pixels_stay_and_missing_ones_are_not_looked_at(name, shape):
    fill, rgb = CLASSICAL[name], noise(*shape)
    for mask in masks(*shape):
        other = np.where(mask[..., None], 255 - rgb, rgb)
        before = rgb.copy()
        filled = fill(rgb, mask)
        assert filled.shape == rgb.shape
        assert filled.dtype == np.uint8
        np.testing.assert_array_equal(filled[~mask], rgb[~mask])
        np.testing.assert_array_equal(filled, fill(other, mask))
        np.testing.assert_array_equal(rgb, before)
        assert filled is not rgb
        if mask.all():
            assert (filled == GREY).all()


@pytest.mark.parametrize("name", CLASSICAL)
def test_a_plain_colour_is_continued(name):
    rgb = np.full((40, 50, 3), (30, 140, 250), np.uint8)
    np.testing.assert_allclose(CLASSICAL[name](rgb, centre_box((40, 50))), rgb, atol=4)


def test_a_bent_plate_continues_a_slope_exactly():
    rgb, mask = slope(60, 70), centre_box((60, 70))
    assert np.abs(biharmonic(rgb, mask).astype(int) - rgb).max() <= 1
    assert np.abs(telea(rgb, mask).astype(int) - rgb).max() > 1


def test_the_coarse_way_continues_a_slope_too(monkeypatch):
    rgb, mask = slope(90, 80), centre_box((90, 80))
    monkeypatch.setattr(fills, "DIRECT", 400)
    filled = biharmonic(rgb, mask)
    assert np.abs(filled.astype(int) - rgb).max() <= 12  # it has a rim of its own
    np.testing.assert_array_equal(filled[~mask], rgb[~mask])


def test_the_coarse_way_is_as_near_to_the_truth(monkeypatch):
    y, x = np.mgrid[:128, :128]
    plane = 127 + 60 * np.sin(x / 13) * np.cos(y / 17) + 40 * np.sin((x + y) / 29)
    rgb = np.repeat(plane[..., None], 3, axis=2).astype(np.uint8)
    mask = evaluation_mask("freeform_20_30", (128, 128), 3)
    exact = psnr(biharmonic(rgb, mask), rgb, mask)
    monkeypatch.setattr(fills, "DIRECT", 1000)
    assert psnr(biharmonic(rgb, mask), rgb, mask) > exact - 3


def test_too_large_is_said(monkeypatch):
    monkeypatch.setattr(fills, "DIRECT", 100)
    monkeypatch.setattr(fills, "LARGEST", 200)
    with pytest.raises(TooLarge, match="at most 200"):
        biharmonic(noise(64, 64), evaluation_mask("scratches", (64, 64), 0))


@pytest.mark.parametrize(("fill", "method"), [(telea, cv2.INPAINT_TELEA), (navier_stokes, cv2.INPAINT_NS)])
def test_looking_only_around_the_hole_changes_nothing(fill, method):
    rgb, mask = noise(90, 120), np.zeros((90, 120), bool)
    mask[30:45, 50:80] = True
    mask[40:60, 60:64] = True
    whole = cv2.inpaint(np.where(mask[..., None], 0, rgb).astype(np.uint8), mask.astype(np.uint8), 5, method)
    np.testing.assert_array_equal(fill(rgb, mask), whole)


def test_biharmonic_is_scikit_image_s():
    from skimage.restoration import inpaint_biharmonic

    rgb, mask = noise(48, 48), evaluation_mask("freeform_10_20", (48, 48), 2)
    expected = np.rint(255 * inpaint_biharmonic(rgb / 255, mask, channel_axis=-1)).astype(np.uint8)
    np.testing.assert_array_equal(biharmonic(rgb, mask), expected)


@pytest.mark.parametrize("name", CLASSICAL)
def test_what_is_no_picture_is_refused(name):
    with pytest.raises(ValueError, match="mask"):
        CLASSICAL[name](noise(4, 4), np.zeros((4, 5), bool))
    with pytest.raises(ValueError, match="uint8"):
        CLASSICAL[name](noise(4, 4).astype(float), np.zeros((4, 4), bool))


def test_disagreement():
    black, white = np.zeros((4, 5, 3), np.uint8), np.full((4, 5, 3), 255, np.uint8)
    red = black.copy()
    red[..., 0] = 255
    mask = np.zeros((4, 5), bool)
    mask[1:3] = True
    np.testing.assert_array_equal(disagreement([black, white], mask), mask)
    np.testing.assert_allclose(disagreement([black, red, black], mask), mask / 3)
    assert not disagreement([red], mask).any()
    assert disagreement([black, red], mask).dtype == np.float32


def laplace(picture, mask):
    """Solve: each missing pixel is the mean of its four neighbours; mirrored at the picture's edge."""
    height, width = mask.shape
    number = -np.ones(mask.shape, int)
    number[mask] = np.arange(mask.sum())
    matrix, right = sparse.lil_matrix((mask.sum(), mask.sum())), np.zeros((mask.sum(), 3))
    for y, x in zip(*np.nonzero(mask), strict=True):
        row = number[y, x]
        for down, across in ((0, 1), (1, 0), (0, -1), (-1, 0)):
            i, j = min(max(y + down, 0), height - 1), min(max(x + across, 0), width - 1)
            matrix[row, row] += 1
            if mask[i, j]:
                matrix[row, number[i, j]] -= 1
            else:
                right[row] += picture[i, j]
    filled = picture.copy()
    filled[mask] = spsolve(matrix.tocsr(), right)
    return filled


def waves(height, width):
    y, x = np.mgrid[:height, :width]
    planes = [np.sin(x / 5) + y / height, np.cos((x + y) / 9), (x / width) ** 2]
    return np.stack(planes, axis=2).astype(np.float32)


@pytest.mark.parametrize("kind", ["freeform_10_20", "scratches", "box_25"])
def test_it_is_near_to_laplace_s_equation(kind):
    picture, mask = waves(48, 56), evaluation_mask(kind, (48, 56), 4)
    exact, found = laplace(picture, mask), harmonic_fill(picture, mask)
    spread = np.ptp(picture)
    assert np.abs(found - exact)[mask].mean() < 0.03 * spread
    assert np.abs(found - exact).max() < 0.2 * spread


def test_the_smooth_fill_keeps_what_is_known_and_does_not_look_at_what_is_missing():
    picture, mask = waves(40, 33), evaluation_mask("freeform_20_30", (40, 33), 1)
    filled = harmonic_fill(picture, mask)
    np.testing.assert_array_equal(filled[~mask], picture[~mask])
    other = np.where(mask[..., None], np.float32(99), picture)
    np.testing.assert_array_equal(filled, harmonic_fill(other, mask))
    assert filled.dtype == np.float32


def test_it_keeps_between_the_least_and_the_greatest_known_value():
    picture, mask = waves(64, 64), centre_box((64, 64), 0.5)
    filled, known = harmonic_fill(picture, mask), picture[~mask]
    assert (filled >= known.min(axis=0) - 1e-4).all()
    assert (filled <= known.max(axis=0) + 1e-4).all()


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (9, 1), (2, 2), (5, 3), (2000, 3)])
def test_a_plain_colour_from_a_single_known_pixel(shape):
    picture = np.full((*shape, 3), 0.25, np.float32)
    mask = np.ones(shape, bool)
    mask[-1, 0] = False
    np.testing.assert_allclose(harmonic_fill(picture, mask), picture, atol=1e-5)
    np.testing.assert_array_equal(harmonic_fill(picture, np.zeros(shape, bool)), picture)
    assert not harmonic_fill(picture, np.ones(shape, bool)).any()

"""The smooth fill against a solution of Laplace's equation, and its limits."""

import numpy as np
import pytest
from scipy import sparse
from scipy.sparse.linalg import spsolve

from models.inpainting.harmonic_fill import harmonic_fill
from models.inpainting.masks import centre_box, evaluation_mask


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


def test_known_pixels_stay_and_missing_ones_are_not_looked_at():
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

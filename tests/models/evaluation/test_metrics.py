"""Metrics against scikit-image and against sums written out."""

import math

import numpy as np
import pytest
from skimage import metrics as oracle

from models.base.gallery import picture
from models.classifier.network import Classifier
from models.evaluation.metrics import error_map, feature_distance, psnr, ssim, ssim_map


@pytest.fixture(scope="module")
def pair():
    rgb = picture("cat")[:120, :140]
    noise = np.random.default_rng(0).normal(0, 12, rgb.shape)
    return rgb, (rgb + noise).clip(0, 255).astype(np.uint8)


def test_psnr_is_scikit_image_s(pair):
    assert psnr(*pair) == pytest.approx(oracle.peak_signal_noise_ratio(*pair), abs=1e-4)


def test_psnr_inside_a_mask_written_out():
    a = np.zeros((3, 4, 3), np.uint8)
    b = a.copy()
    b[0, 0] = 10, 20, 30
    b[2, 3] = 200
    mask = np.zeros((3, 4), bool)
    mask[0, :2] = True
    assert psnr(a, b, mask) == pytest.approx(10 * math.log10(255**2 / ((100 + 400 + 900) / 6)))
    assert psnr(a, b, ~mask & (b[..., 0] == 0)) == math.inf
    assert psnr(a, a) == math.inf


def test_ssim_is_scikit_image_s(pair):
    whole, expected = oracle.structural_similarity(
        *pair,
        channel_axis=2,
        gaussian_weights=True,
        sigma=1.5,
        use_sample_covariance=False,
        data_range=255,
        full=True,
    )
    np.testing.assert_allclose(ssim_map(*pair), expected.mean(axis=2), atol=1e-5)
    mask = np.zeros(pair[0].shape[:2], bool)
    mask[5:-5, 5:-5] = True  # scikit-image leaves the edge out of its mean
    assert ssim(*pair, mask) == pytest.approx(whole, abs=1e-5)
    assert ssim(*pair) == pytest.approx(expected.mean(), abs=1e-5)


@pytest.mark.parametrize("shape", [(1, 1, 3), (1, 30, 3), (3, 2, 3)])
def test_tiny_pictures_have_a_similarity(shape):
    rgb = np.random.default_rng(0).integers(0, 256, shape).astype(np.uint8)
    assert ssim(rgb, rgb) == pytest.approx(1)
    assert -1 <= ssim(rgb, 255 - rgb) < 1


def test_error_map():
    a = np.zeros((2, 2, 3), np.uint8)
    b = a.copy()
    b[1, 0] = 255, 0, 51
    np.testing.assert_allclose(error_map(a, b), [[0, 0], [0.4, 0]], rtol=1e-6)
    np.testing.assert_array_equal(error_map(a, b), error_map(b, a))
    assert error_map(a, b).dtype == np.float32


@pytest.mark.parametrize("metric", [psnr, ssim, error_map])
def test_other_shapes_are_refused(metric):
    with pytest.raises(ValueError, match="shapes"):
        metric(np.zeros((2, 2, 3), np.uint8), np.zeros((2, 3, 3), np.uint8))


def test_an_empty_mask_finds_no_fault(pair):
    nowhere = np.zeros(pair[0].shape[:2], bool)
    assert psnr(*pair, nowhere) == math.inf
    assert ssim(*pair, nowhere) == 1


def test_feature_distance_sees_content(pair):
    classifier = Classifier()
    cat, noisy = pair
    apart = feature_distance(classifier, cat, picture("coffee")[:120, :140])
    assert feature_distance(classifier, cat, cat) == 0
    assert 0 < feature_distance(classifier, cat, noisy) < apart <= 4
    assert feature_distance(classifier, noisy, cat) == pytest.approx(feature_distance(classifier, cat, noisy))
    # A little lighter is many decibels away, but the same cat.
    lighter = (cat * 0.9 + 25).astype(np.uint8)
    assert feature_distance(classifier, cat, lighter) < feature_distance(classifier, cat, noisy)
    assert psnr(cat, lighter) < psnr(cat, noisy)

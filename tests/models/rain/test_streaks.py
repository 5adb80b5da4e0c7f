"""Synthetic rain: repeatable, only ever lighter, and falling where it is told to."""

import cv2
import numpy as np
import pytest

from models.base.gallery import picture
from models.evaluation.metrics import psnr
from models.rain.streaks import CLASSICAL_RAIN, Rain, evaluation_rain, random_rain, spray, streaks


@pytest.fixture(scope="module")
def cat():
    return picture("cat")[:160, :200]


def test_the_same_rain_is_the_same_and_another_seed_is_another(cat):
    rain = Rain(seed=4)
    np.testing.assert_array_equal(spray(cat, rain), spray(cat, rain))
    assert (spray(cat, rain) != spray(cat, Rain(seed=5))).any()
    assert evaluation_rain(3) == evaluation_rain(3) != evaluation_rain(4)


def test_it_only_lightens(cat):
    before = cat.copy()
    for seed in range(8):
        rainy = spray(cat, evaluation_rain(seed))
        assert rainy.shape == cat.shape
        assert rainy.dtype == np.uint8
        assert (rainy >= cat).all()
        assert (rainy > cat).any()
    np.testing.assert_array_equal(cat, before)


@pytest.mark.parametrize("dry", [Rain(density=0), Rain(strength=0)])
def test_no_rain_changes_nothing(cat, dry):
    np.testing.assert_array_equal(spray(cat, dry), cat)
    assert spray(cat, dry) is not cat


@pytest.mark.parametrize("name", ["density", "strength"])
def test_more_of_it_is_farther_from_the_dry_picture(cat, name):
    ratios = [psnr(spray(cat, Rain(**{name: value})), cat) for value in (0.1, 0.3, 0.6, 1.0)]
    assert ratios == sorted(ratios, reverse=True)
    assert ratios[0] > ratios[-1] + 5


def test_it_is_as_hard_as_it_should_be(cat):
    ratios = [psnr(spray(cat, evaluation_rain(seed)), cat) for seed in range(60)]
    assert np.percentile(ratios, 10) > 18
    assert np.percentile(ratios, 90) < 33
    assert 22 < np.median(ratios) < 28


@pytest.mark.parametrize("angle", [-60, -30, 0, 45, 60])
def test_it_falls_along_its_angle(angle):
    """The direction in which a picture changes least, from the tensor of its gradients."""
    rain = Rain(density=0.3, angle=angle, length=40, strength=1)
    veil = np.mean([streaks((300, 300), rain, np.random.default_rng(s)) for s in range(2)], axis=0)
    # Blurred, for central differences see less of what changes from pixel to pixel.
    down, right = np.gradient(cv2.GaussianBlur(veil, (0, 0), 2.0))
    gradient = np.stack([down.ravel(), right.ravel()])
    along = np.linalg.eigh(gradient @ gradient.T)[1][:, 0]
    found = np.degrees(np.arctan(along[1] / along[0]))
    assert found == pytest.approx(angle, abs=4)


def test_longer_rain_has_longer_streaks():
    def height_of_one(length):
        rain = Rain(density=0.02, angle=0, length=length, strength=1, seed=1)
        lit = streaks((400, 400), rain, np.random.default_rng(2)) > 0.1
        return lit.sum() / max(1, (lit & ~np.roll(lit, 1, axis=0)).sum())

    assert height_of_one(10) < height_of_one(30) < height_of_one(90)


def test_it_falls_everywhere_alike():
    rain = Rain(density=1, length=60)
    veil = np.mean([streaks((96, 96), rain, np.random.default_rng(s)) for s in range(40)], axis=0)
    parts = [veil[t : t + 32, x : x + 32].mean() for t in (0, 32, 64) for x in (0, 32, 64)]
    assert max(parts) < 1.25 * min(parts)


@pytest.mark.parametrize("shape", [(1, 1), (2000, 3), (3, 2000)])
def test_any_size(shape):
    rgb = np.full((*shape, 3), 40, np.uint8)
    for length in (3, 200):
        rainy = spray(rgb, Rain(density=1, angle=-60, length=length, strength=1))
        assert rainy.shape == rgb.shape
        assert (rainy >= rgb).all()


@pytest.mark.parametrize(
    "wrong",
    [{"density": 1.1}, {"angle": 61}, {"length": 2}, {"strength": -0.1}, {"seed": -1}, {"angle": np.nan}],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(ValueError, match=next(iter(wrong))):
        Rain(**wrong)


def test_random_rain_covers_the_range():
    random = np.random.default_rng(0)
    rains = [random_rain(random) for _ in range(400)]
    angles, lengths = [r.angle for r in rains], [r.length for r in rains]
    assert min(angles) < -50
    assert max(angles) > 50
    assert min(lengths) < 7
    assert max(lengths) > 55
    assert len({r.seed for r in rains}) == 400


@pytest.mark.parametrize("name", CLASSICAL_RAIN)
def test_filters_smooth(cat, name):
    flat = np.full_like(cat[:40, :40], 90)
    np.testing.assert_allclose(CLASSICAL_RAIN[name](flat), flat, atol=1)
    rainy = spray(flat, Rain(density=0.2, length=6, strength=0.4))
    cleaned = CLASSICAL_RAIN[name](rainy)
    assert cleaned.shape == rainy.shape
    assert psnr(cleaned, flat) > psnr(rainy, flat)

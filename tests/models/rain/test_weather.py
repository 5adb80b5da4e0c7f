"""Weather to train on, weather to judge by, and patterns that are none."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from models.rain import weather
from models.rain.unseen import PATTERNS, UNSEEN

SIZE = (96, 128)


@pytest.fixture
def picture() -> np.ndarray:
    noise = np.random.default_rng(0).integers(0, 256, (*SIZE, 3), np.uint8)
    return np.ascontiguousarray(cv2.GaussianBlur(noise, (0, 0), 6))


@pytest.mark.parametrize("kind", [0.1, 0.5, 0.85, 0.95])
def test_every_weather_hides_a_part_of_the_picture(picture, kind, monkeypatch):
    """The kind is drawn first; each leaves most of the picture as it was."""

    class Drawn(np.random.Generator):
        first = True

        def random(self, *args, **kwargs):
            if self.first:
                self.first = False
                return kind
            return super().random(*args, **kwargs)

    seen = []
    for seed in range(12):
        rainy = weather.rain_on(picture, Drawn(np.random.PCG64(seed)))
        assert rainy.shape == picture.shape
        assert rainy.dtype == np.uint8
        seen.append(float((np.abs(rainy.astype(int) - picture).max(axis=2) > 3).mean()))
    assert max(seen) > 0.05
    assert min(seen) < 0.6


def test_streaks_fall_at_all_angles():
    """What is drawn out along its gradient's normal: the structure tensor's angle covers the half circle."""
    angles = []
    for seed in range(60):
        veil = weather.streak_veil(SIZE, np.random.default_rng(seed))
        across, down = cv2.Sobel(veil, cv2.CV_32F, 1, 0), cv2.Sobel(veil, cv2.CV_32F, 0, 1)
        angles.append(0.5 * np.arctan2(2 * (across * down).sum(), (across**2 - down**2).sum()))
    counts = np.histogram(angles, 6, (-np.pi / 2, np.pi / 2))[0]
    assert counts.min() >= 3


def test_sharpening_changes_both_pictures_alike_and_compression_only_the_rainy_one(picture):
    for seed in range(30):
        rainy, truth = weather.developed(picture, picture, np.random.default_rng(seed))
        assert np.abs(rainy.astype(int) - truth).mean() < 3
    changed = [
        (weather.developed(picture, picture, np.random.default_rng(seed))[1] != picture).any()
        for seed in range(60)
    ]
    assert 2 < sum(changed) < 30


@pytest.mark.parametrize("name", [*UNSEEN, *PATTERNS])
def test_what_is_judged_by_is_drawn_the_same_each_time_and_can_be_seen(picture, name):
    draw = (UNSEEN | PATTERNS)[name]
    first, again, other = (draw(picture, np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert first.shape == picture.shape
    assert first.dtype == np.uint8
    assert (first == again).all()
    assert (first != other).any()
    assert 0.2 < np.abs(first.astype(float) - picture).mean() < 60

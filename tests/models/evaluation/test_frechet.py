"""The Fréchet distance of features."""

import numpy as np
import pytest

from models.classifier.network import Classifier
from models.evaluation.frechet import LAYER, distance, features
from models.generator.evaluate import pictures
from models.portraits.dataset import load_split


def test_features_are_the_classifiers():
    rgb = pictures(load_split("sample"), 3)
    found = features(rgb)
    classifier = Classifier()
    each = np.stack([classifier.activations(one, (LAYER,))[1][LAYER].mean(axis=(1, 2)) for one in rgb])
    assert found[2] == pytest.approx(each[2], abs=1e-4)
    mean, covariance = each.mean(axis=0), np.cov(each, rowvar=False)
    assert found.mean(axis=0) == pytest.approx(mean, abs=1e-4)
    assert np.cov(found, rowvar=False) == pytest.approx(covariance, abs=1e-3)


def test_the_frechet_distance_of_known_gaussians():
    random = np.random.default_rng(0)
    a = random.normal(0, 1, (20_000, 3))
    b = random.normal([2, 0, 0], 3, (20_000, 3))
    assert distance(a, a) == pytest.approx(0, abs=1e-6)
    assert distance(a, b) == pytest.approx(4 + 3 * (3 - 1) ** 2, rel=0.03)

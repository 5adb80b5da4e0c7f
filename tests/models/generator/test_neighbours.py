"""Samples beside the portraits nearest to them."""

from models.generator.evaluate import pictures
from models.generator.neighbours import nearest


def test_the_nearest_portrait_to_a_portrait_is_itself(sample):
    shown = pictures(sample, 12)[[3, 11]]
    order = nearest(shown, sample)
    assert order.shape == (2, 5)
    assert order[:, 0].tolist() == [3, 11]

"""Pictures that are no portraits."""

import numpy as np

from models.generator.evaluate import pictures
from models.generator.negatives import Negatives
from models.portraits.dataset import load_split

SIDE = 64


def test_strangers_are_varied_and_drawn_from_a_seed():
    portraits = pictures(load_split("sample"), 8)
    negatives = Negatives(portraits, [np.arange(90 * 70 * 3).reshape(90, 70, 3).astype(np.uint8)])
    drawn = negatives.draw(np.random.default_rng(3), 60)
    assert drawn.shape == (60, SIDE, SIDE, 3)
    assert drawn.dtype == np.uint8
    assert (negatives.draw(np.random.default_rng(3), 60) == drawn).all()
    assert len({picture.tobytes() for picture in drawn}) > 55
    known = {picture.tobytes() for picture in portraits}
    assert not known & {picture.tobytes() for picture in drawn}
    assert (pictures(load_split("sample"), 8) == portraits).all()
    assert negatives.draw(np.random.default_rng(0), 0).shape == (0, SIDE, SIDE, 3)

"""The discriminator's scale and heat map."""

import numpy as np
import pytest
import torch
from torch import nn

from models.base.tensors import to_tensor
from models.generator.data_sets import PORTRAITS
from models.generator.knobs import encode
from models.generator.network import Gan
from models.generator.trained_gan import shrink
from models.generator.verdicts import Scorer, lone_scores, typical_variety
from models.portraits.dataset import load_split

SIDE = 64


class RedCorner(nn.Module):
    """A reader that likes red in the upper left quarter and hates it in the lower right one."""

    def maps(self, picture):
        return nn.functional.avg_pool2d(picture[:, :1], SIDE // 4)

    def read(self, maps):
        cells = maps[:, :16].view(-1, 4, 4)
        return (cells[:, :2, :2].mean(dim=(1, 2)) - cells[:, 2:, 2:].mean(dim=(1, 2)))[:, None]


class Pair:
    """What a scorer needs of the networks."""

    def __init__(self, reader):
        self.discriminator = reader
        self.generator = type("Sized", (), {"side": SIDE})()


def tensor(rgb):
    return to_tensor(rgb)


def test_the_heat_lies_where_the_reader_looks():
    scorer = Scorer(Pair(RedCorner()), PORTRAITS)
    rgb = np.zeros((SIDE, SIDE, 3), np.uint8)
    rgb[:32, :32, 0] = 255
    seen = scorer.verdict(tensor(rgb))
    assert seen.heat.shape == (SIDE, SIDE)
    assert seen.heat.dtype == np.float32
    assert seen.heat[:28, :28].min() > 0.3
    assert np.abs(seen.heat[:28, 40:]).max() < 0.05
    assert np.abs(seen.heat).max() == pytest.approx(1)
    against = scorer.verdict(tensor(rgb[::-1, ::-1].copy()))
    assert against.heat[36:, 36:].max() < -0.3
    assert against.score < seen.score
    assert 0 <= against.probability < seen.probability <= 1


def test_a_picture_of_one_colour_has_no_reasons():
    heat = Scorer(Pair(RedCorner()), PORTRAITS).verdict(tensor(np.full((SIDE, SIDE, 3), 90, np.uint8))).heat
    assert np.abs(heat).max() == 0


def test_a_picture_is_judged_alone_whatever_stands_beside_it():
    torch.manual_seed(1)
    reader = Gan().discriminator
    pictures = torch.randn(4, 3, SIDE, SIDE)
    variety = typical_variety(reader, pictures)
    with torch.no_grad():
        together = lone_scores(reader, pictures, variety)
        alone = torch.cat([lone_scores(reader, one[None], variety) for one in pictures])
        assert together.numpy() == pytest.approx(alone.numpy(), abs=1e-4)
        # Among pictures that differ as much as is typical, the verdict is the reader's own.
        assert reader(pictures)[:, 0].numpy() == pytest.approx(together.numpy(), abs=1e-4)


def test_scores_are_those_of_the_verdicts():
    torch.manual_seed(1)
    scorer = Scorer(Gan(), PORTRAITS)
    pictures = torch.rand(3, 3, SIDE, SIDE) * 2 - 1
    scores = scorer.scores(pictures)
    assert scores.shape == (3,)
    assert scorer.verdict(pictures[1:2]).score == pytest.approx(float(scores[1]), abs=1e-4)


def test_the_encoder_sees_pictures_as_the_trained_gan_does():
    torch.manual_seed(0)
    network = Gan().eval()
    picture = load_split("sample").picture(0)
    whole, shrunk = (encode(network, [rgb])[0] for rgb in (picture, shrink(picture)))
    assert whole == pytest.approx(shrunk, abs=1e-5)

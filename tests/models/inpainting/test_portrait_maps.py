"""Where the portrait network's maps begin: statistics of the portraits."""

import pytest
import torch

from models.inpainting.portrait_maps import begin
from models.inpainting.portrait_network import FOLD, GROUND, SHAPES, SIDE, STROKES, PortraitNet
from models.portraits.dataset import load_split
from models.portraits.labels import ATTRIBUTES


@pytest.fixture(scope="module")
def network():
    made = PortraitNet()
    begin(made, load_split("sample"), count=64)
    return made


def test_the_maps_are_set_to_finite_numbers_of_unit_variance(network):
    fine = SIDE // FOLD
    assert [tuple(maps.shape) for maps in network.maps] == [
        (ATTRIBUTES[name], STROKES, fine, fine) for name in SHAPES
    ]
    assert network.ground.shape == (1, GROUND, fine, fine)
    classes = torch.cat([maps.detach() for maps in network.maps])
    assert torch.isfinite(classes).all()
    variance = classes.square().mean(dim=(0, 2, 3))
    torch.testing.assert_close(variance, torch.ones(STROKES), atol=0.02, rtol=0)


def test_the_same_seed_gives_the_same_maps(network):
    again = PortraitNet()
    begin(again, load_split("sample"), count=64)
    torch.testing.assert_close(again.maps[0], network.maps[0])
    other = PortraitNet()
    begin(other, load_split("sample"), count=64, seed=1)
    assert not torch.allclose(other.maps[0], network.maps[0])

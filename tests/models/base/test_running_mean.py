from __future__ import annotations

import torch
from torch import nn

from models.base.running_mean import follow


def test_mistakes_to_either_side_cancel_out() -> None:
    network = nn.Linear(1, 1)
    nn.init.zeros_(network.weight)
    mean = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    for step in range(1, 200):
        nn.init.constant_(network.weight, 1.0 if step % 2 else 3.0)
        follow(mean, network, 1 / max(1.0, 0.2 * step))
    assert abs(mean["weight"].item() - 2) < 0.05


def test_all_the_way_is_the_newest_weights() -> None:
    network = nn.Linear(2, 1)
    mean = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    nn.init.uniform_(network.weight)
    follow(mean, network, 1.0)
    assert torch.equal(mean["weight"], network.weight)

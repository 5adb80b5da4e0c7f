"""The discriminator learns what is no portrait, and nothing else changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from models.base.training import from_weights, train
from models.generator.finetune_discriminator import DiscriminatorTask
from models.generator.network import LATENT, Gan
from models.generator.rendering import render
from models.portraits.dataset import load_split


def test_a_discriminator_learns_what_is_no_portrait(tmp_path) -> None:
    torch.manual_seed(0)
    network = Gan().eval().requires_grad_(False)
    task = DiscriminatorTask(weights=tmp_path / "none", data=tmp_path)
    task.network = network
    task.truth = load_split("sample").pictures(64, 32)
    task.newest = render(network.generator, torch.randn(16, LATENT))
    task.younger = task.newest[:0]
    before = {name: value.clone() for name, value in network.state_dict().items()}
    config = replace(task.learning, batch=4, rate=1e-3, horizon=25, every=1)
    snapshots = list(train(task, config, from_weights(before)))
    for kind in ("stranger", "made"):
        gaps = [snapshot.figures["real"] - snapshot.figures[kind] for snapshot in snapshots]
        assert np.mean(gaps[-5:]) > np.mean(gaps[:5]) + 0.1, kind
    changed = {
        name.split(".")[0] for name, value in snapshots[-1].weights.items() if (value != before[name]).any()
    }
    assert changed == {"discriminator"}
    assert all(torch.equal(value, before[name]) for name, value in network.state_dict().items())

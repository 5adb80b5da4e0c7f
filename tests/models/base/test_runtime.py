"""Weights that come from anyone are loaded or refused, soon and in words."""

from __future__ import annotations

import gc
import time
import tracemalloc
import weakref
from collections import Counter
from pathlib import Path

import pytest
import torch
from torch import nn

from models.base import checkpoint, training
from models.base.checkpoint import CheckpointError
from models.base.runtime import load_network
from models.base.weights import WEIGHTS
from models.classifier.network import Classifier, EfficientNetLite0
from models.portraits.attributes import AttributeNet
from tests.fuzz import changed_checkpoint, mutations


class Task(training.Task):
    name = "small"

    def build(self) -> nn.Module:
        return nn.Sequential(nn.Conv2d(3, 8, 3), nn.BatchNorm2d(8), nn.Linear(8, 4))


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    training.export(tmp_path / "w", Task().start(1), {"model": "small", "metrics": {"psnr": 30.0}})
    return tmp_path / "w"


def build() -> nn.Module:
    return Task().build()


def refusal(path: Path, **changes: object) -> CheckpointError:
    tensors, notes = checkpoint.load(path)
    checkpoint.save(path, tensors, {**notes, **changes})
    with pytest.raises(CheckpointError) as caught:
        load_network("small", build, path)
    return caught.value


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("step", -1),
        ("step", 64.0),
        ("step", True),
        ("step", 10**30),
        ("seconds", -0.5),
        ("seconds", 1e300),
        ("seconds", "7"),
        ("model", 7),
        ("kind", "agent"),
    ],
)
def test_metadata_of_another_type_or_size_are_refused_by_name(
    weights: Path, field: str, value: object
) -> None:
    error = refusal(weights, **{field: value})
    assert error.code == "damaged"
    assert f"{field}: " in str(error)


def test_shipped_weights_fit() -> None:
    for name, network in (("attributes", AttributeNet), ("classifier", EfficientNetLite0)):
        assert load_network(name, network).training is False


def test_networks_with_the_same_shipped_weights_share_them() -> None:
    for name, make in (
        ("attributes", lambda: load_network("attributes", AttributeNet)),
        ("classifier", lambda: Classifier().model),
    ):
        first, second = make(), make()
        places = [[each.data_ptr() for each in network.state_dict().values()] for network in (first, second)]
        assert places[0] == places[1], name
        for mine, its in zip(first.parameters(), second.parameters(), strict=True):
            assert mine is not its
            assert not mine.requires_grad
            assert not its.requires_grad
        one = weakref.ref(first)
        del first, second, mine, its
        gc.collect()
        assert one() is None  # they are kept only as long as somebody has them


@pytest.mark.parametrize("kind", ["weights", "training"])
def test_mutated_weights_are_refused_soon_or_work(weights: Path, kind: str) -> None:
    snapshot = next(training.train(Batches(), training.LearningConfig(batch=2, every=1)))
    if kind == "training":
        training.save(weights, snapshot, {"model": "small"})
    codes: Counter[str] = Counter()
    slowest = 0.0
    for mutated in mutations(weights.read_bytes(), 400, changed_checkpoint):
        weights.write_bytes(mutated)
        began = time.process_time()
        try:
            found = training.load(weights, Task())
            codes["loaded"] += 1
        except CheckpointError as error:
            slowest = max(slowest, time.process_time() - began)
            codes[error.code] += 1
            continue
        if kind == "weights":
            load_network("small", build, weights)
        if codes["loaded"] <= 10:
            next(training.train(Batches(), training.LearningConfig(batch=2, every=1, horizon=2**50), found))
    assert slowest < 0.3
    assert codes["damaged"] > 100
    assert codes["wrong_shape"] > 5
    assert codes["loaded"] > 5


class Batches(Task):
    """Take a step, whatever the weights are."""

    def batch(self, random, count: int) -> training.Batch:
        return {"x": torch.ones(count, 3, 8, 8)}

    def loss(self, network: nn.Module, batch: training.Batch):
        first = network[0](batch["x"]).float().clamp(-10, 10).square().mean()
        return first + network[2].weight.clamp(-1, 1).sum(), {}


def test_a_large_file_of_another_network_costs_nothing(tmp_path: Path) -> None:
    checkpoint.save(tmp_path / "w", {"weight": torch.zeros(15 * 2**20)}, {})
    tracemalloc.start()
    began = time.process_time()
    with pytest.raises(CheckpointError, match="missing tensors") as caught:
        load_network("attributes", AttributeNet, tmp_path / "w")
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.code == "wrong_shape"
    assert time.process_time() - began < 0.3
    assert most < 1e6
    assert WEIGHTS["attributes"].path.stat().st_size < 1e6

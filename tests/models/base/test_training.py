"""The training loop: it learns, repeats itself for one seed, and goes on where it stopped."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.base import checkpoint
from models.base.training import Batch, Diverged, Learner, LearningConfig

CONFIG = LearningConfig(seed=3, batch=32, rate=0.1, warm_up=5, horizon=200, averaging=0.9, every=10)


class Line:
    """Find y = 3 x - 1."""

    name = "line"
    broken = False

    def build(self) -> nn.Module:
        return nn.Linear(1, 1)

    def batch(self, random: np.random.Generator, count: int) -> Batch:
        x = torch.from_numpy(random.uniform(-1, 1, (count, 1)).astype(np.float32))
        return {"x": x, "y": 3 * x - 1}

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        error = (network(batch["x"]).float() - batch["y"]).square().mean()
        return error * (float("nan") if self.broken else 1), {"error": error.item()}

    def validate(self, network: nn.Module) -> dict[str, float]:
        return {"slope": network(torch.ones(1, 1)).item() - network(torch.zeros(1, 1)).item()}


def run(learner: Learner, snapshots: int) -> list[float]:
    return [snapshot.figures["loss"] for snapshot in islice(learner.steps(), snapshots)]


def test_learns() -> None:
    task = Line()
    learner = Learner(task, CONFIG)
    losses = run(learner, 20)
    assert losses[-1] < 0.01 * losses[0]
    assert task.validate(learner.averaged())["slope"] == pytest.approx(3, abs=0.1)


def test_same_seed_same_run() -> None:
    assert run(Learner(Line(), CONFIG), 3) == run(Learner(Line(), CONFIG), 3)
    other = LearningConfig(seed=4, batch=32, rate=0.1, warm_up=5, horizon=200, every=10)
    assert run(Learner(Line(), CONFIG), 3) != run(Learner(Line(), other), 3)


def test_resumed_run_takes_the_same_steps(tmp_path: Path) -> None:
    whole = Learner(Line(), CONFIG)
    expected = run(whole, 6)
    first = Learner(Line(), CONFIG)
    run(first, 3)
    first.save(tmp_path / "t.safetensors", "a test")
    second = Learner(Line(), CONFIG)
    second.resume(tmp_path / "t.safetensors")
    assert second.step == 30
    assert run(second, 3) == pytest.approx(expected[3:], rel=1e-6)
    for name, value in whole.mean.items():
        torch.testing.assert_close(second.mean[name], value)


def test_rate_rises_and_falls() -> None:
    learner = Learner(Line(), CONFIG)
    rates = []
    for step in (0, 4, 100, 199, 10_000):
        learner.step = step
        rates.append(learner.rate())
    assert rates[0] < rates[1]
    assert rates[1] > rates[2] > rates[3] >= rates[4] > 0


def test_export_holds_the_mean_in_half_precision(tmp_path: Path) -> None:
    learner = Learner(Line(), CONFIG)
    run(learner, 5)
    learner.export(tmp_path / "w.safetensors", "a test", {"slope": 3.0}, "a line")
    tensors, metadata = checkpoint.load(tmp_path / "w.safetensors")
    assert {value.dtype for value in tensors.values()} == {torch.float16}
    torch.testing.assert_close(tensors["weight"].float(), learner.mean["weight"], atol=2e-3, rtol=1e-3)
    assert metadata["step"] == 50
    assert metadata["metrics"] == {"slope": 3.0}
    assert metadata["data"] == "a line"
    again = Learner(Line(), CONFIG)
    again.resume(tmp_path / "w.safetensors")
    assert again.step == 0  # a new training, from these weights
    torch.testing.assert_close(again.mean["weight"], tensors["weight"].float())


def test_refuses_another_model(tmp_path: Path) -> None:
    learner = Learner(Line(), CONFIG)
    learner.save(tmp_path / "t.safetensors", "a test")

    class Other(Line):
        name = "other"

    with pytest.raises(checkpoint.CheckpointError) as caught:
        Learner(Other(), CONFIG).resume(tmp_path / "t.safetensors")
    assert caught.value.code == "foreign"


def test_divergence_stops_and_keeps_the_mean() -> None:
    task = Line()
    learner = Learner(task, CONFIG)
    run(learner, 2)
    before = {name: value.clone() for name, value in learner.mean.items()}
    task.broken = True
    with pytest.raises(Diverged):
        run(learner, 1)
    for name, value in before.items():
        assert torch.equal(learner.mean[name], value)

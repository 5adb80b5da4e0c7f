"""The training loop: it learns, repeats itself for one seed, and goes on where it stopped."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor, nn

from models.base import checkpoint
from models.base.training import (
    Batch,
    Diverged,
    LearningConfig,
    Snapshot,
    Task,
    built,
    export,
    learning_rate,
    load,
    save,
    train,
)

ROOT = Path(__file__).parents[3]
CONFIG = LearningConfig(seed=3, batch=32, rate=0.1, warm_up=5, horizon=200, averaging=0.9, every=10)
NOTES = {"model": "line", "command": "a test"}


class Line(Task):
    """Find y = 3 x - 1."""

    name = "line"
    broken_from = 1000

    def build(self) -> nn.Module:
        return nn.Linear(1, 1)

    def batch(self, random: np.random.Generator, count: int) -> Batch:
        x = torch.from_numpy(random.uniform(-1, 1, (count, 1)).astype(np.float32))
        return {"x": x, "y": 3 * x - 1}

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        # Not called as a module: that would be in half precision on some processors.
        error = (network.weight * batch["x"] + network.bias - batch["y"]).square().mean()
        return error, {"error": error.item()}

    def refresh(self, step, weights) -> None:
        if step >= self.broken_from:
            self.batch = lambda random, count: {"x": torch.full((1, 1), torch.nan), "y": torch.ones(1, 1)}


class Pictures(Task):
    """Blur pictures, by convolutions with dropout between them, and remember how far it got."""

    name = "pictures"

    def build(self) -> nn.Module:
        return nn.Sequential(nn.Conv2d(3, 6, 3, padding=1), nn.Dropout(0.5), nn.Conv2d(6, 3, 3, padding=1))

    def refresh(self, step, weights) -> None:
        if step % 4 == 0 or not self.memory:
            self.memory = {"shift": weights["2.bias"].mean().clone()}

    def batch(self, random: np.random.Generator, count: int) -> Batch:
        x = torch.from_numpy(random.uniform(-1, 1, (count, 3, 8, 8)).astype(np.float32))
        return {"x": x, "y": nn.functional.avg_pool2d(x, 3, 1, 1) + self.memory["shift"]}

    def loss(self, network: nn.Module, batch: Batch) -> tuple[Tensor, dict[str, float]]:
        return (network(batch["x"]).float() - batch["y"]).square().mean(), {}


def run(task: Task, snapshots: int, config: LearningConfig = CONFIG, start=None) -> list[Snapshot]:
    return list(islice(train(task, config, start), snapshots))


def losses(snapshots: list[Snapshot]) -> list[float]:
    return [snapshot.figures["loss"] for snapshot in snapshots]


def test_learns_and_ends_at_the_horizon() -> None:
    done = run(Line(), 1000)
    assert [snapshot.step for snapshot in done] == list(range(10, 201, 10))
    assert losses(done)[-1] < 0.01 * losses(done)[0]
    line = built(Line(), done[-1].weights)
    assert (line(torch.ones(1, 1)) - line(torch.zeros(1, 1))).item() == pytest.approx(3, abs=0.1)


def test_same_seed_same_run_whatever_else_is_drawn() -> None:
    torch.manual_seed(1)
    drawn = torch.rand(3)
    torch.manual_seed(1)
    first = run(Pictures(), 2)
    assert torch.equal(torch.rand(3), drawn), "the global generator was touched"
    second = run(Pictures(), 2)
    assert losses(first) == losses(second)
    assert all(torch.equal(value, second[-1].tensors[name]) for name, value in first[-1].tensors.items())
    assert losses(first) != losses(run(Pictures(), 2, replace(CONFIG, seed=4)))


def test_a_snapshot_does_not_change_any_more() -> None:
    snapshots = train(Line(), CONFIG)
    first = next(snapshots)
    before = {name: value.clone() for name, value in first.tensors.items()}
    next(snapshots)
    assert all(torch.equal(value, first.tensors[name]) for name, value in before.items())
    with pytest.raises(TypeError):
        first.figures["loss"] = 0.0  # type: ignore[index]


def test_thread_count_is_restored() -> None:
    before = torch.get_num_threads()
    snapshots = train(Line(), replace(CONFIG, threads=before + 1))
    next(snapshots)
    snapshots.close()
    assert torch.get_num_threads() == before


@pytest.mark.parametrize("task", [Line, Pictures])
def test_resumed_run_takes_the_same_steps(task, tmp_path: Path) -> None:
    expected = run(task(), 4)
    *_, half = train(task(), CONFIG, steps=22)
    assert half.step == 22
    save(tmp_path / "t.safetensors", half, NOTES | {"model": task.name})
    resumed = run(task(), 2, start=load(tmp_path / "t.safetensors", task()))
    assert [snapshot.step for snapshot in resumed] == [30, 40]
    for name, value in expected[-1].tensors.items():
        torch.testing.assert_close(resumed[-1].tensors[name], value, rtol=0, atol=0)


def test_rate_rises_and_falls() -> None:
    rates = [learning_rate(CONFIG, step) for step in (0, 4, 100, 199, 10_000)]
    assert rates[0] < rates[1]
    assert rates[1] > rates[2] > rates[3] >= rates[4] > 0


def test_export_holds_the_mean_in_half_precision(tmp_path: Path) -> None:
    last = run(Line(), 5)[-1]
    export(tmp_path / "w.safetensors", last, {**NOTES, "metrics": {"slope": 3.0}})
    tensors, metadata = checkpoint.load(tmp_path / "w.safetensors")
    assert {value.dtype for value in tensors.values()} == {torch.float16}
    torch.testing.assert_close(tensors["weight"].float(), last.weights["weight"], atol=2e-3, rtol=1e-3)
    assert metadata["kind"] == "weights"
    assert metadata["step"] == 50
    assert metadata["metrics"] == {"slope": 3.0}
    again = load(tmp_path / "w.safetensors", Line())
    assert again.step == 0  # a new training, from these weights
    torch.testing.assert_close(again.weights["weight"], tensors["weight"].float())


def test_refuses_another_model(tmp_path: Path) -> None:
    save(tmp_path / "t.safetensors", Line().start(1), NOTES | {"model": "other"})
    with pytest.raises(checkpoint.CheckpointError) as caught:
        load(tmp_path / "t.safetensors", Line())
    assert caught.value.code == "foreign"


def test_divergence_stops() -> None:
    task = Line()
    task.broken_from = 20
    snapshots = train(task, CONFIG)
    last = list(islice(snapshots, 2))[-1]
    with pytest.raises(Diverged, match="step 20"):
        next(snapshots)
    assert all(value.isfinite().all() for value in last.tensors.values())


@pytest.mark.slow
def test_two_processes_train_one_network(tmp_path: Path) -> None:
    """Their weights are equal, and those of one process that has both batches."""
    torchrun = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"]
    done = subprocess.run(
        [*torchrun, str(ROOT / "tests/models/base/line_member.py"), str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "1"},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    first, second = (checkpoint.load(tmp_path / f"rank{rank}.safetensors")[0] for rank in (0, 1))
    assert all(torch.equal(value, second[name]) for name, value in first.items())

    class Both(Line):
        """Draws what the two of them drew."""

        step = 0

        def refresh(self, step, weights) -> None:
            self.step = step

        def batch(self, random: np.random.Generator, count: int) -> Batch:
            other = np.random.default_rng(np.random.SeedSequence((CONFIG.seed, self.step), spawn_key=(1,)))
            parts = [super(Both, self).batch(source, count) for source in (random, other)]
            return {name: torch.cat([part[name] for part in parts]) for name in ("x", "y")}

    alone = run(Both(), 2)[-1]
    for name, value in alone.tensors.items():
        torch.testing.assert_close(first[name], value, rtol=1e-4, atol=1e-5)

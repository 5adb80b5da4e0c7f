from __future__ import annotations

import time
import tracemalloc
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, replace
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from agents.learning.agent import Agent, untrained
from agents.learning.config import TUNED, TrainConfig, tuned
from agents.learning.train import train
from models.base import checkpoint
from models.base.checkpoint import CheckpointError
from tests.fuzz import changed_checkpoint, heavy_headers, mutations, split_checkpoint


@pytest.mark.parametrize(
    "config", [TrainConfig(seed=5, frame_skip=3, kernel=5, stride=3), *(tuned(game) for game in TUNED)]
)
def test_agents_round_trip(tmp_path, config: TrainConfig) -> None:
    agent = untrained(config)
    agent.save(tmp_path / "a")
    loaded = Agent.load(tmp_path / "a")
    assert loaded.config == agent.config
    assert loaded.tensors.keys() == agent.tensors.keys()
    assert all(torch.equal(tensor, loaded.tensors[name]) for name, tensor in agent.tensors.items())
    assert (loaded.step, loaded.curve, loaded.return_mean, loaded.point_balance) == (0, (), None, None)


def tampered(path, tensors=None, **changes):
    agent = untrained(TrainConfig())
    agent.save(path)
    old, metadata = checkpoint.load(path)
    checkpoint.save(path, {**old, **(tensors or {})}, {**metadata, **changes})
    return path


def test_agents_from_before_there_were_rungs_and_means_are_of_ppo_alone(tmp_path) -> None:
    agent = Agent.load(tampered(tmp_path / "a", config={"game": "pong", "channels": [16, 32], "seed": 5}))
    assert agent.config == TrainConfig(seed=5, method="ppo", average=0.0)


@pytest.mark.parametrize(
    ("code", "tensors", "changes"),
    [
        ("foreign", {}, {"kind": "cat"}),
        ("damaged", {}, {"config": {"game": "chess", "channels": [1, 1]}}),
        ("damaged", {}, {"config": {"game": "pong", "channels": [1, 1], "surprise": 1}}),
        ("damaged", {}, {"config": {"game": "pong", "channels": 7}}),
        ("damaged", {}, {"config": {"game": "pong", "channels": ["a", "b"]}}),
        ("damaged", {}, {"config": {"game": "pong", "channels": [16, 32], "envs": "many"}}),
        ("damaged", {}, {"config": {"game": ["pong"], "channels": [16, 32]}}),
        ("damaged", {}, {"config": {"game": "pong", "channels": [16, 32], "method": "luck"}}),
        ("damaged", {}, {"config": {"game": "pong", "channels": [16, 32], "method": ["ppo"]}}),
        ("damaged", {}, {"config": None}),
        ("damaged", {}, {"curve": [[1, 2]]}),
        ("damaged", {}, {"seconds": "soon"}),
        ("damaged", {}, {"recent_returns": None}),
        ("wrong_shape", {}, {"actions": 4}),
        ("wrong_shape", {}, {"observation_shape": [2, 80, 80]}),
        ("wrong_shape", {"policy.actor.bias": torch.zeros(4)}, {}),
        ("wrong_shape", {"policy.actor.bias": torch.zeros(3, dtype=torch.float64)}, {}),
        ("wrong_shape", {"games.background": torch.zeros(4, 4, dtype=torch.uint8)}, {}),
        ("wrong_shape", {"surplus": torch.zeros(4)}, {}),
    ],
)
def test_tampered_agents_are_refused(tmp_path, code, tensors, changes) -> None:
    path = tampered(tmp_path / "a", tensors, **changes)
    with pytest.raises(CheckpointError) as caught:
        Agent.load(path)
    assert caught.value.code == code


SMALL = TrainConfig(
    envs=2, groups=1, rollout=8, epochs=1, minibatches=2, channels=(4, 8), hidden=16, warmup=8, threads=1
)


def test_learning_goes_on_from_a_light_file(tmp_path: Path) -> None:
    (first,) = islice(train(SMALL), 1)
    path = tmp_path / "light.safetensors"
    first.agent.save(path, light=True)
    (snapshot,) = islice(train(SMALL, Agent.load(path)), 1)
    assert snapshot.agent.step > first.agent.step
    assert "optimizer.step" in snapshot.agent.tensors


def test_a_file_with_half_its_moments_is_refused(tmp_path: Path) -> None:
    agent = untrained(SMALL)
    tensors = {name: t for name, t in agent.tensors.items() if "exp_avg_sq" not in name}
    path = tmp_path / "broken.safetensors"
    replace(agent, tensors=tensors).save(path)
    with pytest.raises(CheckpointError) as error:
        Agent.load(path)
    assert error.value.code == "wrong_shape"


def equal(a: Mapping[str, Tensor], b: Mapping[str, Tensor]) -> bool:
    return a.keys() == b.keys() and all(torch.equal(t, b[name]) for name, t in a.items())


@pytest.mark.parametrize("dropped", ["nothing", "optimizer.weights.", "optimizer."])
def test_files_may_hold_both_kinds_of_weights_or_one(tmp_path: Path, dropped: str) -> None:
    agent = untrained(TrainConfig())
    tensors = {name: t for name, t in agent.tensors.items() if not name.startswith(dropped)}
    replace(agent, tensors=tensors).save(tmp_path / "agent.safetensors")
    assert equal(Agent.load(tmp_path / "agent.safetensors").tensors, tensors)


def test_a_file_with_half_of_the_weights_is_refused(tmp_path: Path) -> None:
    agent = untrained(TrainConfig())
    tensors = {name: t for name, t in agent.tensors.items() if name != "optimizer.weights.actor.bias"}
    replace(agent, tensors=tensors).save(tmp_path / "agent.safetensors")
    with pytest.raises(CheckpointError):
        Agent.load(tmp_path / "agent.safetensors")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("step", value) for value in (-1, True, 1.5, 10**13, None)),
        *(("episodes", value) for value in (-1, False, 2.0, 10**30)),
        *(("seconds", value) for value in (-0.5, True, 1e10, "1")),
        *(
            ("curve", value)
            for value in ([[-1, 0.0, 0.0]], [[1, -1.0, 0.0]], [[1, 1.0, 1e30]], [[True, 1, 1]])
        ),
        ("recent_returns", [1e10]),
        ("recent_points", [2.0]),
        ("observation_shape", [2, 40]),
        ("hidden", 64.0),
        ("hidden", True),
        ("channels", [16.5, 32]),
        ("kernel", 8.0),
        ("rollout", 10**9),
        ("learning_rate", "fast"),
        ("mirror", 1),
    ],
)
def test_nonsense_in_a_file_is_refused_with_the_fields_name(
    tmp_path: Path, field: str, value: object
) -> None:
    config = asdict(TrainConfig())
    changes = {"config": config | {field: value}} if field in config else {field: value}
    with pytest.raises(CheckpointError, match=field) as error:
        Agent.load(tampered(tmp_path / "a", **changes))
    assert error.value.code == "damaged"


def test_rollouts_that_no_computer_can_remember_are_refused(tmp_path: Path) -> None:
    config = asdict(TrainConfig()) | {"envs": 1024, "rollout": 4096}
    with pytest.raises(CheckpointError, match="rollout"):
        Agent.load(tampered(tmp_path / "a", config=config))


def test_absurd_weights_are_refused_with_their_name(tmp_path: Path) -> None:
    agent = untrained(SMALL)
    path = tmp_path / "a"
    agent.save(path)
    data = path.read_bytes()
    header, _ = split_checkpoint(data)
    begin, end = header["policy.actor.weight"]["data_offsets"]
    place = 8 + int.from_bytes(data[:8], "little") + begin
    path.write_bytes(
        data[:place] + np.full((end - begin) // 4, 1e20, "<f4").tobytes() + data[place + end - begin :]
    )
    with pytest.raises(CheckpointError, match=r"policy\.actor\.weight") as error:
        Agent.load(path)
    assert error.value.code == "not_finite"


def test_mutated_agents_are_loaded_or_refused_soon(tmp_path: Path) -> None:
    path = tmp_path / "agent.safetensors"
    agent = replace(
        untrained(SMALL), step=3, curve=((1, 1.0, -2.0),), recent_returns=(-2.0,), recent_points=(1.0,)
    )
    agent.save(path)
    found: Counter[str] = Counter()
    slowest = 0.0
    for data in mutations(path.read_bytes(), 400, changed_checkpoint):
        path.write_bytes(data)
        began = time.process_time()
        try:
            loaded = Agent.load(path)
            loaded.build_policy()
            assert 0 <= loaded.step <= 10**12
            found["loaded"] += 1
        except CheckpointError as error:
            found[error.code] += 1
        slowest = max(slowest, time.process_time() - began)
    assert found.total() == 400
    assert found.keys() >= {"damaged", "foreign", "wrong_shape"}
    assert slowest < 0.3


def test_heavy_headers_cost_neither_time_nor_memory(tmp_path: Path) -> None:
    path = tmp_path / "heavy.safetensors"
    for _, data in heavy_headers():
        path.write_bytes(data)
        tracemalloc.start()
        began = time.process_time()
        with pytest.raises(CheckpointError):
            Agent.load(path)
        spent, (_, most) = time.process_time() - began, tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert spent < 0.3
        assert most < 100e6

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from agents import evaluate
from agents import train as command
from agents.learning.agent import Agent, untrained
from agents.learning.config import TUNED, TrainConfig, tuned
from models.base import checkpoint
from models.base.checkpoint import CheckpointError

TINY = ["--envs", "4", "--rollout", "8", "--warmup", "16", "--minibatches", "2", "--json"]


def train_json(capsys, *arguments: str) -> dict:
    assert command.main([*arguments, *TINY]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_training_then_resuming_then_evaluating(tmp_path, capsys) -> None:
    result = train_json(
        capsys, "--game", "pong", "--seed", "2", "--max-steps", "96", "--out", str(tmp_path / "a")
    )
    assert result.keys() >= {"steps", "seconds", "steps_per_s", "weights", "return_mean"}
    assert result["steps"] == 96
    assert result["seconds"] > 0
    assert result["steps_per_s"] > 0
    assert result["return_mean"] is None
    assert sum(result["time_split"].values()) == pytest.approx(1, abs=0.01)
    assert list((tmp_path / "a").glob("events.out.tfevents*"))
    assert Agent.load(result["weights"]).step == 96

    resumed = train_json(
        capsys,
        "--max-steps",
        "64",
        "--out",
        str(tmp_path / "b"),
        "--resume",
        result["weights"],
        "--seed",
        "2",
    )
    assert resumed["steps"] == 96 + 64
    assert resumed["seconds"] > result["seconds"]

    assert evaluate.main(["--weights", resumed["weights"], "--episodes", "2", "--seed", "1", "--json"]) == 0
    scores = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert scores.keys() == {"mean", "std", "returns"}
    assert len(scores["returns"]) == 2
    assert all(-21 <= score <= 21 and score == int(score) for score in scores["returns"])
    assert scores["mean"] == pytest.approx(np.mean(scores["returns"]))
    assert scores["std"] == pytest.approx(np.std(scores["returns"]))


def test_any_rung_trains_and_is_remembered(tmp_path, capsys) -> None:
    result = train_json(capsys, "--method", "reinforce", "--max-steps", "64", "--out", str(tmp_path))
    assert Agent.load(result["weights"]).config.method == "reinforce"


def test_annealing_needs_an_end(tmp_path, capsys) -> None:
    assert command.main(["--anneal", "--out", str(tmp_path)]) == 1
    assert "max_steps" in capsys.readouterr().err


def test_what_the_command_line_leaves_open_is_as_the_game_is_learned_best(monkeypatch) -> None:
    def settings(*arguments: str) -> TrainConfig:
        return command.parse(["--out", "x", *arguments], "agents.train").train

    monkeypatch.setitem(TUNED, "boxing", {"gamma": 0.5, "epochs": 7})
    assert settings() == settings("--game", "pong") == tuned("pong")
    assert settings("--game=boxing") == TrainConfig(game="boxing", gamma=0.5, epochs=7)
    assert settings("--gamma", "0.7", "--game", "boxing") == TrainConfig(game="boxing", gamma=0.7, epochs=7)
    assert settings("--game", "freeway").game == "freeway"
    with pytest.raises(SystemExit):
        settings("--game")


def test_bad_weights_give_a_message(tmp_path, capsys) -> None:
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"nothing of ours")
    assert evaluate.main(["--weights", str(broken)]) == 1
    assert "not a checkpoint" in capsys.readouterr().err
    assert command.main(["--out", str(tmp_path), "--resume", str(tmp_path / "absent")]) == 1
    assert "absent" in capsys.readouterr().err


def test_agents_round_trip(tmp_path) -> None:
    agent = untrained(TrainConfig(seed=5, frame_skip=3, kernel=5, stride=3))
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

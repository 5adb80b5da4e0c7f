from __future__ import annotations

import json

import pytest

from agents import train as command
from agents.learning.agent import Agent
from agents.learning.config import TUNED, TrainConfig, tuned

TINY = ["--envs", "4", "--rollout", "8", "--warmup", "16", "--minibatches", "2", "--json"]


def train_json(capsys, *arguments: str) -> dict:
    assert command.main([*arguments, *TINY]) == 0
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_training_then_resuming(tmp_path, capsys) -> None:
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


def test_any_method_trains_and_is_remembered(tmp_path, capsys) -> None:
    result = train_json(capsys, "--method", "reinforce", "--max-steps", "64", "--out", str(tmp_path))
    assert Agent.load(result["weights"]).config.method == "reinforce"


def test_annealing_needs_an_end(tmp_path, capsys) -> None:
    assert command.main(["--anneal", "--out", str(tmp_path)]) == 2
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
    assert command.main(["--out", str(tmp_path), "--resume", str(broken)]) == 2
    assert "not a checkpoint" in capsys.readouterr().err
    assert command.main(["--out", str(tmp_path), "--resume", str(tmp_path / "absent")]) == 2
    assert "absent" in capsys.readouterr().err

from __future__ import annotations

import json

import numpy as np
import pytest
import torch

from agents.evaluate import main
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig


def test_whole_games_are_played_and_threads_restored(tmp_path, capsys) -> None:
    weights = tmp_path / "agent.safetensors"
    untrained(TrainConfig(channels=(4, 8), hidden=16)).save(weights)
    threads = torch.get_num_threads()
    assert main(["--weights", str(weights), "--episodes", "2", "--seed", "1", "--json"]) == 0
    scores = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert scores.keys() == {"mean", "std", "returns"}
    assert len(scores["returns"]) == 2
    assert all(-21 <= score <= 21 and score == int(score) for score in scores["returns"])
    assert scores["mean"] == pytest.approx(np.mean(scores["returns"]))
    assert scores["std"] == pytest.approx(np.std(scores["returns"]))
    assert torch.get_num_threads() == threads


def test_bad_weights_give_a_message(tmp_path, capsys) -> None:
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"nothing of ours")
    assert main(["--weights", str(broken)]) == 1
    assert "not a checkpoint" in capsys.readouterr().err

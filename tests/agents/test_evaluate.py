from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch

from agents.emulators.envs import Transition
from agents.evaluate import main
from agents.learning.agent import freeze, initial_policy, untrained
from agents.learning.config import TrainConfig
from agents.learning.rollout import make_games
from tests.agents.learning.lamps import TOY, LampGames


def test_whole_games_are_played_and_threads_restored(tmp_path, capsys) -> None:
    weights = tmp_path / "agent.safetensors"
    untrained(TrainConfig(channels=(4, 8), hidden=16)).save(weights)
    threads = torch.get_num_threads()
    assert main(["--weights", str(weights), "--episodes", "2", "--seed", "1", "--json"]) == 0
    scores = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert scores.keys() == {"mean", "std", "interval", "returns"}
    assert len(scores["returns"]) == 2
    assert all(-21 <= score <= 21 and score == int(score) for score in scores["returns"])
    assert scores["mean"] == pytest.approx(np.mean(scores["returns"]))
    assert scores["std"] == pytest.approx(np.std(scores["returns"]))
    assert torch.get_num_threads() == threads


def test_bad_weights_give_a_message(tmp_path, capsys) -> None:
    broken = tmp_path / "broken.safetensors"
    broken.write_bytes(b"nothing of ours")
    assert main(["--weights", str(broken)]) == 2
    assert "not a checkpoint" in capsys.readouterr().err


def test_games_are_played_each_way_with_intervals(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    asked: list[tuple[float, int]] = []

    class Lamps(LampGames):
        def step(self, actions: np.ndarray) -> Transition:
            self.send(actions)
            return self.recv()

    def games(config: TrainConfig, count: int, seed: int, state: Any, *, sticky: float, idle: int) -> Lamps:
        asked.append((sticky, idle))
        return Lamps(count, seed)

    monkeypatch.setattr("agents.learning.evaluation.make_games", games)
    lamps = replace(TOY, stack=1)
    toy = replace(untrained(lamps), observation_shape=(1, 20, 20))
    toy = replace(toy, tensors=freeze(initial_policy(toy), torch.optim.Adam([torch.zeros(1)]), {}))
    monkeypatch.setattr("agents.evaluate.Agent.load", lambda path: toy)
    assert main(["--weights", "toy", "--episodes", "10", "--each-way", "--json"]) == 0
    ways = json.loads(capsys.readouterr().out)["ways"]
    assert asked == [(way["sticky"], way["idle"]) for way in ways] == [(0, 30), (0, 0), (0.25, 30), (0.25, 0)]
    for way in ways:
        half = 2.2622 * np.std(way["returns"], ddof=1) / np.sqrt(10)  # Student's t, 9 degrees of freedom
        assert way["interval"] == pytest.approx([way["mean"] - half, way["mean"] + half], rel=1e-4)
    assert main(["--weights", "toy", "--episodes", "10", "--each-way"]) == 0
    assert "sticky 0.25, up to 0 idle frames" in capsys.readouterr().out


def test_a_game_can_begin_at_once() -> None:
    """Without idling and sticky actions all games are one."""
    for idle, alike in ((0, True), (30, False)):
        games = make_games(TOY, 4, 1, None, idle=idle)
        games.reset()
        for _ in range(40):
            last = games.step(np.zeros(4, np.int64)).observation
        assert all((last[0] == other).all() for other in last) is alike
        games.close()

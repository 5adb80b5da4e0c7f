from __future__ import annotations

import json
from pathlib import Path

import pytest

from agents import league
from agents.learning.config import TrainConfig
from agents.opponents.league.state import State

SMALL = TrainConfig(
    envs=4, groups=1, rollout=8, epochs=1, minibatches=2, channels=(4, 8), hidden=16, warmup=8, threads=1
)


def test_it_tells_what_was_learned_and_whom_it_beats(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("agents.league.tuned", lambda game, seed: SMALL)
    monkeypatch.setattr("agents.opponents.league.learning.FIRST_EVERY", 1)
    monkeypatch.setattr("agents.emulators.shared_console.MAX_FRAMES", 400)
    path = tmp_path / "league.safetensors"
    line = ["--minutes", "0.01", "--games", "2", "--json", "--out", str(path)]
    assert league.main(line) == 0
    told = json.loads(capsys.readouterr().out.splitlines()[-1])
    state = State.load(path)
    assert told["steps"] == state.step
    assert told["members"] == [member.step for member in state.members]
    assert len(told["ratings"]) == len(told["members"]) + 1
    assert "0" in told["against"]
    for found in told["against"].values():
        assert found["games"] == 2
        assert 0 <= found["wins"] <= 2

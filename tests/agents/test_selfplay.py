from __future__ import annotations

import json
from pathlib import Path

import pytest

from agents.learning.agent import Agent
from agents.selfplay import main


def test_two_updates(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    small = (
        "--envs 4 --groups 1 --rollout 4 --minibatches 2 --warmup 8 --channels 4 8 --hidden 16 --threads 1"
    )
    assert main([*small.split(), "--max-steps", "48", "--json", "--out", str(tmp_path)]) == 0
    result = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert result["steps"] == 48
    assert Agent.load(result["weights"]).step == 48


def test_a_game_for_one_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--game", "breakout", "--out", str(tmp_path)]) == 2
    assert "no two-player form" in capsys.readouterr().err

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from agents.duel import main
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig


def test_its_json_belongs_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("agents.emulators.shared_console.MAX_FRAMES", 260)
    agent = replace(untrained(TrainConfig(channels=(4, 8), hidden=16)), step=1)
    path = tmp_path / "agent.safetensors"
    agent.save(path)
    assert main(["--weights", str(path), "--games", "1", "--side", "left", "--json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert result["games"] == 1
    assert result["wins"] == 0
    assert result["sides"] == ["left"]
    ((mine, theirs),) = result["scores"]
    assert result["mean"] == mine - theirs < 0
    assert main(["--weights", str(tmp_path / "gone.safetensors")]) == 2
    assert "gone.safetensors" in capsys.readouterr().err

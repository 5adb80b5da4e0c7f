from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES, RIGHT
from agents.emulators.replay import Replay
from agents.replay import main


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A replay of twenty frames."""
    game = AtariGame(GAMES["pong"], 11)
    for _ in range(20):
        game.step(RIGHT)
    Replay.of(game, ("Ann",)).save(tmp_path / "game.replay")
    game.close()
    return tmp_path / "game.replay"


def test_it_verifies_and_writes_an_animation(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gif = path.with_suffix(".gif")
    assert main([str(path), "--gif", str(gif), "--skip", "10", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        **{"kind": "solo", "game": "pong", "seed": 11, "frames": 20, "score": [0, 0], "names": ["Ann"]}
    }
    assert gif.read_bytes().startswith(b"GIF8")
    assert main([str(path)]) == 0
    assert capsys.readouterr().out == "every picture is as it was: 20 frames, 0 : 0\n"


def test_it_says_what_is_wrong(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    replay = Replay.load(path)
    replace(replay, actions=bytes(20)).save(path)
    assert main([str(path)]) == 2
    assert "another game" in capsys.readouterr().err
    assert main([str(path.with_name("gone.replay"))]) == 2
    assert "gone.replay cannot be read" in capsys.readouterr().err
    assert main([str(path), "--skip", "0"]) == 2
    assert "skip" in capsys.readouterr().err
    sound = path.with_name("sound.replay")
    replay.save(sound)
    assert main([str(sound), "--gif", str(path.with_suffix(".png"))]) == 2
    assert capsys.readouterr().err.count("\n") == 1

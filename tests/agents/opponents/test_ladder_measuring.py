from __future__ import annotations

import json
from pathlib import Path

import pytest

from agents.learning.config import STICKY, EvaluateConfig
from agents.opponents.ladder_building import Build, build
from agents.opponents.ladder_measuring import Measure, measure, measured


@pytest.fixture
def ladders(checkpoints: Path, tmp_path: Path, quick_evaluation: list[EvaluateConfig]) -> Path:
    """A ladder of three rungs of Pong."""
    build(Build((checkpoints,), count=3, episodes=4, out=tmp_path / "ladders"))
    quick_evaluation.clear()
    return tmp_path / "ladders"


def test_every_rung_is_played_each_way_and_nothing_twice(
    ladders: Path, tmp_path: Path, quick_evaluation: list[EvaluateConfig]
) -> None:
    config = Measure(tmp_path / "out", ("pong",), episodes=4, folder=ladders)
    measure(config)
    ways = [(0.0, 30), (0.0, 0), (STICKY, 30), (STICKY, 0)]
    assert [(task.weights.stem, task.sticky, task.idle) for task in quick_evaluation] == [
        (rung, *way) for rung in ("novice", "player", "best") for way in ways
    ]
    assert all(task.episodes == 4 for task in quick_evaluation)
    quick_evaluation.clear()
    measure(config)
    assert not quick_evaluation

    # Stopped after two ways of the last rung: only those that are missing are played.
    path = tmp_path / "out" / "pong-best.json"
    facts = json.loads(path.read_text())
    path.write_text(json.dumps(facts | {"ways": facts["ways"][:2]}))
    measure(config)
    assert [(task.weights.stem, task.sticky, task.idle) for task in quick_evaluation] == [
        ("best", *way) for way in ways[2:]
    ]


def test_other_games_another_agent_or_a_damaged_file_are_played_again(
    ladders: Path, tmp_path: Path, quick_evaluation: list[EvaluateConfig]
) -> None:
    out = tmp_path / "out"
    measure(Measure(out, ("pong",), episodes=4, folder=ladders))
    quick_evaluation.clear()
    assert "best" in measured(Measure(out, ("pong",), episodes=4, folder=ladders))
    assert "best" not in measured(Measure(out, ("pong",), episodes=6, folder=ladders))
    for name, text in (("novice", "?"), ("player", json.dumps({"sha256": "0", "seed": 1, "episodes": 4}))):
        (out / f"pong-{name}.json").write_text(text)
    measure(Measure(out, ("pong",), episodes=4, folder=ladders))
    assert [task.weights.stem for task in quick_evaluation] == ["novice"] * 4 + ["player"] * 4


def test_the_table_gives_means_with_intervals_and_a_dash_for_what_is_missing(
    ladders: Path, tmp_path: Path
) -> None:
    config = Measure(tmp_path / "out", ("pong",), episodes=4, folder=ladders)
    measure(config)
    assert "| Pong | best | 6.0 [4.2, 7.8] |" in measured(config)
    path = tmp_path / "out" / "pong-best.json"
    facts = json.loads(path.read_text())
    path.write_text(json.dumps(facts | {"ways": facts["ways"][:1]}))
    (tmp_path / "out" / "pong-novice.json").unlink()
    lines = measured(Measure(tmp_path / "out", ("pong",), episodes=4, folder=ladders, lang="ru")).splitlines()
    assert lines[-1] == "| Pong | лучший | 6,0 [4,2; 7,8] | – | – | – |"
    assert len(lines) == 4, "nothing is said of what has not been measured at all"

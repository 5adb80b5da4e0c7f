from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from agents.learning.agent import untrained
from agents.opponents import ladder
from tests.game.conftest import SMALL

RUNGS = ("novice", "player", "best")


@pytest.fixture
def ladders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three rungs of Pong and of Breakout that know nothing, each with a curve of its own."""
    folder = tmp_path / "ladders"
    made: dict[str, tuple[ladder.Rung, ...]] = {}
    for game in ("pong", "breakout"):
        listed = []
        for index, name in enumerate(RUNGS):
            path = folder / game / f"{name}.safetensors"
            agent = replace(
                untrained(replace(SMALL, game=game, seed=index)),
                step=1000 * (index + 1),
                curve=((500, 30.0, -1.0), (1000 * (index + 1), 60.0, float(index))),
            )
            agent.save(path, light=True)
            result = ladder.Result(float(index), 1.0, 30)
            listed.append(
                ladder.Rung(game, name, path, ladder.digest(path), agent.step, 60.0, result, result)
            )
        made[game] = tuple(listed)
    monkeypatch.setattr("game.scenes.arena.games.selection.rungs", lambda game: made.get(game, ()))
    return folder

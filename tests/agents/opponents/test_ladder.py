"""Ladders: light checkpoints, their list, and the commands that make and print them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agents.emulators.games import GAMES
from agents.learning.config import TrainConfig
from agents.opponents import ladder
from agents.opponents.ladder import Table, table
from agents.opponents.ladder_building import Build, build, command_of
from models.base.checkpoint import CheckpointError
from tests.agents.conftest import aged

pytestmark = pytest.mark.usefixtures("quick_evaluation")


SMALL = TrainConfig(
    envs=2, groups=1, rollout=8, epochs=1, minibatches=2, channels=(4, 8), hidden=16, warmup=8, threads=1
)


def test_what_is_not_shipped_is_not_loaded(checkpoints: Path, tmp_path: Path) -> None:
    built = build(Build((checkpoints,), count=2, out=tmp_path / "ladder"))
    aged(1, 2).save(built[0].path)
    with pytest.raises(CheckpointError) as error:
        ladder.load(built[0])
    assert error.value.code == "damaged"
    built[0].path.unlink()
    with pytest.raises(CheckpointError) as error:
        ladder.load(built[0])
    assert error.value.code == "missing"


def test_a_game_without_a_ladder_and_one_with_a_broken_list(tmp_path: Path) -> None:
    assert ladder.rungs("pong", tmp_path) == ()
    path = tmp_path / "pong" / ladder.LIST
    path.parent.mkdir()
    for text in ("", "[]", "{}", '{"rungs": [{"id": "../../x"}]}', '{"rungs": 3}', "[" * 100_000):
        path.write_text(text)
        with pytest.raises(ValueError, match="damaged"):
            ladder.rungs("pong", tmp_path)


LEAST_RUNGS = {"pong": 5, "breakout": 3, "boxing": 3, "freeway": 3, "space_invaders": 3}


@pytest.mark.parametrize(("game", "least"), LEAST_RUNGS.items())
def test_shipped_ladders_are_whole(game: str, least: int) -> None:
    """Enough rungs, small files, rising scores, and agents that load and were trained as it says."""
    rungs = ladder.rungs(game)
    assert len(rungs) >= least
    means = [rung.plain.mean for rung in ladder.ranked(rungs)]
    assert means == sorted(means)
    list_ = json.loads((ladder.LADDERS / game / ladder.LIST).read_text("utf-8"))
    assert list_["game"] == game
    for rung, item in zip(rungs, list_["rungs"], strict=True):
        assert rung.path.stat().st_size < 2**20
        assert rung.plain.games == rung.sticky.games == 30
        agent = ladder.load(rung)
        assert agent.game == game
        assert item["command"] == command_of(agent)


def test_every_game_with_settings_of_its_own_has_a_ladder() -> None:
    assert set(LEAST_RUNGS) == set(GAMES)


@pytest.mark.parametrize(("lang", "page"), [("en", "measurements.md"), ("ru", "measurements.ru.md")])
def test_the_measurements_have_the_table_of_the_shipped_ladders(lang: Any, page: str) -> None:
    assert table(Table(lang=lang)) in (Path(__file__).parents[3] / "docs" / page).read_text("utf-8")

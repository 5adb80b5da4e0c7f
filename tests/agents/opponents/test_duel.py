from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from agents.opponents.duel import DuelConfig, Outcome, Outcomes, duel, duel_side_by_side
from models.base.checkpoint import CheckpointError

SMALL = TrainConfig(channels=(4, 8), hidden=16)


@pytest.fixture
def agent() -> Agent:
    return replace(untrained(SMALL), step=1)


@pytest.fixture(autouse=True)
def short_games(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.emulators.shared_console.MAX_FRAMES", 260)


def test_wins_and_mean() -> None:
    games = (Outcome("left", 21, 3), Outcome("right", 5, 21), Outcome("left", 4, 4))
    assert Outcomes(games).wins == 1
    assert Outcomes(games).mean == pytest.approx((18 - 16) / 3)


def test_the_agent_changes_sides_and_a_beginner_loses_on_both(agent: Agent) -> None:
    outcomes = duel(agent, DuelConfig(Path(), games=2, seed=4))
    assert [game.side for game in outcomes.games] == ["right", "left"]
    assert all(game.theirs > game.mine for game in outcomes.games)


def test_a_seed_is_a_series_of_games(agent: Agent) -> None:
    """Against itself, so that both sides act at random."""

    def scores(seed: int) -> list[tuple[int, int]]:
        config = DuelConfig(Path(), games=3, side="left", seed=seed)
        return [(game.mine, game.theirs) for game in duel(agent, config, agent).games]

    assert scores(3) == scores(3)


def test_several_processes_play_the_same_games(
    agent: Agent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "agents.opponents.duel.ProcessPoolExecutor", lambda count, context: ThreadPoolExecutor(count)
    )
    path = tmp_path / "agent.safetensors"
    agent.save(path)
    config = DuelConfig(path, opponent=path, games=3, seed=2, processes=2)
    expected = duel(agent, config, agent)
    assert duel_side_by_side(config) == expected
    assert duel_side_by_side(replace(config, processes=1)) == expected
    assert len({(game.mine, game.theirs) for game in expected.games}) > 1
    with pytest.raises(CheckpointError):
        duel_side_by_side(replace(config, weights=tmp_path / "gone.safetensors"))


def test_games_and_seed_are_checked() -> None:
    with pytest.raises(ValueError, match="games"):
        DuelConfig(Path(), games=0)
    with pytest.raises(ValueError, match="seed"):
        DuelConfig(Path(), seed=-1)

"""The console's difficulty switches: the size of Pong's bats, on both emulators."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES, LEFT, NOOP, RIGHT
from agents.emulators.replay import Replay, ReplayError, open_game, run
from agents.emulators.two_player import DUELS, DuelGame

PONG = GAMES["pong"]


def bat_heights(screen: np.ndarray) -> tuple[int, int]:
    """Rows of the left and of the right bat."""
    court = screen[34:194]
    left = (court[:, 16:20] == (213, 130, 74)).all(axis=2).any(axis=1).sum()
    right = (court[:, 140:144] == (92, 186, 92)).all(axis=2).any(axis=1).sum()
    return int(left), int(right)


@pytest.fixture(scope="module")
def consoles() -> tuple[AtariGame, DuelGame]:
    return AtariGame(PONG, 1), DuelGame(DUELS["pong"], 1)


@pytest.mark.parametrize(("difficulty", "heights"), [(0, (16, 16)), (1, (8, 16)), (2, (16, 8)), (3, (8, 8))])
def test_each_switch_halves_one_bat_from_the_next_game_on(
    difficulty: int, heights: tuple[int, int], consoles: tuple[AtariGame, DuelGame]
) -> None:
    one, two = consoles
    for game in consoles:
        game.difficulty = difficulty
        game.reset(1)
    for _ in range(100):
        one.step(NOOP)
        two.step(NOOP, NOOP)
    assert bat_heights(one.screen()) == bat_heights(two.screen()) == heights


def test_a_difficulty_that_a_game_does_not_know_is_refused(consoles: tuple[AtariGame, DuelGame]) -> None:
    assert consoles[0].difficulties == consoles[1].difficulties == (0, 1, 2, 3)
    with pytest.raises(ValueError, match="difficulty 2"):
        AtariGame(GAMES["freeway"], 1, difficulty=2)


@pytest.mark.parametrize("kind", ["solo", "duel"])
def test_a_replay_knows_the_difficulty(
    kind: str, consoles: tuple[AtariGame, DuelGame], tmp_path: Path
) -> None:
    game = consoles[kind == "duel"]
    game.difficulty = 2
    game.reset(3)
    moves = np.random.default_rng(1).choice([NOOP, RIGHT, LEFT], (60, 2)).repeat(12, axis=0)
    for left, right in moves.tolist():
        if isinstance(game, DuelGame):
            game.step(left, right)
        else:
            game.step(left)
    replay = Replay.of(game)
    replay.save(tmp_path / "a.replay")
    loaded = Replay.load(tmp_path / "a.replay")
    assert loaded == replay
    assert loaded.difficulty == 2
    again = open_game(loaded)
    assert sum(1 for _ in run(loaded, again)) > 600
    again.close()


def test_a_replay_with_switches_that_are_not_there_is_refused(tmp_path: Path) -> None:
    game = AtariGame(GAMES["freeway"], 1)
    game.step(NOOP)
    replay = Replay.of(game)
    game.close()
    with pytest.raises(ReplayError, match="switches"):
        Replay(**{**vars(replay), "difficulty": 9})
    with pytest.raises(ReplayError, match="difficulty 3"):
        open_game(Replay(**{**vars(replay), "difficulty": 3}))

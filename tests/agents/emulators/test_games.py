"""Every game that ale-py ships for one player can be chosen and learned."""

from __future__ import annotations

from itertools import islice

import numpy as np
import pytest
from ale_py import roms

from agents.emulators.envs import AtariGame, VectorGames
from agents.emulators.game_pictures import pictures
from agents.emulators.games import FIRE, GAMES, NOOP, OTHERS, game_spec
from agents.emulators.joystick import action_name
from agents.emulators.observation import observation_shape
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from agents.learning.train import train
from tests.colours import colours

TWO_PLAYERS_ONLY = {"combat", "joust", "maze_craze", "warlords"}
SMALL = {"envs": 2, "groups": 1, "rollout": 8, "epochs": 1, "minibatches": 2, "warmup": 8, "threads": 1}


def test_every_rom_for_one_player_has_its_game() -> None:
    assert set(roms.get_all_rom_ids()) == set(GAMES) | set(OTHERS) | TWO_PLAYERS_ONLY
    assert not set(GAMES) & set(OTHERS)
    titles = [spec.title for spec in (*GAMES.values(), *OTHERS.values())]
    assert all(titles)
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize("game", sorted(OTHERS))
def test_every_game_has_a_policy_and_names(game: str) -> None:
    spec = game_spec(game)
    agent = untrained(TrainConfig(game=game, channels=(4, 8), hidden=16))
    assert agent.observation_shape == observation_shape(spec, agent.config.stack)
    assert agent.actions == len(spec.actions)
    for action, name in zip(spec.actions, spec.action_names, strict=True):
        assert set(name.split("_")) <= {"stay", "up", "down", "left", "right", "fire"}
        assert action_name(spec, action) == name


@pytest.mark.parametrize("game", ["alien", "tennis", "skiing", "backgammon"])
def test_games_run(game: str) -> None:
    games = VectorGames(game_spec(game), 2, 1, stack=2, warmup=8, threads=1)
    games.reset()
    rng = np.random.default_rng(1)
    for _ in range(20):
        result = games.step(rng.integers(len(games.spec.actions), size=2))
        assert result.observation.shape == (2, *games.observation_shape)
    games.close()


@pytest.mark.parametrize("game", ["backgammon", "othello"])
def test_a_console_starts_whatever_difficulties_it_knows(game: str) -> None:
    console = AtariGame(game_spec(game), 1)
    console.reset()
    console.difficulty = 1
    with pytest.raises(ValueError, match="has no difficulty 1"):
        console.reset()
    console.close()


def test_one_is_learned_a_little() -> None:
    config = TrainConfig(game="ms_pacman", channels=(4, 8), hidden=16, **SMALL)  # type: ignore[arg-type]
    (snapshot,) = islice(train(config), 1)
    assert snapshot.agent.game == "ms_pacman"
    assert snapshot.agent.step > 0


@pytest.mark.parametrize(("game", "waits"), [("bowling", True), ("breakout", True), ("alien", False)])
def test_what_waits_for_fire_stands_still_without_it(game: str, waits: bool) -> None:
    assert game_spec(game).fire_to_serve is waits
    console = AtariGame(game_spec(game), 1)
    for _ in range(60):
        console.step(NOOP)
    before = console.screen()
    for _ in range(60):
        console.step(NOOP)
    assert np.array_equal(before, console.screen()) is waits
    console.step(FIRE)
    for _ in range(60):
        console.step(NOOP)
    assert not np.array_equal(before, console.screen())
    console.close()


def test_pictures_show_the_game() -> None:
    (game, picture), (other, _) = pictures(("breakout", "freeway"))
    assert (game, other) == ("breakout", "freeway")
    court = game_spec(game).court
    assert picture.shape == (court.height, court.width, 3)
    assert colours(picture) > 5

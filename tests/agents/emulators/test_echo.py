"""The sound of consoles for two: made by another emulator that is given their memory."""

from __future__ import annotations

import numpy as np
import pytest

from agents.emulators.echo import SILENT, Echo
from agents.emulators.envs import AtariGame
from agents.emulators.games import FIRE, LEFT, NOOP, RIGHT, game_spec
from agents.emulators.two_player import DUELS, DuelGame


def loud(samples: np.ndarray) -> bool:
    assert samples.shape == SILENT.shape
    assert samples.dtype == np.uint8
    return bool(np.ptp(samples) > 2)


@pytest.mark.parametrize("game", ["pong", "boxing"])
def test_what_is_heard_of_a_console_is_what_it_makes_itself(game: str) -> None:
    console, echo = AtariGame(game_spec(game), 1, sound=True), Echo(game)
    rng = np.random.default_rng(0)
    own, heard, action = [], [], NOOP
    for frame in range(600):
        if frame % 7 == 0:
            action = int(rng.choice([NOOP, RIGHT, LEFT, FIRE]))
        memory = console.memory()
        console.step(action)
        echo.play(memory, action)
        own.append(loud(console.audio()))
        heard.append(loud(echo.audio()))
    assert 10 < sum(own) < 600
    assert heard == own
    console.close()


def test_a_game_for_two_is_heard_and_goes_on_as_without_sound() -> None:
    games = [DuelGame(DUELS["pong"], 3, sound=sound) for sound in (True, False)]
    heard = []
    for _ in range(400):
        for game in games:
            game.step(NOOP, NOOP)
        heard.append(loud(games[0].audio()))
        assert not loud(games[1].audio())
        assert (games[0].memory == games[1].memory).all()
    assert 10 < sum(heard) < 390
    for game in games:
        game.close()


def test_it_is_heard_again_after_a_game_has_ended() -> None:
    game = DuelGame(DUELS["pong"], 3, sound=True)
    while not game.over:
        game.step(NOOP, NOOP)
    game.reset(4)
    heard = []
    for _ in range(400):
        game.step(NOOP, NOOP)
        heard.append(loud(game.audio()))
    assert 10 < sum(heard) < 390
    game.close()

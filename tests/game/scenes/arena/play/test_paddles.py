from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES, NOOP
from agents.emulators.joystick import hand_action
from agents.emulators.two_player import DUELS, DuelGame, Side
from game.scenes.arena.play.paddles import PADDLES, Paddle


def hold(game: str, paddle: Paddle, screen: Callable[[], Any], step: Callable[[int], Any]) -> None:
    """Hold it at three places for a second; it comes there and stays, within half its length."""
    at = None
    for place in ((70, 50), (140, 110), (100, 80)):
        for frame in range(60):
            before, at = at, paddle.middle(screen())
            if frame >= 40:
                assert at is not None
                assert abs(at - place[paddle.axis]) <= 8, (place, frame)
            step(hand_action(GAMES[game], paddle.towards(place, at, before)))


@pytest.mark.parametrize("game", ["pong", "breakout"])
def test_a_paddle_comes_to_the_pointer_and_stays(game: str) -> None:
    console = AtariGame(GAMES[game], 1)
    for _ in range(10):
        console.step(NOOP)
    paddle = PADDLES[game, "right" if game == "pong" else "left"]
    hold(game, paddle, console.screen, console.step)
    console.close()


@pytest.mark.parametrize("side", ["left", "right"])
def test_so_does_either_bat_of_a_game_for_two(side: Side) -> None:
    console = DuelGame(DUELS["pong"], 1)

    def step(action: int) -> None:
        console.step(*((action, NOOP) if side == "left" else (NOOP, action)))

    hold("pong", PADDLES["pong", side], console.screen, step)
    console.close()


def test_without_a_paddle_in_the_picture_nothing_is_held() -> None:
    black = np.zeros((210, 160, 3), np.uint8)
    bat = PADDLES["pong", "right"]
    assert bat.middle(black) is None
    assert not bat.towards((50, 50), None, 40.0)

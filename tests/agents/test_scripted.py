from __future__ import annotations

import numpy as np
import pytest

from agents.envs import AtariGame
from agents.games import GAMES
from agents.scripted import BALL, BAT, DOWN, STAY, UP, follow_ball

PONG = GAMES["pong"]


def picture(ball: int | None, bat: int | None) -> np.ndarray:
    """A court with the ball and the right bat at these rows (their middles)."""
    screen = np.zeros((210, 160, 3), np.uint8)
    screen[24:34] = screen[194:] = BALL  # the walls have the ball's colour
    if ball is not None:
        screen[ball - 2 : ball + 2, 80:82] = BALL
    if bat is not None:
        screen[bat - 8 : bat + 8, 140:144] = BAT
    return screen


@pytest.mark.parametrize(
    ("ball", "bat", "action"),
    [
        (60, 120, UP),
        (160, 120, DOWN),
        (120, 120, STAY),
        (123, 120, STAY),
        (117, 120, STAY),
        (129, 120, DOWN),
        (111, 120, UP),
        (None, 120, STAY),
        (60, None, STAY),
        (None, None, STAY),
    ],
)
def test_it_goes_where_the_ball_is(ball: int | None, bat: int | None, action: int) -> None:
    assert follow_ball(picture(ball, bat)) == action


def test_slack_is_how_far_off_it_may_be() -> None:
    assert follow_ball(picture(130, 120), slack=20) == STAY
    assert follow_ball(picture(130, 120), slack=2) == DOWN


def test_it_reads_the_picture_and_leaves_it_as_it_is() -> None:
    screen = picture(60, 120)
    before = screen.copy()
    follow_ball(screen)
    np.testing.assert_array_equal(screen, before)


def play(seed: int, frames: int, follow: bool) -> tuple[int, int]:
    game = AtariGame(PONG, seed)
    action = STAY
    for frame in range(frames):
        if follow and frame % 2 == 0:
            action = follow_ball(game.screen())
        game.step(PONG.actions[action])
    points = game.agent_points, game.opponent_points
    game.close()
    return points


def test_in_the_real_game_it_returns_the_ball() -> None:
    """Who stands still loses nearly every rally; who follows the ball keeps up."""
    frames = 2400
    still, following = play(1, frames, follow=False), play(1, frames, follow=True)
    assert still[1] - still[0] >= 5
    assert following[1] - following[0] <= (still[1] - still[0]) / 2

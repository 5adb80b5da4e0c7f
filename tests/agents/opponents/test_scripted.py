from __future__ import annotations

import numpy as np
import pytest

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES
from agents.emulators.two_player import DUELS, SIDES, DuelGame, Side, other
from agents.opponents.scripted import (
    BALL,
    BAT,
    DOWN,
    SCRIPTED,
    STAY,
    UP,
    Attacker,
    BallFollower,
    follow_ball,
    follow_grey,
    follow_memory,
)

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


def test_brightness_and_memory_tell_it_the_same() -> None:
    """The picture of either side, its brightness, and the console's memory: the same way to go."""
    game = DuelGame(DUELS["pong"], 3)
    rng = np.random.default_rng(1)
    looks = differ = 0
    while looks < 2000:
        for side in SIDES:
            way = follow_grey(game.eyes(side).grey())
            if looks % 20 == 0:
                assert way == follow_ball(game.eyes(side).screen())
            differ += way != follow_memory(game.memory, side)
            looks += 1
        slack = int(rng.integers(12))
        game.step(*(PONG.actions[follow_memory(game.memory, side, slack)] for side in SIDES))
    game.close()
    assert differ <= 10, "the memory may be out by a row where the ball is drawn"


class Views:
    """Shows a ball above the bat, then one below it, and so on."""

    def __init__(self) -> None:
        self.looks = 0

    def grey(self) -> np.ndarray:
        self.looks += 1
        grey = np.zeros((210, 160), np.uint8)
        grey[112:128, 140:144] = 147
        row = 60 if self.looks % 2 else 170
        grey[row : row + 4, 80:82] = 236
        return grey

    def screen(self) -> np.ndarray:
        raise AssertionError


def test_it_may_look_rarely_and_react_late() -> None:
    up, down = PONG.actions[UP], PONG.actions[DOWN]

    def chosen(follower: BallFollower) -> list[int]:
        views = Views()
        return [follower.choose(views) for _ in range(6)]

    assert chosen(BallFollower()) == [up, down, up, down, up, down]
    assert chosen(BallFollower(hold=3)) == [up, up, up, down, down, down]
    assert chosen(BallFollower(late=2)) == [0, 0, up, down, up, down]


@pytest.mark.parametrize("side", SIDES)
def test_an_attacker_beats_the_ball_follower(side: Side) -> None:
    """Clearly, though some of the moves are at random; without these, the two may go round in circles."""
    game, mine, others = DuelGame(DUELS["pong"], 3), 0, 0
    for seed in (4, 5):
        game.reset(seed)
        attacker, follower, rng = Attacker(side), BallFollower(), np.random.default_rng(seed)
        while not game.over and game.frames < 6000:
            way = int(rng.integers(3)) if rng.random() < 0.05 else attacker.decide(1)
            theirs = follower.recall(game.memory, other(side))
            game.step(*((PONG.actions[way], theirs) if side == "left" else (theirs, PONG.actions[way])))
            attacker.look(game.memory, way)
        left, right = game.score
        mine, others = (mine + left, others + right) if side == "left" else (mine + right, others + left)
    assert mine >= 8
    assert mine >= 3 * others
    game.close()


def test_an_attacker_beats_the_consoles_own_player() -> None:
    game, attacker = AtariGame(PONG, 1), Attacker("right", console=True)
    while game.frames < 5000:
        way = attacker.decide(1)
        game.step(PONG.actions[way])
        attacker.look(game.memory(), way)
    assert game.agent_points >= 4
    assert game.opponent_points == 0
    game.close()


def test_every_two_player_game_has_somebody_to_play_against() -> None:
    assert set(SCRIPTED) == set(DUELS)

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from agents.emulators.envs import AtariGame
from agents.emulators.games import GAMES, NOOP
from agents.emulators.two_player import DUELS, DuelGame, Side, other
from agents.opponents.duel_env import DuelEnv
from agents.opponents.scripted import Attacker, BallFollower

PONG = DUELS["pong"]


@pytest.fixture(scope="module")
def table() -> Iterator[DuelEnv]:
    table = DuelEnv(PONG, "follower", np.random.SeedSequence(5))
    yield table
    table.close()


@pytest.mark.parametrize(("side", "frame_skip"), [("left", 4), ("right", 4), ("right", 2), ("left", 1)])
def test_a_step_is_some_frames_against_the_ball_follower_of_the_duel(side: Side, frame_skip: int) -> None:
    """Played again frame by frame: the same views and points."""
    table = DuelEnv(PONG, "follower", np.random.SeedSequence(5), frame_skip)
    while table.side != side:
        table.begin()
    across = other(side)
    game = DuelGame(PONG, table.game.seed)
    follower = BallFollower()
    points = 0
    for action in np.random.default_rng(2).choice(GAMES["pong"].actions, 480 // frame_skip).tolist():
        gained = table.step(action, 0)
        before = game.score
        for _ in range(frame_skip):
            earlier = game.eyes(side).grey()
            theirs = follower.recall(game.memory, across)
            game.step(*((action, theirs) if side == "left" else (theirs, action)))
        left, right = game.score[0] - before[0], game.score[1] - before[1]
        assert gained == (left - right if side == "left" else right - left)
        points += gained
        now = game.eyes(side).grey()
        np.testing.assert_array_equal(table.seen, np.maximum(earlier, now) if frame_skip > 1 else now)
    assert points < 0, "chance moves lose"
    game.close()
    table.close()


@pytest.mark.parametrize("frame_skip", [1, 2, 4])
def test_alone_the_console_plays_as_it_always_does(frame_skip: int) -> None:
    """Played again frame by frame: the same pictures, points and advice."""
    table = DuelEnv(PONG, "console", np.random.SeedSequence(5), frame_skip, advised=True)
    game, adviser = AtariGame(GAMES["pong"], 0), Attacker("right", console=True)
    for _ in range(table.game.frames):
        game.step(NOOP)
    points = 0
    for way in np.random.default_rng(2).integers(3, size=1600 // frame_skip).tolist():
        gained, expected = table.step(GAMES["pong"].actions[way], 0), 0.0
        for _ in range(frame_skip):
            earlier = game.grey()
            expected += game.step(GAMES["pong"].actions[way])
            adviser.look(game.memory(), way)
        assert gained == expected
        points += gained
        np.testing.assert_array_equal(
            table.seen, np.maximum(earlier, game.grey()) if frame_skip > 1 else game.grey()
        )
        assert table.advise() == adviser.decide(frame_skip)
    assert points < 0, "chance moves lose"
    starts = set()
    for _ in range(8):
        table.begin()
        starts.add(table.game.frames)
    assert len(starts) > 3, "no two games are alike"
    table.close()
    game.close()


def test_sides_change_and_clumsy_followers_differ(table: DuelEnv) -> None:
    sides = set()
    for _ in range(12):
        table.begin()
        sides.add(table.side)
    assert sides == {"left", "right"}


def test_a_matched_follower_grows_quicker_when_it_loses(monkeypatch: pytest.MonkeyPatch) -> None:
    late: list[int] = []

    def follower(late_by: int) -> BallFollower:
        late.append(late_by)
        return BallFollower(late=late_by)

    monkeypatch.setattr("agents.opponents.duel_env.BallFollower", lambda late: follower(late))
    table = DuelEnv(PONG, "matched", np.random.SeedSequence(5))
    expected = late[:]
    while len(expected) < 4:
        points = table.step(0, 0)  # standing still
        if points:
            expected.append(expected[-1] - points)
    assert late == expected
    assert late[-1] > late[0]
    table.close()

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest

from agents.emulators.envs import Transition
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from agents.opponents.league import games as league_games
from agents.opponents.league.games import LeagueGames, Opponents

SMALL = TrainConfig(channels=(4, 8), hidden=16, threads=1)
BLACK = np.zeros((160, 160), np.uint8)
UP, DOWN = 1, 2


def always(action: int) -> Agent:
    """An agent that does the same whatever it sees."""
    agent = untrained(replace(SMALL, mirror=False))
    bias = agent.tensors["policy.actor.bias"].clone()
    bias[action] = 50.0
    return replace(agent, tensors={**agent.tensors, "policy.actor.bias": bias})


@pytest.fixture
def opponents() -> Opponents:
    found = Opponents(0.5)
    found.enter(always(UP))
    return found


@pytest.fixture
def games(opponents: Opponents) -> Iterator[LeagueGames]:
    made = LeagueGames(SMALL, 4, 3, BLACK, opponents)
    made.reset()
    yield made
    made.close()


def play(games: LeagueGames, steps: int, action: int = 0) -> list[Transition]:
    found = []
    for _ in range(steps):
        games.send(np.full(games.count, action))
        result = games.recv()
        found.append(replace(result, observation=result.observation.copy()))
    return found


def test_what_one_side_wins_the_other_loses(games: LeagueGames) -> None:
    results = play(games, 400)
    rewards = np.array([result.reward for result in results])
    assert (rewards != 0).any(axis=0).all(), "points are made on both consoles"
    assert (rewards[:, 0::2] == -rewards[:, 1::2]).all()


def test_nothing_is_learned_from_an_earlier_self(games: LeagueGames) -> None:
    valid = np.array([result.valid for result in play(games, 20)])
    assert valid[:, :3].all()
    assert not valid[:, 3].any(), "the last console's second side is the earlier self's"


def test_the_earlier_self_moves_its_own_bat_and_no_other() -> None:
    rows: dict[int, list[tuple[float, float]]] = {}
    for action in (UP, DOWN):
        opponents = Opponents(0.5)
        opponents.enter(always(action))
        games = LeagueGames(SMALL, 4, 3, BLACK, opponents)
        games.reset()
        play(games, 15)
        rows[action] = []
        for env in games.envs:
            left, right = (float(env.game.memory[address]) for address in (50, 51))
            rows[action].append((left, right) if env.side == "left" else (right, left))
        games.close()
    assert rows[UP][0] == rows[DOWN][0], "on the first console both sides stand still"
    assert rows[UP][1][0] == rows[DOWN][1][0]
    assert rows[DOWN][1][1] - rows[UP][1][1] > 40


def test_points_against_earlier_selves_are_booked(games: LeagueGames, opponents: Opponents) -> None:
    rewards = np.array([result.reward for result in play(games, 400)])[:, 2]
    won, lost = opponents.points[0]
    assert 0 < won + lost <= np.abs(rewards).sum()
    assert (won > lost) == (rewards.sum() > 0)


def test_another_opponent_begins_with_another_game(
    games: LeagueGames, opponents: Opponents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(league_games, "MATCH", 6)
    results = play(games, 8)
    cut = np.array([result.truncated for result in results])
    assert cut[5].tolist() == [False, False, True, True]
    assert not np.delete(cut, 5, axis=0).any()
    assert not results[6].valid[2], "that step only began the game"
    opponents.past = 1.0
    play(games, 4)  # up to the next opponent
    valid = np.array([result.valid for result in play(games, 5)])[1:]
    assert valid.tolist() == [[True, False, True, False]] * 4, "now it plays on both consoles"


def test_strong_members_come_more_often() -> None:
    opponents, rng = Opponents(0.5), np.random.default_rng(1)
    for won, lost in ((90, 10), (10, 90), (0, 0)):
        opponents.enter(untrained(SMALL), (won, lost))
    members = [opponents.draw(rng) for _ in range(2000)]
    drawn = np.array([members.count(each) for each in opponents._policies]) / 2000
    assert drawn[1] > drawn[2] > drawn[0] > 0


def test_old_points_fade(opponents: Opponents) -> None:
    (member,) = opponents._policies
    opponents.note(member, 0, 50)
    for _ in range(600):
        opponents.note(member, 1, 0)
    won, lost = opponents.points[0]
    assert lost < 1
    assert 80 < won < 120


def test_a_game_goes_on_against_who_has_left_the_league(games: LeagueGames, opponents: Opponents) -> None:
    """Nothing is booked for it any more, least of all to somebody else's account."""
    for _ in range(3):
        opponents.enter(always(DOWN))
    opponents.keep([2, 3])
    play(games, 400)
    assert not opponents.points.any()
    assert opponents.points.shape == (2, 2)


def test_a_side_alone_is_no_game(opponents: Opponents) -> None:
    with pytest.raises(ValueError, match="odd"):
        LeagueGames(SMALL, 3, 1, BLACK, opponents)


def test_a_seed_is_a_series_of_games(opponents: Opponents) -> None:
    def run(seed: int) -> bytes:
        made = LeagueGames(SMALL, 4, seed, BLACK, opponents)
        made.reset()
        seen = [result.observation for result in play(made, 30, UP)]
        made.close()
        made.close()
        return np.array(seen).tobytes()

    assert run(3) == run(3)
    assert run(3) != run(4)

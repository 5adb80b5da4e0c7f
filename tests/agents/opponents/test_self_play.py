from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from agents.emulators.envs import NO_ADVICE, AtariGame, Transition
from agents.emulators.games import GAMES, NOOP
from agents.emulators.observation import ObservationPipeline
from agents.emulators.two_player import DUELS, DuelGame, Side, other
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from agents.opponents.duel_env import ConsoleEnv, DuelEnv
from agents.opponents.scripted import Attacker, BallFollower
from agents.opponents.self_play import DuelGames, League, MixedGames, learn_by_duels

PONG = DUELS["pong"]
SMALL = TrainConfig(
    envs=8, groups=1, rollout=4, minibatches=2, epochs=1, channels=(4, 8), hidden=16, warmup=8
)
BLACK = np.zeros((160, 160), np.uint8)


def duel_games(count: int, seed: int, league: League | None = None) -> DuelGames:
    return DuelGames(PONG, count, seed, BLACK, league or League(), SMALL)


# ---------------------------------------------------------------------- one console


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
    table = ConsoleEnv(PONG, np.random.SeedSequence(5), frame_skip, advised=True)
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


# ---------------------------------------------------------------------- many


def test_a_seed_is_a_series_of_games(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.opponents.self_play.RIVALS", ("clumsy", "self"))

    def run(seed: int) -> tuple[bytes, bytes]:
        games = duel_games(2, seed, league)
        rng = np.random.default_rng(1)
        seen, rewards = [games.reset().copy()], []
        for _ in range(50):
            games.send(rng.integers(3, size=2))
            result = games.recv()
            seen.append(result.observation.copy())
            rewards.append(result.reward)
        games.close()
        games.close()
        return np.array(seen).tobytes(), np.array(rewards).tobytes()

    league = League()
    league.enter(untrained(SMALL))
    first = run(3)
    assert run(3) == first
    assert any(np.frombuffer(first[1], np.float32))


def test_after_its_end_a_game_starts_anew_in_a_step_that_does_not_count(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("agents.opponents.duel_env.RALLY", 40)
    games = duel_games(2, 1)
    games.reset()
    results: list[Transition] = []
    for _ in range(12):
        games.send(np.array([1, 2]))
        results.append(games.recv())
    # Nobody makes a point in the first 40 frames.
    assert [bool(result.truncated.all()) for result in results] == [False] * 9 + [True] + [False] * 2
    assert [bool(result.valid.all()) for result in results] == [True] * 10 + [False] + [True]
    assert not any(result.terminated.any() for result in results)
    games.close()


def test_advice_is_what_the_attacker_would_do() -> None:
    games = DuelGames(PONG, 2, 3, BLACK, League(), replace(SMALL, advice_steps=1))
    games.reset()
    advised = []
    for step in range(120):
        games.send(np.full(2, step // 20 % 3))
        result = games.recv()
        assert result.advice is not None
        assert result.advice.tolist() == [table.advise() for table in games.envs]
        advised.append(result.advice)
    assert set(np.unique(advised)) == {0, 1, 2}
    games.close()


def test_an_earlier_self_sees_the_other_side_and_moves_that_bat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two earlier selves that would always go up or down move the bat across the net, and only that one."""
    monkeypatch.setattr("agents.opponents.self_play.RIVALS", ("self",))
    rows: dict[int, tuple[float, float]] = {}
    for action in (1, 2):
        agent = untrained(replace(SMALL, mirror=False))
        bias = agent.tensors["policy.actor.bias"].clone()
        bias[action] = 50.0
        league = League()
        league.enter(replace(agent, tensors={**agent.tensors, "policy.actor.bias": bias}))
        games = duel_games(1, 6, league)
        games.reset()
        for _ in range(15):
            games.send(np.zeros(1, np.int64))
            games.recv()
        table = games.envs[0]
        memory = table.game.memory
        own, others = (memory[{"left": 50, "right": 51}[side]] for side in (table.side, other(table.side)))
        rows[action] = float(own), float(others)
        seen = table.game.eyes(other(table.side)).grey()
        pipeline = ObservationPipeline(GAMES["pong"], BLACK, SMALL.stack)
        bats = np.array([4, 35])  # their columns, without the ball
        np.testing.assert_array_equal(
            pipeline.push(seen[None])[0, -1, :, bats], games.rival_seen[0, -1, :, bats]
        )
        games.close()
    assert rows[1][0] == rows[2][0]
    assert rows[2][1] - rows[1][1] > 40


def test_both_are_told_what_they_did_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.opponents.self_play.RIVALS", ("self",))
    config = replace(SMALL, recall=1)
    agent = untrained(replace(config, mirror=False))
    bias = agent.tensors["policy.actor.bias"].clone()
    bias[2] = 50.0
    league = League()
    league.enter(replace(agent, tensors={**agent.tensors, "policy.actor.bias": bias}))
    games = DuelGames(PONG, 1, 1, BLACK, league, config)
    seen = games.reset()
    assert not seen[0, 0].any()
    games.send(np.ones(1, np.int64))
    seen = games.recv().observation
    half = seen.shape[2] // 2
    assert seen[0, 0, :half].any()
    assert not seen[0, 0, half:].any(), "the learner went up"
    assert games.rival_seen[0, 0, half:].any()
    assert not games.rival_seen[0, 0, :half].any(), "and its earlier self went down"
    games.close()


class Toy:
    """Three steps of a game in which the reward is the action, and perhaps somebody has a word for it."""

    actions = 3
    observation_shape = (1, 20, 20)
    points_end_episodes = lives_end_episodes = False

    def __init__(self, count: int, mark: int, advice: int | None = None) -> None:
        self.count, self.mark, self.advice = count, mark, advice

    def _seen(self) -> np.ndarray:
        return np.full((self.count, *self.observation_shape), self.mark, np.uint8)

    def reset(self) -> np.ndarray:
        return self._seen()

    def send(self, actions: np.ndarray) -> None:
        self._sent = actions

    def recv(self) -> Transition:
        no = np.zeros(self.count, np.bool_)
        advice = None if self.advice is None else np.full(self.count, self.advice)
        return Transition(self._seen(), self._sent.astype(np.float32), no, no, no, ~no, advice)

    def state(self) -> dict[str, np.ndarray]:
        return {"background": np.full(1, self.mark)}

    def close(self) -> None:
        self.mark = -1


def test_mixed_games_keep_their_order() -> None:
    first, second = Toy(2, 7), Toy(3, 9)
    games = MixedGames(first, second)
    assert games.count == 5
    assert games.reset()[:, 0, 0, 0].tolist() == [7, 7, 9, 9, 9]
    games.send(np.array([0, 1, 2, 1, 0]))
    result = games.recv()
    assert result.reward.tolist() == [0, 1, 2, 1, 0]
    assert result.observation[:, 0, 0, 0].tolist() == [7, 7, 9, 9, 9]
    assert result.valid.all()
    assert result.advice is None
    assert games.state()["background"].tolist() == [7]
    games.close()
    assert first.mark == second.mark == -1


def test_of_mixed_games_some_may_go_without_advice() -> None:
    games = MixedGames(Toy(2, 7), Toy(3, 9, advice=1))
    games.send(np.zeros(5, np.int64))
    advice = games.recv().advice
    assert advice is not None
    assert advice.tolist() == [NO_ADVICE, NO_ADVICE, 1, 1, 1]


# ---------------------------------------------------------------------- training


def test_an_agent_learns_from_both_kinds_of_games() -> None:
    learner = learn_by_duels(replace(SMALL, max_steps=96), untrained(SMALL))
    snapshots = list(islice(learner, 2))
    assert snapshots[-1].step == 96
    assert snapshots[-1].agent.games_state()["background"].shape == (160, 160)
    before, after = (
        agent.tensors["policy.actor.weight"] for agent in (untrained(SMALL), snapshots[-1].agent)
    )
    assert not np.array_equal(before, after)
    learner.close()  # type: ignore[attr-defined]


def test_games_and_numbers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="no two-player form"):
        League().games(replace(SMALL, game="breakout"), 8, 1, None)
    with pytest.raises(ValueError, match="nobody who could give advice"):
        League().games(replace(SMALL, game="boxing", advice_steps=1), 8, 1, None)
    for count, duels in ((1, 0.67), (4, 0.1)):
        with pytest.raises(ValueError, match="some of each kind"):
            League().games(replace(SMALL, duels=duels), count, 1, None)


@pytest.mark.parametrize(("duels", "tables"), [(0.25, 2), (0.67, 5)])
def test_so_many_games_are_for_two(duels: float, tables: int) -> None:
    games = League().games(replace(SMALL, duels=duels), 8, 1, None)
    assert games.count == 8
    assert isinstance(games, MixedGames)
    assert [part.count for part in games.parts] == [8 - tables, tables]
    games.close()

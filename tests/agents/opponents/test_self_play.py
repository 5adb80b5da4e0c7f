from __future__ import annotations

from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from agents.emulators.envs import NO_ADVICE, Transition
from agents.emulators.games import GAMES
from agents.emulators.observation import ObservationPipeline
from agents.emulators.two_player import DUELS, other
from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from agents.opponents.self_play import DuelGames, League, MixedGames, learn_by_duels

PONG = DUELS["pong"]
SMALL = TrainConfig(
    envs=8, groups=1, rollout=4, minibatches=2, epochs=1, channels=(4, 8), hidden=16, warmup=8
)
BLACK = np.zeros((160, 160), np.uint8)


def duel_games(count: int, seed: int, league: League | None = None) -> DuelGames:
    return DuelGames(PONG, count, seed, BLACK, league or League(), SMALL)


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
    """Three steps of a game in which the reward is the action, perhaps with advice."""

    spec = GAMES["pong"]
    observation_shape = (1, 20, 20)

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
    assert snapshots[-1].agent.step == 96
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

from __future__ import annotations

import json

import numpy as np
import pytest

from agents.bandits import evaluate
from agents.bandits.bandit import EPSILON, METHODS, NOISE, PRIOR, Belief, choose, scores
from agents.bandits.users import User, regrets


def test_the_belief_is_ridge_regression() -> None:
    rng = np.random.default_rng(1)
    shown, answers = rng.normal(size=(30, 4)), rng.choice([-1.0, 1.0], 30)
    belief = Belief.start(4)
    for features, answer in zip(shown, answers.tolist(), strict=True):
        belief = belief.after(features, answer)
    precision = np.eye(4) / PRIOR + shown.T @ shown / NOISE**2
    np.testing.assert_allclose(belief.covariance, np.linalg.inv(precision), atol=1e-9)
    np.testing.assert_allclose(belief.mean, np.linalg.solve(precision, shown.T @ answers / NOISE**2))
    assert belief.answers == 30
    arms = rng.normal(size=(3, 4))
    np.testing.assert_allclose(belief.doubt(arms) ** 2, np.diag(arms @ belief.covariance @ arms.T))


def test_answers_make_it_surer() -> None:
    belief = Belief.start(3)
    for _ in range(20):
        belief = belief.after(np.array([1.0, 0.0, 0.0]), 1.0)
    assert belief.mean[0] == pytest.approx(1, abs=0.05)
    assert belief.spread[0] < 0.15
    assert belief.spread[1] == belief.spread[2] == pytest.approx(PRIOR)


def test_what_each_way_to_choose_shows() -> None:
    belief = Belief.start(2)
    for _ in range(30):
        belief = belief.after(np.array([1.0, 0.0]), 0.6)
    known, unknown = np.array([1.0, 0.0]), np.array([0.0, 1.0])
    arms, rng = np.stack([known, unknown]), np.random.default_rng(2)
    shown = {method: [choose(belief, arms, method, rng) for _ in range(2000)] for method in METHODS}
    assert np.mean(shown["random"]) == pytest.approx(0.5, abs=0.05)
    assert np.mean(shown["greedy"]) == pytest.approx(EPSILON / 2, abs=0.02)
    assert 0.05 < np.mean(shown["thompson"]) < 0.5, (
        "it tries what it does not know, and less than half the time"
    )
    for _ in range(3):
        assert scores(belief, arms, "ucb", rng)[1] == pytest.approx(0.6, abs=0.01), "all of it is doubt"


def test_regret_is_never_negative_and_random_is_the_worst() -> None:
    pool = np.random.default_rng(3).uniform(-1, 1, (60, 5))
    user = User.draw(5, 3)
    assert np.linalg.norm(user.taste) == pytest.approx(1)
    sums = {method: regrets(user, pool, 20, method, 150, 3) for method in METHODS}
    assert all((each >= 0).all() for each in sums.values())
    assert sums["random"].sum() > 2 * max(sums[method].sum() for method in METHODS if method != "random")
    np.testing.assert_array_equal(sums["ucb"], regrets(user, pool, 20, "ucb", 150, 3))


def test_twice_as_little_regret_as_greedy(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--users", "20", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["ucb_of_greedy"] <= 0.5
    assert told["thompson_of_greedy"] <= 0.5
    assert evaluate.main(["--users", "0"]) == 2

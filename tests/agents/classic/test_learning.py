from __future__ import annotations

import json
import math
from collections import deque
from dataclasses import replace
from itertools import islice

import numpy as np
import pytest

from agents.classic import evaluate
from agents.classic.demonstrations import demonstrate, no_examples, split, spoiled, teacher
from agents.classic.episodes import discounted, mean_return, play
from agents.classic.games import GAMES, Game
from agents.classic.imitation import Imitator
from agents.classic.lesson import Lesson, Progress, learn, nothing
from agents.classic.policy import Adam, Policy, chosen
from agents.classic.reinforce import EPISODES, Reinforce

CARTPOLE, CAR = GAMES["cartpole"], GAMES["mountaincar"]
LESSON = Lesson("cartpole", "good", no_examples(CARTPOLE), 300, 0.0, "none", 32, False, 1)


def last(lesson: Lesson, turns: int = 60) -> Progress:
    """How far a lesson has come after some turns."""
    news = learn(lesson, math.inf, wait=False)
    found = deque(islice(news, turns + 1), maxlen=1)
    news.close()
    return found[0]


def numeric(policy: Policy, value: object, part: str, spot: tuple[int, int]) -> float:
    found = []
    for step in (1e-6, -1e-6):
        weights = getattr(policy, part).copy()
        weights[spot] += step
        found.append(value(replace(policy, **{part: weights})))  # type: ignore[operator]
    return (found[0] - found[1]) / 2e-6


@pytest.mark.parametrize("game", GAMES.values(), ids=GAMES)
def test_the_gradient_of_the_log_likelihood_is_the_numeric_one(game: Game) -> None:
    rng = np.random.default_rng(2)
    policy = Policy.start(game, 2)
    states, actions = game.start(rng, 9) + rng.normal(0, 0.1, (9, len(game.scale))), rng.integers(0, 2, 9)
    weights = rng.normal(size=9)

    def likelihood(policy: Policy) -> float:
        return float((weights * np.log(policy.probabilities(states)[np.arange(9), actions])).mean())

    pushes = weights[:, None] * (chosen(actions, game.actions) - policy.probabilities(states))
    first, second = policy.gradient(states, pushes)
    for spot in ((0, 3), (1, 30), (len(game.scale), 7)):
        assert first[spot] == pytest.approx(numeric(policy, likelihood, "first", spot), abs=1e-7)
    for spot in ((0, 0), (31, 1), (32, 1)):
        assert second[spot] == pytest.approx(numeric(policy, likelihood, "second", spot), abs=1e-7)


def test_actions_are_drawn_as_often_as_the_policy_says() -> None:
    policy = Policy.start(CAR, 1).moved(np.zeros((3, 32)), np.random.default_rng(1).normal(0, 0.3, (33, 3)))
    state = np.array([[-0.7, 0.02]])
    drawn = policy.draw(np.repeat(state, 20_000, axis=0), np.random.default_rng(4))
    shares = np.bincount(drawn, minlength=3) / len(drawn)
    np.testing.assert_allclose(shares, policy.probabilities(state)[0], atol=0.012)


def test_what_is_still_to_come() -> None:
    rewards = np.array([[1.0, 0.0], [1.0, -1.0], [4.0, 0.0]])
    np.testing.assert_allclose(discounted(rewards, 0.5), [[2.5, -0.5], [3.0, -1.0], [4.0, 0.0]])


def test_adam_climbs() -> None:
    adam, at = Adam(0.1), np.array([3.0])
    for _ in range(200):
        at = at + adam.step((-2 * at,))[0]
    assert abs(at[0]) < 0.1


def test_teachers() -> None:
    assert mean_return(CARTPOLE, teacher(CARTPOLE, "good"), 1, 40) == 500
    assert mean_return(CARTPOLE, teacher(CARTPOLE, "weak"), 1, 40) < 80
    good = mean_return(CAR, teacher(CAR, "good"), 1, 40)
    assert good > CAR.solved
    assert mean_return(CAR, teacher(CAR, "weak"), 1, 40) < good - 15


def test_few_wrong_and_missing_examples() -> None:
    examples = demonstrate(CARTPOLE, "good", 400, 1)
    assert len(examples) == 400
    learned, held = split(examples, 1)
    assert (len(learned), len(held)) == (320, 80)
    wrong = spoiled(CARTPOLE, learned, wrong=0.25, gap="none", seed=1)
    assert (wrong.actions != learned.actions).mean() == pytest.approx(0.25, abs=0.01)
    left = spoiled(CARTPOLE, learned, wrong=0.0, gap="right", seed=1)
    assert 0 < len(left) < len(learned)
    assert (left.states[:, 2] <= 0).all()
    near = spoiled(CARTPOLE, learned, wrong=0.0, gap="edges", seed=1)
    assert 0 < len(near) < len(learned)
    assert not learned.states.flags.writeable


def test_imitation_learns_what_the_teacher_does() -> None:
    learned, held = split(demonstrate(CARTPOLE, "good", 500, 2), 2)
    imitator = Imitator(CARTPOLE, learned, held, batch=32, seed=2)
    before = imitator.errors()[1]
    for _ in range(13 * 40):
        imitator.step()
    assert imitator.epoch == pytest.approx(40, abs=1)
    assert imitator.errors()[1] < min(0.12, before)


def test_reinforce_learns_from_reward_alone() -> None:
    attempts = Reinforce(CARTPOLE, seed=3)
    attempts.round()
    first = attempts.returns.mean()
    decision = attempts.decision
    assert decision is not None
    assert decision.chances.sum() == pytest.approx(1)
    for _ in range(25):
        attempts.round()
    assert attempts.episodes == 26 * EPISODES
    assert attempts.returns.mean() > 4 * first


def test_an_episode_that_is_over_earns_nothing_more() -> None:
    starts = np.array([[0.0, 0.0, 0.2, 1.5], [0.0, 0.0, 0.0, 0.0]])
    played = play(CARTPOLE, teacher(CARTPOLE, "good"), starts)
    short = int(played.going[:, 0].sum())
    assert played.returns.tolist() == [short, 500]
    assert short < 10
    assert not played.rewards[short:, 0].any()


def test_both_ways_lead_to_the_mark() -> None:
    progress = last(replace(LESSON, count=1000), 45)
    assert progress.examples.mean >= 450
    assert progress.reward.mean >= 350
    assert progress.teacher == 500
    assert progress.sample == 800
    assert progress.errors[-1, 2] < 0.1 < progress.errors[0, 2]


def test_reward_beats_a_weak_teacher() -> None:
    progress = last(replace(LESSON, teacher="weak"), 40)
    assert progress.examples.mean < 100
    assert progress.reward.mean > 250


def test_reward_alone_never_finds_the_flag_and_a_hint_does() -> None:
    car = replace(LESSON, game="mountaincar", own=no_examples(CAR))
    assert last(car, 20).reward.mean == -200
    progress = last(replace(car, hint=True), 45)
    assert progress.reward.mean > -160
    assert progress.examples.mean > -150


def test_the_same_seed_gives_the_same_lesson() -> None:
    first, second = last(LESSON, 6), last(LESSON, 6)
    np.testing.assert_array_equal(first.reward.curve, second.reward.curve)
    np.testing.assert_array_equal(first.examples.policy.first, second.examples.policy.first)
    other = last(replace(LESSON, seed=2), 6)
    assert (other.reward.policy.second != first.reward.policy.second).any()


def test_without_examples_reward_alone_learns() -> None:
    progress = last(replace(LESSON, teacher="own"), 5)
    assert progress.sample == 0
    assert progress.shown is None
    assert math.isnan(progress.teacher)
    assert progress.examples.ended
    assert progress.reward.seen > 0
    assert not list(nothing())


def test_the_command_tells_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate.main(["--seeds", "1", "--count", "1000", "--seconds", "60", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    for way in ("examples", "reward"):
        assert told[way]["median_mean"] >= told["solved"] == 475
        assert len(told[way]["seconds"]) == 1
    assert evaluate.main(["--seeds", "0"]) == 2

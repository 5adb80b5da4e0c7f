from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest
import torch

from agents.emulators.games import GAMES
from agents.insight import imitation
from agents.insight.demonstrations import Pairs
from agents.insight.imitation import BLOCK, LEAST_PAIRS, ImitationConfig, Imitator, Lesson, imitate, split
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig

CONFIG = TrainConfig(channels=(4, 8), hidden=16)
QUICK = ImitationConfig(epochs=3, games=0)
ACTIONS = GAMES["pong"].actions


@pytest.fixture
def agent() -> Agent:
    return untrained(CONFIG)


def told(count: int = LEAST_PAIRS) -> Pairs:
    """A human who goes where the bright spot is, and stays when there is none."""
    rng = np.random.default_rng(1)
    actions = rng.integers(0, 3, count)
    observations = np.zeros((count, 2, 40, 40), np.uint8)
    for index, action in enumerate(actions):
        if action:
            row = rng.integers(2, 12) + 24 * (action - 1)
            observations[index, :, row : row + 3, 30:34] = 200
    return Pairs(observations, actions.astype(np.int64))


# ---------------------------------------------------------------------- learning


def test_the_last_fifth_of_every_ten_seconds_is_held_out() -> None:
    train, test = split(2 * BLOCK + 50)
    assert sorted([*train, *test]) == list(range(2 * BLOCK + 50))
    fifth = BLOCK // 5
    expected = [*range(BLOCK - fifth, BLOCK), *range(2 * BLOCK - fifth, 2 * BLOCK)]
    assert test.tolist() == [*expected, *range(2 * BLOCK + 40, 2 * BLOCK + 50)]


def test_it_learns_what_the_human_does(agent: Agent) -> None:
    *_, last = imitate(told(), agent, replace(QUICK, epochs=20))
    assert last.usual < 0.5
    assert last.accuracy[-1] > 0.95
    assert last.epoch == len(last.accuracy) == 20
    policy = last.agent.build_policy()
    pairs = told()
    with torch.inference_mode():
        chosen = policy(torch.from_numpy(pairs.observations))[0].argmax(1).numpy()
    assert (chosen == pairs.actions).mean() > 0.95, "the agent in the lesson is the one that learned"


def test_the_same_arguments_give_the_same_lessons(agent: Agent) -> None:
    torch.manual_seed(1)
    first = [(lesson.loss, lesson.accuracy) for lesson in imitate(told(), agent, QUICK)]
    torch.manual_seed(2)
    assert first == [(lesson.loss, lesson.accuracy) for lesson in imitate(told(), agent, QUICK)]
    assert first != [
        (lesson.loss, lesson.accuracy) for lesson in imitate(told(), agent, replace(QUICK, seed=2))
    ]


def test_it_starts_from_where_learning_from_reward_started(agent: Agent) -> None:
    trained = replace(
        agent, tensors={**agent.tensors, "policy.actor.bias": torch.tensor([9.0, 0.0, 0.0])}, step=9
    )
    ((loss, *_),) = [[lesson.loss] for lesson in imitate(told(), trained, replace(QUICK, epochs=1))]
    ((same, *_),) = [[lesson.loss] for lesson in imitate(told(), agent, replace(QUICK, epochs=1))]
    assert loss == same


def test_too_few_examples_are_refused(agent: Agent) -> None:
    with pytest.raises(ValueError, match=str(LEAST_PAIRS)):
        next(imitate(told(LEAST_PAIRS - 1), agent, QUICK))


def test_both_play_the_same_games_in_turn(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    played: list[tuple[bool, int]] = []

    def game(who: Agent, config: object) -> imitation.evaluate.__class__:  # type: ignore[name-defined]
        played.append((who is agent, config.seed))
        return type("Result", (), {"mean": float(len(played))})()

    monkeypatch.setattr(imitation, "evaluate", game)
    *_, last = imitate(told(), agent, ImitationConfig(seed=5, epochs=1, games=2))
    assert played == [(False, 5), (True, 5), (False, 6), (True, 6)]
    assert (last.imitation, last.reward) == ((1.0, 3.0), (2.0, 4.0))


@pytest.mark.slow
def test_games_are_real_and_another_process_gives_the_same(agent: Agent) -> None:
    config = ImitationConfig(epochs=1, games=1)
    here = list(imitate(told(), agent, config))
    imitator = Imitator()
    try:
        there = list(imitator.imitate(told(), agent, config))
        assert imitator.pid is None, "it ends with the lesson"
    finally:
        imitator.kill()

    def numbers(lesson: Lesson) -> tuple[object, ...]:
        return astuple(replace(lesson, agent=None))  # type: ignore[arg-type]

    assert [numbers(lesson) for lesson in here] == [numbers(lesson) for lesson in there]
    assert -21 <= here[-1].imitation[0] <= 21

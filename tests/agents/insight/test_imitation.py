from __future__ import annotations

from dataclasses import astuple, replace

import numpy as np
import pytest
import torch

from agents.emulators.games import GAMES, LEFT, NOOP, RIGHT, UP_FIRE
from agents.insight import imitation
from agents.insight.demonstrations import MOST_PAIRS, DemonstrationRecorder, Pairs
from agents.insight.imitation import BLOCK, LEAST_PAIRS, ImitationConfig, Imitator, Lesson, imitate, split
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from agents.opponents.agent_player import AgentPlayer

CONFIG = TrainConfig(channels=(4, 8), hidden=16)
QUICK = ImitationConfig(epochs=3, games=0)
ACTIONS = GAMES["pong"].actions


class Film:
    """Shows a new random picture each frame."""

    def __init__(self, frames: int) -> None:
        self.frame = 0
        self.pictures = np.random.default_rng(0).integers(0, 256, (frames, 210, 160), dtype=np.uint8)

    def grey(self) -> np.ndarray:
        return self.pictures[self.frame]

    def screen(self) -> np.ndarray:
        raise NotImplementedError


@pytest.fixture
def agent() -> Agent:
    return untrained(CONFIG)


def watch(recorder: DemonstrationRecorder, film: Film, actions: list[int]) -> None:
    for action in actions:
        recorder.note(film, action)
        film.frame += 1


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


# ---------------------------------------------------------------------- the examples


@pytest.mark.parametrize("frame_skip", [4, 2, 1])
def test_what_is_written_down_is_what_the_agent_would_have_seen(agent: Agent, frame_skip: int) -> None:
    """Had it stood still, as the human does."""
    agent = untrained(replace(agent.config, frame_skip=frame_skip, recall=2))
    recorder, player = DemonstrationRecorder(agent), AgentPlayer(agent, 1)
    film, seen = Film(44), []
    for frame in range(44):
        film.frame = frame
        player.choose(film)
        if frame % frame_skip == 0:
            seen.append(player.observation)
        player.done = ACTIONS.index(NOOP)
    film.frame = 0
    watch(recorder, film, [NOOP] * 44)
    np.testing.assert_array_equal(recorder.pairs().observations, np.stack(seen[:-1]))


def test_the_action_is_what_was_held_longest_after_the_look(agent: Agent) -> None:
    recorder = DemonstrationRecorder(agent)
    watch(recorder, Film(13), [RIGHT, LEFT, LEFT, LEFT] + [RIGHT] * 4 + [NOOP, RIGHT, NOOP, NOOP] + [LEFT])
    assert recorder.pairs().actions.tolist() == [ACTIONS.index(a) for a in (LEFT, RIGHT, NOOP)]


def test_what_the_game_does_not_use_counts_as_the_nearest(agent: Agent) -> None:
    recorder = DemonstrationRecorder(agent)
    watch(recorder, Film(5), [UP_FIRE] * 5)
    assert recorder.pairs().actions[0] in range(3)


def test_nothing_is_written_down_while_somebody_else_plays(agent: Agent) -> None:
    recorder = DemonstrationRecorder(agent)
    recorder.recording = False
    watch(recorder, Film(20), [RIGHT] * 20)
    assert len(recorder) == 0
    with pytest.raises(ValueError, match="nothing"):
        recorder.pairs()


def test_memory_is_bounded_and_other_eyes_begin_anew(agent: Agent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agents.insight.demonstrations.MOST_PAIRS", 5)
    recorder = DemonstrationRecorder(agent)
    watch(recorder, Film(48), [NOOP] * 48)
    assert len(recorder) == 5
    assert MOST_PAIRS * np.prod(agent.observation_shape) < 40e6, "bytes"
    recorder.see_as(replace(agent, step=7))
    assert len(recorder) == 5, "newer weights see the same"
    bright = torch.full_like(agent.tensors["games.background"], 9)
    recorder.see_as(replace(agent, tensors={**agent.tensors, "games.background": bright}))
    assert len(recorder) == 0


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
    finally:
        imitator.kill()

    def numbers(lesson: Lesson) -> tuple[object, ...]:
        return astuple(replace(lesson, agent=None))  # type: ignore[arg-type]

    assert [numbers(lesson) for lesson in here] == [numbers(lesson) for lesson in there]
    assert -21 <= here[-1].imitation[0] <= 21

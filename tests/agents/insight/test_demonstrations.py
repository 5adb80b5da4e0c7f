from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from agents.emulators.games import GAMES, LEFT, NOOP, RIGHT, UP_FIRE
from agents.insight.demonstrations import MOST_PAIRS, DemonstrationRecorder
from agents.learning.agent import Agent, untrained
from agents.learning.config import TrainConfig
from agents.opponents.agent_player import AgentPlayer

CONFIG = TrainConfig(channels=(4, 8), hidden=16)


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

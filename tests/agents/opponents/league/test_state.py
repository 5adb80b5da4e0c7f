from __future__ import annotations

import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from agents.learning.agent import untrained
from agents.learning.config import TrainConfig
from agents.opponents.league.settings import Controls
from agents.opponents.league.state import MOST_MEMBERS, State, playing_copy, strengths
from models.base.checkpoint import CheckpointError
from tests.fuzz import changed_checkpoint, mutations

SMALL = TrainConfig(channels=(4, 8), hidden=16)


def state(members: int = 3) -> State:
    agent = untrained(SMALL)
    own = tuple(
        replace(playing_copy(untrained(replace(SMALL, seed=1 + n))), step=100 * n) for n in range(members)
    )
    points = np.random.default_rng(1).uniform(0, 50, (members + 1, members + 1))
    newest = replace(agent, step=700, seconds=9.5, episodes=3)
    return State(newest, own, points, ((8.0, 0.0), (16.0, 31.5)), Controls(0.5), 128)


def test_ratings_are_what_points_say() -> None:
    """Ten points for each of the other's are 400 more; who beats the better one is better still."""
    points = np.array([[0, 1000, 0], [10_000, 0, 1000], [0, 10_000, 0]])
    assert np.allclose(strengths(points), [0, 400, 800], atol=3)


def test_a_few_points_say_little_and_many_without_loss_stay_finite() -> None:
    few, many = (strengths(np.array([[0, 0], [won, 0]]))[1] for won in (1, 10_000))
    assert 0 < few < 100
    assert 400 < many < 2500


def test_nobody_has_played_yet() -> None:
    assert strengths(np.zeros((5, 5))).tolist() == [0] * 5


def test_a_file_holds_everything(tmp_path: Path) -> None:
    before = state()
    path = tmp_path / "league.safetensors"
    before.save(path)
    after = State.load(path)
    assert (after.points == before.points).all()
    assert (after.step, after.seconds, after.curve) == (700, 9.5, before.curve)
    assert (after.controls, after.every) == (before.controls, before.every)
    assert [member.step for member in after.members] == [0, 100, 200]
    for old, new in zip(before.members, after.members, strict=True):
        assert set(old.tensors) == set(new.tensors)
        for name, tensor in old.tensors.items():
            assert np.allclose(tensor.numpy(), new.tensors[name].numpy(), atol=2e-3), name
    for name, tensor in before.agent.tensors.items():
        assert (tensor == after.agent.tensors[name]).all(), name
    after.members[1].build_policy()


def test_an_agent_is_no_league(tmp_path: Path) -> None:
    untrained(SMALL).save(tmp_path / "agent.safetensors")
    with pytest.raises(CheckpointError) as caught:
        State.load(tmp_path / "agent.safetensors")
    assert caught.value.code == "foreign"


@pytest.mark.parametrize(
    "wrong",
    [
        lambda good: replace(good, agent=untrained(replace(SMALL, game="breakout"))),
        lambda good: replace(good, members=good.members[::-1]),
        lambda good: replace(good, members=good.members[:2]),
        lambda good: replace(good, points=-good.points),
        lambda good: replace(good, every=0),
        lambda good: state(MOST_MEMBERS + 1),
    ],
)
def test_what_makes_no_sense_is_refused(wrong: object, tmp_path: Path) -> None:
    path = tmp_path / "league.safetensors"
    wrong(state()).save(path)  # type: ignore[operator]
    with pytest.raises(CheckpointError):
        State.load(path)


def test_mutated_leagues_are_loaded_or_refused_soon(tmp_path: Path) -> None:
    path = tmp_path / "league.safetensors"
    state(1).save(path)
    found: Counter[str] = Counter()
    slowest = 0.0
    for data in mutations(path.read_bytes(), 300, changed_checkpoint):
        path.write_bytes(data)
        began = time.process_time()
        try:
            loaded = State.load(path)
            assert np.isfinite(loaded.ratings).all()
            found["loaded"] += 1
        except CheckpointError as error:
            found[error.code] += 1
        slowest = max(slowest, time.process_time() - began)
    assert found.total() == 300
    assert found.keys() >= {"damaged", "foreign", "wrong_shape"}
    assert slowest < 0.3

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise

import numpy as np
import pytest

from agents.learning.config import TrainConfig
from agents.opponents.league import learning
from agents.opponents.league.learning import Snapshot, learn
from agents.opponents.league.settings import Controls, LeagueConfig
from models.base.child_process import Keep

SMALL = TrainConfig(
    envs=4, groups=1, rollout=8, epochs=1, minibatches=2, channels=(4, 8), hidden=16, warmup=8, threads=1
)
CONFIG = LeagueConfig(SMALL, Controls(0.5))


@pytest.fixture
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy enters after every second update, and four fill the league."""
    monkeypatch.setattr(learning, "FIRST_EVERY", 2)
    monkeypatch.setattr(learning, "MOST_MEMBERS", 4)


def run(count: int, **given: object) -> list[Snapshot]:
    iterator: Iterator[Snapshot] = learn(CONFIG, **given)  # type: ignore[arg-type]
    found = list(islice(iterator, count))
    iterator.close()  # type: ignore[attr-defined]
    return found


def test_copies_enter_and_the_oldest_knows_nothing(often: None) -> None:
    snapshots = run(5)
    state = snapshots[-1].state
    steps = [member.step for member in state.members]
    assert steps[0] == 0
    assert len(steps) == 4
    assert all(later - earlier >= 64 for earlier, later in pairwise(steps))
    assert state.points.shape == (5, 5)
    assert [step for step, _ in state.curve] == [snapshot.state.step for snapshot in snapshots]
    for member in state.members:
        assert not any(name.startswith("optimizer.") for name in member.tensors)
    newest = {name: value for name, value in state.agent.tensors.items() if name.startswith("policy.")}
    assert any((value != state.members[0].tensors[name]).any() for name, value in newest.items())


def test_a_full_league_thins_out(often: None) -> None:
    state = run(12)[-1].state
    steps = [member.step for member in state.members]
    assert len(steps) <= 4
    assert steps[0] == 0
    assert state.every == 128
    assert state.points.shape == (len(steps) + 1, len(steps) + 1)


def test_who_enters_keeps_what_it_made(often: None) -> None:
    """The row of a new member is what the newest had made until then."""
    before, after = None, None
    for snapshot in run(40):
        if before is not None and len(snapshot.state.members) > len(before.members):
            after = snapshot.state
            if after.points[-2, :-2].sum():
                break
        before = snapshot.state
    assert after is not None
    assert before is not None
    assert (after.points[-1, :-2] == after.points[-2, :-2]).all()
    assert after.points[-1, -2] == after.points[-2, -1] == 0


def test_it_goes_on_where_it_was(often: None) -> None:
    state = run(3)[-1].state
    (first, *_, last) = run(2, resume=state)
    assert first.state.step == state.step + 64
    assert [member.step for member in last.state.members][: len(state.members)] == [
        member.step for member in state.members
    ]
    assert len(last.state.curve) == len(state.curve) + 2
    known = len(state.members)
    assert (last.state.points[:known, :known] == state.points[:known, :known]).all()


def test_controls_are_taken_under_way() -> None:
    wishes: list[Controls | Keep | None] = [None, Controls(1.0), Keep(), None]
    found = [snapshot.state.controls.past for snapshot in run(4, wish=lambda: wishes.pop(0))]
    assert found == [0.5, 0.5, 1.0, 1.0]


def test_the_same_seed_gives_the_same_league(often: None) -> None:
    one, other = (run(4)[-1].state for _ in range(2))
    assert (one.points == other.points).all()
    for name, value in one.agent.tensors.items():
        assert np.array_equal(value.numpy(), other.agent.tensors[name].numpy()), name


def test_a_game_for_one_has_no_league() -> None:
    with pytest.raises(ValueError, match="breakout"):
        next(learn(replace(CONFIG, train=replace(SMALL, game="breakout"))))

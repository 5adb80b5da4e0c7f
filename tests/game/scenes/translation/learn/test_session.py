"""The training behind the tab: it learns, rests, is turned and is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from game.scenes.translation.learn.session import LearnSession
from game.scenes.translation.learn.tasks import eight_of_ten
from game.workers import stream
from game.workers.workers import Workers
from models.translation.live.settings import COUNTS, MOST
from models.translation.live.state import State
from tests.game.scenes.translation.learn.conftest import FakeTrainer

PATIENCE = 240.0
"""Seconds for a process to start, on a busy machine."""


@pytest.fixture
def run(fake_trainer: FakeTrainer, tmp_path: Path) -> Iterator[LearnSession]:
    run = LearnSession(7, tmp_path, Workers(inline=True))
    yield run
    run.close()


def frames(run: LearnSession, number: int) -> None:
    for _ in range(number):
        run.update(0.01)


def step_of(run: LearnSession) -> int:
    assert run.snapshot is not None
    return run.snapshot.step


def test_it_learns_rests_and_goes_on(run: LearnSession, fake_trainer: FakeTrainer) -> None:
    run.start()
    frames(run, 3)
    assert step_of(run) == 2
    run.pause()
    frames(run, 3)
    assert step_of(run) == 2
    run.resume()
    frames(run, 2)
    assert step_of(run) == 4
    assert fake_trainer.begun == [(7, 0, MOST)]
    assert (run.right, run.right_seen) == (4, 4)


def test_the_number_of_pairs_and_the_sentence_reach_the_training(run: LearnSession) -> None:
    run.start()
    frames(run, 1)
    run.more_pairs(-1)
    run.look_at(4)
    frames(run, 2)
    assert run.snapshot is not None
    assert (run.snapshot.controls.pairs, run.snapshot.controls.look) == (COUNTS[-2], 4)


def test_pairs_go_from_the_fewest_to_all(run: LearnSession) -> None:
    run.more_pairs(1)
    assert run.controls.pairs == MOST
    for _ in range(9):
        run.more_pairs(-1)
    assert run.controls.pairs == COUNTS[0]


def test_a_training_is_saved_and_gone_on_with(
    run: LearnSession, fake_trainer: FakeTrainer, tmp_path: Path
) -> None:
    run.learn_from(300)
    run.start()
    frames(run, 5)
    run.save(tmp_path / "mine.safetensors")
    frames(run, 1)
    assert State.load(tmp_path / "mine.safetensors").controls.pairs == 300
    run.learn_from(1000)
    run.load(tmp_path / "mine.safetensors")
    frames(run, 3)
    assert fake_trainer.begun[-1] == (7, 4, 300)


def test_what_was_learned_is_offered_the_next_time(
    run: LearnSession, fake_trainer: FakeTrainer, tmp_path: Path
) -> None:
    run.start()
    frames(run, 5)
    run.close()
    again = LearnSession(1, tmp_path, Workers(inline=True))
    assert again.offer is not None
    again.continue_saved()
    frames(again, 2)
    assert fake_trainer.begun[-1][:2] == (7, 4)
    again.close()


def test_a_stranger_s_file_is_refused_and_learning_goes_on(run: LearnSession, tmp_path: Path) -> None:
    (tmp_path / "bad.safetensors").write_bytes(b"{no")
    run.start()
    frames(run, 2)
    run.load(tmp_path / "bad.safetensors")
    news = run.update(0.01)
    assert news.refused is not None
    frames(run, 1)
    assert step_of(run) >= 3


def test_an_error_is_shown_and_can_be_retried(run: LearnSession, fake_trainer: FakeTrainer) -> None:
    run.start()
    frames(run, 5)
    fake_trainer.fails = True
    frames(run, 2)
    assert run.failed
    assert run.status.error
    fake_trainer.fails = False
    run.retry()
    frames(run, 2)
    assert not run.failed
    assert fake_trainer.begun[-1][1] == 4


# ---------------------------------------------------------------------- the task


def test_eight_of_ten_are_right_only_after_learning(run: LearnSession) -> None:
    done = eight_of_ten(run)
    assert not done()
    run.start()
    frames(run, 8)
    assert not done()
    frames(run, 1)
    assert run.right == 8
    assert done()


def test_what_was_right_before_does_not_count(run: LearnSession) -> None:
    run.start()
    frames(run, 10)
    run.pause()
    done = eight_of_ten(run)
    frames(run, 5)
    assert not done()
    run.resume()
    frames(run, 1)
    assert done()


# ---------------------------------------------------------------------- in its own process


def test_it_learns_in_a_process_of_its_own(tmp_path: Path) -> None:
    run = LearnSession(3, tmp_path, Workers())
    run.start()
    end = time.monotonic() + PATIENCE
    while run.snapshot is None and time.monotonic() < end:
        run.update(0.05)
        time.sleep(0.05)
    assert run.snapshot is not None
    assert run.snapshot.step == 0
    assert run.close()


def test_left_alone_its_process_ends_and_it_goes_on_where_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "ASIDE_SECONDS", 0.05)
    run = LearnSession(3, tmp_path, Workers())
    run.start()

    def until(there: Callable[[], bool], *, watched: bool) -> None:
        end = time.monotonic() + PATIENCE
        while not there():
            assert time.monotonic() < end
            if watched:
                run.update(0.05)
            time.sleep(0.01)

    until(lambda: run.snapshot is not None and run.snapshot.step > 0, watched=True)
    run.leave()
    until(lambda: run._remote.pid is None, watched=False)
    run.update(0.05)
    assert run.state is not None
    assert run.state.step == step_of(run)
    step = step_of(run)
    curve = run.state.curve
    run.resume()
    until(lambda: step_of(run) > step, watched=True)
    assert run.snapshot is not None
    assert np.array_equal(run.snapshot.curve[: len(curve)], curve)
    assert run.close()

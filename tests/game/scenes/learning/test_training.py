"""The descent in a process of its own, as the app runs it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from game.scenes.learning.session import LearningSession
from game.scenes.learning.training import SPEEDS, Training
from game.workers import stream
from game.workers.workers import Workers


@pytest.fixture
def training() -> Iterator[Training]:
    made = Training(LearningSession(), Workers())
    yield made
    made.close()


def until(training: Training, there: Callable[[], bool]) -> None:
    """Take what comes until something is so; fail if it never is."""
    end = time.monotonic() + 60
    while not there():
        assert not training.problem, training.problem
        assert time.monotonic() < end
        training.update()
        time.sleep(0.01)


def wait_for(there: Callable[[], bool]) -> None:
    """Wait while nobody looks on."""
    end = time.monotonic() + 60
    while not there():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_it_descends_obeys_and_ends(training: Training) -> None:
    training.start()
    until(training, lambda: training.epoch > 2)
    process = training._remote.pid
    assert process is not None
    training.configure(rate=1e-6)
    training.hold(0, 1.5)
    until(training, lambda: abs(training._session.w[0] - 1.5) < 1e-3)
    training.pause()
    until(training, lambda: not training.running)
    training.close()
    assert training._remote.pid is None


def test_one_process_serves_one_descent_after_another(training: Training) -> None:
    training.set_speed(len(SPEEDS) - 1)
    training.start()
    until(training, lambda: training.epoch > 1)
    first = training._remote.pid
    training.restart()
    until(training, lambda: training.epoch > 1)
    assert training._remote.pid == first


def test_who_is_left_gives_its_process_back_and_goes_on_where_it_was(
    training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "ASIDE_SECONDS", 0.05)
    until(training, lambda: training._remote.pid is not None)
    training.start()
    until(training, lambda: training.epoch > 2)
    training.leave()
    wait_for(lambda: training._remote.pid is None)
    until(training, lambda: training._remote.pid is not None)
    epoch, knobs = training.epoch, training._session.w
    training.start()
    until(training, lambda: training.epoch > epoch)
    assert training.epoch < epoch + 2, "it did not begin again"
    assert np.abs(training._session.w - knobs).max() < 0.1
    assert training.curve[0, 0] == 0


def test_a_process_that_nobody_needed_ends_as_well(
    training: Training, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "ASIDE_SECONDS", 0.05)
    wait_for(lambda: training._remote.pid is not None)
    training.leave()
    wait_for(lambda: training._remote.pid is None)
    until(training, lambda: training._remote.pid is not None)

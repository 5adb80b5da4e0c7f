"""The descent in a process of its own, as the app runs it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator

import pytest

from game.scenes.learning.session import LearningSession
from game.scenes.learning.training import SPEEDS, Training
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

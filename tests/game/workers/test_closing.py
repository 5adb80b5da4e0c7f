"""The end of the app: what comes first, and how long is waited for the rest."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from game.workers import closing as module
from game.workers.closing import Closing
from game.workers.resumable import Asks
from game.workers.training_session import TrainingSession
from game.workers.workers import Workers
from tests.game.workers.test_training_session import Count


class Stuck(TrainingSession[Count, Count]):
    """Learns one thing, and then is in the middle of another for ever."""

    def __init__(self, folder: Path, workers: Workers) -> None:
        super().__init__(folder, "count", workers)
        self.go, self.waited = threading.Event(), 0.0

    def trainer(self, resume: Count | None) -> Callable[[Count | None, Asks], Iterator[Count]]:
        def counts(where: Count | None, asks: Asks) -> Iterator[Count]:
            yield Count(1)
            self.go.wait(60)

        return counts

    def state_in(self, snapshot: Count) -> Count:
        return snapshot

    def read(self, path: Path) -> Count:
        raise NotImplementedError

    def take(self, snapshot: Count) -> Count:
        return snapshot

    def end(self, seconds: float) -> None:
        self.waited += seconds


@pytest.fixture
def workers() -> Workers:
    return Workers()


@pytest.fixture
def stuck(tmp_path: Path, workers: Workers) -> Iterator[list[Stuck]]:
    sessions = [Stuck(tmp_path / name, workers) for name in "abc"]
    for session in sessions:
        session.start()
    limit = time.monotonic() + 10
    while not all(session.update(0).snapshots or session.snapshot for session in sessions):
        assert time.monotonic() < limit
        time.sleep(0.01)
    yield sessions
    for session in sessions:
        session.go.set()


def test_everything_is_saved_before_anything_is_waited_for(stuck: list[Stuck], workers: Workers) -> None:
    workers.closing.begin()
    assert all(session.autosave_path.read_text() == "1" for session in stuck)
    assert all(session.waited == 0 for session in stuck)


def test_all_waits_together_have_one_limit(
    stuck: list[Stuck], workers: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SECONDS", 0.2)
    workers.closing.begin()
    began = time.monotonic()
    assert not any([session.close() for session in stuck])
    assert time.monotonic() - began < 2, "three of them would have had three seconds each"


def test_what_an_autosave_is_writing_does_not_replace_what_was_learned_last(
    tmp_path: Path, workers: Workers
) -> None:
    writing, go = threading.Event(), threading.Event()

    class Slow(Count):
        def save(self, path: Path) -> None:
            writing.set()
            go.wait(10)
            super().save(path)

    session = Stuck(tmp_path, workers)
    session.start(paused=True)
    session.state = Slow(1)
    session.autosave()
    assert writing.wait(10)
    session.state = Count(2)
    workers.closing.begin()
    assert session.autosave_path.read_text() == "2", "without waiting for the other"
    go.set()
    session.go.set()
    assert session.close()
    assert session.autosave_path.read_text() == "2"


def test_what_fails_keeps_nothing_else_from_being_saved() -> None:
    closing, saved = Closing(), []

    class Part:
        def fail(self) -> None:
            raise RuntimeError

        def save(self) -> None:
            saved.append(self)

    part, gone = Part(), Part()
    for first in (part.fail, part.save, gone.save):
        closing.first(first)
    del first, gone
    closing.begin()
    assert saved == [part], "and what is no longer there is not kept for this"
    assert closing.left(100) <= module.SECONDS

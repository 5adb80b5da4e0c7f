"""The live training that every scene's shares, driven with a training that counts."""

from __future__ import annotations

import gc
import itertools
import threading
import time
import weakref
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from game.workers import stream
from game.workers.resumable import Asks
from game.workers.status import State
from game.workers.training_session import AUTOSAVE_SECONDS, TrainingSession
from game.workers.workers import Workers
from models.base.checkpoint import CheckpointError

PATIENCE = 10.0


@dataclass(frozen=True)
class Count:
    """A state: how far it has counted."""

    step: int

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(str(self.step))


class Counting(TrainingSession[int, Count]):
    """Counts by ones; every even number is a state to go on from."""

    thread = "counting"
    worth = 3

    def __init__(self, folder: Path, workers: Workers) -> None:
        super().__init__(folder, "count", workers)
        self.readers: set[str] = set()
        self.fails = False
        self.ended = False
        self.idle_ends = 0
        self.put_aside = threading.Event()

    def trainer(self, resume: Count | None) -> Callable[[Count | None, Asks], Iterator[int]]:
        return self._count

    def _count(self, where: Count | None, asks: Asks) -> Iterator[int]:
        for number in itertools.count(where.step + 1 if where is not None else 1):
            while asks():
                yield -(number - 1)
            if self.fails:
                raise RuntimeError("diverged")
            yield number

    def state_in(self, snapshot: int) -> Count | None:
        return Counting.take(self, snapshot)

    def read(self, path: Path) -> Count:
        self.readers.add(threading.current_thread().name)
        try:
            return Count(int(path.read_text()))
        except ValueError as error:
            raise CheckpointError("foreign", "no number") from error

    def take(self, snapshot: int) -> Count | None:
        return Count(abs(snapshot)) if snapshot < 0 or snapshot % 2 == 0 else None

    def end(self, seconds: float) -> None:
        self.ended = True

    def end_idle(self) -> None:
        self.idle_ends += 1
        self.put_aside.set()


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Counting]:
    session = Counting(tmp_path, Workers(inline=True))
    yield session
    session.close()


def learn(session: Counting, steps: int) -> tuple[int, ...]:
    for _ in range(steps):
        session.step()
    return session.update(0).snapshots


def counts_in(folder: Path) -> list[int]:
    return sorted(int(path.read_text()) for path in folder.iterdir())


def test_every_snapshot_comes_and_the_newest_state_is_kept(session: Counting) -> None:
    assert not session.started
    session.start()
    assert session.running
    assert learn(session, 3) == (1, 2, 3)
    assert session.snapshot == 3
    assert session.state == Count(2)


def test_resting_and_single_steps(session: Counting) -> None:
    session.start(paused=True)
    assert learn(session, 2) == ()
    session.single()
    assert learn(session, 2) == (1,)
    assert not session.running
    session.resume()
    assert learn(session, 2) == (2, 3)
    session.pause()
    assert learn(session, 2) == ()


def test_a_retry_goes_on_from_the_last_state(session: Counting) -> None:
    session.start()
    learn(session, 5)
    session.fails = True
    learn(session, 1)
    assert session.status.state is State.ERROR
    session.fails = False
    session.retry()
    assert session.state == Count(4)
    assert learn(session, 2) == (5, 6)


def test_it_saves_itself_now_and_then_and_on_closing(session: Counting) -> None:
    session.start()
    learn(session, 2)
    session.update(AUTOSAVE_SECONDS)
    assert session.autosave_path.read_text() == "2"
    learn(session, 5)
    assert session.close()
    assert session.autosave_path.read_text() == "6"
    assert session.ended


def test_what_was_saved_is_offered_and_taken(tmp_path: Path) -> None:
    Count(40).save(tmp_path / "count-autosave.safetensors")
    session = Counting(tmp_path, Workers(inline=True))
    assert session.offer == session.autosave_path
    session.continue_saved()
    assert session.loading
    news = session.update(0)
    assert news.loaded == session.state == Count(40)
    assert not session.loading
    assert session.offer is None
    assert learn(session, 1) == (41,)
    session.close()
    assert counts_in(tmp_path) == [40]


def test_an_offer_that_is_passed_over_gets_a_name_of_its_own(tmp_path: Path) -> None:
    Count(40).save(tmp_path / "count-autosave.safetensors")
    session = Counting(tmp_path, Workers(inline=True))
    session.pass_over_offer()
    session.start()
    learn(session, 2)
    session.close()
    assert counts_in(tmp_path) == [2, 40]


def test_a_file_that_is_none_is_refused_and_a_broken_offer_moved_aside(tmp_path: Path) -> None:
    (tmp_path / "count-autosave.safetensors").write_text("dear diary")
    session = Counting(tmp_path, Workers(inline=True))
    session.continue_saved()
    news = session.update(0)
    assert news.refused == (session.autosave_path, "foreign")
    assert session.offer is None
    assert not session.autosave_path.exists()
    assert [path.read_text() for path in tmp_path.iterdir()] == ["dear diary"]
    session.close()


def test_another_file_than_the_offer_leaves_the_offer(session: Counting, tmp_path: Path) -> None:
    Count(40).save(session.autosave_path)
    Count(7).save(tmp_path / "other")
    session.offer = session.autosave_path
    session.continue_saved()
    session.load(tmp_path / "other")
    assert session.update(0).loaded == Count(7)
    learn(session, 1)
    session.close()
    assert counts_in(tmp_path) == [7, 8, 40], "the file, what runs now, and what was offered"


def test_loading_archives_what_ran_if_it_is_worth_it(session: Counting, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere" / "other"
    Count(10).save(other)
    session.start()
    learn(session, 2)
    session.load(other)
    session.update(0)
    learn(session, 2)
    session.load(other)
    session.update(0)
    kept = [path for path in tmp_path.glob("count-2*")]
    assert [path.read_text() for path in kept] == ["12"], "2 is not worth a file, 12 is"


def test_a_place_that_cannot_be_written_is_told(session: Counting, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("0")
    session.start()
    learn(session, 2)
    session.save(tmp_path / "file" / "mine")
    news = session.update(0)
    assert news.failed is not None
    session.save(tmp_path / "mine")
    assert session.update(0).saved == tmp_path / "mine"


def test_files_are_read_beside_the_window(tmp_path: Path) -> None:
    Count(5).save(tmp_path / "mine")
    session = Counting(tmp_path, Workers())
    session.load(tmp_path / "mine")
    while session.loading:
        session.update(0)
    assert session.readers == {"read count"}
    assert session.state is not None
    assert session.close()


class Remembering(Counting):
    """Notes which of its snapshots are still there."""

    made: list[weakref.ref[Count]]

    def _count(self, where: Any, asks: Asks) -> Iterator[Any]:
        for number in itertools.count(1):
            snapshot = Count(number)
            self.made.append(weakref.ref(snapshot))
            yield snapshot
            del snapshot

    def state_in(self, snapshot: Any) -> Count:
        return Count(snapshot.step)

    take = state_in


def test_the_newest_snapshot_alone_is_kept_and_none_of_an_earlier_run(tmp_path: Path) -> None:
    session = Remembering(tmp_path, Workers(inline=True))
    session.made = []
    session.start()
    for _ in range(3):
        session.step()
        session.update(0.0)
    kept = [each() for each in session.made if each() is not None]
    assert [each.step for each in kept if each] == [3]
    del kept
    session.start()
    gc.collect()
    assert not any(each() for each in session.made)
    assert session.close()


class Keeping(Counting):
    """Notes which of the states that its trainings may go on from are still there."""

    kept: list[weakref.ref[Count]]

    def state_in(self, snapshot: int) -> Count:
        state = Count(snapshot)
        self.kept.append(weakref.ref(state))
        return state


def test_what_a_training_has_learned_goes_with_its_thread_when_another_one_begins(tmp_path: Path) -> None:
    session = Keeping(tmp_path, Workers())
    session.kept = []
    session.start(paused=True)
    session.single()
    limit = time.monotonic() + PATIENCE
    while not session.update(0).snapshots:
        assert time.monotonic() < limit
    session.start(paused=True)
    while any(each() for each in session.kept):  # nobody looks on, as while another scene is on the screen
        assert time.monotonic() < limit
        time.sleep(0.001)
    assert session.close()


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is left is put aside soon."""
    monkeypatch.setattr(stream, "ASIDE_SECONDS", 0.05)


@pytest.mark.parametrize("steps", [3, 4], ids=["without a state", "with a state"])
def test_left_and_at_rest_its_process_ends_and_another_one_goes_on(
    steps: int, quick: None, tmp_path: Path
) -> None:
    session = Counting(tmp_path, Workers())
    session.start(paused=True)
    seen: list[int] = []
    for wanted in range(1, steps + 1):
        session.single()
        limit = time.monotonic() + PATIENCE
        while session.snapshot != wanted:
            assert time.monotonic() < limit
            seen += session.update(0).snapshots
    session.leave()
    assert session.put_aside.wait(PATIENCE)
    assert session.idle_ends == 1
    session.resume()
    limit = time.monotonic() + PATIENCE
    while not session.snapshot or session.snapshot < steps + 3:
        assert time.monotonic() < limit
        seen += session.update(0).snapshots
    learned = [number for number in seen if number > 0]
    assert learned == list(range(1, learned[-1] + 1)), "nothing is lost and nothing is done twice"
    assert session.idle_ends == 1
    assert session.close()


@pytest.mark.parametrize("how", ["looked at", "gone on with", "paused"])
def test_nobody_is_put_aside_who_is_not_left(how: str, quick: None, tmp_path: Path) -> None:
    session = Counting(tmp_path, Workers())
    session.start()
    while not session.update(0).snapshots:
        pass
    if how == "paused":
        session.pause()
    else:
        session.leave()
        session.update(0) if how == "looked at" else session.resume()
    assert not session.put_aside.wait(0.2)
    assert session.close()


def test_what_was_kept_for_going_on_is_saved_at_the_end(quick: None, tmp_path: Path) -> None:
    session = Counting(tmp_path, Workers())
    session.start(paused=True)
    session.single()
    while session.snapshot is None:
        session.update(0)
    session.leave()
    assert session.put_aside.wait(PATIENCE)
    assert session.close()
    assert session.autosave_path.read_text() == "1", "an odd number, which by itself is no state"

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from game.workers import stream
from game.workers.slot import Slot
from game.workers.status import State
from game.workers.stream import Stream

PATIENCE = 10.0
"""Seconds after which a test gives up waiting for a thread; nothing waits that long when it works."""
A_MOMENT = 0.1
"""Seconds in which a thread that ought to rest gets the chance to show that it does not."""


class Film:
    """An iterator that hands out what the test gives it, and notes who asks."""

    def __init__(self) -> None:
        self.asked = threading.Semaphore(0)
        self.closed = threading.Event()
        self.threads: set[threading.Thread] = set()
        self._items: queue.Queue[Any] = queue.Queue()

    def give(self, item: Any) -> None:
        self._items.put(item)

    def make(self) -> Iterator[Any]:
        self.threads.add(threading.current_thread())
        try:
            while True:
                self.threads.add(threading.current_thread())
                self.asked.release()
                item = self._items.get(timeout=PATIENCE)
                if isinstance(item, BaseException):
                    raise item
                yield item
        finally:
            self.threads.add(threading.current_thread())
            self.closed.set()

    def wait_until_asked(self) -> None:
        assert self.asked.acquire(timeout=PATIENCE), "nobody asked for an item"


class LoudSlot(Slot[Any]):
    """Tells when something was put."""

    def __init__(self) -> None:
        super().__init__()
        self.puts = threading.Semaphore(0)

    def put(self, value: Any) -> None:
        super().put(value)
        self.puts.release()


@pytest.fixture
def film() -> Film:
    return Film()


@pytest.fixture
def worker(film: Film) -> Iterator[Stream[Any]]:
    worker: Stream[Any] = Stream(film.make, name="film")
    worker.items = LoudSlot()
    yield worker
    worker.stop()
    film.give(None)
    assert worker.join(PATIENCE)


def test_the_iterator_lives_in_the_workers_thread_alone(worker: Stream[Any], film: Film) -> None:
    assert worker.status.state is State.IDLE
    assert not worker.alive
    worker.start()
    film.wait_until_asked()
    assert worker.status.state is State.RUNNING
    assert worker.alive
    film.give("first")
    film.wait_until_asked()
    assert worker.items.take() == "first"
    worker.stop()
    film.give("last")
    assert worker.join(PATIENCE)
    assert film.closed.is_set()
    assert worker.items.take() == "last", "the item in hand still counts"
    assert worker.status.state is State.STOPPED
    assert len(film.threads) == 1
    assert threading.current_thread() not in film.threads


def test_only_the_newest_item_is_kept(worker: Stream[Any], film: Film) -> None:
    worker.start()
    for item in (1, 2, 3):
        film.give(item)
    for _ in range(4):
        film.wait_until_asked()
    assert worker.items.take() == 3
    assert worker.items.take() is None


def test_a_paused_worker_asks_for_nothing(worker: Stream[Any], film: Film) -> None:
    worker.start()
    film.wait_until_asked()
    worker.pause()
    assert worker.status.state is State.PAUSED
    film.give("in hand")
    assert worker.items.puts.acquire(timeout=PATIENCE)  # type: ignore[attr-defined]
    assert not film.asked.acquire(timeout=A_MOMENT), "a paused worker called next"
    assert worker.items.take() == "in hand"
    worker.resume()
    film.wait_until_asked()
    assert worker.status.state is State.RUNNING


def test_a_paused_worker_stops_at_once(worker: Stream[Any], film: Film) -> None:
    worker.start()
    film.wait_until_asked()
    worker.pause()
    film.give("in hand")
    worker.stop()
    assert worker.join(PATIENCE)
    assert film.closed.is_set()
    assert worker.status.state is State.STOPPED


def test_the_end_of_the_iterator_is_done() -> None:
    worker = Stream(lambda: iter([1, 2]), name="short")
    worker.start()
    assert worker.join(PATIENCE)
    assert worker.status.state is State.DONE
    assert worker.items.take() == 2


def test_an_error_becomes_a_status_and_can_be_tried_again(worker: Stream[Any], film: Film) -> None:
    worker.start()
    film.give("good")
    film.give(RuntimeError("the disk is full\nand more"))
    assert worker.join(PATIENCE)
    status = worker.status
    assert status.state is State.ERROR
    assert status.error == "the disk is full"
    assert "RuntimeError" in status.detail
    assert "Traceback" in status.detail
    assert worker.items.take() == "good"

    film.closed.clear()
    for _ in range(2):
        film.wait_until_asked()
    worker.retry()
    film.wait_until_asked()
    assert worker.status.state is State.RUNNING
    assert worker.status.error == ""
    film.give("better")
    film.wait_until_asked()
    assert worker.items.take() == "better"
    assert len(film.threads) == 2, "the second try has a thread and an iterator of its own"


def test_an_iterator_that_cannot_be_made_is_an_error() -> None:
    def make() -> Iterator[int]:
        raise ImportError("no torch here")

    worker = Stream(make, name="broken")
    worker.start()
    assert worker.join(PATIENCE)
    assert worker.status.state is State.ERROR
    assert worker.status.error == "no torch here"


def test_even_leaving_python_from_a_worker_is_only_an_error(film: Film) -> None:
    worker: Stream[Any] = Stream(film.make, name="film")
    worker.start()
    film.give(SystemExit())
    assert worker.join(PATIENCE)
    assert worker.status.state is State.ERROR
    assert worker.status.error == "SystemExit"


def test_an_error_while_pausing_is_not_lost(worker: Stream[Any], film: Film) -> None:
    worker.start()
    film.wait_until_asked()
    worker.pause()
    film.give(RuntimeError("late"))
    assert worker.join(PATIENCE)
    assert worker.status.state is State.ERROR
    worker.pause()
    worker.resume()
    worker.stop()
    assert worker.status.state is State.ERROR, "commands do not hide it"


def test_an_error_just_while_pausing_is_not_painted_over(worker: Stream[Any], film: Film) -> None:
    """The worker fails when the window's thread has seen that it runs, and is about to note the pause."""

    class Meddled(Slot[Any]):
        armed = False

        def get(self) -> Any:
            value = super().get()
            if self.armed and threading.current_thread() is threading.main_thread():
                self.armed = False
                film.give(RuntimeError("just now"))
                worker.join(A_MOMENT)
            return value

    slot = Meddled()
    slot.put(worker.status)
    worker._status = slot
    worker.start()
    film.wait_until_asked()
    slot.armed = True
    worker.pause()
    assert worker.join(PATIENCE)
    assert worker.status.state is State.ERROR
    assert worker.status.error == "just now"


def test_a_generator_that_fails_to_close_is_an_error() -> None:
    def stubborn() -> Iterator[int]:
        try:
            yield 1
            yield 2
        finally:
            raise OSError("cannot close")

    worker = Stream(stubborn, name="stubborn", inline=True)
    worker.start()
    worker.step()
    worker.stop()
    assert worker.status.state is State.ERROR
    assert worker.status.error == "cannot close"


def test_starting_twice_starts_once(worker: Stream[Any], film: Film) -> None:
    worker.start()
    film.wait_until_asked()
    worker.start()
    worker.retry()
    assert not film.asked.acquire(timeout=A_MOMENT)
    assert len(film.threads) == 1


def test_join_gives_up_after_its_time(worker: Stream[Any], film: Film) -> None:
    worker.start()
    film.wait_until_asked()
    worker.stop()
    assert not worker.join(0.01)
    assert worker.alive


def test_the_inline_mode_has_no_thread() -> None:
    threads: set[threading.Thread] = set()

    def numbers() -> Iterator[int]:
        for number in range(3):
            threads.add(threading.current_thread())
            yield number

    worker = Stream(numbers, name="numbers", inline=True)
    worker.step()
    assert worker.items.take() is None, "not started yet"
    worker.start()
    assert not worker.alive
    worker.step()
    assert worker.items.take() == 0
    worker.pause()
    worker.step()
    assert worker.items.take() is None
    worker.resume()
    worker.step()
    worker.step()
    assert worker.items.take() == 2
    worker.step()
    assert worker.status.state is State.DONE
    assert threads == {threading.current_thread()}


def test_step_needs_the_inline_mode(worker: Stream[Any]) -> None:
    with pytest.raises(RuntimeError, match="inline"):
        worker.step()


def _wait_for(condition: Callable[[], bool]) -> bool:
    limit = time.monotonic() + PATIENCE
    while time.monotonic() < limit:
        if condition():
            return True
        time.sleep(0.01)
    return False


def test_a_retry_counts_even_while_the_failed_thread_is_still_ending() -> None:
    """The status is told a moment before the thread is gone, and on a busy machine that moment is long."""
    turns = iter([RuntimeError("diverged")])

    def make() -> Iterator[int]:
        for error in turns:
            raise error
        yield 7

    worker = Stream(make, name="retried")
    worker.start()
    assert _wait_for(lambda: worker.status.state is State.ERROR)
    ending = threading.Event()
    worker._thread = threading.Thread(target=ending.wait, args=(PATIENCE,), daemon=True)
    worker._thread.start()
    worker.retry()
    assert _wait_for(lambda: worker.items.get() == 7)
    ending.set()
    worker.stop()


def test_one_item_comes_while_it_rests(worker: Stream[Any], film: Film) -> None:
    worker.start(paused=True)
    assert worker.status.state is State.PAUSED
    assert not film.asked.acquire(timeout=A_MOMENT)
    worker.single()
    film.give("one")
    film.wait_until_asked()
    assert worker.items.puts.acquire(timeout=PATIENCE)  # type: ignore[attr-defined]
    assert not film.asked.acquire(timeout=A_MOMENT), "and no more"
    assert worker.items.take() == "one"
    assert worker.status.state is State.PAUSED
    worker.resume()
    film.wait_until_asked()


def test_inline_it_rests_and_lets_single_items_pass() -> None:
    worker = Stream(lambda: iter(range(9)), name="inline", inline=True)
    worker.start(paused=True)
    assert worker.poll() is None
    worker.single()
    assert [worker.poll(), worker.poll()] == [0, None]
    worker.resume()
    assert worker.poll() == 1
    worker.single()
    worker.pause()
    assert worker.poll() is None, "a pause takes the single item back"


# ---------------------------------------------------------------------- left


class Left:
    """A stream over numbers, which goes on behind the last one when it was put aside."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(stream, "ASIDE_SECONDS", 0.05)
        self.next = 1
        self.put_aside = threading.Event()
        self.refuses = False
        self.error: Exception | None = None
        self.worker: Stream[int] = Stream(self.make, name="numbers", aside=self.aside)

    def make(self) -> Iterator[int]:
        while True:
            self.next += 1
            yield self.next - 1

    def aside(self, iterator: Iterator[int]) -> bool:
        self.put_aside.set()
        if self.error is not None:
            raise self.error
        return not self.refuses

    def one(self) -> int:
        """Let one number come."""
        self.worker.single()
        limit = time.monotonic() + PATIENCE
        while (found := self.worker.items.take()) is None:
            assert time.monotonic() < limit
        return found


@pytest.mark.parametrize("refuses", [False, True])
def test_who_is_left_is_put_aside_and_goes_on(refuses: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    left = Left(monkeypatch)
    left.refuses = refuses
    left.worker.start(paused=True)
    assert (left.one(), left.one()) == (1, 2)
    left.worker.leave()
    assert left.put_aside.wait(PATIENCE)
    assert left.worker.status.state is State.PAUSED
    assert left.one() == 3
    left.worker.stop()
    assert left.worker.join(PATIENCE)


def test_an_error_while_it_is_put_aside_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    left = Left(monkeypatch)
    left.error = RuntimeError("no room")
    left.worker.start(paused=True)
    left.one()
    left.worker.leave()
    assert left.worker.join(PATIENCE)
    assert left.worker.status.error == "no room"

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from game.workers.latest_call import Answer, LatestCall
from game.workers.status import State

PATIENCE = 10.0
"""Seconds after which a test gives up waiting for a thread; nothing waits that long when it works."""
A_MOMENT = 0.1
"""Seconds in which a thread that ought to rest gets the chance to show that it does not."""


class Desk:
    """A function that the test lets go on, request by request."""

    def __init__(self) -> None:
        self.began: list[Any] = []
        self.threads: set[threading.Thread] = set()
        self.busy = threading.Semaphore(0)
        self.go = threading.Semaphore(0)

    def __call__(self, request: Any) -> Any:
        self.began.append(request)
        self.threads.add(threading.current_thread())
        self.busy.release()
        assert self.go.acquire(timeout=PATIENCE)
        if isinstance(request, Exception):
            raise request
        return f"answer to {request}"

    def wait_until_busy(self) -> None:
        assert self.busy.acquire(timeout=PATIENCE), "nobody called"


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def call(desk: Desk) -> Iterator[LatestCall[Any, str]]:
    call: LatestCall[Any, str] = LatestCall(desk, name="desk")
    yield call
    for _ in range(5):
        desk.go.release()
    assert call.close(PATIENCE)


def test_the_newest_request_wins_and_the_overtaken_never_run(call: LatestCall[Any, str], desk: Desk) -> None:
    stamps = [call.submit("a")]
    desk.wait_until_busy()
    stamps += [call.submit("b"), call.submit("c")]
    assert stamps == [1, 2, 3]
    assert call.busy
    assert call.poll() is None
    desk.go.release()
    desk.wait_until_busy()
    assert call.poll() == Answer(1, "answer to a"), "the picture follows the hand"
    desk.go.release()
    stamp = call.submit("d")
    desk.wait_until_busy()
    assert call.poll() == Answer(3, "answer to c")
    assert call.poll() is None, "an answer is taken once"
    assert stamp == 4
    assert desk.began == ["a", "c", "d"]
    assert len(desk.threads) == 1
    assert threading.current_thread() not in desk.threads


def test_cancelling_makes_what_is_under_way_stale(call: LatestCall[Any, str], desk: Desk) -> None:
    call.submit("old")
    desk.wait_until_busy()
    call.submit("waiting")
    call.cancel()
    assert not call.busy
    desk.go.release()
    call.submit("new")
    desk.wait_until_busy()  # the answer to "old" has been given by now
    assert call.busy
    assert call.poll() is None
    desk.go.release()
    call.submit("next")
    desk.wait_until_busy()
    answer = call.poll()
    assert answer is not None
    assert answer.value == "answer to new"
    assert desk.began == ["old", "new", "next"]


def test_an_answer_that_nobody_took_is_stale_after_cancelling() -> None:
    call: LatestCall[int, int] = LatestCall(abs, name="abs", inline=True)
    call.submit(-1)
    call.cancel()
    assert call.poll() is None


def test_a_request_that_raises_is_answered_with_its_error(call: LatestCall[Any, str], desk: Desk) -> None:
    call.submit(ValueError("not like this"))
    desk.wait_until_busy()
    desk.go.release()
    call.submit("after")
    desk.wait_until_busy()
    answer = call.poll()
    assert answer is not None
    assert answer.value is None
    assert answer.error is not None
    assert answer.error.state is State.ERROR
    assert answer.error.error == "not like this"


def test_closing_ends_the_thread_and_takes_no_more(call: LatestCall[Any, str], desk: Desk) -> None:
    call.submit("a")
    desk.wait_until_busy()
    assert not call.close(0.01), "it is still at work"
    desk.go.release()
    assert call.close(PATIENCE)
    call.submit("b")
    assert desk.began == ["a"]
    assert call.poll() is None


def test_closing_may_finish_what_waits(desk: Desk) -> None:
    call: LatestCall[Any, str] = LatestCall(desk, name="desk")
    call.submit("a")
    desk.wait_until_busy()
    call.submit("b")
    desk.go.release()
    desk.go.release()
    assert call.close(PATIENCE, finish=True)
    assert desk.began == ["a", "b"]
    assert call.poll() == Answer(2, "answer to b")


def test_closing_what_never_worked_is_easy() -> None:
    assert LatestCall(abs, name="abs").close()


def test_the_inline_mode_answers_inside_submit() -> None:
    threads: set[threading.Thread] = set()

    def double(x: int) -> int:
        threads.add(threading.current_thread())
        return 2 * x

    call = LatestCall(double, name="double", inline=True)
    call.submit(3)
    call.submit(4)
    assert call.poll() == Answer(2, 8)
    assert not call.busy
    assert threads == {threading.current_thread()}


def test_a_request_that_was_answered_is_not_kept() -> None:
    class Request:
        """Something large."""

    request = Request()
    known = weakref.ref(request)
    call = LatestCall(lambda _: None, name="test")
    call.submit(request)
    del request
    limit = time.monotonic() + 5
    while (call.busy or known() is not None) and time.monotonic() < limit:
        time.sleep(0.005)
    gone = known() is None
    call.close()
    assert gone

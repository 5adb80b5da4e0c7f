from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from game.workers.priority import be_nice, calm_helpers, name_thread, serve_first

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a priority for each thread")
PATIENCE = 10.0


def nice(thread: int) -> int:
    return os.getpriority(os.PRIO_PROCESS, thread)


def aside(function: Callable[[], Any]) -> Any:
    """Call a function in a thread of its own, whose priority nobody needs afterwards."""
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(function()))
    thread.start()
    thread.join(PATIENCE)
    return found[0]


def test_being_nice_concerns_the_calling_thread_alone() -> None:
    mine = nice(0)

    def lower() -> int:
        be_nice(3)
        return nice(threading.get_native_id())

    assert aside(lower) == min(mine + 3, 19)
    assert nice(threading.get_native_id()) == mine


def test_being_nice_by_nothing_changes_nothing() -> None:
    def look() -> tuple[int, int]:
        before = nice(threading.get_native_id())
        be_nice(0)
        return before, nice(threading.get_native_id())

    before, after = aside(look)
    assert before == after


def test_a_refusal_is_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "setpriority", refuse)
    monkeypatch.setattr(os, "sched_setscheduler", refuse)
    be_nice(5)
    assert not serve_first()


def test_being_served_first_is_not_inherited() -> None:
    def ask() -> tuple[bool, int, int]:
        granted = serve_first()
        child = aside(lambda: os.sched_getscheduler(0))
        return granted, os.sched_getscheduler(0) & ~os.SCHED_RESET_ON_FORK, child

    before = os.sched_getscheduler(0)
    granted, mine, child = aside(ask)
    assert mine == (os.SCHED_RR if granted else before)
    assert child == os.SCHED_OTHER
    assert os.sched_getscheduler(0) == before


@pytest.fixture
def helpers() -> Iterator[Callable[[str], int]]:
    """Starts threads that have a name and rest; gives their ids."""
    end = threading.Event()
    threads: list[threading.Thread] = []

    def start(name: str) -> int:
        ready = threading.Event()

        def rest() -> None:
            name_thread(name)
            ready.set()
            end.wait(PATIENCE)

        thread = threading.Thread(target=rest)
        threads.append(thread)
        thread.start()
        assert ready.wait(PATIENCE)
        assert thread.native_id is not None
        return thread.native_id

    yield start
    end.set()
    for thread in threads:
        thread.join(PATIENCE)


def test_helpers_of_that_name_are_calmed_once(helpers: Callable[[str], int]) -> None:
    mine, other = helpers("a-long-name-for-a-learner"), helpers("somebody")
    base = nice(0)
    known: set[int] = set()
    calm_helpers("a-long-name-for-a-learner", 4, known)
    assert nice(mine) == min(base + 4, 19)
    assert nice(other) == base
    calm_helpers("a-long-name-for-a-learner", 4, known)
    assert nice(mine) == min(base + 4, 19), "not lower and lower"
    late = helpers("a-long-name-for-a-learner")
    calm_helpers("a-long-name-for-a-learner", 4, known)
    assert nice(late) == min(base + 4, 19)


def test_the_thread_that_steers_keeps_its_own() -> None:
    def steer() -> tuple[int, int]:
        name_thread("steering")
        before = nice(threading.get_native_id())
        calm_helpers("steering", 4, set())
        return before, nice(threading.get_native_id())

    before, after = aside(steer)
    assert before == after

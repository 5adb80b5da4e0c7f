from __future__ import annotations

import threading
from typing import Any

import pytest

from agents.opponents.console_threads import ConsoleThreads


class Console:
    """What stands in for an emulator."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.closed = 0

    def close(self) -> None:
        self.closed += 1


def consoles(count: int, threads: int) -> ConsoleThreads:
    make: Any = Console
    return ConsoleThreads(make, range(count), threads)


def test_each_is_stepped_once_by_one_of_the_threads() -> None:
    found = consoles(7, 3)
    both = threading.Barrier(3, timeout=10)
    stepped: list[tuple[int, int]] = []

    def step(number: int, env: Any) -> None:
        if number < 3:
            both.wait()  # the first of every thread's
        stepped.append((number, env.number))

    found.begin(step)
    found.wait()
    assert sorted(stepped) == [(number, number) for number in range(7)]
    found.close()
    found.close()
    assert all(env.closed for env in found.envs)


def test_what_goes_wrong_is_raised_where_one_waits() -> None:
    found = consoles(2, 2)

    def step(number: int, env: Any) -> None:
        raise ValueError(f"console {number}")

    found.begin(step)
    with pytest.raises(ValueError, match="console"):
        found.wait()
    found.close()

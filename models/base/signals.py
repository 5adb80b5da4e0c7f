"""A clean end at Ctrl+C or a TERM signal: a flag that a loop looks at between its steps."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def stop_signal() -> Iterator[Callable[[], bool]]:
    """Turn SIGINT and SIGTERM into an answer: whether one came."""
    came: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda number, _: came.append(number)) for number in numbers]
    try:
        yield lambda: bool(came)
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)

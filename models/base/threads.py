"""How many cores a calculation in the background may take."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import torch


@contextmanager
def use_threads(count: int) -> Iterator[None]:
    """Let torch use so many threads in the calling thread; more than one only where cores are free.

    A small network's layers are done in fractions of a millisecond. A team of threads would meet at a barrier
    after each, and wait there whenever the screen or a trainer holds one of the cores: on two busy cores one
    picture then takes a second instead of 25 ms. OpenMP keeps the number per calling thread, so other
    threads' work is left alone.
    """
    before = torch.get_num_threads()
    torch.set_num_threads(count)
    try:
        yield
    finally:
        torch.set_num_threads(before)


single_thread = partial(use_threads, 1)

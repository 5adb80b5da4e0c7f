"""Functions that Numba compiles: once on a computer, and beside the window."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

from models.base.worker_process import start_worker

LOOK = 0.1
"""Seconds between two looks at the process that compiles."""


def kept(decorate: Callable[[], Any]) -> bool:
    """Return whether what `decorate` would compile was compiled before; also where that does not work here.

    Args:
        decorate: Returns Numba's dispatcher, not compiled yet.
    """
    try:
        function = decorate()
        place, name = Path(function.stats.cache_path), function.py_func
        return any(place.glob(f"{name.__module__.rpartition('.')[2]}.{name.__name__}-*.nbc"))
    except Exception:  # noqa: BLE001 - whoever compiles it says so
        return True


def elsewhere(target: str) -> Iterator[str]:
    """Let another process call a function that compiles, "module:name"; yields while it does.

    Compiling holds the interpreter's lock for seconds. The process ends when this is closed.
    """
    process = start_worker(target, nice=10)
    try:
        while process.poll() is None:
            yield f"compiling {target}"
            time.sleep(LOOK)
    finally:
        process.kill()
        process.wait()
        cast(Any, process.stdout).close()

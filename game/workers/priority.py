"""Who gets the processor first: the window, then what computes in the background."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from pathlib import Path

log = logging.getLogger(__name__)

TASKS = Path("/proc/self/task")
"""One folder a thread. Linux alone has a niceness per thread: elsewhere priorities stay as they are."""


def serve_first() -> bool:
    """Ask for the calling thread to be run as soon as it wakes, ahead of everything that computes.

    Without it a thread that wakes up waits until a busy one has used up its slice: 4 ms, a quarter of a
    frame, measured with both cores at work. Systems grant it to the administrator, and to users with a
    real-time limit (as for audio). Threads that are started from here do not inherit it.

    Returns:
        Whether it was granted.
    """
    if sys.platform != "linux":
        return False
    try:
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    except OSError:
        return False
    return True


def be_nice(level: int) -> None:
    """Lower the calling thread's priority, so that the window's thread is served first.

    Threads that a library starts from here inherit it.
    """
    if level and sys.platform == "linux":
        _lower(threading.get_native_id(), level)


def name_thread(name: str) -> None:
    """Name the calling thread for the system; native threads that are started from it inherit the name."""
    with contextlib.suppress(OSError):
        (TASKS / str(threading.get_native_id()) / "comm").write_text(name[:15])


def calm_helpers(name: str, level: int, known: set[int]) -> None:
    """Lower the priority of the native threads that a library has started from a named thread.

    They compute for long stretches without the interpreter's lock. The thread that steers them keeps its own
    priority: if its helpers could push it off the processor while it holds that lock, the window would wait.

    Args:
        name: what `name_thread` was called with.
        level: how far to lower them.
        known: the ids that were seen before; extended.
    """
    try:
        tasks = [int(task.name) for task in TASKS.iterdir()]
    except OSError:
        return
    own = threading.get_native_id()
    for task in tasks:
        if task not in known and task != own:
            known.add(task)
            with contextlib.suppress(OSError):
                if (TASKS / str(task) / "comm").read_text().strip() == name[:15]:
                    _lower(task, level)


def _lower(thread: int, level: int) -> None:
    try:
        os.setpriority(os.PRIO_PROCESS, thread, os.getpriority(os.PRIO_PROCESS, thread) + level)
    except OSError:
        log.debug("a thread keeps its priority", exc_info=True)

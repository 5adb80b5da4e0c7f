"""How a worker process is started: by Python itself, or by the app's own program where it is a bundle.

A bundle (PyInstaller) has no interpreter to call: `sys.executable` is the app, and would open another window.
So it is called with `--worker`, which `main.py` hands to `run_worker` before anything else.
"""

import functools
import importlib
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

WORKER_FLAG = "--worker"
ORPHAN_SECONDS = 1.0
LIFELINE = "LATENT_ARCADE_LIFELINE"
"""The environment variable that tells a worker which pipe closes when its parent ends."""
_CODE = "import sys; from models.base.worker_process import run_worker; run_worker(sys.argv[1:])"


def named(target: str) -> Any:
    """Return what "module:name" names; an ImportError or AttributeError says that there is no such thing."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def worker_command(target: str, *arguments: str, nice: int = 0) -> list[str]:
    """Return the command line of a process that `start_worker` starts."""
    bundled = getattr(sys, "frozen", False)
    start = [sys.executable, WORKER_FLAG] if bundled else [sys.executable, "-P", "-c", _CODE]
    return [*start, str(nice), target, *arguments]


def run_worker(words: Sequence[str]) -> None:
    """Be the process that `worker_command` starts; `words` are what follows the flag."""
    nice, target, *arguments = words
    # Ctrl+C reaches all processes of a terminal, and the parent decides; before the long imports too.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if lifeline := os.environ.pop(LIFELINE, ""):
        _hang_on(int(lifeline))
    if hasattr(os, "nice"):
        os.nice(int(nice))
    threading.Thread(target=_end_with, args=(os.getppid(),), name="parent", daemon=True).start()
    named(target)(*arguments)


@functools.cache
def _lifeline() -> int:
    """Return the reading end of a pipe that nobody writes to, and whose other end is this process's alone."""
    return os.pipe()[0]


def _hang_on(lifeline: int) -> None:
    """Let the kernel kill this process as soon as its parent is gone.

    On a busy machine a thread that watches may wait for its turn for long. (PR_SET_PDEATHSIG would end the
    process with the thread that started it, which lives no longer than one run.)
    """
    if sys.platform != "linux":
        return
    import fcntl

    # Who is told of a change belongs to the opened file, and all workers have inherited the same.
    end = os.open(f"/proc/self/fd/{lifeline}", os.O_RDONLY | os.O_NONBLOCK)
    fcntl.fcntl(end, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(end, fcntl.F_SETSIG, signal.SIGKILL)
    fcntl.fcntl(end, fcntl.F_SETFL, os.O_NONBLOCK | os.O_ASYNC)
    os.close(lifeline)
    watch = select.poll()
    watch.register(end)
    if watch.poll(0):
        os._exit(1)


def _end_with(parent: int) -> None:
    """End this process soon after its parent, on systems whose kernel does not see to it."""
    while os.getppid() == parent:
        time.sleep(ORPHAN_SECONDS)
    os._exit(1)


def start_worker(
    target: str, *arguments: str, nice: int = 0, stdin: int | None = None
) -> subprocess.Popen[bytes]:
    """Start a process that calls `target(*arguments)`; its standard output is a pipe.

    Args:
        target: A function, as "module:name".
        arguments: Strings to call it with.
        nice: How far to lower the priority of the process (0 to 19).
        stdin: As for `subprocess.Popen`.
    """
    path = os.pathsep.join(filter(None, (str(Path(__file__).parents[2]), os.getenv("PYTHONPATH"))))
    flags = ("CREATE_NO_WINDOW", *["BELOW_NORMAL_PRIORITY_CLASS"] * bool(nice))
    lifelines = [_lifeline()] if sys.platform == "linux" else []
    return subprocess.Popen(
        worker_command(target, *arguments, nice=nice),
        stdin=stdin,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path, LIFELINE: "".join(map(str, lifelines))},
        pass_fds=lifelines,
        creationflags=sum(getattr(subprocess, flag, 0) for flag in flags),
    )

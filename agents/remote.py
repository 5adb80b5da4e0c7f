"""Training in a process of its own, so that nothing it does can stop the app's window.

An interpreter does one thing at a time. `ale_py` holds its lock for 85 ms whenever it switches a console on
(nearly all of that goes into a table of how the colours of two frames blend), and a run has 32 consoles;
torch takes the lock some thousands of times a second. Another process has another lock.

The process takes orders from its standard input and answers on its standard output, pickled: it talks to its
parent and to nobody else. It ends when its input does, so that it cannot outlive its parent for long,
whatever became of that.
"""

from __future__ import annotations

import copyreg
import logging
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from types import MappingProxyType
from typing import IO, Any

import torch
from numpy.typing import NDArray
from torch import Tensor

from agents.agent import Agent
from agents.config import TrainConfig
from agents.train import Snapshot, train

log = logging.getLogger(__name__)

KILL_SECONDS = 2.0
# Ctrl+C reaches the whole family, and the parent decides. The rest comes before the long imports too.
_CODE = """
import os, signal
signal.signal(signal.SIGINT, signal.SIG_IGN)
hasattr(os, "nice") and os.nice({nice})
from agents.remote import main
main()
"""


class Trainer:
    """A process that trains, one run after another. The first run starts it."""

    def __init__(self, *, nice: int = 0) -> None:
        """Prepare; nothing is started yet.

        Args:
            nice: How far to lower the priority of the process (0 to 19).
        """
        self._nice = nice
        self._process: subprocess.Popen[bytes] | None = None
        self._running = threading.Lock()
        self._killed = False

    def train(self, config: TrainConfig, resume: Agent | None = None) -> Iterator[Snapshot]:
        """Do what `agents.train.train` does, over there.

        The process works only while a `next` waits for it, which leaves the interpreter's lock to others. A
        second run waits until the iterator of the first is closed.

        Yields:
            Snapshots, until the run or the process is ended.

        Raises:
            RuntimeError: If training fails, with the error's words, or the process dies. A new run may be
                tried.
        """
        with self._running:
            process = self._start()
            orders, answers = _pipes(process)
            _send(orders, "train", config, resume)
            while True:
                _send(orders, "next")
                try:
                    snapshot, failure = pickle.load(answers)
                except (EOFError, pickle.UnpicklingError):
                    _bury(process)
                    if self._killed:
                        return
                    raise RuntimeError(f"the training process died ({process.returncode})") from None
                if failure:
                    raise RuntimeError(failure)
                if snapshot is None:
                    return
                yield snapshot

    def kill(self) -> None:
        """End the process now, whatever it is doing, and every run with it; from any thread."""
        self._killed = True
        process = self._process
        if process is None:
            return
        process.kill()
        if self._running.acquire(timeout=KILL_SECONDS):  # whoever waits for the process stops waiting
            _bury(process)
            self._running.release()

    def _start(self) -> subprocess.Popen[bytes]:
        """Return the process, a new one where there is none alive."""
        process = self._process
        if process is None or process.poll() is not None:
            path = os.pathsep.join(filter(None, (str(Path(__file__).parents[1]), os.getenv("PYTHONPATH"))))
            flags = ("CREATE_NO_WINDOW", *["BELOW_NORMAL_PRIORITY_CLASS"] * bool(self._nice))
            process = self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", _CODE.format(nice=self._nice)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, "PYTHONPATH": path},
                creationflags=sum(getattr(subprocess, flag, 0) for flag in flags),
            )
            if self._killed:
                process.kill()
        return process


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout


def _bury(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that is ending, and close its pipes."""
    process.wait()
    for pipe in _pipes(process):
        with suppress(OSError):  # an order that nobody will read
            pipe.close()


def _send(pipe: IO[bytes], *message: object) -> None:
    with suppress(BrokenPipeError):  # the other end is gone, which reading will tell
        _Pickler(pipe, pickle.HIGHEST_PROTOCOL).dump(message)
        pipe.flush()


def _tensor(array: NDArray[Any]) -> Tensor:
    return torch.from_numpy(array)


def _frozen(mapping: dict[str, Tensor]) -> MappingProxyType[str, Tensor]:
    return MappingProxyType(mapping)


def _config(fields: dict[str, Any]) -> TrainConfig:
    return TrainConfig(**fields)


class _Pickler(pickle.Pickler):
    """Knows what is in an `Agent`: torch's own way of pickling a tensor takes some hundred times as long."""

    dispatch_table = copyreg.dispatch_table | {
        Tensor: lambda tensor: (_tensor, (tensor.numpy(),)),
        MappingProxyType: lambda mapping: (_frozen, (dict(mapping),)),
        TrainConfig: lambda config: (_config, (asdict(config),)),
    }


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Be the process: follow orders until there are no more."""
    lessons: Iterator[Snapshot] = iter(())
    while True:
        try:
            order, *arguments = pickle.load(orders)
        except EOFError:
            return
        if order == "train":
            lessons = train(*arguments)  # which closes the generator of the run before
            continue
        snapshot, failure = None, ""
        try:
            snapshot = next(lessons, None)
        except Exception as error:
            log.exception("training failed")
            failure = str(error) or type(error).__name__
        _send(answers, snapshot, failure)


def main() -> None:
    """Serve the parent process."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with open(os.devnull, "wb") as nowhere:  # what libraries print must not get among the answers
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    serve(sys.stdin.buffer, answers)
    os._exit(0)  # nothing is left to save, and consoles in the middle of a step need not be waited for

"""An iterator that works in a process of its own, so that nothing it does can stop the app's window.

Torch takes the interpreter's lock some thousands of times a second; another process has another lock.

The process takes orders from its standard input and answers on its standard output, pickled. It ends when its
input does, so that it cannot outlive its parent for long, however that ended.
"""

import copyreg
import logging
import os
import pickle
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import IO, Any, ClassVar, cast

from models.base.worker_process import named, start_worker

log = logging.getLogger(__name__)

KILL_SECONDS = 2.0


class ProcessDied(RuntimeError):
    """The process ended in the middle of its work unasked; mostly it was killed, as memory ran out."""


@dataclass(frozen=True)
class Keep:
    """The wish to be told, with the next item and before any further work, all that is needed to go on."""


Reducer = Callable[[Any], tuple[Callable[..., Any], tuple[Any, ...]]]


class Remote:
    """A process that iterates, one run after another. The first run starts it.

    Args:
        nice: How far to lower the priority of the process (0 to 19).
    """

    reducers: ClassVar[Mapping[type, Reducer]] = {}
    """How to pickle what cannot be pickled by itself, or not well; the process looks them up here as well."""

    def __init__(self, *, nice: int = 0) -> None:
        self._nice = nice
        self._process: subprocess.Popen[bytes] | None = None
        self._running = threading.Lock()
        self._killed = False

    def iterate(
        self, target: str, *arguments: object, wish: Callable[[], object] | None = None
    ) -> Iterator[Any]:
        """Do what `target(*arguments)` does, over there.

        The process works only while a `next` waits for it, which leaves the interpreter's lock to others. A
        second run waits until the iterator of the first is closed.

        Args:
            target: A function that returns an iterator, as "module:function".
            arguments: What it is called with.
            wish: When given, it is asked before every `next`. The target is called with one more argument,
                a function that returns the newest answer other than None, once.

        Yields:
            What the iterator over there yields, until it or the process is ended.

        Raises:
            FloatingPointError: It fails with one.
            RuntimeError: It fails otherwise, with the error's words.
            ProcessDied: The process dies. After any of these a new run may be tried.
        """
        with self._running:
            process = self._start()
            orders, answers = cast(IO[bytes], process.stdin), cast(IO[bytes], process.stdout)
            self._send(orders, "begin", target, arguments, wish is not None)
            while True:
                self._send(orders, "next", wish() if wish is not None else None)
                try:
                    item, failure = pickle.load(answers)
                except (EOFError, pickle.UnpicklingError):
                    _bury(process)
                    if self._killed:
                        return
                    status = process.returncode
                    names = {-number: number.name for number in signal.Signals}
                    cause = names.get(status, f"exit status {status}")
                    raise ProcessDied(f"the training process died ({cause})") from None
                if failure:
                    kind, words = failure
                    raise (FloatingPointError if kind == "FloatingPointError" else RuntimeError)(words)
                if item is None:
                    return
                yield item

    @property
    def pid(self) -> int | None:
        """The process's number; None while there is none alive."""
        process = self._process
        return None if process is None or process.poll() is not None else process.pid

    def kill(self, seconds: float = KILL_SECONDS) -> None:
        """End the process now, whatever it is doing, and every run with it; from any thread.

        Args:
            seconds: How long to wait until it is gone: on a busy machine a process of low priority takes its
                time to end, even when it is killed.
        """
        self._killed = True
        process = self._process
        if process is None:
            return
        process.kill()
        with suppress(subprocess.TimeoutExpired):
            process.wait(seconds)
            if self._running.acquire(timeout=seconds):  # whoever waits for the process stops waiting
                _bury(process)
                self._running.release()

    def end_idle(self) -> None:
        """End the process unless it is at work; the next run starts another one."""
        if not self._running.acquire(blocking=False):
            return
        try:
            process, self._process = self._process, None
            if process is not None:
                process.kill()
                _bury(process)
        finally:
            self._running.release()

    def _start(self) -> subprocess.Popen[bytes]:
        """Return the process, a new one where there is none alive."""
        process = self._process
        if process is None or process.poll() is not None:
            kind = f"{type(self).__module__}:{type(self).__qualname__}"
            process = self._process = start_worker(
                f"{__name__}:main", kind, nice=self._nice, stdin=subprocess.PIPE
            )
            if self._killed:
                process.kill()
        return process

    @classmethod
    def _send(cls, pipe: IO[bytes], *message: object) -> None:
        pickler = pickle.Pickler(pipe, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = copyreg.dispatch_table | _reducers() | dict(cls.reducers)
        with suppress(BrokenPipeError):  # the other end is gone, which reading will tell
            pickler.dump(message)
            pipe.flush()

    @classmethod
    def serve(cls, orders: IO[bytes], answers: IO[bytes]) -> None:
        """Be the process: follow orders until there are no more."""
        items: Iterator[Any] = iter(())
        wishes: list[object] = []
        while True:
            try:
                order, *rest = pickle.load(orders)
            except (EOFError, pickle.UnpicklingError):  # the parent is gone, maybe in the middle of an order
                return
            if order == "begin":
                wishes = []
                target, arguments, steered = rest
                # This closes the generator of the run before.
                items = _begin(target, arguments, steered, wishes)
                continue
            wishes[:] = [wish for wish in rest if wish is not None] or wishes
            item, failure = None, None
            try:
                item = next(items, None)
            except Exception as error:
                log.exception("training failed")
                failure = type(error).__name__, str(error) or type(error).__name__
            cls._send(answers, item, failure)


def _begin(target: str, arguments: tuple[Any, ...], steered: bool, wishes: list[object]) -> Iterator[Any]:
    """Iterate as ordered; what goes wrong at the very beginning is told at the first `next`."""
    newest = (lambda: wishes.pop() if wishes else None,) if steered else ()
    yield from named(target)(*arguments, *newest)


def _bury(process: subprocess.Popen[bytes]) -> None:
    """Wait for a process that is ending, and close its pipes."""
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):  # an order that will not be read
            cast(IO[bytes], pipe).close()


def _frozen(mapping: dict[str, Any]) -> MappingProxyType[str, Any]:
    return MappingProxyType(mapping)


def _reducers() -> dict[type, Reducer]:
    found: dict[type, Reducer] = {MappingProxyType: lambda mapping: (_frozen, (dict(mapping),))}
    # Without torch there are no tensors, and a process that needs none starts ten times as fast.
    torch: Any = sys.modules.get("torch")
    if hasattr(torch, "Tensor"):
        # Its own way of pickling a tensor takes some hundred times as long.
        found[torch.Tensor] = lambda tensor: (torch.from_numpy, (tensor.numpy(),))
    return found


def main(kind: str) -> None:
    """Serve the parent process, whose end is of a class given as "module:class"."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    with open(os.devnull, "wb") as nowhere:  # what libraries print must not get among the answers
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
    status = 1
    try:
        named(kind).serve(sys.stdin.buffer, answers)
        status = 0
    except BaseException:
        log.exception("the training process failed")
    finally:
        # Nothing is left to save, and consoles in the middle of a step need not be waited for: taking the
        # interpreter down around their threads would end in an abort.
        os._exit(status)

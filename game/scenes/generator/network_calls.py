"""The networks, used by several workers in turn, and calls to them that never block the window."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from game.workers.latest_call import LatestCall
from game.workers.library_loader import LibraryLoader
from game.workers.workers import Workers
from models.generator.data_sets import DataName

if TYPE_CHECKING:
    from models.generator.trained_gan import TrainedGan

log = logging.getLogger(__name__)

Q = TypeVar("Q")
R = TypeVar("R")


def load_networks(weights: Path | None, data: DataName = "portraits") -> TrainedGan:
    """Load the networks that generate something; without a path the shipped weights."""
    from models.generator.trained_gan import TrainedGan

    return TrainedGan(weights, data=data)


class SharedNetworks:
    """One set of networks, loaded when it is first used; one thread at a time gets in."""

    def __init__(
        self,
        workers: Workers,
        loader: LibraryLoader,
        weights: Path | None = None,
        data: DataName = "portraits",
    ) -> None:
        self.workers, self.loader, self._weights, self._data = workers, loader, weights, data
        self._door = threading.Lock()
        self._gan: TrainedGan | None = None

    @contextmanager
    def use(self) -> Iterator[TrainedGan]:
        """Lend the networks to a worker for a block; raises what `TrainedGan` does."""
        with self._door:
            if self._gan is None:
                self._gan = load_networks(self._weights, self._data)
            yield self._gan

    def forget(self) -> None:
        """Free the networks, unless they are at work; whoever uses them next loads them again."""
        if self._door.acquire(blocking=False):
            self._gan = None
            self._door.release()


@dataclass(frozen=True)
class Reply(Generic[R]):
    """What a call found.

    Attributes:
        value: the answer; None when there is a problem.
        problem: empty, or "cancelled", "weights_missing", "weights_changed", or what went wrong.
        milliseconds: how long it took, without loading and without waiting for the networks.
    """

    value: R | None
    problem: str = ""
    milliseconds: float = 0.0


class NetworkCall(Generic[Q, R]):
    """Ask the networks; the newest request wins, and waits until the libraries are loaded.

    Args:
        networks: lends itself to `function`.
        function: answers a request, in the worker's thread.
        name: the thread's name.
        nice: how far to lower the thread's priority.

    Attributes:
        problem, milliseconds: of the newest request that was answered; see `Reply`.
    """

    def __init__(
        self, networks: SharedNetworks, function: Callable[[TrainedGan, Q], R], *, name: str, nice: int = 0
    ) -> None:
        self._networks, self._function = networks, function
        self._call: LatestCall[Q, Reply[R]] = networks.workers.call(self._answer, name=name, nice=nice)
        self._waiting: Q | None = None
        self.problem = ""
        self.milliseconds = 0.0

    @property
    def busy(self) -> bool:
        """Whether a request that still counts waits or runs."""
        return self._waiting is not None or self._call.busy

    def ask(self, request: Q) -> None:
        """Ask; replaces a request that has not started."""
        self._waiting = request
        self._submit()

    def _submit(self) -> None:
        if self._waiting is not None and self._networks.loader.ready:
            request, self._waiting = self._waiting, None
            self._call.submit(request)

    def poll(self) -> R | None:
        """The newest answer that has not been taken; None when there is none, or there was a problem."""
        self._submit()
        answer = self._call.poll()
        if answer is None:
            return None
        reply = answer.value
        if reply is None:
            self.problem = answer.error.error if answer.error is not None else ""
            return None
        self.problem, self.milliseconds = reply.problem, reply.milliseconds
        return reply.value

    def cancel(self) -> None:
        """Forget the waiting request and make the running one's answer stale."""
        self._waiting = None
        self._call.cancel()

    def close(self, timeout: float = 1.0) -> None:
        """End the thread."""
        self._waiting = None
        self._call.close(timeout)

    def _answer(self, request: Q) -> Reply[R]:
        from models.base.checkpoint import CheckpointError
        from models.base.tiles import Cancelled
        from models.base.weights import WeightsError

        try:
            with self._networks.use() as gan:
                started = time.perf_counter()
                value = self._function(gan, request)
                return Reply(value, milliseconds=1000 * (time.perf_counter() - started))
        except Cancelled:
            return Reply(None, "cancelled")
        except WeightsError as problem:
            return Reply(None, f"weights_{problem.code}")
        except CheckpointError as problem:
            log.error("the weights do not fit: %s", problem)
            return Reply(None, "weights_changed")
        except Exception as error:
            log.exception("the networks failed")
            words = str(error).strip() or type(error).__name__
            return Reply(None, words.splitlines()[0])

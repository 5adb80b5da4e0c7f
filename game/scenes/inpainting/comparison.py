"""Compares ways of doing it, one after the other, in a worker's thread: the answers appear as they come."""

from __future__ import annotations

from game.scenes.inpainting.metrics import Job, Measurement
from game.scenes.inpainting.requests import NOTHING
from game.workers.workers import Workers

NICE = 10


class Comparison:
    """A list of jobs about one thing, done in order.

    Attributes:
        key: what the newest measurements are about.
        measurements: the newest by method; those about an older thing stay until they are replaced.
        fresh: the methods whose measurement is about the newest thing.
    """

    def __init__(self, workers: Workers, name: str) -> None:
        self._call = workers.call(_do, name=name, nice=NICE)
        self.key: object = None
        self._left: list[tuple[str, Job]] = []
        self._known: set[str] = set()
        self.measurements: dict[str, Measurement] = {}
        self.fresh: set[str] = set()

    @property
    def busy(self) -> bool:
        """Whether something is still to be done."""
        return bool(self._left) or self._call.busy

    def begin(self, key: object) -> None:
        """Turn to another thing; what is left to do about the old one is dropped."""
        if key == self.key:
            return
        self.key = key
        self._left, self._known, self.fresh = [], set(), set()
        self._call.cancel()

    def add(self, method: str, job: Job) -> None:
        """Do one more job, unless it is known already."""
        if method not in self._known:
            self._known.add(method)
            self._left.append((method, job))

    def forget(self) -> None:
        """Drop all measurements: they are about another picture."""
        self.begin(None)
        self.measurements = {}

    def update(self) -> bool:
        """Take an answer and begin the next job; True when something is new."""
        news = False
        answer = self._call.poll()
        if answer is not None and answer.value is not None and answer.value[0] == self.key:
            found = answer.value[1]
            self.measurements[found.method] = found
            self.fresh.add(found.method)
            news = True
        if self._left and not self._call.busy:
            method, job = self._left.pop(0)
            self._call.submit((self.key, method, job))
        return news

    def close(self) -> None:
        """End the thread."""
        self._call.close()


def _do(request: tuple[object, str, Job]) -> tuple[object, Measurement]:
    """Do one job; what it raises becomes its measurement."""
    key, method, job = request
    try:
        return key, job()
    except Exception as error:  # noqa: BLE001 - its card says so, the others go on
        words = str(error).strip() or type(error).__name__
        problem = "too_large" if type(error).__name__ == "TooLarge" else words.splitlines()[0]
        return key, Measurement(method, None, NOTHING, problem=problem)

"""Compares ways of doing it, one after the other, in a worker's thread: the answers appear as they come."""

from __future__ import annotations

from game.scenes.inpainting.metrics import Job, Verdict
from game.scenes.inpainting.requests import NOTHING
from game.workers.latest_call import LatestCall

NICE = 10


class Judge:
    """A list of jobs about one thing, done in order.

    Attributes:
        verdicts: the newest by method; those about an older thing stay until they are replaced.
        fresh: the methods whose verdict is about the newest thing.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._call: LatestCall[tuple[object, str, Job], tuple[object, Verdict]] | None = None
        self._key: object = None
        self._left: list[tuple[str, Job]] = []
        self._known: set[str] = set()
        self.verdicts: dict[str, Verdict] = {}
        self.fresh: set[str] = set()

    @property
    def key(self) -> object:
        """What the newest verdicts are about."""
        return self._key

    @property
    def busy(self) -> bool:
        """Whether something is still to be done."""
        return bool(self._left) or (self._call is not None and self._call.busy)

    def begin(self, key: object) -> None:
        """Turn to another thing; what is left to do about the old one is dropped."""
        if key == self._key:
            return
        self._key = key
        self._left, self._known, self.fresh = [], set(), set()
        if self._call is not None:
            self._call.cancel()

    def add(self, method: str, job: Job) -> None:
        """Do one more job, unless it is known already."""
        if method not in self._known:
            self._known.add(method)
            self._left.append((method, job))

    def forget(self) -> None:
        """Drop all verdicts: they are about another picture."""
        self.begin(None)
        self.verdicts = {}

    def update(self, *, synchronous: bool) -> bool:
        """Take an answer and begin the next job; True when something is new."""
        if self._call is None:
            if not self._left:
                return False
            self._call = LatestCall(_do, name=self._name, nice=NICE, inline=synchronous)
        news = False
        answer = self._call.poll()
        if answer is not None and answer.value is not None and answer.value[0] == self._key:
            verdict = answer.value[1]
            self.verdicts[verdict.method] = verdict
            self.fresh.add(verdict.method)
            news = True
        if self._left and not self._call.busy:
            method, job = self._left.pop(0)
            self._call.submit((self._key, method, job))
        return news

    def close(self) -> None:
        """End the thread."""
        if self._call is not None:
            self._call.close()


def _do(request: tuple[object, str, Job]) -> tuple[object, Verdict]:
    """Do one job; what it raises becomes its verdict."""
    key, method, job = request
    try:
        return key, job()
    except Exception as error:  # noqa: BLE001 - its card says so, the others go on
        words = str(error).strip() or type(error).__name__
        problem = "too_large" if type(error).__name__ == "TooLarge" else words.splitlines()[0]
        return key, Verdict(method, None, NOTHING, problem=problem)

"""A live training that works in a process of its own and is turned while it goes on.

torch is imported there, and here only where files are read, so that a scene can be on the screen before it is
loaded.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from game.workers.autosave import Keepable
from game.workers.resumable import Asks
from game.workers.slot import Slot
from game.workers.status import State
from game.workers.training_session import NICE, News, TrainingSession
from game.workers.workers import Workers
from models.base.child_process import Remote
from models.base.worker_process import named


class _State(Keepable, Protocol):
    @property
    def controls(self) -> Any: ...


K = TypeVar("K", bound=_State)
K_co = TypeVar("K_co", covariant=True)


class _Snapshot(Protocol[K_co]):
    @property
    def state(self) -> K_co | None: ...

    @property
    def trouble(self) -> str: ...


S = TypeVar("S", bound=_Snapshot[Any])
C = TypeVar("C")
Wish = Callable[[], Any]


class ProcessTraining(TrainingSession[S, K], Generic[S, K, C]):
    """Drives a generator `train(config, resume, wish)`, which asks `wish` for new controls.

    Type parameters: S, a snapshot; K, a state that training can go on from; C, frozen controls.

    Args:
        seed: the first run's seed.
        controls: how everything is to be turned at first.
        folder: where trainings are kept.
        name: what the names of their files begin with.
        workers: make the threads.

    Attributes:
        controls: how everything is to be turned.
        waited: seconds since the start for its first snapshot.
    """

    worth = 100
    target: ClassVar[str]
    """`train`, as "module:function"."""

    def __init__(self, seed: int, controls: C, folder: Path, name: str, workers: Workers) -> None:
        super().__init__(folder, name, workers)
        self.seed = seed
        self.controls = controls
        self.waited = 0.0
        self._remote = Remote(nice=NICE)
        self._wanted: Slot[C] = Slot()

    @abstractmethod
    def config(self) -> Any:
        """Return what a run begins with, a dataclass whose `controls` say how everything is turned."""

    def state_in(self, snapshot: S) -> K | None:
        """Return the state in a snapshot."""
        state: K | None = snapshot.state
        return state

    @property
    def trouble(self) -> str:
        """Why it has ended by itself; empty when it has not."""
        return self.snapshot.trouble if self.snapshot is not None else ""

    @property
    def failed(self) -> bool:
        """Whether it has ended by itself."""
        return bool(self.trouble) or self.status.state is State.ERROR

    def start(self, resume: K | None = None, *, paused: bool = False) -> None:
        """Begin from nothing, or go on from a state."""
        self.waited = 0.0
        super().start(resume, paused=paused)

    def trainer(self, resume: K | None) -> Callable[[K | None, Asks], Iterator[S]]:
        """Return what makes the trainer's iterator."""
        target, remote, config = self.target, self._remote, self.config()
        wanted = self._wanted = Slot()

        def in_process(run: object, where: K | None, wish: Wish) -> Iterator[S]:
            return remote.iterate(target, run, where, wish=wish)

        def here(run: object, where: K | None, wish: Wish) -> Iterator[S]:
            made: Iterator[S] = named(target)(run, where, wish)
            return made

        make = self.workers.isolated(in_process, here)

        def begin(where: K | None, asks: Asks) -> Iterator[S]:
            run = config
            if where is not None and where is not resume:
                run = replace(config, controls=where.controls)
            return make(run, where, lambda: asks() or wanted.take())

        return begin

    def leave(self) -> None:
        """Rest and save; what goes on in another process is told once more how everything is turned."""
        super().leave()
        self._wanted.put(self.controls)

    def end_idle(self) -> None:
        """End the trainer's process; what goes on starts another one."""
        self._remote.end_idle()

    def end(self, seconds: float) -> None:
        """End the trainer's process."""
        self._remote.kill(self.workers.closing.left(seconds))

    def turn(self, **changes: Any) -> None:
        """Change controls, also under way."""
        self.want(replace(self.controls, **changes))  # type: ignore[type-var]

    def want(self, controls: C) -> None:
        """Likewise all of them."""
        self.controls = controls
        self._wanted.put(controls)

    def update(self, dt: float) -> News[S, K]:
        """Take what came from the workers, and save now and then."""
        self.waited += dt
        if self.workers.inline:
            self.step()
        return super().update(dt)

"""The small translator's training as its tab sees it: controls in, snapshots out.

The training itself works in a process of its own. torch is imported only inside methods, so that the scene
can be on the screen before it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from game.workers.slot import Slot
from game.workers.status import State as Working
from game.workers.training_session import NICE, News, TrainingSession
from game.workers.workers import Workers
from models.translation.live.settings import COUNTS, Controls, LiveConfig

if TYPE_CHECKING:
    from models.base.child_process import Remote
    from models.translation.live.state import State
    from models.translation.live.training import Snapshot

Wish = Callable[[], Controls | None]
TARGET = "models.translation.live.training:train"


class LearnSession(TrainingSession["Snapshot", "State"]):
    """Drives `models.translation.live.training.train`.

    Args:
        seed: the first run's seed.
        folder: where trainings are kept.
        workers: make the threads.

    Attributes:
        controls: how everything is to be turned.
        waited: seconds since the start for its first snapshot.
        runs: how many trainings have been begun or gone on with.
    """

    thread = "live-translation"
    worth = 100

    def __init__(self, seed: int, folder: Path, workers: Workers) -> None:
        super().__init__(folder, "live-translation", workers)
        self.seed = seed
        self.controls = Controls()
        self.waited = 0.0
        self.runs = 0
        self._remote: Remote | None = None
        self._wanted: Slot[Controls] = Slot()

    # ------------------------------------------------------------------ state

    @property
    def failed(self) -> bool:
        """Whether it has ended by itself."""
        trouble = self.snapshot is not None and bool(self.snapshot.trouble)
        return trouble or self.status.state is Working.ERROR

    @property
    def right(self) -> int:
        """How many unseen sentences are translated without a mistake."""
        return sum(each.right for each in self.snapshot.shown) if self.snapshot is not None else 0

    @property
    def right_seen(self) -> int:
        """Likewise of as many sentences that it learns from."""
        return sum(each.right for each in self.snapshot.seen) if self.snapshot is not None else 0

    # ------------------------------------------------------------------ what a training adds

    def start(self, resume: State | None = None, *, paused: bool = False) -> None:
        """Begin from nothing, or go on from a state with its settings."""
        if resume is not None:
            self.seed = resume.seed
            self.controls = replace(resume.controls, look=self.controls.look)
        self.waited = 0.0
        self.runs += 1
        super().start(resume, paused=paused)

    def trainer(self, resume: State | None) -> Callable[[], Iterator[Snapshot]]:
        """Return what makes the trainer's iterator."""
        from models.base.child_process import Remote
        from models.translation.live.training import train

        config = LiveConfig(seed=self.seed, controls=self.controls)
        wanted = self._wanted = Slot()
        remote = self._remote = self._remote or Remote(nice=NICE)

        def in_process(config: LiveConfig, resume: State | None, wish: Wish) -> Iterator[Snapshot]:
            return remote.iterate(TARGET, config, resume, wish=wish)

        make = self.workers.isolated(in_process, train)
        return lambda: make(config, resume, wanted.take)

    def read(self, path: Path) -> State:
        """Read a training from a file.

        Raises:
            CheckpointError: There is none that can be used.
        """
        from models.translation.live.state import State

        return State.load(path)

    def take(self, snapshot: Snapshot) -> State | None:
        """Return the state in a snapshot."""
        return snapshot.state

    def end(self, seconds: float) -> None:
        """End the trainer's process."""
        if self._remote is not None:
            self._remote.kill(self.workers.closing.left(seconds))

    # ------------------------------------------------------------------ commands

    def learn_from(self, pairs: int) -> None:
        """Learn from the first so many pairs."""
        self._turn(replace(self.controls, pairs=pairs))

    def more_pairs(self, step: int) -> None:
        """Learn from more pairs, or fewer."""
        at = min(range(len(COUNTS)), key=lambda i: abs(COUNTS[i] - self.controls.pairs))
        self.learn_from(COUNTS[min(max(at + step, 0), len(COUNTS) - 1)])

    def look_at(self, sentence: int) -> None:
        """Show how an unseen sentence is translated."""
        self._turn(replace(self.controls, look=sentence))

    def _turn(self, controls: Controls) -> None:
        self.controls = controls
        self._wanted.put(controls)

    # ------------------------------------------------------------------ every frame

    def update(self, dt: float) -> News[Snapshot, State]:
        """Take what came from the worker, and save now and then."""
        self.waited += dt
        if self.workers.inline:
            self.step()
        return super().update(dt)

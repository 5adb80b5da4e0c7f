"""A training that goes on while the app runs: start, pause, autosave, offer again, load, save, start over.

One session serves every live training. It owns the worker that advances the trainer's iterator, the
autosaver, and the reader of files; it decides which file is offered, archived or moved aside, so that nothing
learned is ever lost. A scene subclasses it to say how its training is made, read and followed:

    class AgentTraining(TrainingSession[Snapshot, Agent]):
        def trainer(self, resume): ...   # the frozen request, and what makes the iterator from it
        def read(self, path): ...        # a file's state
        def take(self, snapshot): ...    # the state in a snapshot

Every frame the scene calls `update`, and shows what the `News` say (`game.ui.training_files.tell`).
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Generic, TypeVar
from weakref import WeakSet

from game.workers.autosave import Autosave, Keepable, Trouble, last_saved, move_aside
from game.workers.resumable import Asks, Resumable
from game.workers.status import State, Status, describe
from game.workers.stream import Stream
from game.workers.workers import Workers

log = logging.getLogger(__name__)

AUTOSAVE_SECONDS = 60.0
SOON_SECONDS = 5.0
"""So soon what has become clearly better is saved, and the first that was learned from nothing."""
NICE = 15
JOIN_SECONDS = 3.0
"""For the trainer to end, and again for files that are being written."""
SUFFIX = ".safetensors"

S = TypeVar("S")
K = TypeVar("K", bound=Keepable)


@dataclass(frozen=True)
class News(Generic[S, K]):
    """What has happened since the last update.

    Attributes:
        snapshots: what the trainer yielded, the oldest first.
        loaded: a state from a file, which the training goes on from now.
        refused: a file that could not be loaded, and the `CheckpointError.code` that says why.
        saved: a file that the user asked for, or in which a replaced state was archived.
        failed: why a file could not be written or moved.
    """

    snapshots: tuple[S, ...] = ()
    loaded: K | None = None
    refused: tuple[Path, str] | None = None
    saved: Path | None = None
    failed: Status | None = None


class TrainingSession(ABC, Generic[S, K]):
    """One training at a time; used by the window's thread alone.

    Type parameters: S, a snapshot; K, a state that training can go on from.

    Args:
        folder: where states are kept.
        name: what the names of their files begin with.
        workers: make the threads.

    Attributes:
        snapshot: the newest of the running training; None before the first.
        state: the newest state to go on from; None before the first.
        offer: the file that was saved last time, until it has been taken or passed over.
        loading: whether a file is being read.
    """

    thread: ClassVar[str] = "training"
    worth: ClassVar[int] = 1
    """Steps from which on a state that is replaced gets a file of its own."""

    def __init__(self, folder: Path, name: str, workers: Workers) -> None:
        self.folder = folder
        self.name = name
        self.workers = workers
        self.autosave_path = autosave_path(folder, name, workers.window)
        self.snapshot: S | None = None
        self.state: K | None = None
        self.offer = last_saved(self.autosave_path)
        self.loading = False
        self._taken: Path | None = None
        self._failed: Status | None = None
        self._worker: Stream[None] | None = None
        self._retired: WeakSet[Stream[None]] = WeakSet()
        """Only its thread keeps one that is about to end, and what it has learned, which may be megabytes."""
        self._inbox: queue.SimpleQueue[S] = queue.SimpleQueue()
        self._autosave: Autosave[K] = Autosave(self.autosave_path, workers)
        self._reader = workers.call(self._read, name=f"read {name}")
        self._since_save = 0.0
        self._saved_score: float | None = None
        self._fresh = False
        self._finishing = threading.Lock()
        self._finished = False
        workers.closing.first(self.finish)

    # ------------------------------------------------------------------ what a training adds

    @abstractmethod
    def trainer(self, resume: K | None) -> Callable[[K | None, Asks], Iterator[S]]:
        """Return what makes the trainer's iterator, from scratch or from a state.

        Called by the window's thread; what it returns is called in the worker, which advances and closes the
        iterator too. So it must carry all that it needs. It is called with the same state, and again with
        another one where the process was ended for a while; see `Resumable`.
        """

    @abstractmethod
    def state_in(self, snapshot: S) -> K | None:
        """Return the state in a snapshot to go on from, if there is one; called in the worker."""

    @abstractmethod
    def read(self, path: Path) -> K:
        """Read a state from a file; called in a worker.

        Raises:
            CheckpointError: There is none that can be used.
        """

    @abstractmethod
    def take(self, snapshot: S) -> K | None:
        """Note a snapshot of the running training; returns the state in it, if there is one to go on from."""

    def end(self, seconds: float) -> None:
        """End the trainer's process at once, and wait for it so long: the app is closing."""

    def end_idle(self) -> None:
        """End the trainer's process, which rests; called in the worker."""

    def score(self, state: K) -> float | None:
        """How good a state is, more is better; None where that is not known."""
        return None

    # ------------------------------------------------------------------ state

    @property
    def status(self) -> Status:
        """The worker's status."""
        return self._worker.status if self._worker is not None else Status()

    @property
    def started(self) -> bool:
        """Whether there is a training that runs, rests, or has ended by itself."""
        return self._worker is not None

    @property
    def running(self) -> bool:
        """Whether it is learning just now."""
        return self.status.state is State.RUNNING

    @property
    def troubles(self) -> list[Trouble]:
        """What could not be written where it belongs, known once it is closed."""
        return self._autosave.troubles

    # ------------------------------------------------------------------ commands

    def start(self, resume: K | None = None, *, paused: bool = False) -> None:
        """Learn from scratch, or go on from a state; what ran before ends by itself."""
        self.snapshot, self.state = None, resume
        self._saved_score = self.score(resume) if resume is not None else None
        self._fresh = resume is None
        self._autosave.begin(resume.step if resume is not None else 0)
        self._run(resume, paused=paused)

    def retry(self) -> None:
        """After an error: go on from the last good state."""
        self._take_all()
        self._run(self.state if self.state is not None and self.state.step else None)

    def _run(self, resume: K | None, *, paused: bool = False) -> None:
        self._retire()
        training = Resumable(self.trainer(resume), self.state_in, resume, self.end_idle)
        inbox = self._inbox = queue.SimpleQueue()

        def rounds() -> Iterator[None]:
            for snapshot in training.iterate():
                inbox.put(snapshot)
                del snapshot  # megabytes, which would be kept until the next one comes
                yield

        self._worker = self.workers.stream(rounds, name=self.thread, aside=training.put_aside)
        self._worker.start(paused=paused)

    def pause(self) -> None:
        """Rest after the step in hand."""
        if self._worker is not None:
            self._worker.pause()

    def leave(self) -> None:
        """Rest and save while something else is on the screen; after a while the trainer's process is ended.

        It goes on where it was, in another process. The next `update` tells that somebody looks on again.
        """
        if self._worker is not None:
            self._worker.leave()
            self.autosave()

    def resume(self) -> None:
        """Go on after a pause."""
        if self._worker is not None:
            self._worker.resume()

    def single(self) -> None:
        """Rest after one more step."""
        if self._worker is not None:
            self._worker.single()

    def step(self) -> None:
        """Advance by one snapshot, unless it rests (inline workers only)."""
        if self._worker is not None:
            self._worker.step()

    # ------------------------------------------------------------------ files

    def save(self, path: Path) -> None:
        """Write the state in the background; a later `update` tells how it went."""
        if self.state is not None:
            self._autosave.save(self.state, path)

    def load(self, path: Path) -> None:
        """Read a file in the background and go on from it; a later `update` tells how it went."""
        if self._taken not in (None, path):
            self.offer, self._taken = self._taken, None
        self.loading = True
        self._reader.submit(path)

    def continue_saved(self) -> None:
        """Go on from what was saved last time."""
        self._taken, self.offer = self.offer, None
        if self._taken is not None:
            self.load(self._taken)

    def archive(self) -> None:
        """Write the state that is about to be replaced to a file of its own."""
        state = self.state
        if state is not None and state.step >= self.worth:
            name = f"{self.name}-{time.strftime('%Y%m%d-%H%M%S')}-{state.step}{SUFFIX}"
            self._autosave.archive(state, self.folder / name)

    def pass_over_offer(self) -> None:
        """Begin with another state; the saved one stays beside, under another name."""
        if self.offer is not None:
            self._move_aside(self.offer)
        self.offer = None

    def autosave(self) -> None:
        """Write the state to its own file if it has come further since the last time."""
        self._since_save = 0.0
        if self.state is not None:
            self._fresh = self._fresh and not self.state.step
            self._saved_score = self.score(self.state)
            self._autosave.autosave(self.state)

    def _better(self) -> bool:
        """Whether the state is better than the one that was saved last, by a point and by a twentieth."""
        if self.state is None:
            return False
        score, saved = self.score(self.state), self._saved_score
        if self._fresh and self.state.step:
            return True
        return score is not None and (saved is None or score >= saved + max(1.0, abs(saved) / 20))

    def _move_aside(self, path: Path) -> None:
        try:
            move_aside(path, self.folder)
        except OSError as error:
            self._failed = describe(error)

    def _read(self, path: Path) -> tuple[Path, K | str]:
        from models.base.checkpoint import CheckpointError

        try:
            return path, self.read(path)
        except CheckpointError as error:
            log.info("no training in %s", path, exc_info=True)
            return path, error.code

    # ------------------------------------------------------------------ every frame

    def update(self, dt: float) -> News[S, K]:
        """Take what came from the workers, and save now and then."""
        if self._worker is not None:
            self._worker.stay()
        self._since_save += dt
        if self._since_save >= AUTOSAVE_SECONDS or (self._since_save >= SOON_SECONDS and self._better()):
            self.autosave()
        snapshots = self._take_all()
        loaded, refused = self._take_read()
        saving = self._autosave.poll()
        failed, self._failed = self._failed, None
        saved = None
        if saving is not None:
            failed = saving.error or failed
            saved = saving.value.path if saving.value is not None and saving.value.told else None
        return News(snapshots, loaded, refused, saved, failed)

    def _take_all(self) -> tuple[S, ...]:
        snapshots = []
        while not self._inbox.empty():
            snapshot = self._inbox.get()
            self.snapshot = snapshot
            state = self.take(snapshot)
            self.state = self.state if state is None else state
            snapshots.append(snapshot)
        return tuple(snapshots)

    def _take_read(self) -> tuple[K | None, tuple[Path, str] | None]:
        answer = self._reader.poll()
        if answer is None:
            return None, None
        taken, self._taken, self.loading = self._taken, None, False
        if answer.value is None:
            self._failed = answer.error
            self.offer = self.offer or taken
            return None, None
        path, found = answer.value
        if isinstance(found, str):
            if path == taken:
                self._move_aside(path)
                self.offer = last_saved(self.autosave_path)
            return None, (path, found)
        self.archive()
        if path != self.offer:
            self.pass_over_offer()
        self.offer = None
        self.start(found)
        return found, None

    # ------------------------------------------------------------------ end

    def finish(self) -> None:
        """End the training and save, now: nothing here waits for a thread or a process."""
        with self._finishing:  # a session that is closed beside the window may be finished by the app's end
            if self._finished:
                return
            self._finished = True
            self._retire()
            self.end(0.0)
            self._take_all()
            learned = self.state if self.state is not None and self.state.step else None
            self._autosave.finish(learned)

    def close(self) -> bool:
        """Save, and only then wait; False when a thread is still at work."""
        self.finish()
        joined = [worker.join(JOIN_SECONDS) for worker in tuple(self._retired)]
        self.end(JOIN_SECONDS)
        closed = self._autosave.close(JOIN_SECONDS)
        self._reader.close()
        if not all(joined):
            log.warning("%s is still busy", self.thread)
        return all(joined) and closed

    def _retire(self) -> None:
        """Let the running worker end by itself; the window never waits for it."""
        if self._worker is not None:
            if self._worker.status.state is not State.ERROR:
                self._worker.stop()
            self._retired.add(self._worker)
            self._worker = None


def autosave_path(folder: Path, name: str, window: int = 1) -> Path:
    """Where a running training is written by itself; a second window on one home has files of its own."""
    return folder / f"{name}-autosave{'' if window == 1 else f'-{window}'}{SUFFIX}"

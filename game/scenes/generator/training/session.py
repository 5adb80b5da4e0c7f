"""The live training as its tab sees it: controls in, snapshots out, and a time machine.

The training itself works in a process of its own. torch is imported only inside methods, so that the scene
can be on the screen before it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.scenes.generator.training.history import History
from game.scenes.generator.training.requests import Redraw, redraw
from game.workers.slot import Slot
from game.workers.status import State as Working
from game.workers.training_session import NICE, News, TrainingSession
from game.workers.workers import Workers
from models.generator.live.settings import Controls, LiveConfig, failing

if TYPE_CHECKING:
    from models.base.child_process import Remote
    from models.generator.live.lesson import Lesson
    from models.generator.live.state import State
    from models.generator.live.training import Snapshot

Wish = Callable[[], Controls | None]
TARGET = "models.generator.live.training:train"


class GanTraining(TrainingSession["Snapshot", "State"]):
    """Drives `models.generator.live.training.train`; its `state` is the newest outside of all failures.

    Args:
        seed: the first run's seed.
        folder: where trainings are kept.
        workers: make the threads.

    Attributes:
        controls: how everything is to be turned.
        from_noise: whether the training began from noise, not from a file.
        lesson: the last round that was explained.
        history: the time machine.
        before_failure: the figures before the failure that is on.
        waited: seconds since the start for its first snapshot.
    """

    thread = "gan-training"
    worth = 100

    def __init__(self, seed: int, folder: Path, workers: Workers) -> None:
        super().__init__(folder, "live-gan", workers)
        self.seed = seed
        self.controls = Controls()
        self.from_noise = False
        self.lesson: Lesson | None = None
        self.history = History()
        self.before_failure: dict[str, float] = {}
        self.waited = 0.0
        self._remote: Remote | None = None
        self._wanted: Slot[Controls] = Slot()
        self._redrawer = workers.call(redraw, name="time-machine", nice=NICE)

    # ------------------------------------------------------------------ state

    @property
    def trouble(self) -> str:
        """Why it has ended by itself; empty when it has not."""
        return self.snapshot.trouble if self.snapshot is not None else ""

    @property
    def failed(self) -> bool:
        """Whether it has ended by itself."""
        return bool(self.trouble) or self.status.state is Working.ERROR

    @property
    def failure(self) -> str:
        """The failure that was asked for; empty for none."""
        return self.controls.failure

    # ------------------------------------------------------------------ what a training adds

    def start(self, resume: State | None = None, *, paused: bool = False) -> None:
        """Begin from noise, or go on from a state with its settings."""
        if resume is not None:
            self.seed = resume.seed
            self.controls = replace(resume.controls, faces=self.controls.faces, lesson=self.controls.lesson)
            self.history.forget_after(resume.step)
        else:
            self.from_noise = True
            self.controls = replace(self.controls, failure="", kind=-1)
            self.history.clear()
        self.lesson, self.waited = None, 0.0
        super().start(resume, paused=paused)
        if self.failure:
            self.state = None

    def trainer(self, resume: State | None) -> Callable[[], Iterator[Snapshot]]:
        """Return what makes the trainer's iterator."""
        from models.base.child_process import Remote
        from models.generator.live.training import train

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
        from models.generator.live.state import State

        return State.load(path)

    def take(self, snapshot: Snapshot) -> State | None:
        """Note a snapshot; returns the state in it, unless a failure is on."""
        if snapshot.lesson is not None:
            self.lesson = snapshot.lesson
        if snapshot.controls.faces == self.controls.faces and not snapshot.trouble:
            self.history.add(snapshot)
        return None if snapshot.controls.failure else snapshot.state

    def end(self, seconds: float) -> None:
        """End the trainer's process."""
        if self._remote is not None:
            self._remote.kill(self.workers.closing.left(seconds))

    # ------------------------------------------------------------------ commands

    def explain(self) -> None:
        """Play one round, explain it, and rest."""
        if self.started and not self.trouble:
            self.turn(lesson=self.controls.lesson + 1)
            self.single()

    def turn(self, **changes: Any) -> None:
        """Change settings."""
        self._want(replace(self.controls, **changes))

    def _want(self, controls: Controls) -> None:
        self.controls = controls
        self._wanted.put(controls)

    def fail(self, failure: str) -> None:
        """Enter a failure; from another one the state before it is restored first."""
        if self.snapshot is None or failure == self.failure:
            return
        if self.failure or self.trouble:
            self.restore()
        else:
            self.before_failure = dict(self.snapshot.figures)
        self._want(failing(self.controls, failure))
        self.resume()

    def restore(self) -> None:
        """Go on from before the failure, or from the last good state; from noise when there is none."""
        self.start(self.state)

    def show_faces(self, faces: int) -> None:
        """Draw the grid, and the time machine's grids, for other latents."""
        self.turn(faces=faces)
        if weights := self.history.weights():
            self._redrawer.submit(Redraw(weights, faces))

    # ------------------------------------------------------------------ every frame

    def update(self, dt: float) -> News[Snapshot, State]:
        """Take what came from the workers, and save now and then."""
        self.waited += dt
        if self.workers.inline:
            self.step()
        news = super().update(dt)
        if news.loaded is not None:
            self.from_noise = False
            self.history.clear()
        redrawn = self._redrawer.poll()
        if redrawn is not None and redrawn.value is not None and redrawn.value[0] == self.controls.faces:
            self.history.redrawn(redrawn.value[1])
        return news

    def close(self) -> bool:
        """Stop, wait, and save before returning; False when a thread is still at work."""
        self._redrawer.close()
        return super().close()

"""The live training as its tab sees it: controls in, snapshots out, and a time machine.

The training itself works in a process of its own. torch is imported only inside methods, so that the scene
can be on the screen before it is loaded.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from game.scenes.generator.training.history import History
from game.scenes.generator.training.requests import Redraw, redraw
from game.workers.process_training import ProcessTraining
from game.workers.training_session import NICE, News
from game.workers.workers import Workers
from models.generator.data_sets import DataName
from models.generator.live.settings import Controls, LiveConfig, failing

if TYPE_CHECKING:
    from models.generator.live.lesson import Lesson
    from models.generator.live.state import State
    from models.generator.live.training import Snapshot


FILES: dict[DataName, str] = {"portraits": "live-gan", "cats": "live-cats"}
"""What trainings are called, by what they are of."""


class GanTraining(ProcessTraining["Snapshot", "State", Controls]):
    """Drives `models.generator.live.training.train`; its `state` is the newest outside of all failures.

    Args:
        seed: the first run's seed.
        folder: where trainings are kept.
        workers: make the threads.
        data: what the real pictures are.

    Attributes:
        from_noise: whether the training began from noise, not from a file.
        lesson: the last round that was explained.
        history: the time machine.
        before_failure: the figures before the failure that is on.
    """

    thread = "gan-training"
    target = "models.generator.live.training:train"

    def __init__(self, seed: int, folder: Path, workers: Workers, data: DataName = "portraits") -> None:
        super().__init__(seed, Controls(), folder, FILES[data], workers)
        self.data = data
        self.from_noise = False
        self.lesson: Lesson | None = None
        self.history = History()
        self.before_failure: dict[str, float] = {}
        self._redrawer = workers.call(redraw, name="time-machine", nice=NICE)

    # ------------------------------------------------------------------ state

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
        self.lesson = None
        super().start(resume, paused=paused)
        if self.failure:
            self.state = None

    def config(self) -> LiveConfig:
        """Return what a run begins with."""
        return LiveConfig(seed=self.seed, controls=self.controls, data=self.data)

    def read(self, path: Path) -> State:
        """Read a training from a file.

        Raises:
            CheckpointError: There is none that can be used.
        """
        from models.generator.live.state import State

        return State.load(path, self.data)

    def take(self, snapshot: Snapshot) -> State | None:
        """Note a snapshot; returns the state in it, unless a failure is on."""
        if snapshot.lesson is not None:
            self.lesson = snapshot.lesson
        if snapshot.controls.faces == self.controls.faces and not snapshot.trouble:
            self.history.add(snapshot)
        return None if snapshot.controls.failure else snapshot.state

    # ------------------------------------------------------------------ commands

    def explain(self) -> None:
        """Play one round, explain it, and rest."""
        if self.started and not self.trouble:
            self.turn(lesson=self.controls.lesson + 1)
            self.single()

    def fail(self, failure: str) -> None:
        """Enter a failure; from another one the state before it is restored first."""
        if self.snapshot is None or failure == self.failure:
            return
        if self.failure or self.trouble:
            self.restore()
        else:
            self.before_failure = dict(self.snapshot.figures)
        self.want(failing(self.controls, failure))
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

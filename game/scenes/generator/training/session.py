"""The live training as the room sees it: commands in, snapshots out, and nothing lost on the way.

The training itself works in a process of its own. torch is imported only inside methods, so that the scene
can be on the screen before it is loaded.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.scenes.generator.training.history import Byte, History
from game.scenes.generator.training.pause_gate import Gate
from game.workers.autosave import Autosave, SaveRequest
from game.workers.latest_call import Answer, LatestCall
from game.workers.slot import Slot
from game.workers.status import State, Status
from game.workers.stream import Stream
from game.workers.workers import Workers
from models.generator.live.settings import Controls, LiveConfig, fall

if TYPE_CHECKING:
    from models.base.child_process import Remote
    from models.generator.live.lesson import Lesson
    from models.generator.live.state import State as Game
    from models.generator.live.training import Snapshot

log = logging.getLogger(__name__)

AUTOSAVE_SECONDS = 60.0
NICE = 15
JOIN_SECONDS = 6.0
TARGET = "models.generator.live.training:train"


@dataclass(frozen=True)
class Redraw:
    """Other faces for the time machine: the moments' weights by step, and what draws the latents."""

    weights: tuple[tuple[int, Any], ...]
    faces: int


def _redraw(request: Redraw) -> tuple[int, dict[int, Byte]]:
    from models.base.threads import single_thread
    from models.generator.live.training import faces, make

    latents = faces(request.faces)
    with single_thread():
        return request.faces, {step: make(weights, latents) for step, weights in request.weights}


class TrainingRun:
    """Drives `models.generator.live.training.train`, and keeps what it yields.

    Args:
        seed: the first run's seed.
        folder: where trainings are kept.
        synchronous: no process and no threads (tests).

    Attributes:
        controls: how everything is to be turned.
        snapshot: the newest; None before the first.
        game: the newest state that can be gone on with, museum or not.
        healthy: the newest one outside of the museum.
        lesson: the last round that was explained.
        history: the time machine.
    """

    def __init__(self, seed: int, folder: Path, *, synchronous: bool = False) -> None:
        self.seed = seed
        self.folder = folder
        self.autosave_path = folder / "live-gan-autosave.safetensors"
        self.controls = Controls()
        self.snapshot: Snapshot | None = None
        self.game: Game | None = None
        self.healthy: Game | None = None
        self.lesson: Lesson | None = None
        self.history = History()
        self._synchronous = synchronous
        self._remote: Remote | None = None
        self._worker: Stream[Snapshot] | None = None
        self._retired: list[Stream[Snapshot]] = []
        self._gate = Gate()
        self._wishes: Slot[Controls] = Slot()
        self._inbox: queue.SimpleQueue[Snapshot] = queue.SimpleQueue()
        self._safe: Autosave[Game] = Autosave(self.autosave_path, Workers(inline=synchronous))
        self._redrawer = LatestCall[Redraw, tuple[int, dict[int, Byte]]](
            _redraw, name="time-machine", nice=NICE, inline=synchronous
        )
        self._since_save = 0.0

    # ------------------------------------------------------------------ state

    @property
    def status(self) -> Status:
        """The worker's status."""
        return self._worker.status if self._worker is not None else Status()

    @property
    def started(self) -> bool:
        """Whether there is a training, at work or at rest or ended."""
        return self._worker is not None

    @property
    def running(self) -> bool:
        """Whether the networks learn just now."""
        return self.status.state is State.RUNNING and self._gate.is_open

    @property
    def trouble(self) -> str:
        """Why it has ended by itself; empty when it has not."""
        return self.snapshot.trouble if self.snapshot is not None else ""

    @property
    def exhibit(self) -> str:
        """The museum's piece that is on; empty for none."""
        return self.controls.exhibit

    @property
    def redrawing(self) -> bool:
        """Whether the time machine draws other faces."""
        return self._redrawer.busy

    # ------------------------------------------------------------------ commands

    def start(self, resume: Game | None = None, *, seed: int | None = None, is_open: bool = True) -> None:
        """Begin from noise, or go on from a state with its settings.

        Args:
            resume: the state.
            seed: draws the first weights, when there is no state.
            is_open: whether it goes on by itself.
        """
        self._retire()
        if resume is not None:
            self.seed = resume.seed
            self.controls = replace(resume.controls, faces=self.controls.faces, lesson=self.controls.lesson)
            self.history.forget_after(resume.step)
        else:
            self.seed = self.seed if seed is None else seed
            self.controls = replace(self.controls, exhibit="", kind=-1)
            self.history.clear()
        self.snapshot, self.lesson = None, None
        self.game = resume
        self.healthy = resume if resume is not None and not resume.controls.exhibit else None
        self._safe.begin(resume.step if resume is not None else 0)
        gate = self._gate = Gate(is_open=is_open)
        inbox = self._inbox = queue.SimpleQueue()
        wishes = self._wishes = Slot()
        config = LiveConfig(seed=self.seed, controls=self.controls)

        def make() -> Iterator[Snapshot]:
            for snapshot in gate.passed(self._stream(config, resume, wishes)):
                inbox.put(snapshot)
                yield snapshot

        self._worker = Stream(make, name="gan-training", inline=self._synchronous)
        self._worker.start()

    def _stream(self, config: LiveConfig, resume: Game | None, wishes: Slot[Controls]) -> Iterator[Snapshot]:
        if self._synchronous:
            from models.generator.live.training import train

            return train(config, resume, wishes.take)
        from models.base.child_process import Remote

        if self._remote is None:
            self._remote = Remote(nice=NICE)
        return self._remote.iterate(TARGET, config, resume, wish=wishes.take)

    def go(self, on: bool) -> None:
        """Go on, or rest after the round in hand."""
        self._gate.turn(on)

    def explain(self) -> None:
        """Play one round, explain it, and rest."""
        if self.started and not self.trouble:
            self.turn(lesson=self.controls.lesson + 1)
            self._gate.single()

    def turn(self, **changes: Any) -> None:
        """Change settings.

        Raises:
            ValueError: A value is outside its limits.
        """
        self._put(replace(self.controls, **changes))

    def fall(self, exhibit: str) -> None:
        """Enter a piece of the museum; from another piece one first climbs out."""
        if not self.started or exhibit == self.exhibit:
            return
        if self.exhibit or self.trouble:
            self.climb_out()
        self._put(fall(self.controls, exhibit))
        self._gate.turn(True)

    def climb_out(self) -> None:
        """Restore what was before the museum, or the last good state; from noise when there is none."""
        self.start(self.healthy)

    def show_faces(self, faces: int) -> None:
        """Draw the grid, and the time machine's grids, for other latents."""
        self.turn(faces=faces)
        moments = tuple((entry.step, entry.weights) for entry in self.history.with_weights())
        if moments:
            self._redrawer.submit(Redraw(moments, faces))

    def save(self, path: Path) -> None:
        """Write the newest good state in the background; `poll_saved` tells how it went."""
        game = self.healthy or self.game
        if game is not None:
            self._safe.save(game, path)

    def keep(self, game: Game, path: Path) -> None:
        """Write a state that another one replaces; what fails is tried again until it is done."""
        self._safe.archive(game, path)

    def go_on(self, game: Game) -> None:
        """Go on with another training."""
        self.history.clear()
        self.start(game)

    def _put(self, controls: Controls) -> None:
        self.controls = controls
        self._wishes.put(controls)

    # ------------------------------------------------------------------ every frame

    def update(self, dt: float) -> bool:
        """Take what came and save now and then; True when there is a new snapshot."""
        self._since_save += dt
        if self._since_save >= AUTOSAVE_SECONDS:
            self.autosave()
        if self._synchronous and self._worker is not None and self._gate.lets:
            self._worker.step()
        new = False
        while not self._inbox.empty():
            self._take(self._inbox.get())
            new = True
        redrawn = self._redrawer.poll()
        if redrawn is not None and redrawn.value is not None and redrawn.value[0] == self.controls.faces:
            self.history.redrawn(redrawn.value[1])
        return new

    def _take(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        if snapshot.lesson is not None:
            self.lesson = snapshot.lesson
        if snapshot.state is not None:
            self.game = snapshot.state
            if not snapshot.controls.exhibit:
                self.healthy = snapshot.state
        if snapshot.controls.faces == self.controls.faces and not snapshot.trouble:
            self.history.add(snapshot)

    def poll_saved(self) -> Answer[SaveRequest[Game]] | None:
        """How the last saving went, once; what failed is tried again with the next autosave."""
        return self._safe.poll()

    def autosave(self) -> None:
        """Write the healthy state to its own file if the networks have learned since the last time."""
        self._since_save = 0.0
        if self.healthy is not None:
            self._safe.autosave(self.healthy)

    # ------------------------------------------------------------------ end

    def close(self) -> bool:
        """Stop, wait, and save before returning; False when a thread is still at work."""
        self._retire()
        if self._remote is not None:
            self._remote.kill()
        joined = [worker.join(JOIN_SECONDS) for worker in self._retired]
        while not self._inbox.empty():
            self._take(self._inbox.get())
        learned = self.healthy if self.healthy is not None and self.healthy.step else None
        closed = self._safe.close(learned, JOIN_SECONDS)
        self._redrawer.close()
        if not all(joined):
            log.warning("the training is still busy")
        return all(joined) and closed

    def _retire(self) -> None:
        """Let the running worker end by itself; the window never waits for it."""
        if self._worker is not None:
            self._gate.end()
            if self._worker.status.state is not State.ERROR:
                self._worker.stop()
            self._retired = [worker for worker in self._retired if worker.alive]
            self._retired.append(self._worker)
            self._worker = None

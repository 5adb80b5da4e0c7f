"""The small translator's training as its tab sees it: controls in, snapshots out.

The training itself works in a process of its own. torch is imported only inside methods, so that the scene
can be on the screen before it is loaded.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from game.workers.process_training import ProcessTraining
from game.workers.workers import Workers
from models.translation.live.settings import COUNTS, Controls, LiveConfig

if TYPE_CHECKING:
    from models.translation.live.state import State
    from models.translation.live.training import Snapshot


class LearnSession(ProcessTraining["Snapshot", "State", Controls]):
    """Drives `models.translation.live.training.train`.

    Args:
        seed: the first run's seed.
        folder: where trainings are kept.
        workers: make the threads.

    Attributes:
        runs: how many trainings have been begun or gone on with.
    """

    thread = "live-translation"
    target = "models.translation.live.training:train"

    def __init__(self, seed: int, folder: Path, workers: Workers) -> None:
        super().__init__(seed, Controls(), folder, "live-translation", workers)
        self.runs = 0

    # ------------------------------------------------------------------ state

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
        self.runs += 1
        super().start(resume, paused=paused)

    def config(self) -> LiveConfig:
        """Return what a run begins with."""
        return LiveConfig(seed=self.seed, controls=self.controls)

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

    # ------------------------------------------------------------------ commands

    def learn_from(self, pairs: int) -> None:
        """Learn from the first so many pairs."""
        self.turn(pairs=pairs)

    def more_pairs(self, step: int) -> None:
        """Learn from more pairs, or fewer."""
        at = min(range(len(COUNTS)), key=lambda i: abs(COUNTS[i] - self.controls.pairs))
        self.learn_from(COUNTS[min(max(at + step, 0), len(COUNTS) - 1)])

    def look_at(self, sentence: int) -> None:
        """Show how an unseen sentence is translated."""
        self.turn(look=sentence)

"""The agent that learns in the background, and how it is kept: autosave, save, load, start over.

torch is imported only inside methods, so that the arena can be on the screen before it is loaded.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from game.workers.autosave import Safe, SaveRequest, Trouble
from game.workers.latest_call import Answer
from game.workers.status import State, Status
from game.workers.stream import Stream

if TYPE_CHECKING:
    from agents.learning.agent import Agent
    from agents.learning.config import Method
    from agents.learning.train import Snapshot
    from agents.learning.trainer_process import Trainer

log = logging.getLogger(__name__)

AUTOSAVE_SECONDS = 60.0
NICE = 15
JOIN_SECONDS = 6.0


def autosave_path(folder: Path, game: str) -> Path:
    """Where the running agent of a game is written by itself."""
    return folder / f"{game}-autosave.safetensors"


class Learner:
    """Drives `agents.learning.train.train` in a process of its own, and a worker awaiting its snapshots.

    Args:
        game: id of the game.
        seed: the run's seed.
        folder: where agents are kept.
        synchronous: no process and no threads (tests).
    """

    def __init__(self, game: str, seed: int, folder: Path, *, synchronous: bool = False) -> None:
        self.game = game
        self.seed = seed
        self.method: Method = "ppo"
        """How an agent learns that begins from nothing."""
        self.folder = folder
        self.autosave_path = autosave_path(folder, game)
        self._synchronous = synchronous
        self._trainer: Trainer | None = None
        self._worker: Stream[Snapshot] | None = None
        self._retired: list[Stream[Snapshot]] = []
        self._safe: Safe[Agent] = Safe(self.autosave_path, synchronous=synchronous)
        self.snapshot: Snapshot | None = None
        self.agent: Agent | None = None
        self._since_save = 0.0

    @property
    def status(self) -> Status:
        """The worker's status."""
        return self._worker.status if self._worker is not None else Status()

    @property
    def started(self) -> bool:
        """Whether there is an agent that learns, rests or failed."""
        return self._worker is not None

    @property
    def running(self) -> bool:
        """Whether it is learning just now."""
        return self.status.state is State.RUNNING

    # ------------------------------------------------------------------ commands

    def start(self, resume: Agent | None = None) -> None:
        """Learn from scratch, or go on from an agent."""
        from agents.learning.agent import untrained
        from agents.learning.config import tuned
        from agents.learning.train import train
        from agents.learning.trainer_process import Trainer
        from models.base.threads import single_thread

        self._retire()
        fresh = tuned(self.game, seed=self.seed, method=self.method)
        config = fresh if resume is None else resume.config
        # A run from the command line may have had a limit; here the user's patience is the limit.
        config = replace(config, minutes=0.0, max_steps=0)
        self.snapshot = None
        with single_thread():  # or the window would wait for cores that others hold
            self.agent = resume if resume is not None else untrained(config)
        self._safe.begin(self.agent.step)

        if self._trainer is None:
            self._trainer = Trainer(nice=NICE)
        lessons = train if self._synchronous else self._trainer.train

        def make() -> Iterator[Snapshot]:
            # After an error the same call goes on from the last good state.
            return lessons(config, self.agent if self.agent is not None and self.agent.step else None)

        self._worker = Stream(make, name="learner", inline=self._synchronous)
        self._worker.start()

    def pause(self) -> None:
        """Rest."""
        if self._worker is not None:
            self._worker.pause()

    def resume(self) -> None:
        """Go on."""
        if self._worker is not None:
            self._worker.resume()

    def retry(self) -> None:
        """After an error: go on from the last good state."""
        if self._worker is not None:
            self._worker.retry()

    def step(self) -> None:
        """Advance by one update (synchronous mode)."""
        if self._worker is not None:
            self._worker.step()

    def save(self, path: Path) -> None:
        """Write the agent in the background; `poll_saved` tells how it went."""
        if self.agent is not None:
            self._safe.save(self.agent, path)

    def keep(self, agent: Agent, path: Path) -> None:
        """Write an agent that another one has replaced; what fails is tried again until it is done."""
        self._safe.keep(agent, path)

    def load(self, path: Path) -> None:
        """Go on with an agent from a file.

        Raises:
            CheckpointError: no usable agent; the running one goes on untouched.
        """
        from agents.learning.agent import Agent
        from models.base.checkpoint import CheckpointError

        agent = Agent.load(path)
        if agent.game != self.game:
            raise CheckpointError("foreign", f"{path.name} plays {agent.game}")
        self.start(agent)

    # ------------------------------------------------------------------ every frame

    def update(self, dt: float) -> bool:
        """Take the newest snapshot and save now and then; True when there is a new one."""
        self._since_save += dt
        if self._since_save >= AUTOSAVE_SECONDS:
            self.autosave()
        snapshot = self._worker.items.take() if self._worker is not None else None
        if snapshot is None:
            return False
        self.snapshot = snapshot
        self.agent = snapshot.agent
        return True

    def poll_saved(self) -> Answer[SaveRequest[Agent]] | None:
        """How the last saving went, once; what failed is tried again with the next autosave."""
        return self._safe.poll()

    def autosave(self) -> None:
        """Write the agent to its own file if it has learned since the last time."""
        self._since_save = 0.0
        if self.agent is not None:
            self._safe.autosave(self.agent)

    # ------------------------------------------------------------------ end

    def close(self) -> bool:
        """Stop, wait, and save before returning; False when a thread is still at work."""
        self._retire()
        if self._trainer is not None:
            self._trainer.kill()
        joined = [worker.join(JOIN_SECONDS) for worker in self._retired]
        # What the last update learned while the window was closing counts too.
        if self._retired:
            last = self._retired[-1].items.take()
            if last is not None:
                self.agent = last.agent
        learned = self.agent if self.agent is not None and self.agent.step else None
        closed = self._safe.close(learned, JOIN_SECONDS)
        if not all(joined):
            log.warning("the learner is still busy")
        return all(joined) and closed

    @property
    def troubles(self) -> list[Trouble]:
        """What could not be written where it belongs, known once it is closed."""
        return self._safe.troubles

    def _retire(self) -> None:
        """Let the running worker end by itself; the window never waits for it."""
        if self._worker is not None:
            if self._worker.status.state is not State.ERROR:
                self._worker.stop()
            self._retired = [w for w in self._retired if w.alive]
            self._retired.append(self._worker)
            self._worker = None

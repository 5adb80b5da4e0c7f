"""The agent that learns while one plays.

torch is imported only inside methods, so that the arena can be on the screen before it is loaded.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from game.workers.resumable import Asks
from game.workers.training_session import NICE, TrainingSession
from game.workers.workers import Workers

if TYPE_CHECKING:
    from agents.learning.agent import Agent
    from agents.learning.config import Method
    from agents.learning.train import Snapshot
    from agents.learning.trainer_process import Trainer


class AgentTraining(TrainingSession["Snapshot", "Agent"]):
    """Drives `agents.learning.train.train` in a process of its own.

    Attributes:
        method: how an agent learns that starts from nothing.
        rallies: agent steps and points per rally after each update, until the first game has ended.
        saving: where the user has it written, with its steps and its mean then.
    """

    thread = "learner"

    def __init__(self, game: str, seed: int, folder: Path, workers: Workers) -> None:
        super().__init__(folder, game, workers)
        self.game = game
        self.seed = seed
        self.method: Method = "ppo"
        self.rallies: list[tuple[float, float]] = []
        self.saving: dict[Path, tuple[int, float]] = {}
        self._trainer: Trainer | None = None

    def save(self, path: Path) -> None:
        """Write the agent in the background, and note where on its curve that is."""
        super().save(path)
        if self.state is not None and self.state.return_mean is not None:
            self.saving[path] = self.state.step, self.state.return_mean

    @property
    def learned(self) -> Agent | None:
        """The agent, once it has learned anything."""
        return self.state if self.state is not None and self.state.step else None

    def start(self, resume: Agent | None = None, *, paused: bool = False) -> None:
        """Learn from scratch, or go on from an agent; there is one at once, for the games on the screen."""
        from agents.learning.agent import untrained
        from agents.learning.config import tuned
        from models.base.threads import single_thread

        self.rallies = []
        super().start(resume, paused=paused)
        if resume is None:
            with single_thread():  # or the window would wait for cores that others hold
                self.state = untrained(tuned(self.game, seed=self.seed, method=self.method))

    def trainer(self, resume: Agent | None) -> Callable[[Agent | None, Asks], Iterator[Snapshot]]:
        """Return what makes the trainer's iterator."""
        from agents.learning.config import tuned
        from agents.learning.train import train
        from agents.learning.trainer_process import Trainer

        config = tuned(self.game, seed=self.seed, method=self.method) if resume is None else resume.config
        # A run from the command line may have had a limit; here the user's patience is the limit.
        config = replace(config, minutes=0.0, max_steps=0)
        if self._trainer is None:
            self._trainer = Trainer(nice=NICE)
        in_process: Callable[..., Iterator[Any]] = self._trainer.train
        make = self.workers.isolated(in_process, train)
        return lambda where, asks: make(config, where)

    def state_in(self, snapshot: Snapshot) -> Agent:
        """Return the agent in a snapshot: every one is whole."""
        return snapshot.agent

    def read(self, path: Path) -> Agent:
        """Read an agent of this game from a file.

        Raises:
            CheckpointError: There is none that can be used.
        """
        from agents.learning.agent import Agent
        from models.base.checkpoint import CheckpointError

        agent = Agent.load(path)
        if agent.game != self.game:
            raise CheckpointError("foreign", f"{path.name} plays {agent.game}")
        return agent

    def take(self, snapshot: Snapshot) -> Agent:
        """Return the agent in a snapshot."""
        agent = snapshot.agent
        if agent.point_balance is not None and not agent.curve:
            self.rallies.append((agent.step, agent.point_balance))
        return agent

    def score(self, state: Agent) -> float | None:
        """Return its mean return."""
        return state.return_mean

    def end_idle(self) -> None:
        """End the trainer's process; what goes on starts another one."""
        if self._trainer is not None:
            self._trainer.end_idle()

    def end(self, seconds: float) -> None:
        """End the trainer's process."""
        if self._trainer is not None:
            self._trainer.kill(self.workers.closing.left(seconds))

"""Training an agent in a process of its own, so that nothing it does can stop the app's window.

`ale_py` holds the interpreter's lock for 85 ms whenever it switches a console on (nearly all of that goes
into a table of how the colours of two frames blend), and a run has 32 consoles.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Any, ClassVar

from agents.learning.agent import Agent
from agents.learning.config import TrainConfig
from agents.learning.snapshot import Snapshot
from models.base.child_process import Reducer, Remote


def _config(fields: dict[str, Any]) -> TrainConfig:
    return TrainConfig(**fields)


class AgentProcess(Remote):
    """A process that exchanges agents with this one, their settings pickled by field names."""

    reducers: ClassVar[Mapping[type, Reducer]] = {TrainConfig: lambda config: (_config, (asdict(config),))}


class Trainer(AgentProcess):
    """A process that trains, one run after another. The first run starts it."""

    def train(self, config: TrainConfig, resume: Agent | None = None) -> Iterator[Snapshot]:
        """Do what `agents.learning.train.train` does, over there, until the run or the process is ended.

        After an error a new run may be tried.

        Raises:
            FloatingPointError: If training diverges.
            RuntimeError: If it fails otherwise, with the error's words.
            ProcessDied: If the process dies.
        """
        yield from self.iterate("agents.learning.train:train", config, resume)

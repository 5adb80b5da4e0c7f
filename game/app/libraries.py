"""What is slow to import, and is imported behind the first pictures."""

from __future__ import annotations


def load_libraries() -> None:
    """Import torch, the emulator and the trainer.

    torch puts off importing a third of itself until the first optimiser is made. Left to the arena, that
    would stop the window for more than a second; so an agent is made here.
    """
    import ale_py  # noqa: F401

    import agents.learning.train  # noqa: F401
    from agents.learning.agent import untrained
    from agents.learning.config import TrainConfig

    untrained(TrainConfig())

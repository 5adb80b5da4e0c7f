"""What is slow to import, and is imported behind the first pictures."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from game.scenes import SCENES
from game.workers.gc_policy import old_left_alone, set_aside

LATER = (
    "agents.insight.imitation",
    "models.generator.live.training",
)
"""What scenes import when something is done in them."""


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


def import_scenes() -> Iterator[str]:
    """Import every scene's modules; yields the name of each."""
    with old_left_alone():
        for spec in SCENES:
            module, _, name = spec.scene.partition(":")
            tabs = getattr(import_module(module), name).__dict__.get("tab_classes", {}).values()
            for each in (module, *(tab.partition(":")[0] for tab in tabs)):
                import_module(each)
                yield each
        for each in LATER:
            import_module(each)
            yield each
    set_aside()


def prepare() -> Iterator[str]:
    """Import the scenes, then load or compile what is compiled; yields the name of each step."""
    yield from import_scenes()
    from agents.learning import sparse_loops
    from models.convolution.taps import compiled
    from models.inpainting import exemplar

    yield from compiled.prepare()
    yield from exemplar.prepare()
    yield from sparse_loops.prepare()

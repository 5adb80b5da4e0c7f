"""What can be turned while the small translator learns."""

from dataclasses import dataclass, field
from typing import Annotated

from models.base.typed_fields import Range

MOST = 5000
"""Bundled pairs."""
COUNTS = (100, 300, 1000, 3000, MOST)
"""How many of them may be learned from."""
SHOWN = 10
"""Unseen sentences on the screen."""


@dataclass(frozen=True, slots=True)
class Controls:
    """One state of everything that can be turned.

    Attributes:
        pairs: The first so many bundled pairs are learned from.
        look: The unseen sentence whose attention and next words are shown.
    """

    pairs: Annotated[int, Range(1, MOST)] = MOST
    look: Annotated[int, Range(0, SHOWN - 1)] = 0


@dataclass(frozen=True, slots=True)
class LiveConfig:
    """A run.

    Attributes:
        seed: Draws the first weights and every batch.
        controls: How it begins.
        seconds: Of learning between two snapshots.
        threads: Of torch.
    """

    seed: int = 1
    controls: Controls = field(default_factory=Controls)
    seconds: float = 1.0
    threads: int = 1

"""What can be set; torch need not be there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from agents.learning.config import TrainConfig
from models.base.typed_fields import Range


@dataclass(frozen=True)
class Controls:
    """What can be turned while it learns.

    Attributes:
        past: Share of the consoles on which an earlier self is across the net.
    """

    past: Annotated[float, Range(0.125, 1)] = 0.25


@dataclass(frozen=True)
class LeagueConfig:
    """What a run begins with."""

    train: TrainConfig
    controls: Controls

"""All that is needed to go on with the small translator's learning, and its file."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import torch

from models.base import checkpoint
from models.base.arrays import Float
from models.base.checkpoint import CheckpointError
from models.base.live_training import (
    Tensors,
    copied,
    put_back,
    read_training,
    require_training,
    save_training,
)
from models.base.running_mean import follow
from models.base.typed_fields import Range, parse
from models.translation.live.settings import Controls
from models.translation.network import Shape, Transformer

MODEL = "live_translation"
SHAPE = Shape(vocabulary=800, width=128, heads=4, inner=256, encoders=2, decoders=2, dropout=0.0)
FIGURES = ("step", "seconds", "loss", "right", "right_seen")
"""Columns of a curve; the last two are shares of sentences that are translated exactly."""


@dataclass(frozen=True)
class Progress:
    """Where a training stands: what a file's metadata say.

    Attributes:
        seed: The run's.
        step: Batches learned from.
        seconds: Time spent on them, over all resumptions.
        controls: How everything was turned.
    """

    seed: Annotated[int, Range(0, 2**32 - 1)]
    step: Annotated[int, Range(0, 2**32 - 1)]
    seconds: Annotated[float, Range(0, 1e9)]
    controls: Controls


@dataclass(frozen=True)
class State(Progress):
    """All that is needed to go on, with copies of all tensors.

    Attributes:
        curve: (points, FIGURES), from the start.
        tensors: The network, its running mean, and what the optimiser remembers.
    """

    curve: Float
    tensors: Tensors

    def save(self, path: Path) -> None:
        """Write it, whole or not at all.

        Raises:
            CheckpointError: "not_finite" or "unwritable".
        """
        notes = {name: getattr(self, name) for name in ("seed", "step", "seconds")}
        notes |= {"model": MODEL, "controls": asdict(self.controls)}
        save_training(path, self.tensors, self.curve, notes)

    @classmethod
    def load(cls, path: Path) -> State:
        """Read a file that may come from anyone.

        Raises:
            CheckpointError: See its codes.
        """
        found, curve, tensors = read_training(path, _checked)
        return cls(**vars(found), curve=curve, tensors=tensors)


def _checked(layout: checkpoint.Layout, metadata: dict[str, Any]) -> Progress:
    if metadata.get("model") != MODEL:
        raise CheckpointError("foreign", "it is not of a live translator")
    found = parse(metadata, Progress, more=True)
    require_training(layout, expected(), len(FIGURES))
    return found


class Learner:
    """The network, its optimiser and the running mean of its weights, which is what translates.

    Args:
        seed: Draws the first weights.
    """

    def __init__(self, seed: int) -> None:
        with torch.random.fork_rng(devices=()):
            torch.manual_seed(seed)
            self.network, self.mean = Transformer(SHAPE), Transformer(SHAPE)
        self.mean.load_state_dict(self.network.state_dict())
        self.mean.eval().requires_grad_(False)
        self.optimiser = torch.optim.AdamW(
            self.network.parameters(), betas=(0.9, 0.98), weight_decay=1e-3, fused=True
        )

    def follow(self, step: int) -> None:
        """Move the running mean after batch `step`; it looks back over the last tenth of the way."""
        follow(dict(self.mean.named_parameters()), self.network, 1 - min(0.99, (1 + step) / (10 + step)))

    def tensors(self) -> Tensors:
        """Copy everything."""
        result = {f"mean.{name}": value.clone() for name, value in self.mean.state_dict().items()}
        return MappingProxyType(result | copied("network", self.network, self.optimiser))

    def restore(self, tensors: Tensors) -> None:
        """Take everything from copies."""
        self.mean.load_state_dict({name: tensors[f"mean.{name}"] for name in self.mean.state_dict()})
        put_back("network", self.network, self.optimiser, tensors)


@cache
def expected() -> checkpoint.Layout:
    """Return shape and dtype of each of a state's tensors."""
    return checkpoint.layout(Learner(0).tensors())

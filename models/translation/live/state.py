"""All that is needed to go on with the small translator's learning, and its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import numpy as np
import torch
from torch import Tensor

from models.base import checkpoint
from models.base.arrays import Float
from models.base.checkpoint import CheckpointError
from models.base.running_mean import follow
from models.base.typed_fields import Range, parse
from models.translation.live.settings import Controls
from models.translation.network import Shape, Transformer

MODEL = "live_translation"
SHAPE = Shape(vocabulary=500, width=128, heads=4, inner=256, encoders=2, decoders=2, dropout=0.0)
MAX_BYTES = 32 * 2**20
MOMENTS = ("step", "exp_avg", "exp_avg_sq")
"""What Adam remembers of each weight."""
MOST_POINTS = 400
FIGURES = ("step", "seconds", "loss", "right", "right_seen")
"""Columns of a curve; the last two are shares of sentences that are translated exactly."""

Tensors = Mapping[str, Tensor]


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
        notes |= {"model": MODEL, "kind": "training", "controls": asdict(self.controls)}
        curve = torch.from_numpy(np.ascontiguousarray(self.curve))
        checkpoint.save(path, {**self.tensors, "curve": curve}, notes)

    @classmethod
    def load(cls, path: Path) -> State:
        """Read a file that may come from anyone.

        Raises:
            CheckpointError: See its codes.
        """
        tensors, found = checkpoint.read(path, _checked, MAX_BYTES)
        curve = tensors.pop("curve").numpy()
        steps = np.concatenate(([0], curve[:, 0]))
        counts = [value for name, value in tensors.items() if name.endswith((".step", ".exp_avg_sq"))]
        if (np.diff(steps) < 0).any() or any(bool((value < 0).any()) for value in counts):
            raise CheckpointError("damaged", f"{path} holds negative counts, or steps out of order")
        return cls(**vars(found), curve=curve, tensors=MappingProxyType(tensors))


def _checked(layout: checkpoint.Layout, metadata: dict[str, Any]) -> Progress:
    if metadata.get("model") != MODEL:
        raise CheckpointError("foreign", "it is not of a live translator")
    found = parse(metadata, Progress, more=True)
    shape, _ = layout.get("curve", ((), None))
    points = shape[0] if shape and shape[0] <= MOST_POINTS else MOST_POINTS
    checkpoint.require(layout, {**expected(), "curve": ((points, len(FIGURES)), torch.float32)})
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
        for name, value in self.network.named_parameters():
            result[f"network.{name}"] = value.detach().clone()
            remembered = self.optimiser.state.get(value, {})
            for part in MOMENTS:
                fresh = torch.zeros(() if part == "step" else value.shape)
                result[f"network.{name}.{part}"] = remembered.get(part, fresh).detach().clone()
        return MappingProxyType(result)

    def restore(self, tensors: Tensors) -> None:
        """Take everything from copies."""
        self.mean.load_state_dict({name: tensors[f"mean.{name}"] for name in self.mean.state_dict()})
        for name, value in self.network.named_parameters():
            with torch.no_grad():
                value.copy_(tensors[f"network.{name}"])
            self.optimiser.state[value] = {
                part: tensors[f"network.{name}.{part}"].clone() for part in MOMENTS
            }


@cache
def expected() -> checkpoint.Layout:
    """Return shape and dtype of each of a state's tensors."""
    return checkpoint.layout(Learner(0).tensors())


def thinned(curve: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Drop every second point but the last, when there are too many."""
    return curve if len(curve) < MOST_POINTS else [*curve[:-1:2], curve[-1]]

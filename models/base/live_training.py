"""What the files of trainings that run before an audience have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from models.base import checkpoint
from models.base.arrays import Float
from models.base.checkpoint import CheckpointError

MAX_BYTES = 32 * 2**20
MOMENTS = ("step", "exp_avg", "exp_avg_sq")
"""What Adam remembers of each weight."""
MOST_POINTS = 400
"""Points of a curve."""

Tensors = Mapping[str, Tensor]
P = TypeVar("P")


def read_training(
    path: Path, check: Callable[[checkpoint.Layout, dict[str, Any]], P]
) -> tuple[P, Float, Tensors]:
    """Read a file that may come from anyone: what `check` found in its metadata, the curve, the tensors.

    Raises:
        CheckpointError: See its codes.
    """
    tensors, found = checkpoint.read(path, check, MAX_BYTES)
    curve = tensors.pop("curve").numpy()
    steps = np.concatenate(([0], curve[:, 0]))
    counts = [value for name, value in tensors.items() if name.endswith((".step", ".exp_avg_sq"))]
    if (np.diff(steps) < 0).any() or any(bool((value < 0).any()) for value in counts):
        raise CheckpointError("damaged", f"{path} holds negative counts, or steps out of order")
    return found, curve, MappingProxyType(tensors)


def require_training(layout: checkpoint.Layout, expected: checkpoint.Layout, figures: int) -> None:
    """Make sure that the expected tensors are there, and a curve of so many figures a point.

    Raises:
        CheckpointError: They are not.
    """
    shape, _ = layout.get("curve", ((), None))
    points = shape[0] if shape and shape[0] <= MOST_POINTS else MOST_POINTS
    checkpoint.require(layout, {**expected, "curve": ((points, figures), torch.float32)})


def save_training(path: Path, tensors: Tensors, curve: Float, notes: Mapping[str, Any]) -> None:
    """Write a training, whole or not at all.

    Raises:
        CheckpointError: "not_finite" or "unwritable".
    """
    points = torch.from_numpy(np.ascontiguousarray(curve))
    checkpoint.save(path, {**tensors, "curve": points}, {"kind": "training", **notes})


def copied(name: str, network: nn.Module, optimiser: torch.optim.Optimizer) -> dict[str, Tensor]:
    """Copy a network's weights, and what Adam remembers of each: zeros before the first step."""
    result = {}
    for part_name, value in network.named_parameters():
        result[f"{name}.{part_name}"] = value.detach().clone()
        remembered = optimiser.state.get(value, {})
        for part in MOMENTS:
            fresh = torch.zeros(() if part == "step" else value.shape)
            result[f"{name}.{part_name}.{part}"] = remembered.get(part, fresh).detach().clone()
    return result


def put_back(name: str, network: nn.Module, optimiser: torch.optim.Optimizer, tensors: Tensors) -> None:
    """Take weights and moments from what `copied` returned."""
    for part_name, value in network.named_parameters():
        with torch.no_grad():
            value.copy_(tensors[f"{name}.{part_name}"])
        optimiser.state[value] = {part: tensors[f"{name}.{part_name}.{part}"].clone() for part in MOMENTS}


def thinned(curve: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    """Drop every second point but the last, when there are too many."""
    return curve if len(curve) < MOST_POINTS else [*curve[:-1:2], curve[-1]]

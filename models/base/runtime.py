"""How trained networks are run: their weights from disk, and half precision where it is faster."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import torch
from torch import nn

from models.base import checkpoint
from models.base.weights import WEIGHTS


def load_network(model: str, build: Callable[[], nn.Module], weights: Path | None = None) -> nn.Module:
    """Build a network with its shipped weights, or with others of the same shape.

    Args:
        model: Id in WEIGHTS.
        build: Makes the untrained network.
        weights: Another file than the shipped one.

    Returns:
        The network, float32, frozen, for inference.

    Raises:
        WeightsError: The shipped file is missing or was changed.
        CheckpointError: The file cannot be read, or is of another shape.
    """
    tensors, _ = checkpoint.load(WEIGHTS[model].verify() if weights is None else weights)
    tensors = {name: value.float() if value.is_floating_point() else value for name, value in tensors.items()}
    network = build()
    checkpoint.require(
        tensors, {name: (tuple(value.shape), value.dtype) for name, value in network.state_dict().items()}
    )
    network.load_state_dict(tensors)
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]


def half_precision(device: str = "cpu") -> AbstractContextManager[Any]:
    """Compute in bfloat16 where that takes half the time; sums and weights stay float32."""
    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    fast = device == "cuda" or (device == "cpu" and supported is not None and supported())
    return torch.autocast(device, torch.bfloat16, enabled=fast)

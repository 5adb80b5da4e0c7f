"""What all image networks need to be used: their weights from disk, pictures in, pictures out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from models.base import checkpoint
from models.base.weights import MODELS

Byte = NDArray[np.uint8]
Float = NDArray[np.float32]


def load_network(model: str, build: Callable[[], nn.Module], weights: Path | None = None) -> nn.Module:
    """Build a network with its shipped weights, or with others of the same shape.

    Args:
        model: Id in MODELS.
        build: Makes the untrained network.
        weights: Another file than the shipped one.

    Raises:
        WeightsError: The shipped file is missing or was changed.
        CheckpointError: The file cannot be read, or is of another shape.
    """
    tensors, _ = checkpoint.load(MODELS[model].verify() if weights is None else weights)
    tensors = {name: value.float() if value.is_floating_point() else value for name, value in tensors.items()}
    network = build()
    checkpoint.require(
        tensors, {name: (tuple(value.shape), value.dtype) for name, value in network.state_dict().items()}
    )
    network.load_state_dict(tensors)
    return network.eval().requires_grad_(False).to(memory_format=torch.channels_last)  # type: ignore[no-any-return, call-overload]


def to_tensor(picture: Float) -> Tensor:
    """Return an (H, W, C) array as (1, C, H, W), channels last in memory."""
    return torch.from_numpy(np.ascontiguousarray(picture)).permute(2, 0, 1)[None]


def to_array(picture: Tensor) -> Float:
    """Return a (1, C, H, W) tensor as (H, W, C) float32."""
    array: Float = picture[0].float().permute(1, 2, 0).numpy()
    return array


def to_float(rgb: Byte) -> Float:
    """Map (H, W, 3) uint8 to float32 in -1..1."""
    return rgb.astype(np.float32) / np.float32(127.5) - np.float32(1)


def to_bytes(picture: Float) -> Byte:
    """Map float32 in -1..1 to uint8, clipped and rounded."""
    values: Byte = np.rint((picture + 1) * 127.5).clip(0, 255).astype(np.uint8)
    return values


def pad_to(picture: Float, multiple: int) -> Float:
    """Mirror an (H, W, C) array at its lower and right edge until both sides are multiples."""
    down, across = (-n % multiple for n in picture.shape[:2])
    if not down and not across:
        return picture
    # A picture of one pixel has nothing to mirror but itself.
    mode: Literal["reflect", "edge"] = "reflect" if min(picture.shape[:2]) > max(down, across) else "edge"
    padded: Float = np.pad(picture, ((0, down), (0, across), (0, 0)), mode=mode)
    return padded


def check_picture(rgb: Byte, mask: NDArray[np.bool_] | None = None) -> None:
    """Refuse what is not an (H, W, 3) uint8 picture with an (H, W) bool mask.

    Raises:
        ValueError: Says what was given.
    """
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or 0 in rgb.shape:
        raise ValueError(f"expected (H, W, 3) uint8, not {rgb.shape} {rgb.dtype}")
    if mask is not None and (mask.shape != rgb.shape[:2] or mask.dtype != np.bool_):
        raise ValueError(f"expected a mask {rgb.shape[:2]} of bool, not {mask.shape} {mask.dtype}")

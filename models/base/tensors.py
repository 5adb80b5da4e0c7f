"""Pictures as networks take them, and back: the one place where axes and value ranges change.

A picture is (H, W, C) uint8, 0..255; a network's tensor is (N, C, H, W) float32, -1..1, channels last in
memory.
"""

from typing import Any, Literal, cast

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.base.arrays import Byte, Float


def to_tensor(pictures: NDArray[Any]) -> Tensor:
    """Return pictures as (N, C, H, W) float32, channels last in memory.

    Args:
        pictures: (N, H, W, C), or one as (H, W, C). uint8 is mapped to -1..1; float32, and bool (1 where
            True), keep their values.
    """
    values = to_float(pictures) if pictures.dtype == np.uint8 else pictures.astype(np.float32, copy=False)
    batch = values if values.ndim == 4 else values[None]
    return torch.from_numpy(np.ascontiguousarray(batch)).permute(0, 3, 1, 2)


def to_array(values: Tensor) -> Float:
    """Return an (N, C, H, W) tensor as (N, H, W, C) float32, values unchanged."""
    return cast(Float, values.detach().float().permute(0, 2, 3, 1).numpy())


def to_pictures(values: Tensor) -> Byte:
    """Return an (N, C, H, W) tensor, -1..1, as (N, H, W, C) uint8; what is not finite becomes black."""
    return to_bytes(to_array(values.detach().nan_to_num(-1, -1, -1)))


def to_float(rgb: Byte) -> Float:
    """Map uint8 to float32 in -1..1."""
    return rgb.astype(np.float32) / np.float32(127.5) - np.float32(1)


def to_bytes(picture: Float) -> Byte:
    """Map float32 in -1..1 to uint8, clipped and rounded."""
    return cast(Byte, np.rint((picture + 1) * 127.5).clip(0, 255).astype(np.uint8))


def pad_to(picture: Float, multiple: int) -> Float:
    """Mirror an (H, W, C) array at its lower and right edge until both sides are multiples."""
    down, across = (-n % multiple for n in picture.shape[:2])
    if not down and not across:
        return picture
    # A picture of one pixel has nothing to mirror but itself.
    mode: Literal["reflect", "edge"] = "reflect" if min(picture.shape[:2]) > max(down, across) else "edge"
    return np.pad(picture, ((0, down), (0, across), (0, 0)), mode=mode)


def check_picture(rgb: Byte, mask: NDArray[np.bool_] | None = None) -> None:
    """Refuse, by a ValueError, what is not an (H, W, 3) uint8 picture with an (H, W) bool mask."""
    if rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.dtype != np.uint8 or 0 in rgb.shape:
        raise ValueError(f"expected (H, W, 3) uint8, not {rgb.shape} {rgb.dtype}")
    if mask is not None and (mask.shape != rgb.shape[:2] or mask.dtype != np.bool_):
        raise ValueError(f"expected a mask {rgb.shape[:2]} of bool, not {mask.shape} {mask.dtype}")

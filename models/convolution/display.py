"""Turning the result of a convolution, which may be negative or huge, into a picture."""

from functools import lru_cache
from typing import Literal, get_args

import numpy as np

from models.base.arrays import Byte, Float

Mode = Literal["clip", "absolute", "normalise", "signed"]
MODES: tuple[Mode, ...] = get_args(Mode)

# Blue for negative, orange for positive: these two stay apart for every common kind of colour blindness.
NEGATIVE = (0, 90, 181)
POSITIVE = (220, 95, 0)


def display(result: Float, mode: Mode = "clip", *, scale: float | None = None) -> Byte:
    """Show numbers as colours, (H, W, 3) uint8.

    Args:
        result: (H, W), (H, W, 1) or (H, W, 3) finite numbers; 0..255 is the range of a photograph.
        mode: `clip` cuts off below 0 and above 255; `absolute` drops the sign, then clips; `normalise`
            stretches the smallest value to 0 and the largest to 255 (a constant stays as it is, clipped);
            `signed` paints negative numbers blue, zero white and positive ones orange, the mean over the
            channels.
        scale: For `signed` alone: the value with full colour (default: the largest absolute value).

    Raises:
        ValueError: Unknown mode or shape.
    """
    if mode not in MODES:
        raise ValueError(f"unknown display mode {mode!r}")
    if result.ndim not in (2, 3) or (result.ndim == 3 and result.shape[2] not in (1, 3)):
        raise ValueError(f"can show (H, W), (H, W, 1) or (H, W, 3), not {result.shape}")
    values = result if result.ndim == 3 else result[:, :, None]
    if mode == "signed":
        flat = values.mean(axis=2)
        full = scale or float(np.abs(flat).max(initial=0.0)) or 1.0
        painted: Byte = _signed_colours()[np.rint(np.clip(flat / full, -1, 1) * 127).astype(np.int16) + 127]
        return painted
    if mode == "absolute":
        values = np.abs(values)
    elif mode == "normalise" and values.size:
        low, high = float(values.min()), float(values.max())
        if high > low:
            values = (values - low) * (255 / (high - low))
    # Half up, which for 0..255 is one cheap addition before the cut.
    picture = (np.clip(values, 0, 255) + 0.5).astype(np.uint8)
    return np.repeat(picture, 3, axis=2) if picture.shape[2] == 1 else picture


@lru_cache(maxsize=1)
def _signed_colours() -> Byte:
    """Return the 255 colours of the signed map, white in the middle: (255, 3) uint8."""
    away = np.linspace(-1, 1, 255)[:, None]
    ends = np.where(away < 0, np.array(NEGATIVE), np.array(POSITIVE))
    # A gentle power keeps small responses visible against the white.
    return np.rint(255 + (ends - 255) * np.abs(away) ** 0.8).astype(np.uint8)

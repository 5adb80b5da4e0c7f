"""The colours that a portrait is to take, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from game.scenes.generator.enlarging import SIDE

SOLID = 0.5
"""A pixel of the portrait counts as painted from this share of its area on."""

Byte = NDArray[np.uint8]
Bits = NDArray[np.bool_]


@dataclass(frozen=True)
class Paint:
    """A frozen paint layer: (SIDE, SIDE) RGBA, as bytes; empty for none."""

    rgba: bytes = b""

    def wish(self, side: int) -> tuple[Byte, Bits]:
        """The colours wanted and where, at a portrait's size.

        Args:
            side: of the portrait; a divisor of SIDE.

        Returns:
            (side, side, 3) uint8 and (side, side) bool.
        """
        if not self.rgba:
            return np.zeros((side, side, 3), np.uint8), np.zeros((side, side), np.bool_)
        fold = SIDE // side
        layer = np.frombuffer(self.rgba, np.uint8).reshape(side, fold, side, fold, 4).astype(np.float32)
        alpha = layer[..., 3:] / 255
        cover = alpha.sum(axis=(1, 3))
        colour = (layer[..., :3] * alpha).sum(axis=(1, 3)) / np.maximum(cover, 1e-6)
        return np.rint(colour).astype(np.uint8), cover[..., 0] >= SOLID * fold * fold


NONE = Paint()

"""Wash the rain off a picture of any size."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import numpy as np
import torch

from models.base.arrays import Byte, Float
from models.base.runtime import half_precision, load_network
from models.base.tensors import check_picture, pad_to, to_array, to_bytes, to_float, to_tensor
from models.base.threads import use_threads
from models.base.tiles import Cancelled, Progress, Stop, fade, step_through, windows
from models.rain.network import build, predict
from models.rain.streaks import Rain, spray

WHOLE = 512
"""Pictures up to this side are done at once."""
OVERLAP = 48
"""Pixels that neighbouring pieces share."""

__all__ = ["Cancelled", "Rain", "RainRemover", "spray"]


class RainRemover:
    """A loaded network that takes rain away. Use from one thread at a time."""

    def __init__(self, weights: Path | None = None, threads: int = 1) -> None:
        """Load the network.

        Args:
            weights: Another file than the shipped one.
            threads: Cores to use; more than one is slower wherever something else runs.

        Raises:
            WeightsError: The shipped weights are missing or were changed.
            CheckpointError: The file cannot be read, or is not this network's.
        """
        self.threads = threads
        self.network = load_network("rain", build, weights)

    def clean(self, rgb: Byte, *, progress: Progress | None = None, cancelled: Stop | None = None) -> Byte:
        """Take the rain off (H, W, 3) uint8 of any size.

        Raises:
            ValueError: Not a picture.
            Cancelled: `cancelled` said so.
        """
        check_picture(rgb)
        picture = to_float(rgb)
        total = np.zeros_like(picture)
        weight = np.zeros((*rgb.shape[:2], 1), np.float32)
        pieces = windows((rgb.shape[0], rgb.shape[1]), WHOLE, OVERLAP)
        for piece in step_through(pieces, progress, cancelled):
            share = fade(piece.size, OVERLAP)[..., None]
            total[piece.slices] += share * self._clean(picture[piece.slices])
            weight[piece.slices] += share
        return to_bytes(np.divide(total, weight, dtype=np.float32))

    def _clean(self, picture: Float) -> Float:
        height, width = picture.shape[:2]
        padded = to_tensor(pad_to(picture, cast(int, self.network.step)))
        with use_threads(self.threads), torch.inference_mode(), half_precision():
            return to_array(predict(self.network, padded))[0, :height, :width]

"""The network that takes rain off pictures by predicting their correction, for pictures of any size."""

from functools import partial
from pathlib import Path
from typing import cast

import torch
from torch import Tensor, nn

from models.base.arrays import Byte, Float
from models.base.runtime import half_precision, load_network
from models.base.tensors import check_picture, pad_to, to_array, to_bytes, to_float, to_tensor
from models.base.threads import use_threads
from models.base.tiles import Progress, Stop, Window, blend, windows
from models.base.unet import UNet

WHOLE = 512
"""Pictures up to this side are done at once."""
OVERLAP = 48
"""Pixels that neighbouring pieces share."""


def build() -> UNet:
    """Return the untrained rain network: the picture in, its correction out."""
    return UNet(inputs=3, outputs=3, widths=(32, 64, 96), blocks=(2, 2, 3), attention=False)


def predict(network: nn.Module, rainy: Tensor) -> Tensor:
    """Clean (N, 3, H, W) float32 pictures in -1..1."""
    return rainy + cast(Tensor, network(rainy)).float()


class RainRemover:
    """A loaded network that takes rain away. Use from one thread at a time.

    Args:
        weights: Another file than the shipped one.
        threads: Cores to use; more than one is slower wherever something else runs.

    Raises:
        WeightsError, CheckpointError: As `load_network`.
    """

    def __init__(self, weights: Path | None = None, threads: int = 1) -> None:
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
        pieces = windows(rgb.shape[:2], WHOLE, OVERLAP)
        return to_bytes(blend(picture, pieces, OVERLAP, partial(self._clean, picture), progress, cancelled))

    def _clean(self, picture: Float, pieces: list[Window]) -> Float:
        height, width = picture[pieces[0]].shape[:2]
        multiple = cast(int, self.network.step)
        padded = torch.cat([to_tensor(pad_to(picture[w], multiple)) for w in pieces])
        with use_threads(self.threads), torch.inference_mode(), half_precision():
            return to_array(predict(self.network, padded))[:, :height, :width]

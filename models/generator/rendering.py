"""From latents to the pictures that are shown: the generator's flat colours are made quite flat.

Cartoon portraits have areas of one colour, and no trained network leaves such an area without a faint
texture of a few levels. It can hardly be seen, but the classifier's features, in which samples are compared
with portraits, see it before all else: a uniform noise of 4 levels on real portraits is worse there than a
visible blur. Mean shift (Comaniciu & Meer, 2002) takes the texture off and leaves the edges.
"""

from __future__ import annotations

import cv2
import numpy as np
import torch
from torch import Tensor, nn

from models.base.arrays import Byte
from models.base.tensors import to_pictures

REACH = 2
"""Pixels around each that are looked at."""
ALIKE = 12
"""Difference, of 255, below which colours are taken for one: more takes the shine off bald heads too."""


CHUNK = 16
"""Pictures that are made at once."""


def render(generator: nn.Module, latents: Tensor) -> Byte:
    """Draw latents (N, LATENT), N > 0: (N, side, side, 3) uint8, areas flat."""
    with torch.inference_mode():
        made = [generator(part).float() for part in torch.split(latents, CHUNK)]
    return np.stack([flatten_colours(rgb) for rgb in to_pictures(torch.cat(made))])


def flatten_colours(picture: Byte) -> Byte:
    """Return a drawn picture (H, W, 3) uint8 with its areas made flat; half a millisecond at 64 x 64."""
    return cv2.pyrMeanShiftFiltering(np.ascontiguousarray(picture), REACH, ALIKE, maxLevel=0).astype(np.uint8)

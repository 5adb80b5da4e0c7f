"""Which places of a picture made a network say what it says."""

from collections.abc import Callable

import cv2
import numpy as np
import torch
from torch import Tensor

from models.base.arrays import Float

PATH = 12
"""Points between nothing and the picture at which the slope is taken."""


def integrated_gradients(
    score: Callable[[Tensor], Tensor], picture: Tensor, nothing: Tensor, blur: float
) -> Float:
    """Share a score out over the pixels: (H, W), -1..1, the strongest is 1 or -1.

    Sundararajan et al. (2017), https://arxiv.org/abs/1703.01365, along the straight line from nothing.

    Args:
        score: Maps pictures (N, C, H, W) to scores (N,).
        picture: (1, C, H, W).
        nothing: What says nothing, of a shape that fits.
        blur: Standard deviation in pixels by which the map is smoothed.
    """
    shares = (torch.arange(PATH) + 0.5).view(-1, 1, 1, 1) / PATH
    path = (nothing + shares * (picture - nothing)).requires_grad_()
    with torch.enable_grad():
        (slope,) = torch.autograd.grad(score(path).sum(), [path])
    parts = ((picture - nothing) * slope.mean(dim=0, keepdim=True)).sum(dim=1)[0].numpy()
    smooth = np.asarray(cv2.GaussianBlur(parts, (0, 0), blur), np.float32)
    heat: Float = smooth / np.float32(max(float(np.abs(smooth).max()), 1e-12))
    return heat

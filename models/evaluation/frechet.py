"""How far apart two sets of pictures are, in features of the classifier (Fréchet distance)."""

import numpy as np
import torch

from models.base.arrays import Byte, Double
from models.base.threads import single_thread
from models.classifier.network import Classifier, prepare

LAYER = "block_11"
"""Its features are compared, averaged over the maps."""
CHUNK = 8


def features(rgb: Byte) -> Double:
    """Return the classifier's features of pictures (N, H, W, 3) uint8: (N, channels), means over the maps."""
    layers = Classifier().model.layers
    found = []
    with single_thread(), torch.inference_mode():
        for start in range(0, len(rgb), CHUNK):
            batch = torch.cat([prepare(picture, "squash") for picture in rgb[start : start + CHUNK]])
            maps = next(maps for name, maps in layers(batch) if name == LAYER)
            found.append(maps.mean(dim=(2, 3)).numpy())
    return np.concatenate(found).astype(np.float64)


def distance(a: Double, b: Double) -> float:
    """Return the Fréchet distance of two sets of features (N, channels), taken as Gaussians.

    After Heusel et al., 2017, https://arxiv.org/abs/1706.08500.
    """
    first, second = (np.cov(part, rowvar=False) for part in (a, b))
    root = np.linalg.eigvals(first @ second)
    overlap = 2 * np.sqrt(np.maximum(root.real, 0)).sum()
    apart = np.square(a.mean(axis=0) - b.mean(axis=0)).sum()
    return float(apart + np.trace(first) + np.trace(second) - overlap)

"""How near one picture is to another: in decibels, in structure, and in what a network sees.

Pictures are (H, W, 3) uint8 RGB; masks are (H, W) bool, True where to look. A ValueError says that shapes
differ.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import cv2
import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Byte, Double, Float, Mask

if TYPE_CHECKING:
    from models.classifier.network import Classifier


FEATURE_LAYERS = ("block_1", "block_3", "block_5", "block_11", "block_15")
"""The last layers of each size, from 112 x 112 to 7 x 7."""


OTHER_LAYERS = ("stem", "block_2", "block_4", "block_8", "block_13", "head")
"""Layers that no training of ours looked at: judges of what was trained to please FEATURE_LAYERS."""


def psnr(a: Byte, b: Byte, mask: Mask | None = None) -> float:
    """Return the peak signal-to-noise ratio in dB over all channels; infinite where nothing differs."""
    _same_shape(a, b, mask)
    difference = a.astype(np.float32) - b.astype(np.float32)
    if mask is not None:
        difference = difference[mask]
    error = float(np.square(difference).mean(dtype=np.float64)) if difference.size else 0.0
    return 10 * math.log10(255**2 / error) if error else math.inf


def ssim(a: Byte, b: Byte, mask: Mask | None = None) -> float:
    """Return the structural similarity, -1..1 (1 for equal pictures), averaged over the mask or all pixels.

    Wang et al. (2004), "Image Quality Assessment: From Error Visibility to Structural Similarity": an 11 x 11
    Gaussian window of standard deviation 1.5, the picture mirrored at its edges, averaged over the channels.
    """
    _same_shape(a, b, mask)
    similarity = ssim_map(a, b)
    if mask is not None:
        similarity = similarity[mask]
    return float(similarity.mean(dtype=np.float64)) if similarity.size else 1.0


def ssim_map(a: Byte, b: Byte) -> Float:
    """Return the structural similarity around every pixel: (H, W) float32, -1..1."""
    x, y = a.astype(np.float64), b.astype(np.float64)
    mean_x, mean_y = _blur(x), _blur(y)
    variance_x = _blur(x * x) - mean_x**2
    variance_y = _blur(y * y) - mean_y**2
    covariance = _blur(x * y) - mean_x * mean_y
    c1, c2 = (0.01 * 255) ** 2, (0.03 * 255) ** 2
    above = (2 * mean_x * mean_y + c1) * (2 * covariance + c2)
    below = (mean_x**2 + mean_y**2 + c1) * (variance_x + variance_y + c2)
    return np.asarray((above / below).mean(axis=2), np.float32)


def error_map(a: Byte, b: Byte) -> Float:
    """Return the absolute difference at every pixel, averaged over the channels: (H, W) float32, 0..1."""
    _same_shape(a, b, None)
    mean = np.full((1, 3), 1 / (3 * 255), np.float32)
    return cv2.transform(cv2.absdiff(a, b).astype(np.float32), mean).astype(np.float32, copy=False)


def feature_distance(classifier: Classifier, a: Byte, b: Byte) -> float:
    """Return how different two pictures look to EfficientNet-Lite0: 0 (the same) to 4.

    As in Zhang et al. (2018), "The Unreasonable Effectiveness of Deep Features as a Perceptual Metric"
    (LPIPS), but without weights learned from people: at each place of each of FEATURE_LAYERS the vector of
    features is brought to length one, and the squared differences are summed over channels and averaged over
    places and layers.
    """
    return features_apart(features(classifier, a), features(classifier, b))


def features(classifier: Classifier, rgb: Byte, layers: Sequence[str] = FEATURE_LAYERS) -> dict[str, Float]:
    """Return the features that `feature_distance` compares: (C, h, w) by layer, of length one everywhere."""
    _, maps = classifier.activations(rgb, layers, "squash")
    return {name: map_ / (np.linalg.norm(map_, axis=0) + 1e-8) for name, map_ in maps.items()}


def features_apart(a: Mapping[str, Float], b: Mapping[str, Float]) -> float:
    """Return the distance between what `features` returned for two pictures."""
    return float(np.mean([np.square(a[name] - b[name]).sum(axis=0).mean() for name in a]))


def sharpness(filled: Byte, truth: Byte, mask: Mask) -> float:
    """Return the energy of fine detail inside the hole as a share of the truth's: 1 is as sharp as that.

    Detail is what a Gaussian blur of 1.5 pixels takes away. A truth without detail counts as one level of it.
    """
    _same_shape(filled, truth, mask)

    def energy(rgb: Byte) -> float:
        values = rgb.astype(np.float32)
        return float(np.square(values - cv2.GaussianBlur(values, (0, 0), 1.5))[mask].mean(dtype=np.float64))

    return energy(filled) / max(energy(truth), 1.0)


def _blur(values: Double) -> Double:
    blurred = cv2.GaussianBlur(values, (11, 11), 1.5, borderType=cv2.BORDER_REFLECT)
    return np.asarray(blurred, np.float64).reshape(values.shape)


def _same_shape(a: Byte, b: Byte, mask: Mask | None) -> None:
    if a.shape != b.shape or (mask is not None and mask.shape != a.shape[:2]):
        shapes = [a.shape, b.shape] + ([mask.shape] if mask is not None else [])
        raise ValueError(f"shapes differ: {shapes}")


def area_under_roc(yes: NDArray[Any], no: NDArray[Any]) -> float:
    """Return how often a score of `yes` is higher than one of `no`, 0 to 1; equal ones count half."""
    ordered = np.sort(no)
    below, upto = np.searchsorted(ordered, yes, "left"), np.searchsorted(ordered, yes, "right")
    return float((below + upto).mean() / 2 / len(no))

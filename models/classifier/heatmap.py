"""Where in the picture the network sees a class, and a box around it, though nobody ever showed it a box."""

from dataclasses import dataclass
from typing import cast

import cv2
import numpy as np
import torch

from models.base.arrays import Byte, Float
from models.base.threads import single_thread
from models.classifier.network import LAYERS, Classifier, central_square, prepare
from models.convolution.convolve import Region


@dataclass(frozen=True, slots=True)
class HeatMap:
    """What speaks for a class, and where."""

    index: int
    probability: float
    heat: Float
    """(H, W) float32, 0..1; 0 beside the central square, and all 0 if nothing speaks for the class."""
    coarse: Float
    """(h, w) float32, the same before enlarging, in the layer's resolution."""
    box: Region | None
    """(x, y, w, h) in the picture's pixels around the largest hot region."""


def grad_cam(
    classifier: Classifier, rgb: Byte, index: int, layer: str = "head", threshold: float = 0.4
) -> HeatMap:
    """Weigh a layer's maps by how much each helps the class, and add them up.

    Grad-CAM, Selvaraju et al. (2017), equations 1 and 2, https://arxiv.org/abs/1610.02391.

    Args:
        classifier: The network.
        rgb: (H, W, 3) uint8; the network sees its central square.
        index: Class 0..999.
        layer: One of LAYERS. The late ones know what, the early ones know where.
        threshold: Share of the greatest heat from which a pixel belongs to the box.

    Raises:
        KeyError, IndexError: No such layer, no such class.
    """
    if layer not in LAYERS:
        raise KeyError(f"unknown layer {layer!r}")
    if not 0 <= index < 1000:
        raise IndexError(f"class {index} of 1000")
    with single_thread():
        for name, maps in classifier.model.layers(prepare(rgb)):
            if name == layer:
                # The gradient is wanted from here up only, so what lies below needs no memory.
                chosen = maps.detach().requires_grad_()
                break
        last = classifier.model.rest(layer, chosen)
        logits = classifier.model.decide(last)[0]
        (gradient,) = torch.autograd.grad(logits[index], chosen)
        weights = gradient.mean(dim=(2, 3), keepdim=True)
        coarse = torch.relu((weights * chosen.detach()).sum(dim=1))[0].numpy()
        probability = float(torch.softmax(logits.detach().double(), dim=0)[index])
    if coarse.max() > 0:
        coarse = coarse / coarse.max()
    heat = np.zeros(rgb.shape[:2], np.float32)
    square = heat[central_square(rgb)]
    square[...] = np.clip(cv2.resize(coarse, square.shape[::-1], interpolation=cv2.INTER_CUBIC), 0, 1)
    return HeatMap(index, probability, heat, coarse, largest_region(heat, threshold))


def largest_region(heat: Float, threshold: float = 0.4) -> Region | None:
    """Return the box (x, y, w, h) around the largest connected region of (H, W) float32, not negative.

    A region is at or above a share of the maximum, 0..1; None for a map without heat.
    """
    top = float(heat.max())
    if top <= 0:
        return None
    hot = (heat >= threshold * top).astype(np.uint8)
    _, _, statistics, _ = cv2.connectedComponentsWithStats(hot, connectivity=8)
    largest = 1 + int(np.argmax(statistics[1:, cv2.CC_STAT_AREA]))
    x, y, w, h = (int(n) for n in statistics[largest, :4])
    return x, y, w, h


def overlay(rgb: Byte, heat: Float, strength: float = 0.85) -> Byte:
    """Lay heat (H, W), 0..1, over (H, W, 3) uint8: the cold fades to dark grey, the hot keeps its colours.

    The cold loses nearly all of its colour, so that the heat can be told on an orange cat, too.

    A `strength` of 0 shows the picture alone, 1 the heat at its strongest.
    """
    share = heat[:, :, None].astype(np.float32)
    grey = rgb.mean(axis=2, keepdims=True, dtype=np.float32) * 0.45
    glow = rgb + share * np.array([70, 25, -30], np.float32)
    mixed = share * glow + (1 - share) * grey
    return cast(Byte, np.rint(np.clip((1 - strength) * rgb + strength * mixed, 0, 255)).astype(np.uint8))

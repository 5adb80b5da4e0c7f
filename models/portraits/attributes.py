"""A small network that reads a cartoon portrait: hair, glasses, mouth … It judges the networks that draw."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Byte, Float, Index
from models.base.runtime import load_network
from models.base.tensors import check_picture, to_tensor
from models.base.threads import single_thread
from models.portraits.labels import LABELS, has_hair

SIDE = 64
"""The network sees squares of this side."""


class AttributeNet(nn.Module):
    """Convolutions down to 8 x 8, and one linear layer for every attribute."""

    def __init__(self, width: int = 24) -> None:
        super().__init__()
        self.body = nn.Sequential(
            _convolution(3, width, stride=2),
            _convolution(width, width),
            _convolution(width, 2 * width, stride=2),
            _convolution(2 * width, 2 * width),
            _convolution(2 * width, 4 * width, stride=2),
            _convolution(4 * width, 4 * width),
            # Portraits are all framed alike, so where something lies is kept.
            _convolution(4 * width, 16),
            nn.Flatten(),
            nn.Linear(16 * (SIDE // 8) ** 2, 192),
            nn.ReLU(),
        )
        self.heads = nn.ModuleDict({name: nn.Linear(192, classes) for name, classes in LABELS.items()})

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        """Map (N, 3, SIDE, SIDE), -1..1, to logits (N, classes) by attribute."""
        seen = self.body(x)
        return {name: head(seen) for name, head in self.heads.items()}


def _convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()
    )


class AttributeReader:
    """The trained network: portraits in, attributes out. Use from one thread at a time.

    Portraits are (H, W, 3) uint8 of any size, framed as those of the data set; a ValueError says they are
    not.
    """

    def __init__(self, weights: Path | None = None) -> None:
        """Load the network, with the shipped weights or others; raises as `load_network`."""
        self.network = load_network("attributes", AttributeNet, weights)

    def read(self, pictures: Sequence[Byte]) -> dict[str, Index]:
        """Return the likeliest class of every portrait, (N,) int64 by attribute."""
        return {name: values.argmax(axis=1) for name, values in self.probabilities(pictures).items()}

    def probabilities(self, pictures: Sequence[Byte]) -> dict[str, Float]:
        """Return how probable every class is: (N, classes) float32 by attribute."""
        if not pictures:
            return {name: np.zeros((0, classes), np.float32) for name, classes in LABELS.items()}
        x = to_tensor(np.stack([shrink(rgb) for rgb in pictures]))
        with single_thread(), torch.inference_mode():
            logits = cast(dict[str, Tensor], self.network(x))
            return {name: functional.softmax(values, dim=1).numpy() for name, values in logits.items()}

    def accuracy(self, pictures: Sequence[Byte], labels: Mapping[str, Index]) -> dict[str, float]:
        """Return the share of right answers by attribute, of the hair's colour where the head is not bald.

        `labels` are right classes (N,) of any attributes; of the hair style in any case.
        """
        read, hairy = self.read(pictures), has_hair(labels["hair_style"])
        right = {name: read[name] == labels[name] for name in labels}
        if hairy.any() and "hair_colour" in right:
            right["hair_colour"] = right["hair_colour"][hairy]
        return {name: round(float(values.mean()), 4) for name, values in right.items()}


def shrink(rgb: Byte) -> Byte:
    """Bring a portrait to the size that the network sees: (SIDE, SIDE, 3) uint8."""
    check_picture(rgb)
    how = cv2.INTER_AREA if min(rgb.shape[:2]) >= SIDE else cv2.INTER_CUBIC
    return cv2.resize(rgb, (SIDE, SIDE), interpolation=how).astype(np.uint8)

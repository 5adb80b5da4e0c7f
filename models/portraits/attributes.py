"""A small network that reads a drawn picture: hair, glasses, mouth … It judges the networks that draw."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import cast

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Byte, Float, Index
from models.base.runtime import load_network
from models.base.tensors import check_picture, to_tensor
from models.base.threads import single_thread
from models.portraits.labels import LABELS, visible

Visible = Callable[[Mapping[str, Index]], Mapping[str, NDArray[np.bool_]]]

SIDE = 64
"""The network sees squares of this side."""


class AttributeNet(nn.Module):
    """Convolutions down to 8 x 8, and one linear layer for every attribute."""

    def __init__(self, width: int = 24, labels: Mapping[str, int] = LABELS) -> None:
        """Build it; `labels` are the attributes with their numbers of classes."""
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
        self.heads = nn.ModuleDict({name: nn.Linear(192, classes) for name, classes in labels.items()})

    def forward(self, x: Tensor) -> dict[str, Tensor]:
        """Map (N, 3, SIDE, SIDE), -1..1, to logits (N, classes) by attribute."""
        seen = self.body(x)
        return {name: head(seen) for name, head in self.heads.items()}


def _convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()
    )


class AttributeReader:
    """The trained network: pictures in, attributes out. Use from one thread at a time.

    Pictures are (H, W, 3) uint8 of any size, framed as those of the data set; a ValueError says they are
    not.
    """

    def __init__(
        self,
        weights: Path | None = None,
        model: str = "attributes",
        labels: Mapping[str, int] = LABELS,
        visible: Visible = visible,
    ) -> None:
        """Load the network; raises as `load_network`.

        Args:
            weights: Another file than the shipped one.
            model: Id of the shipped weights.
            labels: What they read, with the numbers of classes.
            visible: Tells where a label can be seen.
        """
        self.network = load_network(model, partial(AttributeNet, labels=labels), weights)
        self.labels, self._visible = labels, visible

    def read(self, pictures: Sequence[Byte]) -> dict[str, Index]:
        """Return the likeliest class of every portrait, (N,) int64 by attribute."""
        return {name: values.argmax(axis=1) for name, values in self.probabilities(pictures).items()}

    def probabilities(self, pictures: Sequence[Byte]) -> dict[str, Float]:
        """Return how probable every class is: (N, classes) float32 by attribute."""
        if not pictures:
            return {name: np.zeros((0, classes), np.float32) for name, classes in self.labels.items()}
        x = to_tensor(np.stack([shrink(rgb) for rgb in pictures]))
        with single_thread(), torch.inference_mode():
            logits = cast(dict[str, Tensor], self.network(x))
            return {name: functional.softmax(values, dim=1).numpy() for name, values in logits.items()}

    def accuracy(self, pictures: Sequence[Byte], labels: Mapping[str, Index]) -> dict[str, float]:
        """Return the share of right answers by attribute, where it can be seen (anywhere if it never can).

        `labels` are right classes (N,) of any attributes; of what may hide another in any case.
        """
        read, seen = self.read(pictures), self._visible(labels)
        shares = {}
        for name, truth in labels.items():
            counted = seen[name] if seen[name].any() else slice(None)
            shares[name] = round(float((read[name] == truth)[counted].mean()), 4)
        return shares


def shrink(rgb: Byte) -> Byte:
    """Bring a portrait to the size that the network sees: (SIDE, SIDE, 3) uint8."""
    check_picture(rgb)
    how = cv2.INTER_AREA if min(rgb.shape[:2]) >= SIDE else cv2.INTER_CUBIC
    return cv2.resize(rgb, (SIDE, SIDE), interpolation=how).astype(np.uint8)

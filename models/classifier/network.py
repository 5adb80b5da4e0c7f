"""EfficientNet-Lite0: one of 1000 ImageNet classes for a picture, and everything on the way there.

Architecture: Tan & Le (2019), "EfficientNet", https://arxiv.org/abs/1905.11946, in its Lite variant without
squeeze-and-excitation and with ReLU6. Batch normalisation is folded into the convolutions when the published
weights are converted (tools/prepare_classifier.py), so what is left is convolutions, ReLU6 and sums.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

import cv2
import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.arrays import Byte, Float
from models.base.runtime import take_shipped
from models.base.tensors import check_picture
from models.base.threads import single_thread
from models.base.tiles import Window
from models.base.weights import ASSETS

View = Literal["squash", "crop"]

SIZE = 224
CLASSES = 1000

# One row a stage: blocks, kernel size, stride of the first block, expansion, output channels (table 1 of the
# paper; the Lite variant leaves the first and the last stage unscaled).
STAGES = (
    (1, 3, 1, 1, 16),
    (2, 3, 2, 6, 24),
    (2, 5, 2, 6, 40),
    (3, 3, 2, 6, 80),
    (3, 5, 1, 6, 112),
    (4, 5, 2, 6, 192),
    (1, 3, 1, 6, 320),
)


@dataclass(frozen=True, slots=True)
class Guess:
    """One class and how sure the network is: ``index`` 0..999, ``probability`` 0..1."""

    index: int
    probability: float


class SameConv(nn.Conv2d):
    """A convolution padded as TensorFlow pads: ceil(size / stride) outputs, odd pixels right and below.

    At stride 2 that differs from torch's symmetric padding, and the published weights expect it.
    """

    def __init__(self, inputs: int, outputs: int, size: int, stride: int = 1, groups: int = 1) -> None:
        super().__init__(inputs, outputs, size, stride, padding=0 if stride > 1 else size // 2, groups=groups)
        self.uneven = ((size - 2) // 2, (size - 1) // 2) if stride > 1 else None

    def forward(self, x: Tensor) -> Tensor:
        """Convolve (N, inputs, H, W) into (N, outputs, ceil(H / stride), ceil(W / stride)); H, W even."""
        if self.uneven is not None:
            x = functional.pad(x, self.uneven * 2)
        return super().forward(x)


class Block(nn.Module):
    """Inverted residual block: widen each pixel's channels, filter each channel alone, narrow again."""

    def __init__(self, inputs: int, outputs: int, size: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = inputs * expansion
        self.expand = SameConv(inputs, wide, 1) if expansion > 1 else None
        self.depthwise = SameConv(wide, wide, size, stride, groups=wide)
        self.project = SameConv(wide, outputs, 1)
        self.residual = stride == 1 and inputs == outputs

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, inputs, H, W) to (N, outputs, H / stride, W / stride)."""
        wide = x if self.expand is None else functional.relu6(self.expand(x))
        wide = functional.relu6(self.depthwise(wide))
        narrow = cast(Tensor, self.project(wide))
        return x + narrow if self.residual else narrow


class EfficientNetLite0(nn.Module):
    """The network: stem, 16 blocks, head, and a linear layer over the mean of the head's maps."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = SameConv(3, 32, 3, stride=2)
        blocks: list[Block] = []
        channels = 32
        for repeats, size, stride, expansion, outputs in STAGES:
            for repeat in range(repeats):
                blocks.append(Block(channels, outputs, size, stride if repeat == 0 else 1, expansion))
                channels = outputs
        self.blocks = nn.ModuleList(blocks)
        self.head = SameConv(channels, 1280, 1)
        self.linear = nn.Linear(1280, CLASSES)

    def layers(self, x: Tensor) -> Iterator[tuple[str, Tensor]]:
        """Yield (name, maps) from the input (N, 3, 224, 224) up: stem, block_1 … block_16, head.

        Maps are (N, C, h, w), from 32 of 112 x 112 to 1280 of 7 x 7.
        """
        x = functional.relu6(self.stem(x))
        yield "stem", x
        for number, block in enumerate(self.blocks, start=1):
            x = block(x)
            yield f"block_{number}", x
        yield "head", functional.relu6(self.head(x))

    def rest(self, layer: str, maps: Tensor) -> Tensor:
        """Continue from a layer's maps (N, C, h, w) to the head's (N, 1280, h', w')."""
        position = LAYERS.index(layer)
        for block in self.blocks[position:]:
            maps = block(maps)
        return maps if layer == "head" else functional.relu6(self.head(maps))

    def decide(self, head: Tensor) -> Tensor:
        """Map the head's maps (N, 1280, 7, 7) to logits (N, 1000)."""
        return cast(Tensor, self.linear(head.mean(dim=(2, 3))))

    def forward(self, x: Tensor) -> Tensor:
        """Map prepared pictures (N, 3, 224, 224) to logits (N, 1000)."""
        *_, (_, head) = self.layers(x)
        return self.decide(head)


LAYERS: tuple[str, ...] = ("stem", *(f"block_{i}" for i in range(1, 17)), "head")


class Classifier:
    """The trained network with its pictures in and its guesses out. Use from one thread at a time."""

    def __init__(self) -> None:
        """Load the shipped weights, about 50 ms; raises as `load_network`."""
        # The empty network is only a plan; its numbers come from the file.
        with torch.device("meta"):
            self.model = EfficientNetLite0()
        take_shipped("classifier", self.model)

    def logits(self, rgb: Byte, view: View = "crop") -> Float:
        """Return the (1000,) float32 logits of an (H, W, 3) uint8 picture."""
        with single_thread(), torch.inference_mode():
            return cast(Float, self.model(prepare(rgb, view))[0].numpy())

    def classify(self, rgb: Byte, count: int = 5, view: View = "crop") -> list[Guess]:
        """Name the most probable classes of (H, W, 3) uint8, best first, by softmax over all 1000."""
        return best(self.logits(rgb, view), count)

    def activations(
        self, rgb: Byte, layers: Iterable[str] = LAYERS, view: View = "crop"
    ) -> tuple[list[Guess], dict[str, Float]]:
        """Classify (H, W, 3) uint8 and keep feature maps on the way.

        Returns:
            The five best guesses, and layer -> (C, h, w) float32 maps, in the network's order.

        Raises:
            KeyError: A layer that is none of LAYERS.
        """
        wanted = set(layers)
        if unknown := wanted - set(LAYERS):
            raise KeyError(f"unknown layers {sorted(unknown)}")
        kept: dict[str, Float] = {}
        with single_thread(), torch.inference_mode():
            for name, maps in self.model.layers(prepare(rgb, view)):
                last = maps
                if name in wanted:
                    kept[name] = maps[0].contiguous().numpy()
            logits = self.model.decide(last)[0].numpy()
        return best(logits, 5), kept


def prepare(rgb: Byte, view: View = "crop") -> Tensor:
    """Bring a picture (H, W, 3) uint8 to the network's input.

    Args:
        rgb: The picture; a ValueError says that it is none.
        view: `crop` shows the central square, as the network was trained; `squash` the whole picture, its
            sides forced to a square.

    Returns:
        (1, 3, 224, 224) float32, (value - 127) / 128, channels last in memory.
    """
    check_picture(rgb)
    if view == "crop":
        rgb = rgb[central_square(rgb)]
    # Averaging over the area, for a plain bilinear shrink would skip pixels and let fine patterns flicker.
    shrink = max(rgb.shape[:2]) > SIZE
    small = cv2.resize(rgb, (SIZE, SIZE), interpolation=cv2.INTER_AREA if shrink else cv2.INTER_CUBIC)
    values = (small.astype(np.float32) - 127) / 128
    return torch.from_numpy(values).permute(2, 0, 1)[None]


def central_square(rgb: Byte) -> Window:
    """Return the rows and columns of the largest square in the middle of (H, W, 3)."""
    side = min(rgb.shape[:2])
    top, left = ((n - side) // 2 for n in rgb.shape[:2])
    return slice(top, top + side), slice(left, left + side)


def best(logits: Float, count: int = 5) -> list[Guess]:
    """Return the ``count`` most probable classes of (1000,) logits, best first."""
    weights = np.exp(logits.astype(np.float64) - logits.max())
    weights /= weights.sum()
    return [Guess(int(i), float(weights[i])) for i in np.argsort(-weights, kind="stable")[:count]]


@cache
def class_names(language: Literal["en", "ru"] = "en") -> tuple[str, ...]:
    """Return the 1000 class names in a language, by index."""
    names = json.loads((ASSETS / "data" / f"imagenet_{language}.json").read_text(encoding="utf-8"))
    return tuple(str(name) for name in names)

"""SSDLite over MobileNetV2: one look at a picture, and 1917 places say what they see and how it is framed.

Architecture: Liu et al. (2016), "SSD: Single Shot MultiBox Detector", https://arxiv.org/abs/1512.02325, in
the light variant of Sandler et al. (2018), "MobileNetV2", https://arxiv.org/abs/1801.04381, section 6.2, as
TensorFlow's object detection built it. Batch normalisation is folded into the convolutions when the published
weights are converted (tools/convert_detection.py), so what is left is convolutions, ReLU6 and sums.
"""

from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

SIZE = 300
CLASSES = 91
"""Outputs an anchor: 0 is "nothing here", the others are COCO's numbers, of which ten are not used."""

# One row a stage: blocks, stride of the first block, expansion, output channels (table 2 of MobileNetV2).
STAGES = (
    (1, 1, 1, 16),
    (2, 2, 6, 24),
    (3, 2, 6, 32),
    (4, 2, 6, 64),
    (3, 1, 6, 96),
    (3, 2, 6, 160),
    (1, 1, 6, 320),
)
LEVEL_BLOCK = 13
"""The block whose widened maps are level 0 of the pyramid, the finest one."""
HEAD = 1280
"""Channels of level 1, the last layer of MobileNetV2."""
EXTRAS = ((256, 512), (128, 256), (128, 256), (64, 128))
"""Levels 2 to 5: channels within and after."""
GRIDS = (19, 10, 5, 3, 2, 1)
"""Cells a side of each level."""
ANCHORS = (3, 6, 6, 6, 6, 6)
"""Anchors a cell of each level."""


class Conv(nn.Conv2d):
    """A convolution padded as TensorFlow pads: ceil(size / stride) outputs, the odd pixel right and below."""

    def __init__(self, inputs: int, outputs: int, size: int = 1, stride: int = 1, groups: int = 1) -> None:
        super().__init__(inputs, outputs, size, stride, padding=size // 2, groups=groups)

    def forward(self, x: Tensor) -> Tensor:
        """Convolve (N, inputs, H, H) into (N, outputs, ceil(H / stride), ceil(H / stride))."""
        if self.stride[0] == 1 or x.shape[-1] % 2:
            return super().forward(x)
        uneven = functional.pad(x, (0, 1, 0, 1))
        return functional.conv2d(uneven, self.weight, self.bias, self.stride, groups=self.groups)


class Block(nn.Module):
    """Inverted residual block: widen each pixel's channels, filter each channel alone, narrow again."""

    def __init__(self, inputs: int, outputs: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = inputs * expansion
        self.expand = Conv(inputs, wide) if expansion > 1 else None
        self.depthwise = Conv(wide, wide, 3, stride, groups=wide)
        self.project = Conv(wide, outputs)
        self.residual = stride == 1 and inputs == outputs

    def widen(self, x: Tensor) -> Tensor:
        """Map (N, inputs, H, H) to (N, inputs * expansion, H, H)."""
        return x if self.expand is None else functional.relu6(self.expand(x))

    def narrow(self, x: Tensor, wide: Tensor) -> Tensor:
        """Map the widened maps to (N, outputs, H / stride, H / stride); x is what they were made from."""
        narrow = cast(Tensor, self.project(functional.relu6(self.depthwise(wide))))
        return x + narrow if self.residual else narrow

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, inputs, H, H) to (N, outputs, H / stride, H / stride)."""
        return self.narrow(x, self.widen(x))


class Extra(nn.Module):
    """One more level of the pyramid, half as wide: fewer channels, every second pixel, more channels."""

    def __init__(self, inputs: int, within: int, outputs: int) -> None:
        super().__init__()
        self.reduce = Conv(inputs, within)
        self.depthwise = Conv(within, within, 3, stride=2, groups=within)
        self.expand = Conv(within, outputs)

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, inputs, H, H) to (N, outputs, ceil(H / 2), ceil(H / 2))."""
        for layer in (self.reduce, self.depthwise, self.expand):
            x = functional.relu6(layer(x))
        return x


class Predictor(nn.Module):
    """What each anchor of one level says: a cell looks at its neighbours, then at all channels at once."""

    def __init__(self, channels: int, anchors: int, numbers: int) -> None:
        super().__init__()
        self.depthwise = Conv(channels, channels, 3, groups=channels)
        self.project = Conv(channels, anchors * numbers)
        self.numbers = numbers

    def forward(self, maps: Tensor) -> Tensor:
        """Map (N, channels, H, H) to (N, H * H * anchors, numbers), row by row."""
        out = self.project(functional.relu6(self.depthwise(maps)))
        return cast(Tensor, out.permute(0, 2, 3, 1).reshape(len(out), -1, self.numbers))


class Detector(nn.Module):
    """The network: MobileNetV2, four more levels, and on each of the six levels two predictors."""

    def __init__(self) -> None:
        super().__init__()
        self.stem = Conv(3, 32, 3, stride=2)
        blocks: list[Block] = []
        channels = 32
        for repeats, stride, expansion, outputs in STAGES:
            for repeat in range(repeats):
                blocks.append(Block(channels, outputs, stride if repeat == 0 else 1, expansion))
                channels = outputs
        self.blocks = nn.ModuleList(blocks)
        self.head = Conv(channels, HEAD)
        levels = [HEAD, *(outputs for _, outputs in EXTRAS)]
        self.extras = nn.ModuleList(
            Extra(inputs, *extra) for inputs, extra in zip(levels, EXTRAS, strict=False)
        )
        finest = cast(Conv, blocks[LEVEL_BLOCK].expand).out_channels
        plan = list(zip([finest, *levels], ANCHORS, strict=True))
        self.boxes = nn.ModuleList(Predictor(channels, anchors, 4) for channels, anchors in plan)
        self.classes = nn.ModuleList(Predictor(channels, anchors, CLASSES) for channels, anchors in plan)

    def pyramid(self, x: Tensor) -> list[Tensor]:
        """Return the six levels' maps of pictures (N, 3, 300, 300): (N, C, h, h), h as in GRIDS."""
        x = functional.relu6(self.stem(x))
        levels = []
        for number, block in enumerate(cast(list[Block], self.blocks)):
            wide = block.widen(x)
            if number == LEVEL_BLOCK:
                levels.append(wide)
            x = block.narrow(x, wide)
        levels.append(functional.relu6(self.head(x)))
        for extra in self.extras:
            levels.append(extra(levels[-1]))
        return levels

    def predict(self, levels: list[Tensor]) -> tuple[Tensor, Tensor]:
        """Let the anchors of all six levels speak; as `forward`."""
        boxes = [predictor(maps) for predictor, maps in zip(self.boxes, levels, strict=True)]
        classes = [predictor(maps) for predictor, maps in zip(self.classes, levels, strict=True)]
        return torch.cat(boxes, 1), torch.cat(classes, 1)

    def forward(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Look at pictures (N, 3, 300, 300), -1..1.

        Returns:
            (N, 1917, 4), how each anchor is to be moved and stretched, for `anchors.decode`; and
            (N, 1917, 91) logits, each class by itself (sigmoid), column 0 for "nothing here".
        """
        return self.predict(self.pyramid(x))

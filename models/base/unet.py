"""The one network shape behind inpainting and rain removal: a small U-Net that predicts a correction.

Chosen by measuring on a processor: plain 3 x 3 residual blocks train faster there than depthwise (NAFNet,
ConvNeXt) or gated ones of the same size, and run in half precision where the processor has it. Pixels are
folded into channels first (Shi et al., 2016, https://arxiv.org/abs/1609.05158), so that nothing is computed
at full size.
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import cast

from torch import Tensor, nn
from torch.nn import functional


class Residual(nn.Module):
    """Two convolutions beside a straight way; silent at first, so that depth does not hurt."""

    def __init__(self, channels: int, condition: int = 0) -> None:
        super().__init__()
        self.first = nn.Conv2d(channels, channels, 3, padding=1)
        self.second = nn.Conv2d(channels, channels, 3, padding=1)
        nn.init.zeros_(self.second.weight)
        nn.init.zeros_(cast(Tensor, self.second.bias))
        self.steer = nn.Linear(condition, 2 * channels) if condition else None
        if self.steer is not None:
            nn.init.zeros_(self.steer.bias)

    def forward(self, x: Tensor, condition: Tensor | None = None) -> Tensor:
        """Map (N, channels, h, w) to the same shape; `condition` (N, K) scales and shifts the inside."""
        inside = self.first(x)
        if self.steer is not None and condition is not None:
            scale, shift = self.steer(condition)[:, :, None, None].chunk(2, dim=1)
            inside = inside * (1 + scale) + shift
        return x + cast(Tensor, self.second(functional.relu(inside)))


class Attention(nn.Module):
    """Every place looks at every other (Vaswani et al., 2017): what a hole needs may lie far away."""

    def __init__(self, channels: int, heads: int = 4) -> None:
        super().__init__()
        self.heads = heads
        self.norm = nn.LayerNorm(channels)
        self.ask = nn.Linear(channels, 3 * channels)
        self.answer = nn.Linear(channels, channels)
        nn.init.zeros_(self.answer.weight)
        nn.init.zeros_(self.answer.bias)

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, channels, h, w) to the same shape."""
        count, channels, height, width = x.shape
        tokens = self.norm(x.flatten(2).transpose(1, 2))
        parts = self.ask(tokens).view(count, height * width, 3, self.heads, channels // self.heads)
        query, key, value = parts.permute(2, 0, 3, 1, 4)
        mixed = functional.scaled_dot_product_attention(query, key, value)
        mixed = self.answer(mixed.transpose(1, 2).reshape(count, height * width, channels))
        return x + cast(Tensor, mixed).transpose(1, 2).reshape(count, channels, height, width)


class Encoder(nn.Module):
    """Down, level by level; at the bottom every place looks at every other."""

    def __init__(
        self,
        inputs: int,
        fold: int = 2,
        widths: Sequence[int] = (32, 64, 96, 160),
        blocks: Sequence[int] = (2, 2, 2, 3),
        attention: bool = True,
    ) -> None:
        """Build the network for `inputs` channels; `fold` pixels of a side are folded into channels first.

        `widths` are the channels at each level, the next one half as large, `blocks` the blocks there.
        With `attention` the lowest level looks around.
        """
        super().__init__()
        self.fold = fold
        self.step = fold * 2 ** (len(widths) - 1)
        """Height and width must be multiples of this."""
        self.head = nn.Conv2d(inputs * fold**2, widths[0], 3, padding=1)
        self.encoder = nn.ModuleList(
            nn.ModuleList(Residual(width) for _ in range(count))
            for width, count in zip(widths, blocks, strict=True)
        )
        self.down = nn.ModuleList(nn.Conv2d(high, low, 2, stride=2) for high, low in pairwise(widths))
        self.attention = nn.ModuleList(Attention(widths[-1]) for _ in range(2 if attention else 0))

    def encode(self, x: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Return the last maps (N, widths[-1], H / step, W / step) of (N, inputs, H, W); and those above."""
        x = self.head(functional.pixel_unshuffle(x, self.fold))
        seen: list[Tensor] = []
        for level, stage in enumerate(self.encoder):
            for block in cast(nn.ModuleList, stage):
                x = block(x)
            if level < len(self.down):
                seen.append(x)
                x = self.down[level](x)
        for block in self.attention:
            x = block(x)
        return x, seen


class UNet(Encoder):
    """Down, across, and up again, with what was seen on the way down added on the way up."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        fold: int = 2,
        widths: Sequence[int] = (32, 64, 96, 160),
        blocks: Sequence[int] = (2, 2, 2, 3),
        attention: bool = True,
    ) -> None:
        """Build the network: `outputs` channels of the input's height and width; the rest as `Encoder`."""
        super().__init__(inputs, fold, widths, blocks, attention)
        self.up = nn.ModuleList(nn.Conv2d(low, 4 * high, 1) for high, low in pairwise(widths))
        self.decoder = nn.ModuleList(
            nn.ModuleList(Residual(width) for _ in range(count))
            for width, count in zip(widths[:-1], blocks[:-1], strict=True)
        )
        self.tail = nn.Conv2d(widths[0], outputs * fold**2, 3, padding=1)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(cast(Tensor, self.tail.bias))

    def forward(self, x: Tensor) -> Tensor:
        """Map (N, inputs, H, W) to (N, outputs, H, W); sides are multiples of `step`."""
        return self.decode(*self.encode(x))

    def decode(self, x: Tensor, seen: list[Tensor]) -> Tensor:
        """Return the output (N, outputs, H, W) for what `encode` returned."""
        for level in reversed(range(len(self.up))):
            x = functional.pixel_shuffle(self.up[level](x), 2) + seen[level]
            for block in cast(nn.ModuleList, self.decoder[level]):
                x = block(x)
        return functional.pixel_shuffle(self.tail(x), self.fold)

"""The one network shape behind inpainting and rain removal: a small U-Net that predicts a correction.

Chosen by measuring on a processor: plain 3 x 3 residual blocks train faster there than depthwise (NAFNet,
ConvNeXt) or gated ones of the same size, and run in half precision where the processor has it. Pixels are
folded into channels first (Shi et al., 2016, https://arxiv.org/abs/1609.05158), so that nothing is computed
at full size.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import torch
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


class UNet(nn.Module):
    """Down, across, and up again, with what was seen on the way down added on the way up."""

    def __init__(
        self,
        inputs: int,
        outputs: int,
        fold: int = 2,
        widths: Sequence[int] = (32, 64, 96, 160),
        blocks: Sequence[int] = (2, 2, 2, 3),
        condition: int = 0,
        attention: bool = True,
        framed: int = 0,
    ) -> None:
        """Build the network.

        Args:
            inputs: Channels of the input.
            outputs: Channels of the output, of the same height and width.
            fold: Pixels of a side that are folded into channels first.
            widths: Channels at each level, the next one half as large.
            blocks: Residual blocks at each level, on the way down and again on the way up.
            condition: Numbers that steer every block on the way up, and two more below; 0 for none.
            attention: Whether the lowest level looks around.
            framed: Side of the pictures, if all show the same thing in the same place: the two largest levels
                then learn what usually lies where. 0 for pictures of any size.
        """
        super().__init__()
        self.fold = fold
        self.step = fold * 2 ** (len(widths) - 1)
        """Height and width must be multiples of this."""
        self.head = nn.Conv2d(inputs * fold**2, widths[0], 3, padding=1)
        self.encoder = nn.ModuleList()
        self.down = nn.ModuleList()
        self.up = nn.ModuleList()
        self.decoder = nn.ModuleList()
        for level, (width, count) in enumerate(zip(widths, blocks, strict=True)):
            self.encoder.append(nn.ModuleList(Residual(width) for _ in range(count)))
            if level + 1 < len(widths):
                wider = widths[level + 1]
                self.down.append(nn.Conv2d(width, wider, 2, stride=2))
                self.up.append(nn.Conv2d(wider, 4 * width, 1))
                self.decoder.append(nn.ModuleList(Residual(width, condition) for _ in range(count)))
        self.attention = nn.ModuleList(Attention(widths[-1]) for _ in range(2 if attention else 0))
        self.middle = nn.ModuleList(Residual(widths[-1], condition) for _ in range(2 if condition else 0))
        self.places = nn.ParameterList(
            torch.zeros(1, width, framed // fold // 2**level, framed // fold // 2**level)
            for level, width in enumerate(widths[: 2 if framed else 0])
        )
        self.tail = nn.Conv2d(widths[0], outputs * fold**2, 3, padding=1)
        nn.init.zeros_(self.tail.weight)
        nn.init.zeros_(cast(Tensor, self.tail.bias))

    def forward(self, x: Tensor, condition: Tensor | None = None) -> Tensor:
        """Map (N, inputs, H, W) to (N, outputs, H, W); sides are multiples of ``step``."""
        return self.decode(*self.encode(x), condition)

    def encode(self, x: Tensor) -> tuple[Tensor, list[Tensor]]:
        """Return the lowest maps (N, widths[-1], H / step, W / step), and those of the levels above."""
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

    def decode(self, x: Tensor, seen: list[Tensor], condition: Tensor | None = None) -> Tensor:
        """Return the output (N, outputs, H, W) for what `encode` returned."""
        for block in self.middle:
            x = block(x, condition)
        for level in reversed(range(len(self.up))):
            x = functional.pixel_shuffle(self.up[level](x), 2) + seen[level]
            if level < len(self.places):
                x = x + self.places[level]
            for block in cast(nn.ModuleList, self.decoder[level]):
                x = block(x, condition)
        return functional.pixel_shuffle(self.tail(x), self.fold)


def fast_precision() -> torch.dtype | None:
    """Return bfloat16 where the processor multiplies it in half the time, else None for plain float32."""
    supported = getattr(torch.cpu, "_is_avx512_bf16_supported", None)
    return torch.bfloat16 if supported is not None and supported() else None

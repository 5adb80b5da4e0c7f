"""The transformer that translates (Vaswani et al. 2017, arXiv:1706.03762), small, with the norms in front.

The encoder reads the sentence, the decoder writes the other one piece by piece; each looks at what it needs
by attention. One table of numbers per piece serves for reading both sentences and for judging the next piece.
"""

import math
from dataclasses import dataclass
from typing import Annotated, NamedTuple, cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.typed_fields import Range
from models.translation.vocabulary import PAD


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a transformer is."""

    vocabulary: Annotated[int, Range(8, 65536)] = 6000
    """Pieces that it knows."""
    width: Annotated[int, Range(8, 1024)] = 256
    """Numbers that stand for a piece."""
    heads: Annotated[int, Range(1, 16)] = 4
    """Attentions side by side."""
    inner: Annotated[int, Range(8, 4096)] = 1024
    """Neurons between two layers."""
    encoders: Annotated[int, Range(1, 8)] = 3
    decoders: Annotated[int, Range(1, 8)] = 2
    dropout: Annotated[float, Range(0, 0.9)] = 0.1
    """Share of numbers that are left out while learning."""


class Attention(nn.Module):
    """Each piece asks all others; the answers are mixed by how well the question fits."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.heads = shape.heads
        self.ask = nn.Linear(shape.width, shape.width)
        self.offer = nn.Linear(shape.width, 2 * shape.width)
        self.mix = nn.Linear(shape.width, shape.width)
        self.shares: Tensor | None = None
        """Of the last sentences looked at, (N, heads, asking, asked); only while `keep` is set."""
        self.keep = False

    def forward(self, asking: Tensor, asked: Tensor, mask: Tensor) -> Tensor:
        """Return the mixed answers, (N, asking, width).

        Args:
            asking: (N, asking, width).
            asked: (N, asked, width).
            mask: True where one may look, broadcast to (N, heads, asking, asked).
        """
        # Written out: torch's fused attention takes three times as long for sentences as short as these.
        query = self._split(self.ask(asking)) / math.sqrt(asking.shape[-1] / self.heads)
        key, value = (self._split(part) for part in self.offer(asked).chunk(2, dim=-1))
        shares = (query @ key.transpose(-1, -2)).masked_fill(~mask, -torch.inf).softmax(-1)
        if self.keep:
            self.shares = shares.detach()
        mixed: Tensor = self.mix((shares.to(value) @ value).transpose(1, 2).flatten(2))
        return mixed

    def _split(self, numbers: Tensor) -> Tensor:
        return numbers.view(*numbers.shape[:2], self.heads, -1).transpose(1, 2)


class Dropout(nn.Module):
    """Leaves out the same numbers of all pieces of a sentence (Gal and Ghahramani 2016, arXiv:1512.05287).

    That takes a twentieth of the random numbers that leaving out each by itself would take.
    """

    def __init__(self, share: float) -> None:
        super().__init__()
        self.share = share

    def forward(self, x: Tensor) -> Tensor:
        """Return (N, length, width) numbers, some of them 0 while learning, the others larger."""
        if not self.training or not self.share:
            return x
        kept = 1 - self.share
        return x * (torch.rand(len(x), 1, x.shape[-1], device=x.device) < kept).to(x.dtype).div_(kept)


class Layer(nn.Module):
    """Attention to the own sentence, in a decoder also to the other, then two layers of neurons."""

    def __init__(self, shape: Shape, *, decodes: bool) -> None:
        super().__init__()
        self.own_norm, self.own = nn.LayerNorm(shape.width), Attention(shape)
        if decodes:
            self.other_norm, self.other = nn.LayerNorm(shape.width), Attention(shape)
        self.think_norm = nn.LayerNorm(shape.width)
        self.think = nn.Sequential(
            nn.Linear(shape.width, shape.inner), nn.ReLU(), nn.Linear(shape.inner, shape.width)
        )
        self.dropout = Dropout(shape.dropout)

    def forward(self, x: Tensor, mask: Tensor, other: "Reading | None" = None) -> Tensor:
        """Return what a sentence has become, (N, length, width); a decoder is given the other's reading."""
        near = self.own_norm(x)
        x = x + self.dropout(self.own(near, near, mask))
        if other is not None:
            x = x + self.dropout(self.other(self.other_norm(x), *other))
        thought: Tensor = x + self.dropout(self.think(self.think_norm(x)))
        return thought


class Reading(NamedTuple):
    """Sentences as the encoder has understood them."""

    numbers: Tensor
    """(N, length, width)."""
    seen: Tensor
    """Where there are pieces and no padding, (N, 1, 1, length)."""


class Transformer(nn.Module):
    """Reads sentences, and says how probable every next piece of their translations is."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.shape = shape
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.encoders = nn.ModuleList(Layer(shape, decodes=False) for _ in range(shape.encoders))
        self.decoders = nn.ModuleList(Layer(shape, decodes=True) for _ in range(shape.decoders))
        self.read_norm, self.write_norm = nn.LayerNorm(shape.width), nn.LayerNorm(shape.width)
        self.dropout = Dropout(shape.dropout)
        nn.init.normal_(self.pieces.weight, std=shape.width**-0.5)
        for module in self.modules():
            if isinstance(module, nn.Linear):
                nn.init.xavier_uniform_(module.weight)
                nn.init.zeros_(module.bias)

    def forward(self, source: Tensor, target: Tensor) -> Tensor:
        """Return the logits of what comes after each piece of the target, (N, length, vocabulary).

        Args:
            source: Numbers of pieces, (N, length), padded by PAD.
            target: Likewise, beginning with BEGIN.
        """
        return self.judge(self.write(self.read(source), target))

    def read(self, source: Tensor) -> Reading:
        """Return what the encoder makes of sentences."""
        seen = (source != PAD)[:, None, None]
        x = self._look_up(source)
        for layer in self.encoders:
            x = layer(x, seen)
        return Reading(self.read_norm(x), seen)

    def write(self, reading: Reading, target: Tensor) -> Tensor:
        """Return what the decoder makes of each piece of the target, knowing those before it."""
        length = target.shape[1]
        before = torch.ones(length, length, dtype=torch.bool, device=target.device).tril()
        x = self._look_up(target)
        for layer in self.decoders:
            x = layer(x, before, reading)
        written: Tensor = self.write_norm(x)
        return written

    def attention(self, reading: Reading, target: Tensor) -> Tensor:
        """Return how much each piece of the target looks at each of the source, (N, length, length).

        It is the mean over the heads of the last layer.
        """
        last = cast(Layer, self.decoders[-1]).other
        last.keep = True
        self.write(reading, target)
        last.keep, shares, last.shares = False, last.shares, None
        assert shares is not None
        return shares.mean(1)

    def judge(self, written: Tensor) -> Tensor:
        """Return the logits of what comes after each piece that was written."""
        return functional.linear(written, self.pieces.weight)

    def _look_up(self, numbers: Tensor) -> Tensor:
        x = self.pieces(numbers) * math.sqrt(self.shape.width)
        places: Tensor = self.dropout(x + positions(numbers.shape[1], self.shape.width).to(x))
        return places


def positions(length: int, width: int) -> Tensor:
    """Return what tells the first piece from the second: waves of many lengths, (length, width)."""
    place = torch.arange(length)[:, None]
    wave = torch.exp(torch.arange(0, width, 2) * (-math.log(10_000) / width))
    return torch.cat([torch.sin(place * wave), torch.cos(place * wave)], dim=1)


def padded(sentences: list[list[int]], length: int | None = None) -> Tensor:
    """Return sentences of numbers as one tensor, (N, length), filled up by PAD."""
    length = length or max(len(sentence) for sentence in sentences)
    return torch.tensor([sentence + [PAD] * (length - len(sentence)) for sentence in sentences])

"""A network that knows what cartoon portraits look like: it guesses who is there, then draws what is missing.

What is hidden cannot be known, so the network answers in two parts. From what is left of the face it says how
probable each hair style, hair colour, pair of glasses … is; told which of them to draw, it draws. So one hole
has as many answers as there are combinations, and every one is drawn sharply instead of as a blurred mean of
all.
"""

from __future__ import annotations

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.unet import UNet

SIDE = 256
"""The network sees and draws squares of this side."""
EMBEDDING = 128

ATTRIBUTES: dict[str, int] = {
    "hair_style": 18,
    "hair_colour": 10,
    "skin": 6,
    "facial_hair": 7,
    "glasses": 3,
    "eyes": 4,
    "mouth": 6,
    "nose": 3,
    "clothing": 4,
    "clothing_colour": 6,
    "background": 8,
}
"""What can be told apart, with the number of its classes."""


class PortraitNet(nn.Module):
    """Guess the attributes of a portrait with a hole, and draw the hole for given attributes."""

    def __init__(self) -> None:
        super().__init__()
        widths = (48, 64, 96, 160)
        self.unet = UNet(4, 3, fold=4, widths=widths, blocks=(1, 2, 2, 2), condition=EMBEDDING, framed=SIDE)
        cells = (SIDE // self.unet.step) ** 2
        self.squeeze = nn.Conv2d(widths[-1], 32, 1)
        self.opinion = nn.Linear(32 * cells, sum(ATTRIBUTES.values()))
        # One more class each: not said.
        self.words = nn.ModuleList(nn.Embedding(count + 1, EMBEDDING) for count in ATTRIBUTES.values())
        self.mix = nn.Sequential(nn.Linear(EMBEDDING, EMBEDDING), nn.ReLU(), nn.Linear(EMBEDDING, EMBEDDING))
        # Portraits are all framed alike, so it helps to know where on the sheet a cell lies.
        self.place = nn.Parameter(torch.zeros(1, widths[-1], SIDE // self.unet.step, SIDE // self.unet.step))

    def look(self, picture: Tensor, mask: Tensor) -> tuple[dict[str, Tensor], tuple[Tensor, list[Tensor]]]:
        """Look at what is left.

        Args:
            picture: (N, 3, SIDE, SIDE) float32, -1..1; what lies under the mask is not looked at.
            mask: (N, 1, SIDE, SIDE) float32, 1 where the picture is missing.

        Returns:
            Logits (N, classes) by attribute, and the maps that `draw` needs.
        """
        low, seen = self.unet.encode(torch.cat((picture * (1 - mask), 2 * mask - 1), dim=1))
        low = low + self.place
        opinion = self.opinion(functional.relu(self.squeeze(low)).flatten(1)).float()
        logits = opinion.split(list(ATTRIBUTES.values()), dim=1)
        return dict(zip(ATTRIBUTES, logits, strict=True)), (low, seen)

    def draw(self, maps: tuple[Tensor, list[Tensor]], attributes: Mapping[str, Tensor]) -> Tensor:
        """Draw the whole portrait.

        Args:
            maps: What `look` returned.
            attributes: (N,) int64 class by attribute; the number of classes itself, or a missing attribute,
                stands for "not said".

        Returns:
            (N, 3, SIDE, SIDE), about -1..1; meaningful where the picture was missing.
        """
        low, seen = maps
        count = low.shape[0]
        total = torch.zeros(count, EMBEDDING)
        for table, (name, classes) in zip(self.words, ATTRIBUTES.items(), strict=True):
            chosen = attributes.get(name)
            total = total + table(torch.full((count,), classes) if chosen is None else chosen)
        return self.unet.decode(low, seen, self.mix(total)).float()

    def forward(self, picture: Tensor, mask: Tensor, attributes: Mapping[str, Tensor]) -> Tensor:
        """Draw a portrait's hole with given attributes: (N, 3, SIDE, SIDE), known pixels untouched."""
        _, maps = self.look(picture, mask)
        return picture * (1 - mask) + mask * self.draw(maps, attributes)

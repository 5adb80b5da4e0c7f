"""A network that knows what cartoon portraits look like: it guesses who is there, then draws what is missing.

What is hidden cannot be known, so the network answers in two parts. From what is left of the face it says how
probable each hair style, hair colour, pair of glasses … is; told which of them to draw, it draws. So one hole
has as many answers as there are combinations, and every one is drawn sharply instead of as a blurred mean of
all.
"""

from collections.abc import Mapping

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.base.unet import Encoder, Residual
from models.portraits.labels import ATTRIBUTES, by_attribute

SIDE = 256
"""The network sees and draws squares of this side."""
EMBEDDING = 128

SHAPES = ("hair_style", "facial_hair", "glasses", "eyes", "mouth", "nose", "clothing")
"""The attributes that say what is drawn where; the others are colours."""
STROKES = 8
"""Channels of the map that every class of a shape has."""
PRESSURE = 10.0
"""Scale of the colours, so that they learn faster than the convolutions."""
GROUND = 16
"""Channels of the map that all portraits have in common."""
FOLD = 4
"""Pixels of a side that the maps hold in one place."""
PEN = 64
"""Channels while drawing."""
DOUBT = 0.5
"""Share of the signs that training leaves out, so that chance signs of what is hidden are not learnt."""
LAYERS = 12
"""Flat colours that a portrait is laid out of, before it is corrected."""


class PortraitNet(nn.Module):
    """Guess the attributes of a portrait with a hole, and draw the hole for given attributes.

    Portraits are all framed alike, so the drawing half has a map for every class of a shape ("bob cut",
    "sunglasses" …), which it learns like a word's embedding. Convolutions lay the maps over each other,
    beside what is seen of the picture, and say which of a few flat colours goes where; the colours follow
    from the attributes.
    """

    def __init__(self) -> None:
        super().__init__()
        widths = (48, 64, 96, 160)
        self.body = Encoder(4, FOLD, widths, (1, 2, 2, 2))
        cells = SIDE // self.body.step
        self.squeeze = nn.Conv2d(widths[-1], 32, 1)
        self.opinion = nn.Linear(32 * cells**2, sum(ATTRIBUTES.values()))
        # It helps to know where on the sheet a cell lies.
        self.place = nn.Parameter(torch.zeros(1, widths[-1], cells, cells))
        self.words = nn.ParameterList(torch.randn(count, EMBEDDING) for count in ATTRIBUTES.values())
        self.mix = nn.Sequential(nn.Linear(EMBEDDING, EMBEDDING), nn.ReLU(), nn.Linear(EMBEDDING, EMBEDDING))
        fine = SIDE // FOLD
        self.maps = nn.ParameterList(
            0.02 * torch.randn(ATTRIBUTES[name], STROKES, fine, fine) for name in SHAPES
        )
        self.ground = nn.Parameter(0.02 * torch.randn(1, GROUND, fine, fine))
        self.sketch = nn.Conv2d(STROKES * len(SHAPES) + GROUND, PEN, 1)
        self.context = nn.Conv2d(widths[0], PEN, 1)
        self.wider = nn.Conv2d(widths[1], 4 * PEN, 1)
        self.strokes = nn.ModuleList(Residual(PEN, EMBEDDING) for _ in range(2))
        self.layers = nn.Conv2d(PEN, LAYERS * FOLD**2, 1)
        self.palette = nn.ParameterList(torch.zeros(count, 3 * LAYERS) for count in ATTRIBUTES.values())
        self.correction = nn.Conv2d(PEN, 3 * FOLD**2, 1)
        for layer in (self.context, self.wider, self.correction):
            nn.init.zeros_(layer.weight)

    def look(self, picture: Tensor, mask: Tensor) -> tuple[dict[str, Tensor], list[Tensor]]:
        """Look at what is left.

        Args:
            picture: (N, 3, SIDE, SIDE) float32, -1..1; what lies under the mask is not looked at.
            mask: (N, 1, SIDE, SIDE) float32, 1 where the picture is missing.

        Returns:
            Logits (N, classes) by attribute, and the two largest maps, which `draw` needs.
        """
        low, seen = self.body.encode(torch.cat((picture * (1 - mask), 2 * mask - 1), dim=1))
        low = low + self.place
        signs = functional.dropout(functional.relu(self.squeeze(low)).flatten(1), DOUBT, self.training)
        return by_attribute(self.opinion(signs).float()), seen[:2]

    def draw(self, seen: list[Tensor], attributes: Mapping[str, Tensor]) -> Tensor:
        """Draw the whole portrait, (N, 3, SIDE, SIDE), about -1..1; meaningful where the picture was missing.

        Args:
            seen: What `look` returned.
            attributes: (N, classes) by attribute: how much of each class there is to be, 1 in all. A blend of
                classes gives a blurred mean of what they look like.
        """
        words = [attributes[name] @ table for name, table in zip(ATTRIBUTES, self.words, strict=True)]
        steer = self.mix(torch.stack(words).sum(dim=0))
        shapes = [
            torch.einsum("nk,kchw->nchw", attributes[name], maps)
            for name, maps in zip(SHAPES, self.maps, strict=True)
        ]
        shapes.append(self.ground.expand(len(steer), -1, -1, -1))
        x = self.sketch(torch.cat(shapes, dim=1)) + self.context(seen[0])
        x = x + functional.pixel_shuffle(self.wider(seen[1]), 2)
        for block in self.strokes:
            x = block(x, steer)
        layers = functional.pixel_shuffle(self.layers(x), FOLD).softmax(dim=1)
        colours = [attributes[name] @ table for name, table in zip(ATTRIBUTES, self.palette, strict=True)]
        palette = PRESSURE * torch.stack(colours).sum(dim=0).view(-1, LAYERS, 3)
        flat = torch.einsum("nkhw,nkc->nchw", layers, palette.to(layers))
        return flat.float() + functional.pixel_shuffle(self.correction(x), FOLD).float()

    def forward(self, picture: Tensor, mask: Tensor, attributes: Mapping[str, Tensor]) -> Tensor:
        """Draw a portrait's hole with given attributes: (N, 3, SIDE, SIDE), known pixels untouched."""
        _, seen = self.look(picture, mask)
        return picture * (1 - mask) + mask * self.draw(seen, attributes)


def certain(name: str, classes: Tensor) -> Tensor:
    """Return classes (N,) int64 of an attribute as (N, classes) float32: all of one, none of the others."""
    return functional.one_hot(classes, ATTRIBUTES[name]).float()

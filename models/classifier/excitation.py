"""Which places in a set of pictures excite a channel most."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from models.base.arrays import Byte
from models.classifier.network import LAYERS, SIZE, STAGES, Classifier
from models.convolution.convolve import Region


@dataclass(frozen=True, slots=True)
class Excitation:
    """One exciting place."""

    picture: int
    """Index into the pictures that were searched."""
    region: Region
    """(x, y, w, h) in that picture's pixels, about what the channel's strongest unit looks at."""
    value: float
    """The unit's activation."""


def receptive_fields() -> dict[str, tuple[int, int]]:
    """Return, for each layer, the side of the square that one unit can see, and the step between units.

    Both in pixels of the 224 x 224 input: r += (k - 1) * j and j *= s over the convolutions.
    """
    reach, step = 3, 2
    fields = {"stem": (reach, step)}
    for repeats, size, stride, _, _ in STAGES:
        for repeat in range(repeats):
            reach += (size - 1) * step
            step *= stride if repeat == 0 else 1
            fields[f"block_{len(fields)}"] = (reach, step)
    fields["head"] = (reach, step)
    return fields


class ExcitationIndex:
    """Remembers, for every channel and picture (H, W, 3) uint8, the strongest answer and where it was."""

    def __init__(self, classifier: Classifier, pictures: Sequence[Byte]) -> None:
        """Look at every picture once, some 25 ms each; afterwards every question is answered at once."""
        self.sizes = [picture.shape[:2] for picture in pictures]
        found: dict[str, list[tuple[np.ndarray, np.ndarray]]] = {layer: [] for layer in LAYERS}
        self.resolution: dict[str, int] = {}
        for picture in pictures:
            for layer, maps in classifier.activations(picture, view="squash")[1].items():
                flat = maps.reshape(len(maps), -1)
                found[layer].append((flat.max(axis=1), flat.argmax(axis=1)))
                self.resolution[layer] = maps.shape[2]
        self.best = {
            layer: (np.stack([v for v, _ in rows]), np.stack([w for _, w in rows]))
            for layer, rows in found.items()
            if rows
        }

    def top(self, layer: str, channel: int, count: int = 9) -> list[Excitation]:
        """Return the most exciting place of each of the most exciting pictures, strongest first.

        A KeyError says that there is no such layer, or no pictures; an IndexError, no such channel.
        """
        values, where = (table[:, channel] for table in self.best[layer])
        side, step = receptive_fields()[layer]
        # Units listen mostly to the middle of what they can see (Luo et al., 2016), so half of it is shown.
        side = min(max(side // 2, 12), SIZE)
        result = []
        for picture in np.argsort(-values, kind="stable")[:count]:
            row, column = divmod(int(where[picture]), self.resolution[layer])
            height, width = self.sizes[picture]
            x, w = _span(column, step, side, width)
            y, h = _span(row, step, side, height)
            result.append(Excitation(int(picture), (x, y, w, h), float(values[picture])))
        return result


def _span(unit: int, step: int, side: int, length: int) -> tuple[int, int]:
    """Return start and length, in pixels of a picture that long, of what a unit sees along one axis."""
    start = min(max((unit + 0.5) * step - side / 2, 0), SIZE - side)
    first, last = round(start * length / SIZE), round((start + side) * length / SIZE)
    return first, max(last - first, 1)

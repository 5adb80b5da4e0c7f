"""What the training's tab asks of workers besides the training itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from models.base.arrays import Byte
from models.generator.data_sets import DataName


@dataclass(frozen=True)
class Redraw:
    """Other faces for the time machine: the moments' weights by step, and what draws the latents."""

    weights: tuple[tuple[int, Any], ...]
    faces: int


def redraw(request: Redraw) -> tuple[int, dict[int, Byte]]:
    """Return which faces were asked for, and their grids by step, each (N, side, side, 3) uint8."""
    from models.base.threads import single_thread
    from models.generator.live.training import faces, make

    latents = faces(request.faces)
    with single_thread():
        return request.faces, {step: make(weights, latents) for step, weights in request.weights}


def real_faces(request: tuple[DataName, int]) -> Byte:
    """Return so many of the bundled pictures as the networks see them, (count, side, side, 3) uint8.

    Raises:
        PortraitError, CatError: They are absent or damaged.
    """
    from models.generator.live.data import Real

    data, count = request
    return Real(data).pictures[:count]

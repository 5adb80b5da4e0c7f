"""The shipped network on a drawing: cat or none, and which lines say so."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import torch

from models.base.arrays import Byte, Float
from models.base.attribution import integrated_gradients
from models.base.runtime import load_network
from models.doodles.ink import ink_of
from models.doodles.network import DoodleNetwork

BLUR = 0.8


@dataclass(frozen=True, slots=True)
class CatVerdict:
    """What the network says about a drawing.

    Attributes:
        probability: 0..1 that it is a cat.
        score: The logit, above 0 for a cat.
        ink: (28, 28) uint8, what it has seen.
        heat: (28, 28) float32, -1..1: what speaks for (+) and against (-) a cat.
    """

    probability: float
    score: float
    ink: Byte
    heat: Float


class DoodleJudge:
    """Says whether a drawing is a cat.

    Args:
        weights: A file of `python -m models.train doodles`; the shipped one when absent.

    Raises:
        WeightsError, CheckpointError: There are no usable weights.
    """

    def __init__(self, weights: Path | None = None) -> None:
        self._network = load_network("doodles", DoodleNetwork, weights)

    def probabilities(self, ink: Byte) -> Float:
        """Return how probable a cat is for doodles (N, 28, 28) uint8: (N,) float32."""
        with torch.inference_mode():
            found: Float = self._network(torch.from_numpy(ink)[:, None] / 255).sigmoid().numpy()
        return found

    def verdict(self, picture: Byte) -> CatVerdict:
        """Return the verdict on a drawing (H, W, 3) uint8 on paper of one colour."""
        ink = ink_of(picture)
        seen = torch.from_numpy(ink)[None, None] / 255
        heat = integrated_gradients(self._network, seen, torch.zeros(()), BLUR)
        with torch.inference_mode():
            score = float(self._network(seen)[0])
        return CatVerdict(float(torch.tensor(score).sigmoid()), score, ink, heat)


@cache
def shipped() -> DoodleJudge:
    """Return the judge with the shipped weights, loaded once."""
    return DoodleJudge()

"""Questions of the blind choice: a piece of a bundled photograph, and the same piece repaired."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from game.scenes.inpainting import requests
from game.scenes.inpainting.requests import Bits, Byte

if TYPE_CHECKING:
    from models.base.arrays import Random

Method = Literal["ours", "patchmatch", "telea"]
METHODS: tuple[Method, ...] = ("ours", "patchmatch", "telea")
SIDE = 320
"""Pixels of a piece; smaller photographs are taken whole."""
PLAIN = 12.0
"""Where grey values differ less, as in a clear sky, nobody could see a repair."""
TRIES = 12


@dataclass(frozen=True)
class Question:
    """Two pictures, of which one was repaired.

    Attributes:
        picture: the photograph's id in the gallery.
        original: (S, S, 3) uint8.
        repaired: the same, but for the hole.
        hole: (S, S) bool, where it was repaired.
        method: how.
        first: whether the repaired one stands first.
    """

    picture: str
    original: Byte
    repaired: Byte
    hole: Bits
    method: Method
    first: bool


class Dealer:
    """Makes questions, and loads the network when it is first needed; runs in a worker's thread."""

    def __init__(self) -> None:
        self._network: Any = None

    def deal(self, number: tuple[int, int]) -> Question:
        """Make a question.

        Args:
            number: a seed, and which question of it. Three in a row are repaired in three ways.

        Raises:
            WeightsError: the network is missing.
        """
        from models.base.gallery import gallery

        seed, count = number
        random = np.random.default_rng(number)
        ways = np.random.default_rng((seed, count // len(METHODS))).permutation(len(METHODS))
        method = METHODS[ways[count % len(METHODS)]]
        photographs = [item for item in gallery() if item.kind == "photo"]
        item = photographs[int(random.integers(len(photographs)))]
        original, hole = _piece(item.load(), random)
        repaired = self._fill(method, original, hole)
        return Question(item.id, original, repaired, hole, method, bool(random.integers(2)))

    def _fill(self, method: Method, picture: Byte, hole: Bits) -> Byte:
        if method != "ours":
            from models.inpainting.fills import FILLS

            return FILLS[method](picture, hole)
        self._network = self._network or requests.load_inpainter("photo")
        filled: Byte = self._network.fill(picture, hole, texture=True)
        return filled


def _piece(whole: Byte, random: Random) -> tuple[Byte, Bits]:
    """Cut a piece out of a photograph, and a hole into it, where there is something to be seen."""
    from models.inpainting.masks import blob

    found: list[tuple[float, Byte, Bits]] = []
    for _ in range(TRIES):
        height, width = (min(SIDE, side) for side in whole.shape[:2])
        top = int(random.integers(whole.shape[0] - height + 1))
        left = int(random.integers(whole.shape[1] - width + 1))
        piece = np.ascontiguousarray(whole[top : top + height, left : left + width])
        hole = blob((height, width), random)
        found.append((float(piece.mean(axis=2)[hole].std()), piece, hole))
        if found[-1][0] >= PLAIN:
            break
    _, piece, hole = max(found, key=lambda each: each[0])
    return piece, hole

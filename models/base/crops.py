"""Training pictures: a folder prepared by tools/, and random pieces of it at random scales."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

import cv2
import numpy as np

from models.base.arrays import Byte, Random
from models.base.weights import ASSETS

DATA = ASSETS.parent / "data"
"""Where tools/ put what training needs."""
LONG_SIDES = (256, 384, 512, 768, 1024)
"""Each picture is kept at these sizes: what is seen at a glance is learned as well as what fills a screen."""


class DataError(Exception):
    """Training pictures are missing; the message says which command makes them."""


class Crops:
    """Pictures in memory, shrunk to LONG_SIDES, from which random pieces are cut.

    Args:
        folders: Names such as "photos", each with the share of pieces to come from it.
        split: Which part of the pictures.
        data: Where those folders are.

    Raises:
        DataError: A folder was not prepared or holds nothing.
    """

    def __init__(
        self, folders: Mapping[str, float], split: Literal["train", "valid"], data: Path = DATA
    ) -> None:
        self.shares = np.array(list(folders.values())) / sum(folders.values())
        self.sources = [[_pyramid(path) for path in _paths(data / name, split)] for name in folders]

    def piece(self, random: Random, side: int) -> Byte:
        """Cut a piece of (side, side, 3) uint8, mirrored half of the time, its colours moved a little."""
        source = self.sources[int(random.choice(len(self.sources), p=self.shares))]
        picture = source[int(random.integers(len(source)))]
        fitting = [image for image in picture if min(image.shape[:2]) >= side]
        image = fitting[int(random.integers(len(fitting)))] if fitting else _at_least(picture[-1], side)
        top = int(random.integers(image.shape[0] - side + 1))
        left = int(random.integers(image.shape[1] - side + 1))
        piece = image[top : top + side, left : left + side]
        if random.random() < 0.5:
            piece = piece[:, ::-1]
        if random.random() < 0.2:
            piece = piece[::-1]
        if random.random() < 0.3:
            piece = piece.transpose(1, 0, 2)
        if random.random() < 0.2:
            piece = piece[:, :, random.permutation(3)]
        if random.random() < 0.4:
            curve = 255 * (np.arange(256) / 255) ** np.exp(random.normal(0, 0.25))
            piece = curve.round().astype(np.uint8)[piece]
        return np.ascontiguousarray(piece)


def _paths(folder: Path, split: str) -> list[Path]:
    try:
        entries = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise DataError(f"{folder} is not prepared: run python -m tools.prepare_photos") from error
    if not (paths := [folder / entry["file"] for entry in entries if entry["split"] == split]):
        raise DataError(f"{folder} holds no pictures of the split {split}")
    return paths


def _pyramid(path: Path) -> list[Byte]:
    """Read a picture (H, W, 3) uint8 and return it at LONG_SIDES; in its own size if it is smaller."""
    image = cv2.imread(str(path), cv2.IMREAD_COLOR)
    if image is None:
        raise DataError(f"{path} cannot be read")
    image = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
    long = max(image.shape[:2])
    sizes: list[Byte] = []
    for side in LONG_SIDES:
        if side <= long:
            size = [max(1, round(n * side / long)) for n in image.shape[1::-1]]
            sizes.append(cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.uint8))
    return sizes or [image.astype(np.uint8)]


def _at_least(image: Byte, side: int) -> Byte:
    """Enlarge a picture so that its shorter side is `side`."""
    size = [max(side, round(n * side / min(image.shape[:2]))) for n in image.shape[1::-1]]
    return cv2.resize(image, size, interpolation=cv2.INTER_CUBIC).astype(np.uint8)

"""The labelled cartoon portraits that the picture generators learn from, packed by prepare_portraits.py.

A split is one npz file: every picture as a PNG file, all of them joined in one array, and for every attribute
the class of every portrait. The bundled split "sample" is enough for a gallery and for tests; the large ones
are made on demand and are not part of the repository.
"""

import json
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import cv2
import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Byte, Index
from models.base.typed_fields import check
from models.base.weights import ASSETS

Split = Literal["train", "valid", "test", "sample", "edits"]

SIZE = 256
FOLDER = ASSETS.parent / "data" / "portraits"
SAMPLE = ASSETS / "data" / "portraits.npz"
SAMPLE_ATTRIBUTES = ASSETS / "data" / "portraits.json"
COMMAND = "python tools/prepare_portraits.py"

MAX_BYTES = 2 * 2**30  # of all arrays of a split; the largest has some 100 MB
MAX_MANIFEST_BYTES = 2**20
BAD_ARCHIVE = (zipfile.BadZipFile, zlib.error)


class PortraitError(Exception):
    """The portraits are absent or damaged; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Portraits:
    """One split of the portraits."""

    labels: dict[str, Index]
    """For every attribute the class index of every portrait, (N,) int64. Most attributes were drawn
    independently of each other; "hair_length" and "smile" follow from "hair_style" and "mouth". Some cannot
    be seen in every picture: a bald head without a beard has a hair colour all the same, and sunglasses all
    but hide the eyes."""
    attributes: dict[str, list[str]]
    """The names of each attribute's classes by index. Hair styles go from the shortest to the longest."""
    seed: Index
    """What every portrait was drawn from, (N,) int64; no seed is in two splits."""
    _png: Byte = field(repr=False)
    _offsets: Index = field(repr=False)

    def __len__(self) -> int:
        return len(self.seed)

    def picture(self, index: int) -> Byte:
        """Return a portrait: (256, 256, 3) uint8, RGB; negative indices count from the end.

        An IndexError says that there is no such portrait, a PortraitError that its PNG file is damaged.
        """
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        picture = cv2.imdecode(self._png[self._offsets[index] : self._offsets[index + 1]], cv2.IMREAD_COLOR)
        if picture is None or picture.shape != (SIZE, SIZE, 3) or picture.dtype != np.uint8:
            raise PortraitError(f"Portrait {index} is damaged. Make the portraits again: {COMMAND}")
        return np.ascontiguousarray(picture[:, :, ::-1])

    def pictures(self, side: int, most: int | None = None) -> Byte:
        """Return the first `most` portraits, or all, averaged down: (N, side, side, 3) uint8."""
        count = len(self) if most is None else min(most, len(self))
        shrunk = np.empty((count, side, side, 3), np.uint8)
        for index in range(count):
            shrunk[index] = cv2.resize(self.picture(index), (side, side), interpolation=cv2.INTER_AREA)
        return shrunk

    def names(self, index: int) -> dict[str, str]:
        """Return the class of a portrait for every attribute, by name."""
        return {name: self.attributes[name][int(values[index])] for name, values in self.labels.items()}


def load_split(split: Split, folder: Path = FOLDER) -> Portraits:
    """Load a split from a folder, with its attributes.json, as `load_files` does; "sample" is bundled.

    The pictures stay compressed until they are asked for.
    """
    if split == "sample":
        return load_files(SAMPLE, SAMPLE_ATTRIBUTES)
    return load_files(folder / f"{split}.npz", folder / "attributes.json")


def held_out() -> Portraits:
    """Return the test split, or the bundled sample where it is not made."""
    try:
        return load_split("test")
    except PortraitError:
        return load_split("sample")


def load_files(portraits: Path, attributes: Path) -> Portraits:
    """Load portraits and the names of their attributes.

    Raises:
        PortraitError: A file is absent or damaged, or the two do not belong together.
    """
    path = portraits
    try:
        arrays = _read_arrays(portraits)
        path = attributes
        names = _read_attributes(attributes)
        path = portraits
        return _assemble(arrays, names)
    except FileNotFoundError as error:
        raise PortraitError(f"There is no {path}. This makes the portraits: {COMMAND}") from error
    except (OSError, ValueError, EOFError, MemoryError, NotImplementedError, *BAD_ARCHIVE) as error:
        what = f"{path} is damaged: {str(error) or type(error).__name__}"
        raise PortraitError(f"{what}. This makes the portraits again: {COMMAND}") from error


def _read_arrays(path: Path) -> dict[str, NDArray[np.generic]]:
    """Read an npz file without running anything in it, and nothing that unpacks to gigabytes."""
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    if unpacked > MAX_BYTES:
        raise ValueError(f"it unpacks to {unpacked} bytes, the limit is {MAX_BYTES}")
    with np.load(path, allow_pickle=False) as archive:
        return dict(archive)


def _read_attributes(path: Path) -> dict[str, list[str]]:
    if path.stat().st_size > MAX_MANIFEST_BYTES:
        raise ValueError("it is too large")
    attributes = check(json.loads(path.read_bytes()), dict[str, tuple[str, ...]])
    if not all(attributes.values()):
        raise ValueError("an attribute has no classes")
    return {name: list(classes) for name, classes in attributes.items()}


def _assemble(arrays: dict[str, NDArray[np.generic]], attributes: dict[str, list[str]]) -> Portraits:
    """Check that the arrays fit each other; a ValueError says that they do not."""
    if absent := {"png", "offsets", "seed", *attributes} - set(arrays):
        raise ValueError(f"no array {', '.join(sorted(absent))}")
    png, offsets, seed = arrays["png"], _integers(arrays["offsets"]), _integers(arrays["seed"])
    if png.dtype != np.uint8 or png.ndim != 1:
        raise ValueError("png must be a row of bytes")
    if len(offsets) != len(seed) + 1:
        raise ValueError("offsets must be one more than the seeds")
    if offsets[0] != 0 or offsets[-1] != len(png) or (np.diff(offsets) <= 0).any():
        raise ValueError("offsets do not cut png into files")
    labels = {name: _integers(arrays[name]) for name in attributes}
    for name, values in labels.items():
        if len(values) != len(seed):
            raise ValueError(f"{name} must have one integer per portrait")
        if len(values) and not (values.min() >= 0 and values.max() < len(attributes[name])):
            raise ValueError(f"{name} has a class without a name")
    return Portraits(labels, attributes, seed, png.astype(np.uint8, copy=False), offsets)


def _integers(values: NDArray[np.generic]) -> Index:
    if values.dtype != np.int64 or values.ndim != 1:
        raise ValueError("labels, seeds and offsets must be rows of integers")
    return values.astype(np.int64, copy=False)

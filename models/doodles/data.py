"""Doodles in a file: arrays named by what they show, uint8 (N, 28, 28), ink bright on black."""

import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from models.base.arrays import Byte
from models.base.crops import DataError

CAT = "cat"
MOST = 1_000_000
HELD_OUT = 5
"""Of so many doodles of a class the last one judges and never trains."""


def read_doodles(path: Path) -> dict[str, Byte]:
    """Read a file of doodles; without pickles.

    Raises:
        DataError: It is none, or holds something else.
    """
    try:
        with np.load(path, allow_pickle=False) as file:
            found = {name: file[name] for name in file.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, AttributeError) as error:
        raise DataError(f"{path} holds no doodles: {error}") from error
    for name, doodles in found.items():
        if doodles.dtype != np.uint8 or doodles.shape[1:] != (28, 28) or not 0 < len(doodles) <= MOST:
            raise DataError(f"{path}: {name} is {doodles.dtype} {doodles.shape}, not uint8 (N, 28, 28)")
    if CAT not in found or len(found) < 2:
        raise DataError(f"{path} needs doodles named {CAT}, and others")
    return found


def judging(doodles: Mapping[str, Byte], *, held_out: bool = True) -> dict[str, Byte]:
    """Return the doodles that judge, or those that train."""
    return {
        name: each[(np.arange(len(each)) % HELD_OUT == HELD_OUT - 1) == held_out]
        for name, each in doodles.items()
    }

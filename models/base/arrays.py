"""Names for the arrays that pictures are kept in; the module needs NumPy alone, so it is loaded at once."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Byte = NDArray[np.uint8]
Float = NDArray[np.float32]
Double = NDArray[np.float64]
Index = NDArray[np.int64]
Mask = NDArray[np.bool_]
Random = np.random.Generator
Kind = TypeVar("Kind", bound=np.generic)


def frozen(array: NDArray[Kind]) -> NDArray[Kind]:
    """Return an array that nobody can change any more: results are handed from thread to thread."""
    array.flags.writeable = False
    return array

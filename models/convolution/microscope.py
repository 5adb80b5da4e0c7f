"""One output pixel's arithmetic, written out on the real numbers."""

from dataclasses import dataclass
from typing import Unpack

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Float, Mask
from models.convolution.convolve import Image, Layout, geometry


@dataclass(frozen=True, slots=True)
class Microscope:
    """One output pixel's arithmetic, written out."""

    values: Float
    """(kh, kw[, C]) float32, the padded input under the window."""
    weights: Float
    """(kh, kw) float32, the kernel as applied (turned over if `flip`), before the divisor."""
    products: Float
    """(kh, kw[, C]) float32, `values * weights`."""
    total: Float
    """() or (C,) float32, `products.sum() / divisor + bias`."""
    inside: Mask
    """(kh, kw), False where the window lies on padding."""
    columns: NDArray[np.intp]
    """(kw,), the input column of each cell (may lie outside the image)."""
    rows: NDArray[np.intp]
    """(kh,), the input row of each cell."""


def microscope(
    image: Image,
    kernel: Image,
    x: int,
    y: int,
    *,
    divisor: float = 1.0,
    bias: float = 0.0,
    **layout: Unpack[Layout],
) -> Microscope:
    """Write out the arithmetic behind output pixel (x, y) of `convolve`, with its arguments.

    Raises:
        ValueError: As `convolve`, or (x, y) outside the result.
    """
    weights, rows, columns = geometry(image, kernel, **layout)
    if not (0 <= x < columns.outputs and 0 <= y < rows.outputs):
        raise ValueError(f"({x}, {y}) is outside the result ({columns.outputs} x {rows.outputs})")
    down = y * rows.stride - rows.before + np.arange(rows.taps) * rows.dilation
    across = x * columns.stride - columns.before + np.arange(columns.taps) * columns.dilation
    inside_y, inside_x = (down >= 0) & (down < rows.size), (across >= 0) & (across < columns.size)
    inside = inside_y[:, None] & inside_x[None, :]
    values = image[rows.source(down)[:, None], columns.source(across)[None, :]].astype(np.float32)
    if rows.padding == "zero":
        values[~inside] = 0
    applied = weights.astype(np.float32)
    products = values * (applied if values.ndim == 2 else applied[:, :, None])
    total = np.asarray(products.sum(axis=(0, 1)) / divisor + bias, np.float32)
    return Microscope(values, applied, products, total, inside, across, down)

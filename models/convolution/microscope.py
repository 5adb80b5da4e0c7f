"""One output pixel's arithmetic, written out on the real numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.base.arrays import Float
from models.convolution.convolve import Image, Padding, geometry, source_pixels


@dataclass(frozen=True, slots=True)
class Microscope:
    """One output pixel's arithmetic, written out.

    Attributes:
        values: (kh, kw[, C]) float32, the padded input under the window.
        weights: (kh, kw) float32, the kernel as applied (turned over if ``flip``), before the divisor.
        products: (kh, kw[, C]) float32, ``values * weights``.
        total: () or (C,) float32, ``products.sum() / divisor + bias``.
        inside: (kh, kw) bool, False where the window lies on padding.
        columns: (kw,) int, the input column of each cell (may lie outside the image).
        rows: (kh,) int, the input row of each cell.
    """

    values: Float
    weights: Float
    products: Float
    total: Float
    inside: NDArray[np.bool_]
    columns: NDArray[np.intp]
    rows: NDArray[np.intp]


def microscope(
    image: Image,
    kernel: Image,
    x: int,
    y: int,
    *,
    divisor: float = 1.0,
    bias: float = 0.0,
    stride: int = 1,
    dilation: int = 1,
    padding: Padding = "zero",
    flip: bool = False,
) -> Microscope:
    """Write out the arithmetic behind output pixel (x, y).

    Args:
        image: As for :func:`convolve`.
        kernel: As for :func:`convolve`.
        x: Column of the result.
        y: Row of the result.
        divisor: As for :func:`convolve`, like the remaining options.
        bias: Added to the total.
        stride: Distance between windows.
        dilation: Distance between cells.
        padding: What lies beyond the border.
        flip: Whether the kernel is turned over.

    Returns:
        The window's numbers, the weights and their products and sum.

    Raises:
        ValueError: As :func:`convolve`, or (x, y) outside the result.
    """
    weights, rows, columns = geometry(image, kernel, stride, dilation, padding, flip)
    if not (0 <= x < columns.outputs and 0 <= y < rows.outputs):
        raise ValueError(f"({x}, {y}) is outside the result ({columns.outputs} x {rows.outputs})")
    down = y * stride - rows.before + np.arange(rows.taps) * dilation
    across = x * stride - columns.before + np.arange(columns.taps) * dilation
    inside_y, inside_x = (down >= 0) & (down < rows.size), (across >= 0) & (across < columns.size)
    inside = inside_y[:, None] & inside_x[None, :]
    source_y, source_x = source_pixels(down, rows.size, padding), source_pixels(across, columns.size, padding)
    values = image[source_y[:, None], source_x[None, :]].astype(np.float32)
    if padding == "zero":
        values[~inside] = 0
    applied = weights.astype(np.float32)
    products = values * (applied if values.ndim == 2 else applied[:, :, None])
    total = np.asarray(products.sum(axis=(0, 1)) / divisor + bias, np.float32)
    return Microscope(values, applied, products, total, inside, across, down)

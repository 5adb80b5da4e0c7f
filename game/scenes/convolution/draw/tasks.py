"""When the tab's task is done."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from game.scenes.convolution.kernel_presets import Setup
from models.convolution.kernels import SOBEL_VERTICAL


def vertical_sobel(setup: Callable[[], Setup]) -> Callable[[], bool]:
    """The cells are the vertical Sobel kernel, put there by hand; those of before do not count.

    Args:
        setup: the kernel as it is now; one with a name was not made but chosen.
    """
    before = setup()

    def done() -> bool:
        now = setup()
        return now is not before and not now.name and now.matrix != before.matrix and is_vertical(now)

    return done


def is_vertical(setup: Setup) -> bool:
    """Whether a kernel is the vertical Sobel kernel, up to a factor, which may be negative."""
    if setup.shape != (3, 3):
        return False
    wanted, cells = np.array(SOBEL_VERTICAL, np.float64), np.array(setup.matrix, np.float64)
    factor = float((wanted * cells).sum() / (wanted * wanted).sum())
    return abs(factor) > 1e-3 and bool(np.allclose(cells, factor * wanted, atol=1e-3 * abs(factor)))

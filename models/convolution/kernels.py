"""The kernels that everyone should have met, the lecture's own among them.

The matrices are written as networks apply them (cross-correlation). Lecture: "Working with images".
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.convolution.display import Mode

Matrix = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Kernel:
    """A named kernel."""

    id: str
    """Stable name for settings, files and translations."""
    matrix: Matrix
    divisor: float = 1.0
    """The sum of products is divided by this."""
    bias: float = 0.0
    """Added afterwards, in units of the picture's 0..255."""
    display: Mode = "clip"
    """How its result is best looked at."""

    @property
    def weights(self) -> NDArray[np.float32]:
        """A fresh (kh, kw) float32 copy of the matrix, before the divisor."""
        return np.array(self.matrix, np.float32)

    @property
    def effective(self) -> NDArray[np.float32]:
        """(kh, kw) float32, the matrix over the divisor: what a descent should find."""
        return (np.array(self.matrix, np.float64) / self.divisor).astype(np.float32)


@dataclass(frozen=True, slots=True)
class Example:
    """One of the lecture's worked examples: a 2x2 patch of the input and what the window yields."""

    patch: Matrix
    result: float


def identity(size: int) -> Matrix:
    """Return a one in the middle of zeros; ``size`` is odd."""
    return tuple(tuple(float(i == j == size // 2) for j in range(size)) for i in range(size))


def ones(size: int) -> Matrix:
    """Return a size x size block of ones."""
    return ((1.0,) * size,) * size


def binomial(size: int) -> Matrix:
    """Return the whole-number Gaussian: the outer product of a row of Pascal's triangle with itself."""
    row = [1]
    for _ in range(size - 1):
        row = [a + b for a, b in zip([0, *row], [*row, 0], strict=True)]
    return tuple(tuple(float(a * b) for b in row) for a in row)


def combine(a: float, first: Matrix, b: float, second: Matrix) -> Matrix:
    """Return ``a * first + b * second``, rounded to 12 digits so that the editor shows clean numbers."""
    return tuple(
        tuple(round(a * x + b * y, 12) for x, y in zip(r, s, strict=True))
        for r, s in zip(first, second, strict=True)
    )


def gabor(size: int = 11, wavelength: float = 5.0, angle: float = 45.0, sigma: float = 2.4) -> Matrix:
    """Return an even Gabor patch, a wave under a Gaussian, made to sum to 0 so that flat areas give 0.

    It has size x size weights, rounded to 3 digits. The wavelength of the cosine and the standard deviation
    of the Gaussian are in pixels; the angle is the direction of the wave in degrees, counter-clockwise from
    the x axis as the picture is seen. Source: Daugman (1985), with aspect ratio 1 and phase 0.
    """
    y, x = np.mgrid[:size, :size] - (size - 1) / 2
    turned = x * np.cos(np.radians(angle)) - y * np.sin(np.radians(angle))
    envelope = np.exp(-(x**2 + y**2) / (2 * sigma**2))
    wave = envelope * np.cos(2 * np.pi * turned / wavelength)
    wave -= envelope * wave.sum() / envelope.sum()
    wave = wave.round(3)
    wave[size // 2, size // 2] -= wave.sum()  # what rounding left over
    return tuple(tuple(round(float(v), 3) for v in row) for row in wave)


BOX = ones(3)
SHARPEN = combine(2, identity(3), -1 / 9, BOX)  # as on the slide
SOBEL_HORIZONTAL: Matrix = ((+1, 0, -1), (+2, 0, -2), (+1, 0, -1))  # as on the slide
SOBEL_VERTICAL: Matrix = ((+1, +2, +1), (0, 0, 0), (-1, -2, -1))

LECTURE_KERNEL: Matrix = ((1, 0), (0, 1))
LECTURE_EXAMPLES: tuple[Example, ...] = (
    Example(((1, 1), (0, 1)), 2),
    Example(((1, 1), (1, 1)), 2),
    Example(((3, 0), (0, 3)), 6),
    Example(((1, 2), (3, 0)), 1),
    Example(((5, 0), (0, 5)), 10),
    Example(((0, 2), (3, 0)), 0),
)

_PRESETS: tuple[Kernel, ...] = (
    Kernel("identity", identity(3)),
    Kernel("lecture", LECTURE_KERNEL, display="normalise"),
    Kernel("box_3", BOX, 9),
    Kernel("box_5", ones(5), 25),
    Kernel("gaussian_3", binomial(3), 16),
    Kernel("gaussian_5", binomial(5), 256),
    Kernel("gaussian_7", binomial(7), 4096),
    Kernel("sharpen", SHARPEN),
    Kernel("detail", combine(9, identity(3), -1, BOX), 9, display="signed"),
    Kernel("sobel_horizontal", SOBEL_HORIZONTAL, display="signed"),
    Kernel("sobel_vertical", SOBEL_VERTICAL, display="signed"),
    Kernel("prewitt_horizontal", ((1, 0, -1), (1, 0, -1), (1, 0, -1)), display="signed"),
    Kernel("prewitt_vertical", ((1, 1, 1), (0, 0, 0), (-1, -1, -1)), display="signed"),
    Kernel("scharr_horizontal", ((3, 0, -3), (10, 0, -10), (3, 0, -3)), display="signed"),
    Kernel("scharr_vertical", ((3, 10, 3), (0, 0, 0), (-3, -10, -3)), display="signed"),
    Kernel("laplacian", ((0, 1, 0), (1, -4, 1), (0, 1, 0)), display="signed"),
    Kernel("laplacian_8", ((1, 1, 1), (1, -8, 1), (1, 1, 1)), display="signed"),
    Kernel("emboss", ((-2, -1, 0), (-1, 1, 1), (0, 1, 2))),
    Kernel("motion", tuple(tuple(float(i == j) for j in range(9)) for i in range(9)), 9),
    Kernel("gabor", gabor(), display="signed"),
)

KERNELS: dict[str, Kernel] = {kernel.id: kernel for kernel in _PRESETS}

# The slide builds sharpening in steps: the picture, what blurring takes away, and the two added.
SHARPEN_STEPS = tuple(KERNELS[name] for name in ("identity", "box_3", "detail", "sharpen"))

"""The window on its way over a small input: which numbers there are, and how far it has come."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from game.scenes.convolution.kernel_presets import Setup, to_matrix
from models.convolution.convolve import convolve
from models.convolution.kernels import KERNELS, LECTURE_EXAMPLES, LECTURE_KERNEL
from models.convolution.microscope import Microscope, microscope

SIDE = 12
WHITE = 9.0
PICTURES = ("diagonal", "cross", "ring", "steps", "canvas")
KERNEL_NAMES = ("lecture", "sobel_horizontal", "sobel_vertical", "box_3", "sharpen", "laplacian", "identity")
SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 40.0, 1000.0)
"""Cells a second; the last one fills everything at once."""
MOST_STRIDE = 4
MOST_SIZE = 5

Matrix = NDArray[np.float64]


class MicroscopeSession:
    """Input, kernel and output, and the output's cells that are filled.

    Attributes:
        example: which of the lecture's worked examples it is, counted from 0; None for other numbers.
        picture: one of `PICTURES`, or empty.
        setup: the kernel and how it is laid over the input.
        input: (rows, columns) float64.
        result: the whole output, (rows, columns) float32.
        done: how many of its cells are filled, in reading order.
        phase: how far the window is on its way to the next cell, 0 to 1.
        hover: row and column of the output cell under the pointer.
    """

    def __init__(self) -> None:
        self.example: int | None = 0
        self.picture = ""
        self.setup = Setup(LECTURE_KERNEL, padding="valid", name="lecture")
        self.input: Matrix = np.array(LECTURE_EXAMPLES[0].patch, np.float64)
        self.done = 0
        self.playing = False
        self.speed = 2
        self.phase = 0.0
        self.hover: tuple[int, int] | None = None
        self._compute()

    @property
    def white(self) -> float:
        """The input's largest value, at least 1."""
        return max(1.0, float(self.input.max()))

    @property
    def current(self) -> tuple[int, int] | None:
        """Row and column of the output cell whose arithmetic is shown."""
        if self.hover is not None:
            return self.hover
        count = self.result.size
        return divmod(min(self.done, count - 1), self.result.shape[1]) if count else None

    def known(self, cell: tuple[int, int]) -> bool:
        """Whether an output cell's sum is shown: it is filled, pointed at, or the window slides."""
        row, column = cell
        filled = row * self.result.shape[1] + column < self.done
        return filled or self.playing or self.hover == cell

    def arithmetic(self, cell: tuple[int, int]) -> Microscope:
        """What is multiplied and added for an output cell."""
        row, column = cell
        image = self.input.astype(np.float32)
        return microscope(image, self.setup.weights, column, row, **self.setup.layout)

    def _compute(self) -> None:
        self.result = convolve(self.input.astype(np.float32), self.setup.weights, **self.setup.layout)

    # ------------------------------------------------------------------ what is shown

    def choose_example(self, index: int) -> None:
        """Show one of the lecture's six worked examples."""
        self.example, self.picture = index, ""
        self.setup = Setup(LECTURE_KERNEL, padding="valid", name="lecture")
        self._take(np.array(LECTURE_EXAMPLES[index].patch, np.float64))

    def choose_picture(self, name: str, canvas: Matrix) -> None:
        """Show a 12 by 12 picture, whose cells are 0 to 9; `canvas` is what "canvas" shows."""
        self.example, self.picture = None, name
        self._take(small_picture(name, canvas))

    def choose_kernel(self, name: str) -> None:
        """Take a bundled kernel; a picture that it does not fit on makes room for another."""
        found = KERNELS[name]
        self.setup = replace(self.setup, matrix=found.matrix, divisor=found.divisor, name=name)
        self.example = None
        if min(self.input.shape) < max(self.setup.shape):
            self.picture = PICTURES[0]
            self._take(small_picture(self.picture, self.input))
        else:
            self._take(self.input)

    def turn_picture(self, step: int, canvas: Matrix) -> None:
        """Show the next or previous picture."""
        self.choose_picture(_turned(PICTURES, self.picture, step), canvas)

    def turn_kernel(self, step: int) -> None:
        """Take the next or previous kernel."""
        self.choose_kernel(_turned(KERNEL_NAMES, self.setup.name, step))

    def turn_stride(self, step: int) -> None:
        """Let the window take larger or smaller steps."""
        self._adjust(replace(self.setup, stride=min(max(self.setup.stride + step, 1), MOST_STRIDE)))

    def turn_padding(self) -> None:
        """Frame the input with zeros, or not."""
        self._adjust(replace(self.setup, padding="zero" if self.setup.padding == "valid" else "valid"))

    def resize(self, rows: int, columns: int) -> None:
        """Add or remove rows and columns of the kernel."""
        height, width = self.setup.shape
        most = min(MOST_SIZE, *self.input.shape)
        height, width = min(max(height + rows, 1), most), min(max(width + columns, 1), most)
        if (height, width) != self.setup.shape:
            self._adjust(self.setup.resized(height, width))

    def _adjust(self, setup: Setup) -> None:
        self.setup = setup
        self._take(self.input)

    def _take(self, matrix: Matrix) -> None:
        self.input = matrix
        self._compute()
        self.restart()

    def edit_input(self, matrix: Matrix) -> None:
        """Change numbers of the input; what was filled stays filled."""
        self.input, self.example = matrix.copy(), None
        self._compute()

    def edit_kernel(self, matrix: Matrix) -> None:
        """Change numbers of the kernel; what was filled stays filled."""
        self.setup = replace(self.setup, matrix=to_matrix(matrix), name="")
        self._compute()

    # ------------------------------------------------------------------ playing

    def toggle(self) -> None:
        """Play or pause; at the end, play again."""
        if not self.playing and self.done >= self.result.size:
            self.done = 0
        self.playing, self.phase = not self.playing, 0.0

    def step(self, by: int = 1) -> None:
        """Fill the next cells, or empty the last ones."""
        self.done = min(max(self.done + by, 0), self.result.size)
        self.phase, self.hover = 0.0, None

    def restart(self) -> None:
        """Empty the output."""
        self.done, self.phase, self.hover = 0, 0.0, None

    def update(self, dt: float) -> None:
        """Move the window on by `dt` seconds."""
        if not self.playing:
            return
        self.phase += dt * SPEEDS[self.speed]
        while self.phase >= 1 and self.done < self.result.size:
            self.done += 1
            self.phase -= 1
        if self.done >= self.result.size:
            self.playing, self.phase = False, 0.0


def _turned(names: tuple[str, ...], now: str, step: int) -> str:
    """The name before or after; from none of them, the last or the first."""
    at = names.index(now) if now in names else (-1 if step > 0 else 0)
    return names[(at + step) % len(names)]


def small_picture(name: str, canvas: Matrix) -> Matrix:
    """A 12 by 12 picture with whole numbers from 0 to 9: one of `PICTURES`."""
    y, x = np.mgrid[:SIDE, :SIDE].astype(np.float64)
    simple: dict[str, Matrix] = {
        "diagonal": np.where(np.abs(x - y) <= 1, WHITE, 0.0),
        "cross": np.where((np.abs(x - 5.5) < 1.5) | (np.abs(y - 5.5) < 1.5), WHITE, 1.0),
        "ring": np.where(np.abs(np.hypot(x - 5.5, y - 5.5) - 3.8) < 1.1, WHITE, 0.0),
        "steps": np.floor(x / 3) * 3,
        "canvas": canvas,
    }
    return simple[name]

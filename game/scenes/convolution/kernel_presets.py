"""Everything that the kernel editor sets, as one frozen value, and the user's own kernels on disk."""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray

from game.workers.json_store import LIMIT_BYTES
from game.workers.latest_call import Answer
from game.workers.preferences import CLOSE_SECONDS
from game.workers.workers import Workers
from models.base.files import open_file, write_atomically
from models.base.typed_fields import Range, parse
from models.convolution.convolve import MAX_KERNEL, Padding
from models.convolution.display import Mode
from models.convolution.kernels import KERNELS, Matrix

LIMIT = 999.0
MOST_STRIDE, MOST_DILATION = 8, 8
MOST_KERNELS, LONGEST_NAME = 60, 32
LARGEST_DIVISOR = 1e6
SHORT = {"box": "box_3", "gaussian": "gaussian_3"}
"""What links may call some of the kernels besides."""
LAID = ("divisor", "bias", "stride", "dilation", "padding", "flip")


@dataclass(frozen=True)
class Setup:
    """A kernel and how it is applied and shown.

    Attributes:
        matrix: rows of weights, 1 to 11 of 1 to 11.
        divisor: what every sum of products is divided by; never 0.
        bias: added afterwards, in units of 0..255.
        stride: distance between neighbouring windows, in pixels.
        dilation: distance between neighbouring cells of a window, in pixels.
        padding: what lies beyond the picture's border.
        flip: whether the kernel is turned over by 180 degrees (the mathematician's convolution).
        grey: whether the picture's brightness is convolved instead of its three channels.
        mode: how numbers become colours.
        name: a preset's id, a user's name for it, or empty.
    """

    matrix: Matrix
    divisor: float = 1.0
    bias: float = 0.0
    stride: int = 1
    dilation: int = 1
    padding: Padding = "zero"
    flip: bool = False
    grey: bool = False
    mode: Mode = "clip"
    name: str = ""

    @property
    def weights(self) -> NDArray[np.float32]:
        """(kh, kw) float32, before the divisor."""
        return np.array(self.matrix, np.float32)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return len(self.matrix), len(self.matrix[0])

    @property
    def layout(self) -> dict[str, Any]:
        """The keyword arguments of `convolve` and `microscope`."""
        return {name: getattr(self, name) for name in LAID}

    def resized(self, rows: int, columns: int) -> Setup:
        """The kernel cut or framed with zeros, its middle where it was."""
        rows, columns = (min(max(n, 1), MAX_KERNEL) for n in (rows, columns))
        old = np.array(self.matrix, np.float64)
        new = np.zeros((rows, columns))
        # The anchor is cell (n // 2, n // 2): it stays the same cell.
        for i, j in np.ndindex(rows, columns):
            y, x = i - rows // 2 + old.shape[0] // 2, j - columns // 2 + old.shape[1] // 2
            if 0 <= y < old.shape[0] and 0 <= x < old.shape[1]:
                new[i, j] = old[y, x]
        return replace(self, matrix=to_matrix(new), name="")


def kernel_links() -> tuple[str, ...]:
    """How links name the bundled kernels, `sobel-horizontal`; and empty for none."""
    return "", *(in_link(name) for name in KERNELS), *SHORT


def in_link(name: str) -> str:
    """A kernel's name in a link; empty for a kernel that is none of the bundled ones."""
    return name.replace("_", "-") if name in KERNELS else ""


def from_link(name: str) -> str:
    """The kernel that a link names."""
    return SHORT.get(name) or name.replace("-", "_")


def to_matrix(values: NDArray[Any]) -> Matrix:
    """An array as rows of floats."""
    return tuple(tuple(float(v) for v in row) for row in values)


def preset(name: str, current: Setup | None = None) -> Setup:
    """A bundled kernel; how it is laid over the picture stays as it is."""
    kernel = KERNELS[name]
    base = current or Setup(kernel.matrix)
    return replace(
        base, matrix=kernel.matrix, divisor=kernel.divisor, bias=kernel.bias, mode=kernel.display, name=name
    )


@dataclass(frozen=True)
class Stored:
    """One kernel of the user's file; see `Setup`."""

    name: str
    matrix: tuple[tuple[Annotated[float, Range(-LIMIT, LIMIT)], ...], ...]
    divisor: Annotated[float, Range(-LARGEST_DIVISOR, LARGEST_DIVISOR)] = 1.0
    bias: Annotated[float, Range(-LIMIT, LIMIT)] = 0.0
    mode: Mode = "clip"

    @classmethod
    def of(cls, setup: Setup) -> Stored:
        """What is kept of a setup."""
        return cls(*(getattr(setup, each.name) for each in fields(cls)))


def parse_setup(data: Any) -> Setup:
    """Read one kernel of the user's file, which is untrusted.

    Raises:
        ValueError: it is no kernel.
    """
    stored = parse(data, Stored, more=True)
    name, rows = stored.name.strip(), stored.matrix
    if not name or len(name) > LONGEST_NAME or not name.isprintable() or name in KERNELS:
        raise ValueError("name")
    sizes = {len(row) for row in rows}
    if len(sizes) != 1 or not 1 <= len(rows) <= MAX_KERNEL or not 1 <= sizes.pop() <= MAX_KERNEL:
        raise ValueError("size")
    if not stored.divisor:
        raise ValueError("divisor")
    return Setup(rows, stored.divisor, stored.bias, mode=stored.mode, name=name)


class UserKernels:
    """The user's own kernels, in `kernels.json` beside the settings; written beside the window.

    Attributes:
        items: by name, in the order in which they were saved.
        problem: the name of a file that could not be read and was set aside, or None.
    """

    def __init__(self, folder: Path, workers: Workers) -> None:
        self.path = folder / "kernels.json"
        self.items: dict[str, Setup] = {}
        self.problem: str | None = None
        self._load()
        self._written = self.items
        self._writer = workers.call(self._write, name="save kernels")

    def add(self, setup: Setup) -> None:
        """Have a kernel saved under its name, replacing one of that name.

        Raises:
            ValueError: no name, a bundled kernel's name, or already as many as are allowed.
        """
        kept = {**self.items, setup.name: parse_setup(asdict(Stored.of(setup)))}
        if len(kept) > MOST_KERNELS:
            raise ValueError("too many")
        self._save(kept, setup.name)

    def remove(self, name: str) -> None:
        """Forget a kernel."""
        self._save({key: setup for key, setup in self.items.items() if key != name}, "")

    def _save(self, items: dict[str, Setup], name: str) -> None:
        self.items = items
        self._writer.submit((items, name))

    def _write(self, request: tuple[dict[str, Setup], str]) -> str:
        items, name = request
        data = {"kernels": [asdict(Stored.of(setup)) for setup in items.values()]}
        write_atomically(self.path, json.dumps(data, ensure_ascii=False, indent=1).encode("utf-8"))
        self._written = items
        return name

    def take_saved(self) -> Answer[str] | None:
        """The name that the newest `add` has saved, or what went wrong; then the kernels are as on disk."""
        answer = self._writer.poll()
        if answer is not None and answer.error is not None:
            self.items = self._written
        return answer

    def close(self) -> None:
        """Save what is not yet saved."""
        self._writer.close(CLOSE_SECONDS, finish=True)

    def _load(self) -> None:
        try:
            with open_file(self.path) as file:
                raw = file.read(LIMIT_BYTES + 1)
            if len(raw) > LIMIT_BYTES:
                raise ValueError("too large")
            entries = json.loads(raw.decode("utf-8"))["kernels"][:MOST_KERNELS]
        except FileNotFoundError:
            return
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            self._set_aside()
            return
        for entry in entries:
            try:
                setup = parse_setup(entry)
            except ValueError:
                continue
            self.items[setup.name] = setup

    def _set_aside(self) -> None:
        aside = self.path.with_name(f"kernels.broken-{time.strftime('%Y%m%d-%H%M%S')}.json")
        try:
            os.replace(self.path, aside)
        except OSError:
            aside = self.path
        self.problem = aside.name

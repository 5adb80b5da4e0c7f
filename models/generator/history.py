"""The generator at several moments of its training, packed small: what the time machine scrubs through.

Weights are kept as whole numbers of -127..127 with one scale for each output channel, a quarter of their size
in float32.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from models.base import checkpoint
from models.base.arrays import Byte
from models.base.threads import use_threads
from models.generator.network import LATENT, Generator
from models.generator.rendering import render

MOST = 127
SCALES = ".scale"


class History:
    """The packed generators, oldest first. Use from one thread at a time."""

    def __init__(self, folder: Path) -> None:
        """Look what `pack_run` wrote; nothing is loaded yet. CheckpointError "missing" if there is none."""
        found = sorted((int(path.stem), path) for path in folder.glob("*.safetensors") if path.stem.isdigit())
        if not found:
            raise checkpoint.CheckpointError("missing", f"no history in {folder}")
        self.steps: tuple[int, ...] = tuple(step for step, _ in found)
        """Training steps that the generators had taken."""
        self._paths = [path for _, path in found]

    def generator(self, index: int) -> Generator:
        """Load the generator of `steps[index]`.

        Raises:
            IndexError: There is no such moment.
            CheckpointError: Its file cannot be read.
        """
        if not 0 <= index < len(self.steps):
            raise IndexError(index)
        tensors, _ = checkpoint.load(self._paths[index])
        return unpack(tensors)

    def make(self, index: int, latents: NDArray[np.float32]) -> Byte:
        """Draw latents (N, LATENT), N > 0, as the generator did then: (N, side, side, 3) uint8.

        Raises what `generator` does.
        """
        generator = self.generator(index)
        values = torch.from_numpy(np.ascontiguousarray(latents, np.float32)).view(-1, LATENT)
        with use_threads(1):
            return render(generator, values)


def pack(generator: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """Return a generator's weights as int8 with float16 scales; what has one dimension as float16."""
    packed = {}
    for name, value in generator.items():
        if value.ndim < 2:
            packed[name] = value.half()
            continue
        rows = value.float().flatten(1)
        # Rounded up to what float16 can hold, so that nothing exceeds 127.
        scale = (rows.abs().amax(dim=1) / MOST * 1.001).clamp(min=1e-7).half()
        whole = (rows / scale.float()[:, None]).round().clamp(-MOST, MOST).to(torch.int8)
        packed[name] = whole.view(value.shape)
        packed[name + SCALES] = scale
    return packed


def unpack(packed: Mapping[str, Tensor]) -> Generator:
    """Return the generator of packed weights; CheckpointError "wrong_shape" if they are none."""
    with torch.random.fork_rng(devices=()):  # the first weights are not kept
        generator = Generator()
    expected: dict[str, Any] = {}
    for name, value in generator.state_dict().items():
        wide = value.ndim > 1
        expected[name] = (tuple(value.shape), torch.int8 if wide else torch.float16)
        if wide:
            expected[name + SCALES] = ((len(value),), torch.float16)
    checkpoint.require(checkpoint.layout(packed), expected)
    weights = {}
    for name, value in packed.items():
        if not name.endswith(SCALES):
            scale = packed.get(name + SCALES, torch.ones(1)).float()
            weights[name] = value.float() * scale.view(-1, *[1] * (value.ndim - 1))
    generator.load_state_dict(weights)
    return generator.eval().requires_grad_(False)


def pack_run(folder: Path, out: Path, most: int = 16) -> list[int]:
    """Pack the generators of a training's history.

    Args:
        folder: Where the training wrote its averaged weights, NNNNNN.safetensors a step.
        out: Where the packed files go; older ones there are removed.
        most: Of how many moments at most: the first, the last, and some between at even places.

    Returns:
        The steps that were packed.

    Raises:
        CheckpointError: A file cannot be read or written, or there is none.
    """
    paths = sorted(path for path in folder.glob("*.safetensors") if path.stem.isdigit())
    if not paths:
        raise checkpoint.CheckpointError("missing", f"no history in {folder}")
    places = np.unique(np.linspace(0, len(paths) - 1, min(most, len(paths))).round().astype(int))
    chosen = [paths[int(place)] for place in places]
    prefix, packed = "generator.", {}
    for path in chosen:
        tensors, notes = checkpoint.load(path)
        parts = {name.removeprefix(prefix): v for name, v in tensors.items() if name.startswith(prefix)}
        packed[path.name] = (pack(parts), {"model": "gan", "kind": "generator", "step": notes.get("step")})
    for old in out.glob("*.safetensors"):
        old.unlink()
    for name, (tensors, notes) in packed.items():
        checkpoint.save(out / name, tensors, notes)
    return [int(path.stem) for path in chosen]

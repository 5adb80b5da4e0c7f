"""Weights on disk: safetensors with JSON metadata, written whole or not at all, read with suspicion.

Nothing here unpickles, so a file from a stranger can at worst be refused.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as serialise_tensors
from torch import Tensor

from models.base.files import write_atomically

FORMAT = "latent-arcade"
VERSION = 1
MAX_BYTES = 64 * 2**20
"""Default size limit of a file to be read."""

Code = Literal["missing", "too_large", "damaged", "foreign", "wrong_shape", "not_finite", "unwritable"]


class CheckpointError(Exception):
    """A checkpoint could not be read or written.

    Attributes:
        code: Which kind of failure, for the screen to translate: "missing" (no such file, or not readable),
            "too_large", "damaged" (cut short or garbled), "foreign" (not ours, or from another version),
            "wrong_shape" (a tensor is absent, surplus, or of another shape or type), "not_finite" (NaN or
            infinity among the numbers), "unwritable" (the file could not be written).
    """

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code: Code = code


def save(path: str | Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, Any]) -> None:
    """Write tensors and metadata so that the file is at every moment either the old one or the new one.

    Args:
        path: Target; its directory is made if absent.
        tensors: Finite tensors of any shape, by name.
        metadata: Anything JSON can hold.

    Raises:
        CheckpointError: "not_finite" for NaN or infinite numbers (a broken network must not replace a good
            file), "unwritable" if the disk or the directory refuses.
    """
    path = Path(path)
    _require_finite(tensors)
    header = {"format": FORMAT, "version": str(VERSION), "metadata": json.dumps(metadata, allow_nan=False)}
    # Cloned, because the format refuses tensors that are views of one another.
    plain = {
        name: tensor.detach().cpu().clone(memory_format=torch.contiguous_format)
        for name, tensor in tensors.items()
    }
    data = serialise_tensors(plain, header)
    try:
        write_atomically(path, data)
    except OSError as error:
        raise CheckpointError("unwritable", f"{path}: {error.strerror or error}") from error


def load(path: str | Path, max_bytes: int = MAX_BYTES) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """Read a checkpoint that may come from anyone.

    Args:
        path: File to read.
        max_bytes: Larger files are refused unread.

    Returns:
        Tensors by name, and the metadata that `save` was given.

    Raises:
        CheckpointError: For every failure there is; see its codes.
    """
    path = Path(path)
    data = _read(path, max_bytes)
    metadata = _parse_header(path, data)
    try:
        # One by one, because taking all out of `data` at once holds the interpreter's lock for a tenth of a
        # second, in which a window would stand still; cloned, because what lies under them is the file.
        with safe_open(path, framework="pt") as file:
            tensors = {name: file.get_tensor(name).clone() for name in file.keys()}  # noqa: SIM118
    except (SafetensorError, OSError, ValueError, KeyError, TypeError, RuntimeError, OverflowError) as error:
        raise CheckpointError("damaged", f"{path} is damaged: {error}") from error
    _require_finite(tensors)
    return tensors, metadata


def require(
    tensors: Mapping[str, Tensor], expected: Mapping[str, tuple[tuple[int, ...], torch.dtype]]
) -> None:
    """Check names, shapes and types of loaded tensors.

    Args:
        tensors: What was loaded.
        expected: Shape and dtype for each name that must be there; no other may be.

    Raises:
        CheckpointError: "wrong_shape", saying what differs.
    """
    if missing := sorted(expected.keys() - tensors.keys()):
        raise CheckpointError("wrong_shape", f"missing tensors: {', '.join(missing)}")
    if surplus := sorted(tensors.keys() - expected.keys()):
        raise CheckpointError("wrong_shape", f"unexpected tensors: {', '.join(surplus)}")
    for name, (shape, dtype) in expected.items():
        tensor = tensors[name]
        if tuple(tensor.shape) != tuple(shape) or tensor.dtype != dtype:
            raise CheckpointError(
                "wrong_shape",
                f"{name} is {tensor.dtype} {tuple(tensor.shape)}, expected {dtype} {tuple(shape)}",
            )


def _read(path: Path, max_bytes: int) -> bytes:
    try:
        with path.open("rb") as file:
            # One byte beyond the limit tells a file that is too large, even one that grows or reports no
            # size.
            if (
                os.fstat(file.fileno()).st_size > max_bytes
                or len(data := file.read(max_bytes + 1)) > max_bytes
            ):
                raise CheckpointError("too_large", f"{path} is larger than {max_bytes} bytes")
    except OSError as error:
        raise CheckpointError("missing", f"{path}: {error.strerror or error}") from error
    return data


def _parse_header(path: Path, data: bytes) -> dict[str, Any]:
    """Read the JSON header that every safetensors file begins with: eight bytes of length, then the text."""
    length = int.from_bytes(data[:8], "little")
    if len(data) < 9 or data[8:9] != b"{":
        code: Code = "foreign" if len(data) >= 9 else "damaged"
        raise CheckpointError(code, f"{path} is not a checkpoint")
    if length > len(data) - 8:
        raise CheckpointError("damaged", f"{path} is cut short")
    try:
        header = json.loads(data[8 : 8 + length])
        notes = header.get("__metadata__", {})
        is_ours = notes.get("format") == FORMAT
    except (ValueError, AttributeError, RecursionError) as error:
        raise CheckpointError("damaged", f"{path} has a garbled header") from error
    if not is_ours:
        raise CheckpointError("foreign", f"{path} was not written by this program")
    if notes.get("version") != str(VERSION):
        raise CheckpointError(
            "foreign", f"{path} has format version {notes.get('version')}, expected {VERSION}"
        )
    try:
        metadata = json.loads(notes["metadata"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise CheckpointError("damaged", f"{path} has garbled metadata") from error
    if not isinstance(metadata, dict):
        raise CheckpointError("damaged", f"{path} has garbled metadata")
    return metadata


def _require_finite(tensors: Mapping[str, Tensor]) -> None:
    for name, tensor in tensors.items():
        if tensor.is_floating_point() and not bool(torch.isfinite(tensor.double()).all()):
            raise CheckpointError("not_finite", f"{name} holds numbers that are not finite")

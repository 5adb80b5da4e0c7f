"""Weights on disk: safetensors with JSON metadata, written whole or not at all, read with suspicion.

Nothing here unpickles, and nothing is parsed or allocated before its size is known to be sane, so a file from
a stranger can at worst be refused, and soon.
"""

import json
import math
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal, TypeVar

import torch
from safetensors.torch import save as serialise_tensors
from torch import Tensor

from models.base.files import open_file, write_atomically
from models.base.threads import single_thread

FORMAT = "latent-arcade"
VERSION = 1
MAX_BYTES = 64 * 2**20
"""Default size limit of a file to be read."""

MAX_HEADER = 2**19
"""Bytes of names, shapes and metadata; the largest of ours has some 60,000."""
MAX_TENSORS, MAX_RANK = 4096, 8
MAX_PARTS = 20_000
"""Lists and objects in a header: more than that the garbage collector would look through many times."""
LARGEST = 1e12
"""Numbers beyond this are no weights, nor anything else that is kept with them."""
DTYPES = {
    "BOOL": torch.bool,
    "U8": torch.uint8,
    "I8": torch.int8,
    "I32": torch.int32,
    "I64": torch.int64,
    "F16": torch.float16,
    "BF16": torch.bfloat16,
    "F32": torch.float32,
    "F64": torch.float64,
}

Layout = Mapping[str, tuple[tuple[int, ...], torch.dtype]]
"""Shape and type of each tensor by its name."""
Checked = TypeVar("Checked")
Code = Literal["missing", "too_large", "damaged", "foreign", "wrong_shape", "not_finite", "unwritable"]


class CheckpointError(Exception):
    """A checkpoint could not be read or written.

    Attributes:
        code: Which kind of failure, for the screen to translate: "missing" (no such file, or not readable),
            "too_large", "damaged" (cut short or garbled), "foreign" (not ours, or from another version),
            "wrong_shape" (a tensor is absent, surplus, or of another shape or type), "not_finite" (NaN,
            infinity or absurdly large numbers), "unwritable" (the file could not be written).
    """

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code: Code = code


def save(path: str | Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, Any]) -> None:
    """Write tensors and metadata so that the file is at every moment either the old one or the new one.

    Args:
        path: Target; its directory is made if absent.
        tensors: Finite tensors of a type in DTYPES, by name.
        metadata: Anything JSON can hold.

    Raises:
        CheckpointError: "not_finite" for NaN or infinite numbers (a broken network must not replace a good
            file), "unwritable" if the disk or the directory refuses.
    """
    path = Path(path)
    with single_thread():  # a team of threads would wait for one another on a busy machine
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
    """Return the tensors and the metadata that `save` was given, whatever they are; see `read`."""
    return read(path, lambda layout, metadata: metadata, max_bytes)


def read(
    path: str | Path, check: Callable[[Layout, dict[str, Any]], Checked], max_bytes: int = MAX_BYTES
) -> tuple[dict[str, Tensor], Checked]:
    """Read a checkpoint that may come from anyone.

    Args:
        path: File to read.
        check: Called with what the header says, the layout and the metadata that `save` was given, before any
            tensor is read. It refuses by a ValueError or a CheckpointError.
        max_bytes: Larger files are refused unread.

    Returns:
        Tensors by name, and what `check` returned.

    Raises:
        CheckpointError: For every failure there is; see its codes.
    """
    path = Path(path)
    try:
        with open_file(path) as file:
            size = file.seek(0, 2)
            if size > max_bytes:
                raise CheckpointError("too_large", f"{path} is larger than {max_bytes} bytes")
            file.seek(0)
            header = _read_header(file, path, size)
            metadata = _our_metadata(header.pop("__metadata__", {}), path)
            found = _tensors(header, size - file.tell())
            checked = check(found, metadata)
            tensors = {name: _read_tensor(file, *form) for name, form in found.items()}
    except OSError as error:
        raise CheckpointError("missing", f"{path}: {error.strerror or error}") from error
    except (ValueError, RuntimeError, OverflowError) as error:
        raise CheckpointError("damaged", f"{path} is damaged: {error}") from error
    _require_finite(tensors)
    return tensors, checked


def layout(tensors: Mapping[str, Tensor]) -> Layout:
    """Return names, shapes and types of tensors."""
    return {name: (tuple(tensor.shape), tensor.dtype) for name, tensor in tensors.items()}


def require(found: Layout, expected: Layout, *, any_float: bool = False) -> None:
    """Check names, shapes and types.

    Args:
        found: What there is.
        expected: What must be there, and nothing else.
        any_float: Take any type of fractions for any other.

    Raises:
        CheckpointError: "wrong_shape", saying what differs.
    """
    if missing := sorted(expected.keys() - found.keys()):
        raise CheckpointError("wrong_shape", f"missing tensors: {_shown(missing)}")
    if surplus := sorted(found.keys() - expected.keys()):
        raise CheckpointError("wrong_shape", f"unexpected tensors: {_shown(surplus)}")
    for name, (shape, dtype) in expected.items():
        is_shape, is_dtype = found[name]
        alike = any_float and dtype.is_floating_point and is_dtype.is_floating_point
        if is_shape != shape or not (alike or is_dtype == dtype):
            raise CheckpointError("wrong_shape", f"{name} is {is_dtype} {is_shape}, expected {dtype} {shape}")


def _shown(names: list[str]) -> str:
    return ", ".join(repr(name[:80])[1:-1] for name in names[:20])


def _read_header(file: BinaryIO, path: Path, size: int) -> dict[str, Any]:
    """Read the JSON header that every safetensors file begins with: eight bytes of length, then the text."""
    length = int.from_bytes(file.read(8), "little")
    begin = file.read(1)
    if begin != b"{":
        raise CheckpointError("foreign" if begin else "damaged", f"{path} is not a checkpoint")
    if length > size - 8:
        raise ValueError("it is cut short")
    if length > MAX_HEADER:
        raise ValueError(f"its header has {length} bytes, at most {MAX_HEADER} are allowed")
    return _parse_json((begin + file.read(max(0, length - 1))).decode(), "header")


def _parse_json(text: object, what: str) -> dict[str, Any]:
    if isinstance(text, str) and (parts := text.count("[") + text.count("{")) > MAX_PARTS:
        raise ValueError(f"its {what} has {parts} parts, at most {MAX_PARTS} are allowed")
    try:
        found = json.loads(text, parse_constant=_refuse)  # type: ignore[arg-type]
    except (ValueError, TypeError, RecursionError) as error:
        raise ValueError(f"garbled {what}") from error
    if not isinstance(found, dict):
        raise ValueError(f"garbled {what}")
    return found


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no number")


def _our_metadata(notes: object, path: Path) -> dict[str, Any]:
    if not isinstance(notes, dict) or notes.get("format") != FORMAT:
        raise CheckpointError("foreign", f"{path} was not written by this program")
    if notes.get("version") != str(VERSION):
        raise CheckpointError("foreign", f"{path} has another format version, expected {VERSION}")
    return _parse_json(notes.get("metadata"), "metadata")


def _tensors(header: dict[str, Any], size: int) -> Layout:
    """Return what the header says of the tensors, in the order of the file, whose bytes they fill.

    Raises:
        ValueError: They do not, or one is described wrongly.
    """
    if len(header) > MAX_TENSORS:
        raise ValueError(f"{len(header)} tensors, at most {MAX_TENSORS} are allowed")
    spans = []
    for name, entry in header.items():
        match entry:
            case {"dtype": str(kind), "shape": [*shape], "data_offsets": [begin, end], **rest} if (
                not rest
                and kind in DTYPES
                and len(shape) <= MAX_RANK
                and all(type(n) is int and 0 <= n < 2**40 for n in (*shape, begin, end))
                and math.prod(shape) * DTYPES[kind].itemsize == end - begin
            ):
                spans.append((begin, end, name, tuple(shape), DTYPES[kind]))
            case _:
                raise ValueError(f"tensor {name[:80]!r} is of no known type, shape and size")
    spans.sort(key=lambda span: span[:2])
    ends = [0, *(end for _, end, *_ in spans)]
    if [begin for begin, *_ in spans] != ends[:-1] or ends[-1] != size:
        raise ValueError("its tensors do not fill it" if ends[-1] <= size else "it is cut short")
    return {name: (shape, dtype) for _, _, name, shape, dtype in spans}


def _read_tensor(file: BinaryIO, shape: tuple[int, ...], dtype: torch.dtype) -> Tensor:
    # One by one and into their own memory: other threads hold the interpreter's lock meanwhile.
    tensor = torch.empty(shape, dtype=dtype)
    raw = tensor.reshape(-1).view(torch.uint8).numpy()
    if file.readinto(raw) != raw.nbytes:  # type: ignore[attr-defined]
        raise ValueError("it is cut short")
    if dtype == torch.bool and raw.max(initial=0) > 1:
        raise ValueError("a truth value is neither 0 nor 1")
    return tensor


def _require_finite(tensors: Mapping[str, Tensor]) -> None:
    for name, tensor in tensors.items():
        if tensor.is_floating_point() and tensor.numel():
            low, high = (float(end) for end in torch.aminmax(tensor.detach()))  # NaN if there is one
            if not -LARGEST <= low <= high <= LARGEST:
                raise CheckpointError("not_finite", f"{name} holds numbers that are not finite, or absurd")

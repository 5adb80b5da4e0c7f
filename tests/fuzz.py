"""Files as strangers, bad disks and other programs leave them: mutations of a sound one, by a seed."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable, Iterator
from typing import Any

HUGE = "a number of 5000 digits"
NONSENSE = (
    None, True, -1, 64.0, 1e300, math.nan, math.inf, -(10**30), HUGE, "", "16", "\ud800\x00", [], {},
    {"x": 1}, [[0] * 65], [1.5, -2, "a"], "[" * 100_000, list(range(20_000)),
)  # fmt: skip
"""Values of another type or size than any field's."""


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Flip, cut, repeat or insert some bytes of a file."""
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8))):
        place = chance.choice(
            (chance.randrange(len(changed) + 1), chance.randrange(min(400, len(changed)) + 1))
        )
        match chance.randrange(5):
            case 0:
                changed[place : place + 1] = bytes([chance.randrange(256)])
            case 1:
                del changed[place:]
            case 2:
                del changed[place : place + chance.choice((1, 4, 1000))]
            case 3:
                changed[place:place] = changed[: chance.choice((1, 8, 1000))]
            case _:
                changed[place:place] = chance.randbytes(chance.choice((1, 8, 1000)))
    return bytes(changed)


def changed_json(value: Any, chance: random.Random) -> Any:
    """Put nonsense somewhere into a JSON value, or drop or add a part of it; the value itself stays."""
    if isinstance(value, dict | list) and value and chance.random() < 0.85:
        inside = dict(value) if isinstance(value, dict) else dict(enumerate(value))
        key = chance.choice(list(inside))
        match chance.randrange(8):
            case 0:
                del inside[key]
            case 1:
                inside["spare" if isinstance(value, dict) else len(value)] = chance.choice(NONSENSE)
            case _:
                inside[key] = changed_json(inside[key], chance)
        return inside if isinstance(value, dict) else list(inside.values())
    if type(value) in (int, float) and chance.random() < 0.5:
        return chance.choice((-value - 1, value + 0.5, value * 10**9 + 10**18, bool(value), str(value)))
    return chance.choice(NONSENSE)


def mutations(
    data: bytes, count: int, change: Callable[[bytes, random.Random], bytes], seed: int = 1
) -> Iterator[bytes]:
    """Yield mutations of a file: of its bytes, and as often of what it says by `change(data, chance)`."""
    chance = random.Random(seed)
    for number in range(count):
        yield (damaged if number % 2 else change)(data, chance)


def changed_text(data: bytes, chance: random.Random) -> bytes:
    """Change what a JSON file says."""
    return dumped(changed_json(json.loads(data), chance))


def dumped(value: Any) -> bytes:
    """Write JSON; HUGE becomes a number that Python itself would not write."""
    return json.dumps(value).replace(json.dumps(HUGE), "9" * 5000).encode()


def split_checkpoint(data: bytes) -> tuple[dict[str, Any], bytes]:
    """Return the header of a safetensors file, its metadata as an object, and the tensors' bytes."""
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    header["__metadata__"]["metadata"] = json.loads(header["__metadata__"]["metadata"])
    return header, data[8 + length :]


def joined_checkpoint(header: dict[str, Any], tensors: bytes) -> bytes:
    """Write a safetensors file again, with a header that says whatever it says."""
    notes = header.get("__metadata__")
    if isinstance(notes, dict) and "metadata" in notes:
        header = header | {"__metadata__": notes | {"metadata": dumped(notes["metadata"]).decode()}}
    text = dumped(header)
    return len(text).to_bytes(8, "little") + text + tensors


def changed_checkpoint(data: bytes, chance: random.Random) -> bytes:
    """Change a safetensors file's metadata, or the names, types, shapes and places of its tensors."""
    header, tensors = split_checkpoint(data)
    notes, kind = header["__metadata__"], chance.random()
    if kind < 0.6:
        header["__metadata__"] = notes | {"metadata": changed_json(notes["metadata"], chance)}
    elif kind < 0.7:
        name = chance.choice([name for name in header if name != "__metadata__"])
        header[chance.choice(("weight", "\ud800", "x" * 100_000))] = header.pop(name)
    else:
        header = changed_json(header, chance)
        header = header if isinstance(header, dict) else {"__metadata__": header}
    return joined_checkpoint(header, tensors)


def heavy_headers() -> Iterator[tuple[str, bytes]]:
    """Yield what costs a careless reader much memory or time: ten megabytes of header, by a word for each."""
    for name, text in {
        "deep": "[" * 10_000_000,
        "numbers": "[" + "7," * 5_000_000 + "7]",
        "lists": "[" + "[]," * 3_000_000 + "[]]",
        "digits": "9" * 10_000_000,
        "words": json.dumps("x" * 10_000_000),
    }.items():
        for header in (
            f'{{"a":{text}}}',
            f'{{"__metadata__":{{"format":"latent-arcade","metadata":"{text}"}}}}',
        ):
            data = header.encode()
            yield name, len(data).to_bytes(8, "little") + data
            yield f"{name}, cut short", len(data).to_bytes(8, "little") + data[:1000]

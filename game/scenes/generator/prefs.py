"""What the generator's scene remembers from one run to the next; the file is untrusted."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any, TypeVar

from game.workers import json_store as remembered

NAME = "gan.json"
D = TypeVar("D")
Limits = Mapping[str, tuple[float, float] | Sequence[str]]


class Memory:
    """A section for every room; each is a dataclass of strings, numbers and truth values.

    Attributes:
        room: which room was open.
    """

    def __init__(self) -> None:
        self.room = ""
        self._raw: dict[str, Any] = {}
        self._sections: dict[str, Any] = {}
        self._saved: dict[str, Any] = {}

    def load(self, folder: Path) -> None:
        """Read the file; without one, or when it is no JSON object, everything keeps its default."""
        self._raw = remembered.read(folder / NAME)
        room = self._raw.get("room")
        self.room = room if isinstance(room, str) else ""

    def section(self, name: str, default: D, limits: Limits) -> D:
        """A room's part, the same object at every call; what makes no sense keeps its default.

        Args:
            name: the room's id.
            default: a dataclass instance; it is filled in and returned.
            limits: for every number the least and the largest, for every string what it may be.
        """
        if name in self._sections:
            known: D = self._sections[name]
            return known
        raw = self._raw.get(name)
        if isinstance(raw, dict):
            for item in fields(default):  # type: ignore[arg-type]
                value = raw.get(item.name)
                if _makes_sense(value, getattr(default, item.name), limits.get(item.name, ())):
                    setattr(default, item.name, value)
        self._sections[name] = default
        return default

    def save(self, folder: Path) -> None:
        """Write the file if anything has changed; failing to do so is no reason to disturb anyone."""
        data = {**self._raw, **{name: asdict(part) for name, part in self._sections.items()}}
        data["room"] = self.room
        if data != self._saved:
            self._saved = data
            remembered.write(folder / NAME, data)


def _makes_sense(value: Any, default: Any, allowed: Sequence[Any]) -> bool:
    if isinstance(default, bool):
        return isinstance(value, bool)
    if isinstance(default, str):
        return isinstance(value, str) and value in allowed
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value):
        return False
    if isinstance(default, int) and not isinstance(value, int):
        return False
    return not allowed or bool(allowed[0] <= value <= allowed[1])

"""What a scene remembers from one run to the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Generic, TypeVar

from game.workers import json_store
from game.workers.workers import Workers
from models.base.typed_fields import read

D = TypeVar("D")

CLOSE_SECONDS = 3.0


class Preferences(Generic[D]):
    """A frozen dataclass in a JSON file: read with suspicion, written atomically and beside the window.

    What the file holds besides, from a newer version perhaps, stays in it.

    Args:
        path: the file; there need not be one.
        cls: the dataclass. Every field has a default, and a type that `models.base.typed_fields` knows.
        workers: where the writer comes from.
        join: makes one of what is remembered here and of what another window has written since; without it
            the fields that were changed here replace those of the file.

    Attributes:
        value: what is remembered now.
    """

    def __init__(
        self, path: Path, cls: type[D], workers: Workers, join: Callable[[D, D], D] | None = None
    ) -> None:
        self.value = read(json_store.read(path), cls)
        self._path = path
        self._join = join
        self._changed: set[str] = set()
        self._saved = self.value
        self._writer = workers.call(self._write, name=f"save {path.stem}")

    def change(self, **fields: Any) -> None:
        """Replace some fields; `save` writes them."""
        self.value = replace(self.value, **fields)  # type: ignore[type-var]
        self._changed |= fields.keys()

    def save(self, *, join: bool = True) -> None:
        """Have the file written, if anything has changed since it was.

        Args:
            join: what other windows wrote; False replaces that, from now on.
        """
        if not join:
            self._join = None
        if self.value != self._saved:
            self._saved = self.value
            self._writer.submit((self.value, frozenset(self._changed), self._join))

    def close(self) -> None:
        """Save, and wait for it a little."""
        self.save()
        self._writer.close(CLOSE_SECONDS, finish=True)

    def _write(self, request: tuple[D, frozenset[str], Callable[[D, D], D] | None]) -> None:
        """Write what was changed here; the rest stays as the file has it: another window may be open."""
        value, changed, join = request
        there = json_store.read(self._path)
        others = read(there, type(value))
        value = join(value, others) if join is not None else value
        kept = {name: getattr(others, name) for name in vars(value) if name not in changed}
        merged = asdict(replace(value, **kept))  # type: ignore[type-var, call-overload]
        json_store.write(self._path, {**there, **merged})

"""Sentences that tell translators apart, with their right translations: `assets/translation/telling.tsv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import cast

from models.translation.rules.dictionary import FOLDER
from models.translation.rules.words import Direction

KINDS = ("plain", "idiom", "senses", "order", "agreement")


@dataclass(frozen=True)
class Telling:
    """A sentence: what is hard in it, one of `KINDS`, and its translation."""

    kind: str
    way: Direction
    source: str
    right: str


@cache
def telling() -> tuple[Telling, ...]:
    """All of them, in their order."""
    lines = (FOLDER / "telling.tsv").read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return tuple(Telling(kind, cast(Direction, way), source, right) for kind, way, source, right in rows)

"""Pairs of sentences as text: read, written, and cleaned of what only typesetters see."""

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "“": '"', "”": '"', "„": '"', "–": "—", "\u00a0": " ", "\u00ad": None}
)


class Pair(NamedTuple):
    """A sentence in both languages."""

    en: str
    ru: str


def plain(text: str) -> str:
    """Return a text with one kind of apostrophe, quotation mark, dash and blank, and no blanks around."""
    return " ".join(text.translate(SIGNS).replace("...", "…").split())


def read_pairs(path: Path) -> list[Pair]:
    """Read a table of two columns, English and Russian, under a heading."""
    rows = (line.split("\t") for line in path.read_text("utf-8").splitlines()[1:])
    return [Pair(row[0], row[1]) for row in rows if len(row) >= 2]


def write_pairs(path: Path, pairs: Iterable[Pair]) -> None:
    """Write such a table; its folder is made if absent."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{en}\t{ru}\n" for en, ru in (("en", "ru"), *pairs)), "utf-8")

"""Licences and authors of Debian packages' files, read from their copyright files and READMEs."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

LOSSY = (".jpg", ".jpeg", ".webp")
PICTURES = (*LOSSY, ".png")
FREE = re.compile(
    r"(cc0(-1\.0)?|cc-by(-sa)?-[1-4]\.\d|public-domain|l?gpl(-?v?[123](\.\d)?\+?)?|expat|mit"
    r"|bsd-[23]-clause|apache-2\.0"
    r"|free-art(-1\.\d)?|(gnu-|g)?fdl(-niv)?(-1\.\d\+?)?|sil-1\.1|ofl-1\.1)"
)
FORBIDDEN = re.compile(r"\b(nc|nd|sampling|non-?commercial|noncommercial|non-free)\b")


@dataclass(frozen=True)
class Paragraph:
    """A Files paragraph of a machine-readable copyright file."""

    files: tuple[str, ...]
    author: str
    licence: str


def is_free(licence: str) -> bool:
    """Tell whether every licence of an "and" list, and one of every "or" list, is a free one."""
    names = licence.lower().replace(",", " ").replace("public domain", "public-domain")

    def free(name: str) -> bool:
        return not FORBIDDEN.search(name) and bool(FREE.fullmatch(name.strip().split(" ")[0]))

    return all(any(map(free, re.split(r"\bor\b", part))) for part in re.split(r"\band\b", names))


def _fields(block: str, names: str) -> dict[str, list[str]]:
    """Read "Name: value" lines; lines without a name go on with the field before them."""
    fields: dict[str, list[str]] = {}
    name = ""
    for line in block.splitlines():
        if match := re.match(rf"({names}):\s*(.*)", line):
            name = match[1]
            fields[name] = [match[2].strip()]
        elif name:
            fields[name].append(line.strip())
    return fields


def parse_copyright(text: str) -> list[Paragraph]:
    """Read the Files paragraphs of a machine-readable debian/copyright; three holders each at most."""
    found = []
    for block in re.split(r"\n\s*\n", text):
        fields = _fields(block, "[A-Za-z-]+")
        if {"Files", "License"} <= fields.keys():
            holders = list(dict.fromkeys(clean_author(line) for line in fields.get("Copyright", []) if line))
            author = "; ".join(holders[:3]) + (" and others" if len(holders) > 3 else "")
            files = tuple(" ".join(fields["Files"]).split())
            found.append(Paragraph(files, author, fields["License"][0]))
    return found


def parse_readme(path: str, text: str) -> list[Paragraph]:
    """Read a README of GCompris: Copyright and License of the Files beside it, more exact than Debian's."""
    found = []
    for block in re.split(r"\n(?=Copyright:)", text):
        fields = _fields(block, "Copyright|License|Files|Source|Comments?")
        if {"Copyright", "License", "Files"} <= fields.keys():
            files = tuple(f"{Path(path).parent}/{file}".lstrip("/") for file in fields["Files"] if file)
            licence = re.sub(r"^(CC-BY(-SA)?) (?=\d)", r"\1-", fields["License"][0])
            found.append(Paragraph(files, clean_author(fields["Copyright"][0]), licence))
    return found


def clean_author(line: str) -> str:
    """Strip years, signs and addresses from a copyright line."""
    line = re.sub(r"<[^>]*>|\(c\)|©|copyright", " ", line, flags=re.IGNORECASE)
    line = re.sub(r"\b(19|20)\d\d(\s*[-–]\s*(19|20)\d\d)?\b", " ", line)
    return re.sub(r"^by ", "", re.sub(r"\s+", " ", line).strip(" ,.;-:´"))


def paragraph_of(path: str, paragraphs: Iterable[Paragraph]) -> Paragraph | None:
    """Find the paragraph of an installed path: the one that names it best, among equals the last.

    Installed paths have another beginning than those of the source, sometimes another folder or suffix.
    """
    best, found = 0, None
    for paragraph in paragraphs:
        rank = max((glob_rank(path, glob) for glob in paragraph.files), default=0)
        if rank and rank >= best:
            best, found = rank, paragraph
    return found


def glob_rank(path: str, glob: str) -> int:
    """Tell how well a Files pattern names an installed path: 5 exactly, 1 with everything else, 0 not."""
    if glob == "*":
        return 1
    matches = fnmatch.fnmatchcase(path, f"*/{glob}")
    if "*" in glob or "?" in glob:
        return 3 if matches else 0
    here, there = Path(path), Path(glob)
    if here.stem != there.stem or there.suffix.lower() not in PICTURES:
        return 5 if matches else 0
    return 5 if matches else 4 if here.parent.name == there.parent.name else 2

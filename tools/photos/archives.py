"""Pictures out of Debian packages, Qt resource archives and Enlightenment archives."""

from __future__ import annotations

import fnmatch
import json
import struct
import subprocess
import tempfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from tools.photos.licences import PICTURES, Paragraph, parse_readme

EET = 0x1EE70F42


@dataclass(frozen=True)
class Source:
    """Pictures of one Debian package, an entry of sources.json.

    Patterns are fnmatch's, of installed paths (of a .rcc archive: the paths inside it); excluded is what is
    abstract, drawn, or the same again. Licence and author are given where the copyright file is not
    machine-readable but states one for all.
    """

    package: str
    include: Sequence[str] = ("*",)
    exclude: Sequence[str] = ()
    licence: str = ""
    author: str = ""


def read_rcc(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of every file of a Qt resource archive."""
    if data[:4] != b"qres":
        raise ValueError("not a Qt resource archive")
    version, tree, contents, names = struct.unpack(">4I", data[4:20])
    size = 14 if version < 2 else 22

    def walk(node: int, path: str) -> Iterator[tuple[str, bytes]]:
        start = tree + node * size
        name, flags = struct.unpack(">IH", data[start : start + 6])
        if node:
            length = struct.unpack(">H", data[names + name : names + name + 2])[0]
            text = data[names + name + 6 : names + name + 6 + 2 * length]
            path = f"{path}/{text.decode('utf-16-be')}"
        if flags & 2:
            count, first = struct.unpack(">II", data[start + 6 : start + 14])
            for child in range(first, first + count):
                yield from walk(child, path)
            return
        offset = contents + struct.unpack(">I", data[start + 10 : start + 14])[0]
        length = struct.unpack(">I", data[offset : offset + 4])[0]
        content = data[offset + 4 : offset + 4 + length]
        if flags & 4:
            raise ValueError("compressed with zstandard")
        yield path, zlib.decompress(content[4:]) if flags & 1 else content

    yield from walk(0, "")


def read_eet(data: bytes) -> Iterator[bytes]:
    """Yield the JPEG pictures of an Enlightenment archive (.edj), the same picture in many sizes."""
    magic, count = struct.unpack(">II", data[:8])
    if magic != EET:
        raise ValueError("not an Eet archive")
    for entry in range(count):
        offset, size = struct.unpack(">II", data[12 + 24 * entry : 20 + 24 * entry])
        if data[offset : offset + 3] == b"\xff\xd8\xff":
            yield data[offset : offset + size]


def unpack(package: str, cache: Path) -> Path:
    """Download a package into the cache and unpack it there, unless that is done; return its folder."""
    folder = cache / package
    if folder.is_dir():
        return folder
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache) as scratch:
        subprocess.run(["apt-get", "-q", "download", package], cwd=scratch, check=True)
        (archive,) = Path(scratch).glob("*.deb")
        tree = Path(scratch) / "tree"
        subprocess.run(["dpkg-deb", "-x", str(archive), str(tree)], check=True)
        tree.rename(folder)
    return folder


def files_of(source: Source, folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield path and content of the chosen pictures of an unpacked package, in a fixed order."""

    def chosen(path: str) -> bool:
        return (
            path.lower().endswith(PICTURES)
            and any(fnmatch.fnmatchcase(path, pattern) for pattern in source.include)
            and not any(fnmatch.fnmatchcase(path, pattern) for pattern in source.exclude)
        )

    regular = [path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink()]
    for file in regular:
        path = f"/{file.relative_to(folder).as_posix()}"
        if chosen(path):
            yield path, file.read_bytes()
        elif file.suffix == ".rcc":
            yield from ((inner, data) for inner, data in read_rcc(file.read_bytes()) if chosen(inner))
        elif file.suffix == ".edj" and chosen(path := str(Path(path).with_suffix(".jpg"))):
            yield path, max(read_eet(file.read_bytes()), key=len)


def readmes(folder: Path) -> list[Paragraph]:
    """Return what the READMEs inside a package's Qt resource archives say."""
    found = []
    for archive in sorted(folder.rglob("*.rcc")):
        for path, data in read_rcc(archive.read_bytes()):
            if Path(path).name == "README":
                found += parse_readme(path, data.decode("utf-8", "replace"))
    return found


def description(path: str, folder: Path) -> dict[str, str]:
    """Return title, author and licence as the files beside a picture give them, where they do."""
    found: dict[str, str] = {}
    file = folder / path.lstrip("/")
    metadata = file.parents[2] / "metadata.json"
    if metadata.is_file():
        plugin = json.loads(metadata.read_text(encoding="utf-8"))["KPlugin"]
        authors = ", ".join(author["Name"] for author in plugin.get("Authors", []))
        found = {"title": plugin.get("Name", ""), "author": authors, "licence": plugin.get("License", "")}
    for entry in (metadata.with_suffix(".desktop"), file.with_suffix(".desktop")):
        if entry.is_file():
            found = desktop(entry)
    return {key: value for key, value in found.items() if value}


def desktop(path: Path) -> dict[str, str]:
    """Read a .desktop file's name, author and licence."""
    values = dict(
        line.split("=", 1) for line in path.read_text(encoding="utf-8").splitlines() if "=" in line[1:]
    )
    keys = {"title": "Name", "author": "X-KDE-PluginInfo-Author", "licence": "X-KDE-PluginInfo-License"}
    return {key: values.get(name, "") for key, name in keys.items()}

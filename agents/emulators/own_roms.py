"""ROM files of the user's own: which game one is, by its checksum."""

from __future__ import annotations

import hashlib
import json
from importlib.util import find_spec
from pathlib import Path

from agents.emulators.games import every_game, game_spec

LARGEST = 64 * 1024
"""Bytes: no cartridge of the console is larger, and those that the emulator knows are half as large."""
SUFFIXES = frozenset({".bin", ".a26"})


class RomError(ValueError):
    """A file is no ROM that can be played; `code` says why: "empty", "too_large" or "unknown"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def _checksums() -> dict[str, str]:
    """Return the ROM's name by its MD5, as ale-py lists them."""
    found = find_spec("ale_py")
    places = found.submodule_search_locations if found is not None else None
    if not places:
        return {}
    listed = json.loads((Path(places[0]) / "roms" / "md5.json").read_text("utf-8"))
    return {checksum: name.removesuffix(".bin") for name, checksum in listed.items()}


def game_of(path: Path) -> str:
    """Tell which game a file is. It is read, never run: ale-py ships the same bytes, and those are played.

    Returns:
        The game's id.

    Raises:
        OSError: The file cannot be read.
        RomError: It is not one of the ROMs that the emulator knows.
    """
    with path.open("rb") as file:
        data = file.read(LARGEST + 1)
    if not data:
        raise RomError("empty")
    if len(data) > LARGEST:
        raise RomError("too_large")
    rom = _checksums().get(hashlib.md5(data, usedforsecurity=False).hexdigest())
    game = next((game for game in every_game() if game_spec(game).rom == rom), None)
    if game is None:
        raise RomError("unknown")
    return game

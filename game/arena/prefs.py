"""What the arena remembers from one run to the next; the file is untrusted."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from pathlib import Path

from agents.twoplayer import SIDES, Side
from game.arena.modes import MODES
from game.settings import LIMIT_BYTES
from models.files import write_atomically

log = logging.getLogger(__name__)

NAME = "arena.json"


@dataclass
class Prefs:
    """How to play, and on which side of the net."""

    mode: str = "alongside"
    side: Side = "left"


def load(folder: Path) -> Prefs:
    """Read them; what makes no sense keeps its default, and so does everything when there is no file."""
    prefs = Prefs()
    try:
        with (folder / NAME).open("rb") as file:
            data = json.loads(file.read(LIMIT_BYTES).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return prefs
    if isinstance(data, dict):
        mode, side = data.get("mode"), data.get("side")
        if isinstance(mode, str) and mode in MODES:
            prefs.mode = mode
        prefs.side = next((known for known in SIDES if known == side), prefs.side)
    return prefs


def save(folder: Path, prefs: Prefs) -> None:
    """Write them; that they cannot be written is no reason to disturb anyone."""
    try:
        write_atomically(folder / NAME, json.dumps(asdict(prefs), indent=1).encode("utf-8"))
    except OSError as error:
        log.info("preferences were not saved: %s", error)

"""Small JSON files in which scenes remember what was chosen; untrusted, and losing one is no harm."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.base.files import write_atomically

log = logging.getLogger(__name__)

LIMIT_BYTES = 256 * 1024
"""A larger file is none of ours."""


def read(path: Path) -> dict[str, Any]:
    """Read an object; an empty one where there is no file, or none that can be read."""
    try:
        with path.open("rb") as file:
            data = json.loads(file.read(LIMIT_BYTES).decode("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return data if isinstance(data, dict) else {}


def write(path: Path, data: Mapping[str, Any]) -> None:
    """Write an object; that it cannot be written is no reason to disturb anyone."""
    try:
        write_atomically(path, json.dumps(data, indent=1).encode("utf-8"))
    except OSError as error:
        log.info("preferences were not saved: %s", error)

"""The folders that all windows of one user share: which window this is, and what killed ones left behind."""

from __future__ import annotations

import contextlib
import re
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import IO

from models.base.files import TEMPORARY

MOST = 9
"""Windows at once that are told apart."""
LEFT_OVER = re.compile(rf"{re.escape(TEMPORARY)}[0-9a-f]{{16}}\.tmp|\..+\.[a-z0-9_]{{8}}\.tmp")
"""Files that `write_atomically` writes to before it renames them, by today's names and by older ones."""
OLD_SECONDS = 60.0
"""No file is written for so long; a younger one may be at work in another window."""


class HomeLock:
    """Held by a window for as long as it lives; the system frees it, however the window ends.

    Args:
        folder: where the files are that are locked.

    Attributes:
        number: 1 for the first window, 2 for one that was opened beside it, and so on.
    """

    def __init__(self, folder: Path) -> None:
        self.number = 1
        self._file: IO[bytes] | None = None
        for number in range(1, MOST + 1):
            file = None
            try:
                folder.mkdir(parents=True, exist_ok=True)
                file = (folder / f".window-{number}.lock").open("ab")
                _lock(file)
            except (BlockingIOError, PermissionError):
                if file is None:
                    return  # nothing can be written there: there is nothing to share either
                file.close()
            except OSError:
                return  # no locks on this file system
            else:
                self.number, self._file = number, file
                return
        self.number = MOST + 1

    def free(self) -> None:
        """Let another window have the number."""
        if self._file is not None:
            self._file.close()
            self._file = None


def _lock(file: IO[bytes]) -> None:
    """Lock a file without waiting.

    Raises:
        BlockingIOError: Another process holds it (on Windows a `PermissionError`).
        OSError: It cannot be done here.
    """
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def clear_left_over(folders: Iterable[Path]) -> list[Path]:
    """Remove the half-written files of processes that were killed; returns those that it removed."""
    removed = []
    for folder in folders:
        for path in folder.rglob(".*.tmp"):
            with contextlib.suppress(OSError):
                if LEFT_OVER.fullmatch(path.name) and path.stat().st_mtime < time.time() - OLD_SECONDS:
                    path.unlink()
                    removed.append(path)
    return removed

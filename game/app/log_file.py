"""The log: everything from INFO on goes to a file, warnings to the console as well."""

from __future__ import annotations

import logging
import os
import sys
import threading
from logging.handlers import RotatingFileHandler
from pathlib import Path

import platformdirs

from game.ui.settings import APP_NAME

log = logging.getLogger(__name__)

LIMIT_BYTES = 1_000_000
OLD_FILES = 2
"""How many full files are kept beside the one that is written."""


def log_path() -> Path:
    """Where the log is: in the platform's state folder, or under LATENT_ARCADE_HOME."""
    home = os.environ.get("LATENT_ARCADE_HOME")
    folder = Path(home) / "state" if home else platformdirs.user_state_path(APP_NAME, appauthor=False)
    return folder / f"{APP_NAME}.log"


class _OneLine(logging.Formatter):
    """The message and the error; where the error came from stands in the file."""

    def format(self, record: logging.LogRecord) -> str:
        """One line."""
        text = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        return f"{text}: {str(error).strip() or type(error).__name__}" if error is not None else text


def start_log(path: Path) -> bool:
    """Send log records to the console and to a file; errors that end a thread are logged too.

    Returns:
        Whether the file can be written; without it the app runs all the same.
    """
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    console = logging.StreamHandler(sys.stderr)
    console.setLevel(logging.WARNING)
    console.setFormatter(_OneLine())
    root.addHandler(console)
    threading.excepthook = _log_thread
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = RotatingFileHandler(
            path, maxBytes=LIMIT_BYTES, backupCount=OLD_FILES, encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        log.info("no log is kept: %s", error)
        return False
    file.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(threadName)s %(name)s: %(message)s"))
    root.addHandler(file)
    return True


def _log_thread(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is None or issubclass(ended.exc_type, SystemExit):
        return
    name = ended.thread.name if ended.thread is not None else "a thread"
    log.error("%s ended by an error", name, exc_info=ended.exc_value)

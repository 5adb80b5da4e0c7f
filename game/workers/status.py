"""What a worker is doing, and what went wrong in it."""

from __future__ import annotations

import errno
import traceback
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """What a worker is doing."""

    IDLE = "idle"
    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"
    STOPPED = "stopped"
    ERROR = "error"


@dataclass(frozen=True)
class Status:
    """A worker's state.

    Attributes:
        state: what it is doing.
        error: one line for people.
        detail: the traceback.
        kind: name of the exception's class, or "DiskFull" when that is what lies behind it; for the screen to
            say it in the user's language.
    """

    state: State = State.IDLE
    error: str = ""
    detail: str = ""
    kind: str = ""


def describe(error: BaseException) -> Status:
    """The ERROR status that shows this exception."""
    text = str(error).strip() or type(error).__name__
    detail = "".join(traceback.format_exception(error))
    return Status(State.ERROR, text.splitlines()[0], detail, _kind(error))


_KINDS = {
    errno.ENOSPC: "DiskFull",
    getattr(errno, "EDQUOT", errno.ENOSPC): "DiskFull",
    errno.EACCES: "PermissionError",
    errno.EPERM: "PermissionError",
    errno.EROFS: "PermissionError",
    errno.ENOENT: "FileNotFoundError",
    errno.ENOTDIR: "FileNotFoundError",
    errno.ENAMETOOLONG: "NameTooLong",
}


def _kind(error: BaseException) -> str:
    """The class of an exception, unless one that led to it says more."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, OSError) and cause.errno in _KINDS:
            return _KINDS[cause.errno]
        cause = cause.__cause__
    return type(error).__name__

"""Files that are never half written, and never waited for."""

import errno
import os
import secrets
import stat
from pathlib import Path
from typing import BinaryIO


def open_file(path: Path) -> BinaryIO:
    """Open a file to read its bytes; a pipe or a device, which might never end or never begin, is refused.

    Raises:
        OSError: There is no such file, or it cannot be read.
    """
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise OSError(errno.EINVAL, "no regular file", str(path))
        return path.open("rb")
    except ValueError as error:  # a zero byte in the name
        raise OSError(errno.EINVAL, str(error), str(path)) from error


TEMPORARY = ".latent-arcade-"
"""How names begin while files are written: short, for a name may have 255 bytes and no more."""
LONGEST_NAME = 255
"""Bytes of a file's name that every file system takes."""


def with_ending(path: Path, ending: str) -> Path:
    """The path with an ending such as ".png", unless it has it already, in capitals perhaps.

    Dots inside a name stay: "12.07" becomes "12.07.png". What makes the name longer than 255 bytes is cut off
    before the ending.
    """
    name = path.name if path.name.lower().endswith(ending) else path.name + ending
    if len(os.fsencode(name)) > LONGEST_NAME:
        stem = os.fsencode(name[: -len(ending)])[: LONGEST_NAME - len(ending)]
        name = stem.decode("utf-8", "ignore") + ending
    return path.with_name(name)


def write_atomically(path: Path, data: bytes) -> None:
    """Write a file so that at every moment it is either the old one or the whole new one; make its folder.

    Raises:
        OSError: The folder cannot be written, or the disk is full; the old file stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder, because only within one file system is a rename atomic.
    temporary = path.parent / f"{TEMPORARY}{secrets.token_hex(8)}.tmp"
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise

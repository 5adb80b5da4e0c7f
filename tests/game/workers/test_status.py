from __future__ import annotations

import errno

from game.workers.status import describe
from models.base.checkpoint import CheckpointError


def test_an_error_without_words_shows_its_kind() -> None:
    assert describe(ValueError()).error == "ValueError"


def test_what_lies_behind_an_error_is_found() -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    behind = CheckpointError("unwritable", "agent.safetensors: No space left on device")
    behind.__cause__ = full
    assert describe(full).kind == describe(behind).kind == "DiskFull"
    assert describe(OSError(errno.EACCES, "Permission denied")).kind == "PermissionError"
    assert describe(RuntimeError("diverged")).kind == "RuntimeError"

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from game.workers.home import MOST, OLD_SECONDS, HomeLock, clear_left_over
from models.base import files


def test_windows_on_one_home_are_numbered_and_a_number_is_free_again(tmp_path: Path) -> None:
    locks = [HomeLock(tmp_path / "data") for _ in range(MOST + 1)]
    assert [lock.number for lock in locks] == list(range(1, MOST + 2))
    locks[0].free()
    assert HomeLock(tmp_path / "data").number == 1
    assert HomeLock(tmp_path / "other").number == 1


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9")
def test_a_window_that_was_killed_holds_nothing(tmp_path: Path) -> None:
    code = "import sys, time, pathlib; from game.workers.home import HomeLock\n"
    code += "lock = HomeLock(pathlib.Path(sys.argv[1])); print(lock.number, flush=True); time.sleep(60)"
    words = [sys.executable, "-c", code, str(tmp_path)]
    holder = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])
    assert holder.stdout is not None
    assert holder.stdout.readline() == "1\n"
    assert HomeLock(tmp_path).number == 2
    holder.kill()
    holder.wait(10)
    assert HomeLock(tmp_path).number == 1
    holder.stdout.close()


def test_a_place_where_nothing_can_be_written_is_shared_with_nobody(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert HomeLock(tmp_path / "file" / "data").number == 1


def test_what_a_killed_process_left_is_removed_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", killed)
        patch.setattr(Path, "unlink", lambda *_, **__: None)
        with pytest.raises(KeyboardInterrupt):
            files.write_atomically(tmp_path / "agents" / "pong-autosave.safetensors", b"half")
    (left,) = (tmp_path / "agents").iterdir()
    kept = [tmp_path / name for name in ("agents/pong.safetensors", ".hidden.tmp", "notes.tmp")]
    for path in kept:
        path.write_text("mine")
    assert clear_left_over([tmp_path, tmp_path / "missing"]) == [], "another window may be writing it"
    old = time.time() - 2 * OLD_SECONDS
    for path in (left, *kept):
        os.utime(path, (old, old))
    assert clear_left_over([tmp_path]) == [left]
    assert all(path.exists() for path in kept)

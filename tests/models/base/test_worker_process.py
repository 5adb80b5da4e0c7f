"""Worker processes, started by Python and as a bundle would start them."""

from __future__ import annotations

import ctypes
import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from models.base.child_process import Remote
from models.base.worker_process import WORKER_FLAG, start_worker, worker_command

ROOT = Path(__file__).resolve().parents[3]
BUNDLE = f"""#!{sys.executable}
import sys
sys.path.insert(0, {str(ROOT)!r})
from models.base.worker_process import run_worker
if sys.argv[1] != {WORKER_FLAG!r}:
    raise SystemExit("this would open a window")
run_worker(sys.argv[2:])
"""
"""An app whose program is its interpreter, as PyInstaller makes it."""


@pytest.fixture(params=["python", "bundle"])
def executable(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "bundle":
        if sys.platform == "win32":
            pytest.skip("a script is no program there")
        app = tmp_path / "latent-arcade"
        app.write_text(BUNDLE, encoding="utf-8")
        app.chmod(0o755)
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        monkeypatch.setattr(sys, "executable", str(app))
    return sys.executable


def test_the_command_begins_with_the_executable(executable: str) -> None:
    assert worker_command("module:name", "word")[0] == executable
    assert worker_command("module:name", "word")[-2:] == ["module:name", "word"]


@pytest.mark.usefixtures("executable")
def test_a_worker_calls_its_target_with_its_arguments() -> None:
    process = start_worker("builtins:print", "one", "two words")
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert out.decode().split("\n")[0].strip() == "one two words"


@pytest.mark.usefixtures("executable")
@pytest.mark.skipif(sys.platform == "win32", reason="priorities are flags of the process there")
def test_a_worker_lowers_its_priority() -> None:
    process = start_worker("tests.models.base.test_worker_process:tell_priority", nice=3)
    out, _ = process.communicate(timeout=60)
    assert int(out) == os.nice(0) + 3


def tell_priority() -> None:
    print(os.nice(0))


@pytest.mark.usefixtures("executable")
def test_a_remote_iterates_in_either() -> None:
    remote = Remote()
    try:
        assert list(remote.iterate("builtins:range", 4)) == [0, 1, 2, 3]
    finally:
        remote.kill()


def test_what_is_unknown_ends_with_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    process = subprocess.run(worker_command("models.base:nothing"), capture_output=True, check=False)
    assert process.returncode != 0
    assert b"has no attribute 'nothing'" in process.stderr


PARENT = """
import threading, time
from models.base.worker_process import start_worker
target = "tests.models.base.test_worker_process:{target}"
workers = []
starting = threading.Thread(target=lambda: workers.append(start_worker(target, nice=15)))
starting.start()
starting.join()
worker = workers[0]
print(worker.stdout.readline().decode().strip(), worker.poll(), flush=True)
time.sleep(600)
"""


def never_release() -> None:
    """Compute without ever letting another of Python's threads run."""
    print(os.getpid(), flush=True)
    if sys.platform == "linux":
        ctypes.PyDLL(None).sleep(600)  # keeps the interpreter's lock


def start_another() -> None:
    """Be between a process and the one whose number is printed."""
    process = start_worker("tests.models.base.test_worker_process:never_release")
    assert process.stdout is not None
    print(process.stdout.readline().decode().strip(), flush=True)
    ctypes.PyDLL(None).sleep(600)


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a thread watches, which needs the lock")
@pytest.mark.parametrize("target", ["never_release", "start_another"])
def test_a_worker_ends_with_its_parent_and_not_with_the_thread_that_started_it(
    target: str,
) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT.format(target=target)], stdout=subprocess.PIPE, cwd=ROOT
    ) as parent:
        assert parent.stdout is not None
        number, status = parent.stdout.readline().split()
        assert status == b"None"
        with open(os.pidfd_open(int(number))) as worker:
            parent.kill()
            assert select.select([worker], [], [], 2.0)[0], "it is still there"

"""What every command line does when something goes wrong."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from models.base import command_line

BEGIN = "import sys; from models.base.command_line import run; sys.exit(run(lambda: "


def fail(error: Exception) -> int:
    raise error


def test_expected_errors_are_one_line_and_status_two(capsys: pytest.CaptureFixture[str]) -> None:
    for error in (ValueError("a\nb  c"), PermissionError(13, "Permission denied", "/x"), KeyError("mine")):
        assert command_line.run(lambda error=error: fail(error), KeyError) == 2
        assert capsys.readouterr().err.count("\n") == 1
    with pytest.raises(ZeroDivisionError):
        command_line.run(lambda: 1 // 0)
    assert command_line.run(lambda: 0) == 0


@pytest.mark.parametrize("text", ["caf\udce9 × кофе", "plain"])
def test_any_text_is_printed_on_a_terminal_that_knows_ascii_alone(text: str) -> None:
    code = (
        f"import sys; from models.base.command_line import run; sys.exit(run(lambda: print({text!a}) or 0))"
    )
    environment = {**os.environ, "PYTHONIOENCODING": "ascii:strict"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == text.encode("ascii", "backslashreplace").decode()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_a_reader_that_goes_early_is_no_error() -> None:
    code = (
        "import sys; from models.base.command_line import run; sys.exit(run(lambda: print('x' * 10**6) or 0))"
    )
    process = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(1)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait() == 1
    process.stderr.close()

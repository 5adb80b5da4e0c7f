from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest

from game.app.log_file import LIMIT_BYTES, OLD_FILES, log_path, start_log


@pytest.fixture(autouse=True)
def former_logging(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a test sets up for the whole process ends with it."""
    root = logging.getLogger()
    level = root.level
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)
    yield
    for handler in root.handlers[:]:
        if type(handler) in (logging.StreamHandler, RotatingFileHandler):
            root.removeHandler(handler)
            handler.close()
    root.setLevel(level)


def test_the_log_is_under_the_apps_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LATENT_ARCADE_HOME", str(tmp_path))
    assert log_path() == tmp_path / "state" / "latent-arcade.log"
    monkeypatch.delenv("LATENT_ARCADE_HOME")
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "xdg"))
    assert log_path().name == "latent-arcade.log"
    assert tmp_path / "state" not in log_path().parents


def test_everything_goes_to_the_file_and_warnings_to_the_console(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "new" / "app.log"
    assert start_log(path)
    logging.getLogger("agents").info("saved")
    logging.getLogger("game").warning("the disk is слишком full")
    lines = path.read_text("utf-8").splitlines()
    assert [line.split(": ", 1)[1] for line in lines] == ["saved", "the disk is слишком full"]
    assert capsys.readouterr().err == "the disk is слишком full\n"


def test_a_full_file_is_kept_beside_a_new_one(tmp_path: Path) -> None:
    path = tmp_path / "app.log"
    start_log(path)
    for number in range(4 * (OLD_FILES + 2)):
        logging.getLogger().info("%d %s", number, "x" * (LIMIT_BYTES // 3))
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files == ["app.log", *(f"app.log.{number}" for number in range(1, OLD_FILES + 1))]
    assert all(file.stat().st_size <= LIMIT_BYTES for file in tmp_path.iterdir())


def test_without_a_place_for_the_file_the_console_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert not start_log(tmp_path / "file" / "app.log")
    logging.getLogger().error("broken")
    assert capsys.readouterr().err == "broken\n"


def test_an_error_that_ends_a_thread_is_logged(tmp_path: Path) -> None:
    path = tmp_path / "app.log"
    start_log(path)
    thread = threading.Thread(target=lambda: [][0], name="worker")
    thread.start()
    thread.join()
    text = path.read_text("utf-8")
    assert "worker ended by an error" in text
    assert "IndexError" in text


def test_the_console_gets_one_line_of_an_error_and_the_file_all_of_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "app.log"
    start_log(path)
    try:
        raise OSError(28, "No space left")
    except OSError:
        logging.getLogger("game").exception("not saved")
    assert capsys.readouterr().err == "not saved: [Errno 28] No space left\n"
    assert "Traceback" in path.read_text("utf-8")

"""Every way to end, on the running app: what was learned is saved, and nothing is left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from agents.learning.agent import Agent
from game.app.endings import LIMIT, Endings
from game.ui.settings import Folders
from tests.game.conftest import Driver
from tools.soak import children, stat

ROOT = Path(__file__).parents[3]
START_SECONDS = 240.0
"""Until something is learned, on a busy machine."""
IN_TIME = LIMIT + 1

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")


def test_signals_are_noted_and_told_apart() -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGHUP, signal.SIGUSR1)}
    endings = Endings()
    try:
        endings.watch()
        assert (endings.came, endings.status) == (0, 0)
        os.kill(os.getpid(), signal.SIGHUP)
        assert (endings.came, endings.status) == (signal.SIGHUP, 0)
        os.kill(os.getpid(), signal.SIGINT)
        assert endings.status == 130
    finally:
        endings.in_time()
        for number, handler in before.items():
            signal.signal(number, handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@pytest.mark.parametrize("way", ["signal", "close"])
def test_it_saves_before_the_window_goes(
    way: str, open_app: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An X server that hangs may keep the window from going for ever."""
    import pygame

    driver = open_app("arena")
    driver.scene.training.step()
    driver.frames(2)
    saved = driver.scene.training.autosave_path
    there: list[bool] = []
    monkeypatch.setattr(pygame.display, "quit", lambda: there.append(saved.exists()))
    if way == "signal":
        driver.app.endings.came = signal.SIGHUP
    else:
        pygame.event.post(pygame.event.Event(pygame.QUIT))
    assert driver.app.run() == 0
    assert there[0]
    assert Agent.load(saved).step > 0


def test_time_to_end_runs_from_the_signal_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not from closing on: a frame may take long on a busy machine."""
    limits: list[float] = []
    monkeypatch.setattr("faulthandler.dump_traceback_later", lambda seconds, **_: limits.append(seconds))
    endings = Endings()
    endings._note(signal.SIGTERM, None)
    endings._note(signal.SIGTERM, None)
    endings.limit()
    assert limits == [LIMIT], "and not again and again"
    assert LIMIT < 10


def test_a_lost_display_is_asked_for_nothing(
    open_app: Callable[..., Driver], monkeypatch: pytest.MonkeyPatch
) -> None:
    import pygame

    driver = open_app("arena")
    driver.scene.training.step()
    driver.frames(2)
    asked: list[str] = []
    monkeypatch.setattr(pygame.display, "quit", lambda: asked.append("display"))
    monkeypatch.setattr(pygame, "quit", lambda: asked.append("all"))
    driver.app.close(lost=True)
    assert not asked
    assert Agent.load(driver.scene.training.autosave_path).step > 0


def test_a_second_window_says_so_and_keeps_its_agent_under_another_name(
    open_app: Callable[..., Driver], folders: Folders
) -> None:
    first = open_app("arena")
    first.scene.training.step()
    second = open_app("arena")
    assert second.toasts == [second.app.t("app.second_window", number=2)]
    assert not first.toasts
    second.scene.training.step()
    for driver in (first, second):
        driver.frames(2)
    for driver in (first, second):
        driver.app.close()
    agents = {path.name for path in (folders.data / "agents").glob("*.safetensors")}
    assert agents == {"pong-autosave.safetensors", "pong-autosave-2.safetensors"}


# ---------------------------------------------------------------------- the real thing


@contextlib.contextmanager
def started(home: Path, *words: str, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    app = subprocess.Popen(
        [sys.executable, "main.py", "--scene", "arena", *words],
        cwd=ROOT,
        env={**os.environ, "LATENT_ARCADE_HOME": str(home), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    try:
        yield app
    finally:
        if app.poll() is None:
            app.kill()
        app.communicate()


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"not in {seconds} s: {what}"
        time.sleep(0.1)


def alive(pid: int) -> bool:
    return stat(pid)[:1] not in ([], ["Z"])


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP", "SIGUSR1"])
def test_a_signal_to_the_running_app(name: str, tmp_path: Path) -> None:
    """By default, all but SIGTERM would end the app at once, and up to a minute would be lost."""
    with started(tmp_path, "--headless") as app:
        wait_until(lambda: bool(children(app.pid)), START_SECONDS, "a training process")
        workers = children(app.pid)
        time.sleep(2.0)
        app.stdout.close()  # type: ignore[union-attr]
        app.send_signal(getattr(signal, name))
        assert app.wait(IN_TIME) == 0
        wait_until(lambda: not any(map(alive, workers)), 5.0, "its children end")
        assert (tmp_path / "config" / "settings.json").exists()


def test_without_a_display_it_says_so(tmp_path: Path) -> None:
    words = {"DISPLAY": "", "WAYLAND_DISPLAY": "", "SDL_AUDIODRIVER": "dummy"}
    for driver in ({}, {"SDL_VIDEODRIVER": "x11"}):
        environment = {name: value for name, value in os.environ.items() if name != "SDL_VIDEODRIVER"}
        done = subprocess.run(
            [sys.executable, "main.py", "--frames", "1"],
            cwd=ROOT,
            env={**environment, "LATENT_ARCADE_HOME": str(tmp_path), **words, **driver},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 2, done.stderr
        assert done.stderr.startswith("error: no display")
        assert "--headless" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_reader_may_stop_reading_the_help() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with open(writing, "wb") as nobody:
        done = subprocess.run(
            [sys.executable, "main.py", "--help"],
            cwd=ROOT,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
            stdout=nobody,
            stderr=subprocess.PIPE,
            text=True,
            timeout=120,
            check=False,
        )
    assert (done.returncode, done.stderr) == (0, "")

"""What the app survives: `python -m tools.reliability` tries it out and writes docs/reliability.md.

Every trial opens the app on a screen of its own (Xvfb) and lets it go on with an agent whose file is then
taken away, so that the app alone has it. It keeps all cores busy and ends the app in some way. It goes well
when the agent is in a file again, and the process and its children are gone in time.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import platform
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import tyro

from agents.learning.agent import Agent, untrained
from agents.learning.config import tuned
from game.workers.training_session import autosave_path
from models.base.checkpoint import CheckpointError
from tools.soak import ROOT, children, screen, stat
from tools.soak_hand import Hand
from tools.soak_page import part

LIMIT = 10.0
"""Seconds within which an app that was asked to end shall be gone, and its children with it."""
START_SECONDS, FILES_SECONDS = 150.0, 240.0
STEPS, SIZE = 123_456, (1280, 800)
LIBRARIES = ["main", "game.app.app", "game.scenes.arena.scene", "agents.learning.train"]
START = multiprocessing.get_context("forkserver")
"""On a busy machine the libraries alone take minutes, so they are imported once, before any trial."""
STARTING = threading.Lock()
WAYS = {
    "close": "the window manager asks the window to close",
    **{name: name for name in ("SIGTERM", "SIGINT", "SIGHUP")},
    "output": "SIGTERM after the reader of its output is gone",
    "display": "the X server is killed",
    "logout": "the X server is killed, SIGTERM and SIGHUP at once",
    "disk": "SIGTERM while the disk is full",
    "windows": "SIGTERM to two windows on one home",
    "kill": "SIGKILL, then another start",
}


@dataclass(frozen=True)
class Trial:
    """One way to end, tried once: how long it took, and what went wrong."""

    seconds: float
    problems: tuple[str, ...]


def button_at() -> tuple[int, int]:
    """Where the window has the button that goes on with the saved agent."""
    os.environ |= {"SDL_VIDEODRIVER": "dummy", "SDL_AUDIODRIVER": "dummy"}
    from game.app.app import App
    from game.app.options import Options
    from game.ui.settings import Folders
    from game.workers.workers import Workers

    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        prepare(home, 1)
        folders = Folders(home / "config", home / "data", home / "pictures")
        options = Options(scene="arena", lang="en", size=SIZE, headless=True)
        app = App(options, folders=folders, workers=Workers(inline=True))
        for _ in range(3):
            app.frame([], 1 / 60)
        sprites: list[Any] = app.ui.get_sprite_group().sprites()
        x, y = next(sprite.rect.center for sprite in sprites if "#continue" in sprite.object_ids)
        app.close()
    return x, y


def prepare(home: Path, window: int) -> Path:
    """Put an agent where a window looks for the one it had; returns its file."""
    path = autosave_path(home / "data" / "agents", "pong", window)
    replace(untrained(tuned("pong", seed=1)), step=STEPS).save(path)
    return path


def kept(path: Path) -> bool:
    """Whether the agent is in a file, whole."""
    try:
        return Agent.load(path).step >= STEPS
    except CheckpointError:
        return False


@contextmanager
def busy() -> Iterator[None]:
    """Keep every core at work."""
    spinning = [
        subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(os.cpu_count() or 1)
    ]
    try:
        yield
    finally:
        for process in spinning:
            process.kill()
            process.wait()


def alive(pids: list[int]) -> bool:
    """Whether one of these processes is still there."""
    return any(stat(pid)[:1] not in ([], ["Z"]) for pid in pids)


def run_app(variables: dict[str, str], errors: Path, *words: str) -> None:
    """Be the app, in a process where its libraries have been imported."""
    os.environ |= variables
    for stream in (1, 2):
        os.dup2(os.open(errors, os.O_WRONLY | os.O_CREAT), stream)
    sys.argv = ["main.py", "--lang", "en", "--size", "x".join(map(str, SIZE)), "--scene", "arena", *words]
    import main

    main.run()


@contextmanager
def opened(home: Path, display: str, *words: str) -> Iterator[BaseProcess]:
    """The app in a window of its own; it does not outlive its user."""
    variables = {"LATENT_ARCADE_HOME": str(home), "DISPLAY": display, "TMPDIR": str(home / "temporary")}
    variables |= {"SDL_VIDEODRIVER": "x11"}
    app = START.Process(target=run_app, args=(variables, home / "errors", *words))
    with STARTING:
        app.start()
    try:
        yield app
    finally:
        app.kill()
        app.join()


def begin(app: BaseProcess, hand: Hand, button: tuple[int, int]) -> None:
    """Go on with the saved agent.

    Raises:
        RuntimeError: The app does not come so far.
    """
    limit = time.monotonic() + START_SECONDS
    while not any("Trainer" in words(pid) for pid in children(number(app))):
        if not app.is_alive() or time.monotonic() > limit:
            raise RuntimeError("the app did not begin to learn")
        hand.do("getwindowfocus", "mousemove", "--window", "%1", *button, "sleep", 0.2)
        hand.do("mousedown", 1, "sleep", 0.2, "mouseup", 1, "sleep", 1)


def words(pid: int) -> str:
    """The command line of a process; empty when it is gone."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""


def number(app: BaseProcess) -> int:
    """The process's number."""
    assert app.pid is not None
    return app.pid


class ClientMessage(ctypes.Structure):
    """An event that one X client sends another, padded to the size of Xlib's largest."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("sent", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("kind", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("padding", ctypes.c_long * 12),
    )


def ask_to_close(display: str, window: int) -> None:
    """Do what window managers do when their closing button is pressed."""
    xlib = ctypes.CDLL("libX11.so.6")
    xlib.XOpenDisplay.restype, xlib.XInternAtom.restype = ctypes.c_void_p, ctypes.c_ulong
    server = ctypes.c_void_p(xlib.XOpenDisplay(display.encode()))
    protocols, delete = (xlib.XInternAtom(server, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW"))
    message = ClientMessage(type=33, window=window, kind=protocols, format=32)
    message.data[0] = delete
    xlib.XSendEvent(server, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message))
    xlib.XCloseDisplay(server)


def end(way: str, app: BaseProcess, hand: Hand, display: str, server: subprocess.Popen[bytes]) -> None:
    """End the app in one way."""
    if way == "close":
        ask_to_close(display, int(hand.do("getwindowfocus")))
    if way in ("display", "logout"):
        server.kill()
    names = {"close": (), "display": (), "kill": ("SIGKILL",), "logout": ("SIGTERM", "SIGHUP")}
    for name in names.get(way, (way if way.startswith("SIG") else "SIGTERM",)):
        os.kill(number(app), signal.Signals[name])


def make_disk(folder: Path) -> None:
    """Make a folder a disk of its own.

    Raises:
        OSError: That is not possible here.
    """
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", "size=64m", "none", str(folder)]
    if subprocess.run(command, capture_output=True, check=False).returncode:
        raise OSError("no disk can be made here")


def fill(folder: Path) -> None:
    """Leave no room in a folder's disk."""
    with suppress(OSError), (folder / "filler").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def attempt(way: str, button: tuple[int, int], seed: int) -> Trial:
    """Try one way to end.

    Raises:
        OSError: It cannot be tried here.
        RuntimeError: The app does not come so far.
    """
    with ExitStack() as stack:
        home = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="ending-", ignore_cleanup_errors=True))
        )
        (home / "temporary").mkdir()
        if way == "disk":
            make_disk(home / "data")
            stack.callback(subprocess.run, ["umount", "-l", str(home / "data")], check=False)
        if way == "output":
            os.mkfifo(home / "errors")
            reading = os.open(home / "errors", os.O_RDONLY | os.O_NONBLOCK)
        apps, hands, files = [], [], []
        for window in (1, 2) if way == "windows" else (1,):
            files.append(prepare(home, window))
            display, server = stack.enter_context(screen())
            apps.append(stack.enter_context(opened(home, display)))
            hands.append(Hand(display, seed))
            begin(apps[-1], hands[-1], button)
        if way != "kill":
            for path in files:
                path.unlink()
        if way == "disk":
            fill(home / "data")
        if way == "output":
            os.close(reading)
        started = [pid for app in apps for pid in (number(app), *children(number(app)))]
        stack.enter_context(busy())
        began = time.monotonic()
        for app, hand in zip(apps, hands, strict=True):
            end(way, app, hand, display, server)
        while alive(started):
            if time.monotonic() > began + 4 * LIMIT:
                break
            time.sleep(0.05)
        seconds = time.monotonic() - began
        return Trial(seconds, tuple(problems(way, seconds, home, files)))


def problems(way: str, seconds: float, home: Path, files: list[Path]) -> Iterator[str]:
    """What went wrong, in words."""
    if seconds > 4 * LIMIT:
        yield "a process is left"
    elif seconds > LIMIT:
        yield f"took {seconds:.0f} s"
    if not all(kept(path) or kept(home / "temporary" / path.name) for path in files):
        yield "the agent is lost"
    errors = b"" if way == "output" else (home / "errors").read_bytes()
    if b"Traceback" in errors:
        yield "a traceback"
    if b"Timeout" in errors:
        yield "ended by the last resort"
    if way == "kill":
        with screen() as (display, _), opened(home, display, "--frames", "30") as again:
            again.join(START_SECONDS)
            said = (home / "errors").read_text("utf-8", "replace").split("\n", 1)[0]
            if again.exitcode or said:
                yield f"the next start: exit status {again.exitcode}, “{said}”"
            elif again.exitcode is None:
                yield f"the next start took over {START_SECONDS:.0f} s"


def line(way: str, trials: list[Trial | str]) -> str:
    """A line of the table; a trial that could not be made is told by its reason."""
    made = [trial for trial in trials if isinstance(trial, Trial)]
    times = sorted(trial.seconds for trial in made)
    notes = Counter(problem for trial in made for problem in trial.problems)
    notes.update(trial for trial in trials if isinstance(trial, str))
    told = "; ".join(f"{problem} ({count})" if count > 1 else problem for problem, count in notes.items())
    well = sum(not trial.problems for trial in made)
    span = f"{times[0]:.1f}–{times[-1]:.1f}" if times else "–"
    return f"| {WAYS[way]} | {len(made)} | {well} | {span} | {told} |"


def mutations() -> str:
    """Run the tests that damage files; what pytest counted."""
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if "mutated" in path.read_text("utf-8")]
    command = [sys.executable, "-m", "pytest", "-o", "addopts=", "-n", "0", "-k", "mutated", *map(str, files)]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=FILES_SECONDS)
    except subprocess.TimeoutExpired:
        return f"was stopped after {FILES_SECONDS:.0f} s, unfinished"
    return f"ended with “{(done.stdout.splitlines() or ['nothing'])[-1].strip('= ')}”"


def main(
    rounds: int = 3,
    only: tuple[str, ...] = (),
    files: bool = True,
    at_once: int = 2,
    minutes: float = 12.0,
    seed: int = 1,
    out: Path = ROOT / "docs" / "reliability.md",
) -> None:
    """Try every way to end, and damaged files.

    Args:
        rounds: How often each way is tried.
        only: These ways alone, for example `--only SIGHUP kill`.
        files: Whether to run the tests with damaged files too, after all else.
        at_once: How many trials are made beside one another, which makes the machine the busier.
        minutes: No trial begins later than that; the page says how many were left out.
        seed: Of the hand at the keyboard.
        out: The page that is written, after every trial.
    """
    START.set_forkserver_preload(LIBRARIES)
    button = button_at()
    ways = only or tuple(WAYS)
    limit = time.monotonic() + 60 * minutes
    loads, hour = [os.getloadavg()[0]], f"\n{part(out)}"
    table: dict[str, list[Trial | str]] = {way: [] for way in ways}

    def try_once(turn: int, way: str) -> tuple[str, Trial | str]:
        try:
            if time.monotonic() > limit:
                return way, "not tried: out of time"
            return way, attempt(way, button, seed + turn)
        except (OSError, RuntimeError) as error:
            return way, f"not tried: {error}"

    with ThreadPoolExecutor(at_once) as pool:
        waiting = [pool.submit(try_once, turn, way) for turn in range(rounds) for way in ways]
        for done in as_completed(waiting):
            way, trial = done.result()
            table[way].append(trial)
            print(way, trial, flush=True)
            loads.append(os.getloadavg()[0])
            out.write_text(page(table, "was not run", loads) + hour, "utf-8")
    if files:
        out.write_text(page(table, mutations(), loads) + hour, "utf-8")


def page(trials: dict[str, list[Trial | str]], damaged: str, loads: list[float]) -> str:
    """The page."""
    table = "\n".join(line(way, made) for way, made in trials.items())
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return f"""# Reliability

Made by `python -m tools.reliability`, not by hand. Every trial opens the app on a screen of its own and lets
it go on with an agent whose file is then taken away, so that the app alone has it. Then all cores are kept
busy, and the app is ended. It went well when the agent is in a file again, whole, and the process and its
children were gone within {LIMIT:.0f} seconds, without a traceback. On a full disk the file is one in the
folder for temporary files; after SIGKILL it is the one that was saved before, and the app starts again.
The seconds, the fewest and the most, are those until the last process was gone.

{time.strftime("%Y-%m-%d")}, {machine}, load average {min(loads):.0f} to {max(loads):.0f}.

| how it ends | tried | went well | seconds | what went wrong |
|---|---|---|---|---|
{table}

Files: agents, kept trainings, network weights, settings, preferences, scores, drawings, replays and portraits
are mutated by a fixed seed, 300 times and more each, and must be refused in words or read as something sound.
`pytest -k mutated` {damaged}.
"""


if __name__ == "__main__":
    tyro.cli(main)

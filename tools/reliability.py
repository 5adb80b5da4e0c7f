"""What the app survives: `python -m tools.reliability` tries it out and writes docs/reliability.md.

Every trial opens the app on a screen of its own (Xvfb), lets it learn Pong from nothing, keeps all cores
busy, and ends it in some way. It survives when what was learned is in a file, and the process and its
children are gone in time.
"""

from __future__ import annotations

import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import tyro

from tools.soak import ROOT, children, learned, opened, screen, stat, wait_for_window
from tools.soak_hand import Hand

LIMIT = 10.0
"""Seconds within which an app that was asked to end shall be gone."""
LEARN_SECONDS = 15.0
"""Of computing, until the training process has certainly learned something."""
START_SECONDS = 300.0
NAMES = {
    "close": "the window manager's close request",
    "key": "Ctrl+Q",
    **{name: name for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGUSR1", "SIGALRM")},
    "output": "the terminal's output is gone, then SIGTERM",
    "kill": "kill -9, then another start",
    "disk": "the disk is full, then SIGTERM",
    "display": "the X server is killed",
}


@dataclass(frozen=True)
class Trial:
    """One way to end, tried once."""

    seconds: float
    problems: tuple[str, ...]


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


def gone(pids: list[int], seconds: float) -> bool:
    """Whether processes end within some seconds."""
    limit = time.monotonic() + seconds
    while any(stat(pid)[:1] not in ([], ["Z"]) for pid in pids):
        if time.monotonic() > limit:
            return False
        time.sleep(0.1)
    return True


def cpu_seconds(pids: list[int]) -> float:
    """What processes have computed so far."""
    return sum(sum(map(int, stat(pid)[11:13])) for pid in pids) / os.sysconf("SC_CLK_TCK")


def x_server() -> int:
    """The process of this program's screen."""
    return next(
        pid for pid in children(os.getpid()) if Path(f"/proc/{pid}/comm").read_text().strip() == "Xvfb"
    )


def end(way: str, app: subprocess.Popen[bytes], hand: Hand, reading: int) -> None:
    """End the app in one way."""
    if way == "close":
        hand.do("getactivewindow", "windowquit")
    elif way == "key":
        hand.do("key", "ctrl+q")
    elif way == "display":
        os.kill(x_server(), signal.SIGKILL)
    elif way == "kill":
        app.kill()
    else:
        if way == "output":
            os.close(reading)
        app.send_signal(getattr(signal, way if way.startswith("SIG") else "SIGTERM"))


def full(folder: Path) -> None:
    """Make a folder a disk of its own, and fill it.

    Raises:
        OSError: That is not possible here.
    """
    folder.mkdir(parents=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "none", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        raise OSError("no disk can be made here")
    with suppress(OSError), (folder / "filler").open("wb") as file:
        while True:
            file.write(bytes(1024))
            file.flush()


def attempt(way: str, home: Path, seed: int) -> Trial:
    """Try one way to end.

    Raises:
        OSError: It cannot be tried here.
        RuntimeError: The app does not come so far.
    """
    data, temporary = home / "data", home / "temporary"
    temporary.mkdir()
    os.environ["TMPDIR"] = str(temporary)
    reading, writing = os.pipe()
    with ExitStack() as stack:
        if way == "disk":
            full(data)
            stack.callback(subprocess.run, ["umount", "-l", str(data)], check=False)
        display = stack.enter_context(screen())
        with os.fdopen(writing, "wb") as errors:
            app = stack.enter_context(opened(display, home, "--scene", "arena", errors=errors))
        hand = Hand(display, seed)
        wait_for_window(hand, app)
        limit = time.monotonic() + START_SECONDS
        while cpu_seconds(children(app.pid)) < LEARN_SECONDS:
            if app.poll() is not None or time.monotonic() > limit:
                raise RuntimeError("nothing was learned")
            time.sleep(0.2)
        started = children(app.pid)
        stack.enter_context(busy())
        began = time.monotonic()
        end(way, app, hand, reading)
        problems = []
        try:
            app.wait(4 * LIMIT)
        except subprocess.TimeoutExpired:
            problems.append("still there after 40 s")
        seconds = time.monotonic() - began
        if seconds > LIMIT:
            problems.append(f"took {seconds:.0f} s")
        if not gone(started, LIMIT):
            problems.append("a child process is left")
        if way == "kill":
            words = [sys.executable, "main.py", "--headless", "--scene", "arena", "--frames", "30"]
            environment = {**os.environ, "LATENT_ARCADE_HOME": str(home)}
            again = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, check=False)
            if again.returncode or again.stderr:
                problems.append("the next start went wrong")
        elif not (learned(home) or any(temporary.glob("*.safetensors"))):
            problems.append("what was learned is lost")
    return Trial(seconds, tuple(problems))


def mutations() -> str:
    """Run the tests that damage files; pytest's last line."""
    words = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-k", "mutated", "tests"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.splitlines()[-1] if done.stdout else "not run"


def main(
    rounds: int = 3,
    only: tuple[str, ...] = (),
    files: bool = True,
    seed: int = 1,
    out: Path = ROOT / "docs" / "reliability.md",
) -> None:
    """Try every way to end, and damaged files.

    Args:
        rounds: How often each way is tried.
        only: These ways alone, for example `--only SIGHUP kill`.
        files: Whether to run the tests with damaged files too.
        seed: Of the hand at the keyboard.
        out: The page that is written.
    """
    lines = []
    for way in only or NAMES:
        trials: list[Trial] = []
        note = ""
        for number in range(rounds):
            with tempfile.TemporaryDirectory(prefix="latent-arcade-end-", ignore_cleanup_errors=True) as home:
                try:
                    trials.append(attempt(way, Path(home), seed + number))
                except (OSError, RuntimeError) as error:
                    note = str(error)
                    break
        well = sum(not trial.problems for trial in trials)
        slowest = f"{max(trial.seconds for trial in trials):.1f} s" if trials else "–"
        notes = dict.fromkeys((*(word for trial in trials for word in trial.problems), note))
        said = "; ".join(filter(None, notes))
        lines.append(f"| {NAMES[way]} | {len(trials)} | {well} | {slowest} | {said} |")
        print(lines[-1], flush=True)
    out.write_text(page(lines, mutations() if files else "not run"), "utf-8")


def page(lines: list[str], damaged: str) -> str:
    """The page."""
    table = "\n".join(lines)
    machine = f"{os.cpu_count()} cores, {platform.system()}, Python {platform.python_version()}"
    return f"""# Reliability

Made by `python -m tools.reliability`, not by hand. Every trial opens the app on a screen of its own, lets it
learn Pong from nothing, keeps all cores busy and ends it. It went well when what was learned is in a file,
and the process and its children are gone within {LIMIT:.0f} seconds.

{time.strftime("%Y-%m-%d")}, {machine}.

| how it ends | tried | went well | slowest | what went wrong |
|---|---|---|---|---|
{table}

Files: agents, kept trainings, network weights, settings, preferences, scores, drawings, replays and portraits
are mutated by a fixed seed, 300 times and more each, and must be refused in words or read as something sound.
`pytest -k mutated` ended with “{damaged}”.
"""


if __name__ == "__main__":
    tyro.cli(main)

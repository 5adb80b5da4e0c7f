"""An hour of play with training on: `make soak` opens the app on a screen of its own and plays it.

Xvfb is the screen, xdotool the hand. Memory of the app and of its training process is looked at every ten
seconds; the app itself writes down what its frames took (`--diary`), and what goes wrong to its errors.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

import tyro

from models.base.files import write_atomically
from tools.soak_hand import Explorer, Hand, arena, habits
from tools.soak_verdict import SAMPLE_SECONDS, Findings, Sample, judge

ROOT = Path(__file__).resolve().parents[1]
END_SECONDS = 60.0
STEADY_MINUTES = 13.0
"""At the end of a long soak nothing is done for so long but to play: the sound breaks off whenever a user
changes the mode, the look or the room, and how long it goes on otherwise can only be told without."""


@dataclass(frozen=True)
class Options:
    """Play the app by itself, training on, and see whether it stays well."""

    minutes: float = 60.0
    """How long."""
    seed: int = 1
    """Decides what is pressed when."""
    out: Path = Path("runs/soak.json")
    """Everything that was measured."""
    speed: bool = True
    """Judge frames and sound too; for a machine on which nothing else runs."""


# ---------------------------------------------------------------------- the processes


@contextmanager
def screen() -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """An X server of our own, on a display that is not in use: the display's name, and the server."""
    reading, writing = os.pipe()
    words = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1600x1000x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    os.close(writing)
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        if not number:
            raise RuntimeError("Xvfb did not start")
        yield f":{number}", server
    finally:
        server.terminate()
        server.wait(60)


def stat(pid: int) -> list[str]:
    """The fields of /proc/PID/stat from the state on; empty when there is no such process."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def memory(pid: int) -> float:
    """What a process holds in memory, in MB; 0 when there is none."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0.0
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def children(pid: int) -> list[int]:
    """The processes that one has started."""
    numbers = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdigit()]
    return [number for number in numbers if (fields := stat(number)) and int(fields[1]) == pid]


def sample(pid: int, seconds: float, seen: dict[str, Any]) -> Sample:
    """Look at the app and what it started; `seen` is what `tools.soak_eyes` wrote last."""
    started = children(pid)
    ticks = sum(int(value) for child in started for value in stat(child)[11:13])
    return Sample(
        seconds=round(seconds, 1),
        app_mb=round(memory(pid), 1),
        training_mb=round(sum(map(memory, started)), 1),
        training_cpu=ticks / os.sysconf("SC_CLK_TCK"),
        load=os.getloadavg()[0],
        opened=sum(len(seen.get(kind, ())) for kind in ("places", "windows")),
    )


# ---------------------------------------------------------------------- the hour


def wait_for_window(hand: Hand, app: subprocess.Popen[bytes]) -> None:
    """Until the app's window has the keyboard.

    Raises:
        RuntimeError: It never shows one.
    """
    limit = time.monotonic() + END_SECONDS
    while "Latent Arcade" not in hand.do("getwindowfocus", "getwindowname"):
        if app.poll() is not None or time.monotonic() > limit:
            raise RuntimeError("the app showed no window")
        time.sleep(0.2)


@contextmanager
def opened(
    display: str, home: Path, *words: str, errors: IO[bytes] | None = None, eyes: Path | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """The app in a window of its own, keeping its things in `home`; it does not outlive its user.

    With `eyes` it writes to that file what is on the screen, see `tools.soak_eyes`.

    SDL's dummy takes the sound, unless SDL_AUDIODRIVER names another device. To judge the sound by, it is no
    good: it waits for whole milliseconds, so that its clock is up to 4 % fast.
    """
    environment = {
        "SDL_AUDIODRIVER": "dummy",
        "PYGAME_HIDE_SUPPORT_PROMPT": "1",
        **os.environ,
        "SDL_VIDEODRIVER": "x11",
    }
    environment |= {"LATENT_ARCADE_HOME": str(home), "HOME": str(home), "DISPLAY": display}
    program = ["main.py"] if eyes is None else ["-m", "tools.soak_eyes", str(eyes)]
    app = subprocess.Popen(
        [sys.executable, *program, "--lang", "en", "--size", "1280x800", *words],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=errors,
    )
    try:
        yield app
    finally:
        if app.poll() is None:
            app.kill()
            app.wait(10)


def soak(options: Options, home: Path) -> tuple[Findings, list[Sample]]:
    """Play for the time that is wanted, and look at what came of it."""
    diary, errors, eyes = home / "diary.jsonl", home / "errors.txt", home / "eyes.json"
    samples: list[Sample] = []
    over = threading.Event()
    with (
        screen() as (display, _),
        errors.open("wb") as stderr,
        opened(display, home, "--diary", str(diary), errors=stderr, eyes=eyes) as app,
    ):
        began = time.monotonic()

        def look() -> None:
            while not over.wait(SAMPLE_SECONDS):
                newest = sample(app.pid, time.monotonic() - began, explorer.seen())
                if newest.app_mb:  # it may be closing, or gone
                    samples.append(newest)

        looking = threading.Thread(target=look, daemon=True)
        try:
            hand = Hand(display, options.seed)
            explorer = Explorer(hand, eyes, options.seed)
            wait_for_window(hand, app)
            looking.start()
            explorer.tour()
            print(tell(samples, explorer.seen()), flush=True)
            hand.press("0", arena())
            turn = 0
            todo = habits(hand, explorer)
            steady = 60 * STEADY_MINUTES if options.minutes >= 3 * STEADY_MINUTES else 0.0
            while app.poll() is None and (left := began + options.minutes * 60 - time.monotonic()) > 0:
                hand.play(8.0)
                hand.press("Return")
                # After a whole round of them everything is as it was, and that is how it stays at last.
                if left > steady or turn % len(todo):
                    todo[turn % len(todo)]()
                    turn += 1
                    print(tell(samples, explorer.seen()), flush=True)
            hand.press("ctrl+q")
            status = app.wait(END_SECONDS)
        finally:
            over.set()
    minutes = (time.monotonic() - began) / 60
    found = judge(
        samples,
        [json.loads(line) for line in diary.read_text("utf-8").splitlines()] if diary.exists() else [],
        minutes=minutes,
        steps=learned(home),
        exit_status=status,
        errors=errors.read_text("utf-8", "replace"),
        seen=explorer.seen(),
        speed=options.speed,
    )
    return found, samples


def learned(home: Path) -> int:
    """How many steps the agent has learned from that has learned most, of any game."""
    from agents.learning.agent import Agent
    from models.base.checkpoint import CheckpointError

    most = 0
    for path in (home / "data" / "agents").glob("*.safetensors"):
        with suppress(CheckpointError):
            most = max(most, Agent.load(path).step)
    return most


def tell(samples: list[Sample], seen: dict[str, Any]) -> str:
    """The newest sample in words."""
    if not samples:
        return "nothing was measured yet"
    now, opened = samples[-1], f"{len(seen['places'])} places, {len(seen['windows'])} windows"
    memory = f"app {now.app_mb:.0f} MB, training {now.training_mb:.0f} MB"
    return f"{now.seconds / 60:5.1f} min: {memory}; {opened}; foreign: {seen['foreign']}"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code: 0 when all is well."""
    options = tyro.cli(Options, args=arguments, prog="python -m tools.soak")
    missing = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    if missing:
        print(f"error: not installed: {', '.join(missing)}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(prefix="latent-arcade-soak-") as home:
        try:
            found, samples = soak(options, Path(home))
        except (RuntimeError, OSError, subprocess.TimeoutExpired) as error:
            print(f"error: {error}", file=sys.stderr)
            return 1
    record = {**asdict(found), "samples": [asdict(item) for item in samples]}
    write_atomically(options.out, json.dumps(record, indent=1).encode())
    for name, value in asdict(found).items():
        if isinstance(value, dict) and "p99" not in value:
            print(f"{name}:")
            for scene, numbers in value.items():
                print(f"  {scene:12} {numbers}")
        else:
            print(f"{name}: {value}")
    print("all is well" if not found.failed else f"not well: {'; '.join(found.failed)}")
    return 1 if found.failed else 0


if __name__ == "__main__":
    sys.exit(main())

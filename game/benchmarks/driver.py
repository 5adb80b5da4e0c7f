"""`main.py --bench …`: what the app costs, measured on the running app and printed as one JSON object."""

from __future__ import annotations

import gc
import json
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pygame

from game.app.app import App
from game.ui.settings import Folders

if TYPE_CHECKING:
    from game.app.options import Options

WARM_UP = 3.0
READY_TIMEOUT = 120.0


def process_age() -> float:
    """Seconds since this process was started (on Linux; elsewhere since Python imported `time`)."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return float(Path("/proc/uptime").read_text().split()[0]) - started
    except (OSError, ValueError, IndexError):
        return time.process_time()


def percentiles(seconds: list[float]) -> dict[str, float]:
    """p50, p95, p99 and max in milliseconds (the nearest rank)."""
    if not seconds:
        return {}
    ordered = sorted(seconds)

    def rank(share: float) -> float:
        return round(ordered[max(0, math.ceil(share * len(ordered)) - 1)] * 1000, 2)

    return {"p50": rank(0.50), "p95": rank(0.95), "p99": rank(0.99), "max": round(ordered[-1] * 1000, 2)}


@dataclass(frozen=True)
class Timing:
    """What running the app for a while showed."""

    fps: float
    frame_ms: dict[str, float]
    work_ms: dict[str, float]

    def as_dict(self) -> dict[str, Any]:
        """For the JSON line."""
        return {"fps": self.fps, "frame_ms": self.frame_ms, "work_ms": self.work_ms}


def run_while(app: App, go_on: Callable[[float], bool], act: Callable[[App, float], None]) -> Timing:
    """Drive the app's own frame loop; `act` plays the user.

    Args:
        app: the app.
        go_on: seconds so far: whether there shall be another frame. There is at least one.
        act: called before every frame, with the app and the seconds so far.
    """
    pacer = app.pacer
    app.work.clear()
    pacer.presented.clear()
    start = now = time.perf_counter()
    # The first frame counts too, however long it takes: many a freeze is there.
    pacer.presented.append(start)
    while app.running and (now == start or go_on(now - start)):
        act(app, now - start)
        app.frame(pygame.event.get(), pacer.tick(), pacer.wait)
        now = time.perf_counter()
    intervals = pacer.intervals
    fps = round(len(intervals) / max(sum(intervals), 1e-9), 2)
    return Timing(fps, percentiles(intervals), percentiles(list(app.work)))


def run_for(app: App, seconds: float, act: Callable[[App, float], None]) -> Timing:
    """Drive the app's own frame loop for some seconds."""
    return run_while(app, lambda now: now < seconds, act)


def wait_until_ready(app: App) -> None:
    """Run frames until torch is loaded."""
    pacer = app.pacer
    limit = time.perf_counter() + READY_TIMEOUT
    while not app.loader.ready and time.perf_counter() < limit:
        app.frame(pygame.event.get(), pacer.tick(), pacer.wait)


def press(key: int, down: bool) -> None:
    """Post a key event."""
    kind = pygame.KEYDOWN if down else pygame.KEYUP
    pygame.event.post(pygame.event.Event(kind, key=key, mod=0, unicode="", scancode=0))


def bench_startup(app: App, options: Options) -> dict[str, Any]:
    """Process start to first drawn frame, to torch loaded; the worst frame while it loads."""
    pacer = app.pacer
    app.frame(pygame.event.get(), pacer.tick(), pacer.wait)
    first = process_age()
    limit = time.perf_counter() + READY_TIMEOUT
    while not app.loader.ready and time.perf_counter() < limit:
        app.frame(pygame.event.get(), pacer.tick(), pacer.wait)
    ready = process_age()
    return {
        "first_frame_s": round(first, 3),
        "ready_s": round(ready, 3),
        "frame_ms_while_loading": percentiles(pacer.intervals[1:]),
    }


def bench_arena(app: App, options: Options) -> dict[str, Any]:
    """A human playing (by posted keys) in every mode, training on; and the trainer alone."""
    from game.benchmarks.arena import measure

    return measure(app, options.seconds, options.seed)


def bench_convolution(app: App, options: Options) -> dict[str, Any]:
    """Drawing beside an 11 x 11 kernel, then beside the network's guesses; then the bare computation.

    The latter is the convolution of a 512 x 512 RGB picture beside OpenCV's.
    """
    from models.convolution.convolve import convolution_bench

    app.go("convolution")
    run_for(app, 1.0, lambda *_: None)
    wait_until_ready(app)
    scene: Any = app.scene
    scene.tab.choose("gabor")
    timing = run_for(app, options.seconds, _draw)
    scene.open("network")
    network = scene.tab
    run_for(app, WARM_UP, _draw)
    spent: list[float] = []

    def draw_and_note(app: App, now: float) -> None:
        _draw(app, now)
        found = network.findings
        if found is not None and (not spent or spent[-1] != found.milliseconds):
            spent.append(found.milliseconds)

    beside = run_for(app, min(options.seconds, 10.0), draw_and_note)
    scene.open("draw")
    return {
        **timing.as_dict(),
        **convolution_bench(min(options.seconds, 5.0)),
        "classifier_ms": round(statistics.median(spent), 2) if spent else None,
        "frame_ms_beside_classifier": beside.frame_ms,
    }


def _draw(app: App, now: float) -> None:
    """Move the brush round and round over the canvas, lifting it now and then."""
    rect = app.scene.canvas.rect  # type: ignore[attr-defined]
    angle, radius = now * 5, 0.42 * math.cos(now * 1.7)
    at = (
        round(rect.centerx + rect.width * radius * math.cos(angle)),
        round(rect.centery + rect.height * radius * math.sin(angle)),
    )
    stroke = int(now * 2)
    if getattr(app, "_bench_turn", None) != stroke:
        app._bench_turn = stroke  # type: ignore[attr-defined]
        pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONUP, pos=at, button=1))
        pygame.event.post(pygame.event.Event(pygame.MOUSEBUTTONDOWN, pos=at, button=1))
    pygame.event.post(pygame.event.Event(pygame.MOUSEMOTION, pos=at, rel=(0, 0), buttons=(1, 0, 0)))


def bench_inpainting(app: App, options: Options) -> dict[str, Any]:
    """Strokes over pictures of three sizes while the network fills what they cover, live."""
    from game.ui.pictures import fitted
    from models.base.gallery import picture

    app.go("inpainting")
    run_for(app, 1.0, lambda *_: None)
    wait_until_ready(app)
    scene: Any = app.scene
    scene.bench.prefs.live, scene.bench.prefs.model = True, "photo"
    intervals: list[float] = []
    work: list[float] = []
    spent: list[float] = []
    by_size: dict[str, Any] = {}
    for side in (256, 512, 1024):
        scene.bench.retouch.place(fitted(picture("cat"), side))
        run_for(app, WARM_UP, _mask)
        found: list[float] = []

        def mask_and_note(app: App, now: float, found: list[float] = found) -> None:
            _mask(app, now)
            made = scene.tab.filling.made
            if made is not None and (not found or found[-1] != made.milliseconds):
                found.append(made.milliseconds)

        timing = run_for(app, max(options.seconds / 3, 1.0), mask_and_note)
        intervals += app.pacer.intervals
        work += app.work
        spent += found
        fills = percentiles([milliseconds / 1000 for milliseconds in found])
        by_size[str(side)] = {**timing.as_dict(), "fill_ms": fills, "fills": len(found)}
    return {
        "fps": round(len(intervals) / max(sum(intervals), 1e-9), 2),
        "frame_ms": percentiles(intervals),
        "work_ms": percentiles(work),
        "fill_ms": percentiles([milliseconds / 1000 for milliseconds in spent]),
        "problem": scene.tab.filling.problem,
        "by_size": by_size,
    }


def _mask(app: App, now: float) -> None:
    """Paint as `_draw` does, and begin with a clean mask every two seconds."""
    turn = int(now / 2)
    if getattr(app, "_bench_clear", None) != turn:
        app._bench_clear = turn  # type: ignore[attr-defined]
        press(pygame.K_DELETE, True)
        press(pygame.K_DELETE, False)
    _draw(app, now)


def bench_gan(app: App, options: Options) -> dict[str, Any]:
    """Turning the generator's knobs, alone and while two networks learn; and watching those."""
    from game.benchmarks.generator import measure

    return measure(app, options.seconds)


BENCHES = {
    "startup": bench_startup,
    "arena": bench_arena,
    "convolution": bench_convolution,
    "inpainting": bench_inpainting,
    "gan": bench_gan,
}


def run_bench(options: Options) -> int:
    """Run the bench that the options name; the last line printed is its JSON object."""
    name = options.bench or "startup"
    if not options.json:
        print(f"measuring {name} for {options.seconds:g} s …", flush=True)
    with tempfile.TemporaryDirectory() as home:
        folders = Folders(Path(home), Path(home), Path(home))
        options = replace(options, size=options.size or (1280, 800))
        app = App(options, folders=folders)
        try:
            result = BENCHES[name](app, options)
        finally:
            app.close()
    gc.collect()
    size = "x".join(map(str, options.size or ()))
    print(json.dumps({"bench": name, "window": size, "driver": _driver(options), **result}), flush=True)
    return 0


def _driver(options: Options) -> str:
    return "dummy" if options.headless else os.environ.get("SDL_VIDEODRIVER", sys.platform)

"""`main.py --bench startup`: from the start of the process to the first picture, and to torch."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from game.app.app import App
from game.benchmarks.measuring import READY_TIMEOUT, run_frame, run_while

SETTLE_SECONDS = 5.0
"""The menu's cards begin to move in the first seconds."""


def process_age() -> float:
    """Seconds since this process was started (on Linux; elsewhere those it has computed)."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return float(Path("/proc/uptime").read_text().split()[0]) - started
    except (OSError, ValueError, IndexError):
        return time.process_time()


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Process start to the menu's first picture, to torch loaded; the menu's frames, and what it costs.

    Returns:
        `first_frame_s`, `ready_s` since the process began; `frame_ms_while_loading`, and
        `frame_ms_after_loading`, while the menu's cards are made; of the seconds after that in the menu at
        rest `fps`, `frame_ms` and `work_ms`, and `cpu_share`, of one core, by all threads.
    """
    run_frame(app)
    first = process_age()
    loading = run_while(app, lambda now: now < READY_TIMEOUT and not app.loader.ready, frame=App.turn)
    ready = process_age()
    settling = run_while(app, lambda now: now < min(SETTLE_SECONDS, seconds), frame=App.turn)
    frames, began, spent = app.frames, time.perf_counter(), time.process_time()
    rest = run_while(app, lambda now: now < seconds, frame=App.turn)
    passed = time.perf_counter() - began
    return {
        "first_frame_s": round(first, 3),
        "ready_s": round(ready, 3),
        "frame_ms_while_loading": loading.frame_ms,
        "frame_ms_after_loading": settling.frame_ms,
        **rest.as_dict(),
        "fps": round((app.frames - frames) / passed, 2),
        "cpu_share": round((time.process_time() - spent) / passed, 3),
    }

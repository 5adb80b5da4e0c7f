"""`main.py --bench startup`: from the start of the process to the first picture, and to torch."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from game.app.app import App
from game.benchmarks.measuring import percentiles, run_for, run_frame, wait_until_ready

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
        `first_frame_s`, `ready_s` since the process began; `frame_ms_while_loading`; of the seconds
        after that in the menu at rest `frame_ms` and `work_ms`, and `cpu_share`, of one core, by all threads.
    """
    run_frame(app)
    first = process_age()
    wait_until_ready(app)
    ready = process_age()
    loading = percentiles(app.pacer.intervals[1:])
    run_for(app, min(SETTLE_SECONDS, seconds))
    began, spent = time.perf_counter(), time.process_time()
    rest = run_for(app, seconds)
    share = (time.process_time() - spent) / (time.perf_counter() - began)
    return {
        "first_frame_s": round(first, 3),
        "ready_s": round(ready, 3),
        "frame_ms_while_loading": loading,
        **rest.as_dict(),
        "cpu_share": round(share, 3),
    }

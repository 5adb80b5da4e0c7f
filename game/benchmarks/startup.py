"""`main.py --bench startup`: from the start of the process to the first picture, and to torch."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

from game.app.app import App
from game.benchmarks.measuring import percentiles, run_frame, wait_until_ready


def process_age() -> float:
    """Seconds since this process was started (on Linux; elsewhere those it has computed)."""
    try:
        fields = Path("/proc/self/stat").read_text().rpartition(")")[2].split()
        started = int(fields[19]) / os.sysconf("SC_CLK_TCK")
        return float(Path("/proc/uptime").read_text().split()[0]) - started
    except (OSError, ValueError, IndexError):
        return time.process_time()


def measure(app: App, seconds: float, seed: int) -> dict[str, Any]:
    """Process start to first drawn frame, to torch loaded; the worst frame while it loads."""
    run_frame(app)
    first = process_age()
    wait_until_ready(app)
    return {
        "first_frame_s": round(first, 3),
        "ready_s": round(process_age(), 3),
        "frame_ms_while_loading": percentiles(app.pacer.intervals[1:]),
    }

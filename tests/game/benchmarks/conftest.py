from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[3]
LIMIT = 240
"""Seconds until a run counts as stuck, on a busy machine."""


def bench(*words: str) -> dict[str, Any]:
    """Run `main.py --bench …`; the object on the last line."""
    command = [sys.executable, "main.py", "--bench", *words, "--headless", "--json"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LIMIT, check=False)
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    result: dict[str, Any] = json.loads(lines[-1])
    return result


def assert_ordered(times: dict[str, float]) -> None:
    assert set(times) == {"p50", "p95", "p99", "max"}
    assert 0 < times["p50"] <= times["p95"] <= times["p99"] <= times["max"]

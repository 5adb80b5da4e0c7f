"""How long learning takes: `make bench-learn` trains from nothing and judges it minute by minute.

For every seed Pong is learned with the default settings and no window; the agents of every minute then play
whole games against the console. Interrupt it at any time: seeds that are done are not done again.
"""

from __future__ import annotations

import json
import os
import platform
import statistics
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import tyro

from agents.emulators.envs import thread_count
from agents.learning.config import tuned
from models.base.files import write_atomically
from tools.learner_sb3 import SB3_SETTINGS, sb3
from tools.learner_window import SLOWER, window
from tools.learners import ours

BUSY = 0.5
"""Load over the last minute above which a measurement would show what else the machine does."""
GOALS = {"ours": {3.0: 0, 6.0: 15}, "window": {3.0 * SLOWER: 0, 6.0 * SLOWER: 15}}
"""What the median over the seeds shall have reached after so many minutes."""


@dataclass(frozen=True)
class Options:
    """Measure how fast Pong is learned, from nothing, with no window open."""

    seeds: tuple[int, ...] = (1, 2, 3)
    """One training for each."""
    minutes: float = 6.0
    """Training time; the agent is judged at every full minute and at the end."""
    games: int = 20
    """Whole games to judge every agent by."""
    window: bool = False
    """Measure the learner in the app's window as well, with a hand at the keys, under Xvfb."""
    sb3: bool = False
    """Measure Stable-Baselines3's PPO with the RL-Zoo's Atari settings as well."""
    out: Path = Path("runs/bench-learn.json")
    """Everything that was measured; the agents lie in a folder of the same name."""

    def __post_init__(self) -> None:
        """Check every field.

        Raises:
            ValueError: Naming the field that is out of range.
        """
        if self.minutes <= 0 or self.games < 1 or not self.seeds:
            raise ValueError("minutes and games must be positive, and there must be a seed")


def machine() -> dict[str, Any]:
    """What it is measured on."""
    import torch

    info = Path("/proc/cpuinfo")
    lines = info.read_text().splitlines() if info.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    load = os.getloadavg() if hasattr(os, "getloadavg") else (0.0, 0.0, 0.0)
    return {
        "processor": next(iter(names), platform.processor()),
        "cores": thread_count(0),
        "system": platform.platform(),
        "python": platform.python_version(),
        "torch": torch.__version__,
        "load_before": list(load),
        "busy": load[0] > BUSY,
    }


def open_record(options: Options) -> dict[str, Any]:
    """Go on with the file of an earlier call, or begin.

    Raises:
        ValueError: The file holds a measurement of something else.
    """
    settings = {
        "minutes": options.minutes,
        "games": options.games,
        "config": json.loads(json.dumps(asdict(tuned("pong")))),
        "sb3": SB3_SETTINGS,
    }
    if not options.out.exists():
        return {"settings": settings, "runs": []}
    record: dict[str, Any] = json.loads(options.out.read_text("utf-8"))
    if record.get("settings") != settings:
        raise ValueError(f"{options.out} was measured with other settings; give another --out")
    return record


def measure(options: Options, record: dict[str, Any]) -> None:
    """Do what is not done yet; the file is written after every run."""
    learners = {"ours": ours}
    if options.window:
        learners["window"] = window
    if options.sb3:
        learners["sb3"] = sb3
    done = {(run["learner"], run["seed"]) for run in record["runs"]}
    for name, learner in learners.items():
        for seed in options.seeds:
            if (name, seed) in done:
                print(f"{name} seed {seed}: measured before")
                continue
            here = machine()
            if here["busy"]:
                load = here["load_before"][0]
                print(f"warning: the machine is busy (load {load:.1f}): figures will be too low")
            print(f"{name} seed {seed}: training for {options.minutes:g} minutes …", flush=True)
            # In a process of its own, so that no run inherits another's threads, memory or caches.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                folder = options.out.with_suffix("")
                run = pool.submit(learner, seed, options.minutes, options.games, folder).result()
            record["runs"].append({**run.as_dict(), "machine": here, "when": time.strftime("%Y-%m-%d %H:%M")})
            record["medians"] = medians(record["runs"])
            write_atomically(options.out, json.dumps(record, indent=1).encode())


def medians(runs: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Over the seeds: the middle one of the evaluations' means, by learner and minute."""
    found: dict[str, dict[str, list[float]]] = {}
    for run in runs:
        for mark in run["marks"]:
            found.setdefault(run["learner"], {}).setdefault(f"{mark['minutes']:g}", []).append(mark["mean"])
    return {
        name: {minute: statistics.median(means) for minute, means in minutes.items()}
        for name, minutes in found.items()
    }


def report(record: dict[str, Any]) -> str:
    """The measurement in words and columns."""
    lines = []
    for run in record["runs"]:
        here = run["machine"]
        busy = f", busy: load {here['load_before'][0]:.1f}" if here["busy"] else ""
        lines += [
            "",
            f"{run['learner']}, seed {run['seed']} · {here['processor']}, {here['cores']} cores{busy}",
            f"{'minutes':>8} {'steps':>10} {'steps/s':>8} {'training':>9}   {'games':<16}",
        ]
        for mark in run["marks"]:
            training = "–" if mark["return_mean"] is None else f"{mark['return_mean']:+.1f}"
            lines.append(
                f"{mark['minutes']:>8g} {mark['steps']:>10,} {mark['steps_per_s']:>8,.0f} {training:>9}"
                f"   {mark['mean']:+.1f} ± {mark['std']:.1f}"
            )
        for name, seconds in run["passed"].items():
            lines.append(
                f"training return {name}: {'not reached' if seconds is None else f'{seconds:.0f} s'}"
            )
        spent = ", ".join(
            f"{name} {seconds:.0f} s ({seconds / run['seconds']:.0%})"
            for name, seconds in run["split"].items()
        )
        lines.append(f"where {run['seconds']:.0f} s went: {spent}")
    for learner, found in record.get("medians", {}).items():
        seeds = sorted(run["seed"] for run in record["runs"] if run["learner"] == learner)
        lines += ["", f"{learner}, median over seeds {', '.join(map(str, seeds))}"]
        for minute, mean in found.items():
            goal = GOALS.get(learner, {}).get(float(minute))
            words = "" if goal is None else f"   (goal {goal:+d}: {'reached' if mean >= goal else 'missed'})"
            lines.append(f"{float(minute):>8g} minutes {mean:+.1f}{words}")
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    try:
        options = tyro.cli(Options, args=arguments, prog="python -m tools.bench_learn")
        record = open_record(options)
        measure(options, record)
    except (ValueError, OSError, ImportError, RuntimeError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    print(report(record))
    print(f"\neverything measured: {options.out}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

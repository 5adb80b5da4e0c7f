"""How long learning takes: `make bench-learn` trains from nothing and judges it minute by minute.

For every seed a game is learned with its tuned settings and no window; the agents of every minute then play
whole games against the console. Beside the seconds stand raw steps: how far ALE's vector environment would
have come by itself in that time, which says more of the learner and less of the machine. Interrupt it at any
time: seeds that are done are not done again.
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
from typing import Any, Literal

import tyro

from agents.emulators.envs import thread_count
from agents.learning.config import tuned
from models.base.files import write_atomically
from tools.learner_sb3 import SB3_SETTINGS, sb3
from tools.learner_window import SLOWER, window
from tools.learners import GOALS, Learner, Plan, ours

BUSY = 0.5
"""Load over the last minute above which a measurement would show what else the machine does."""
MINUTES = {
    "ours": {"3 minutes": 0, "6 minutes": 15},
    "window": {f"{3 * SLOWER:g} minutes": 0, f"{6 * SLOWER:g} minutes": 15},
}
"""What the median over the seeds shall have reached in Pong, by learner and time."""
Game = Literal["pong", "breakout", "boxing", "freeway", "space_invaders"]


@dataclass(frozen=True)
class Options:
    """Measure how fast a game is learned, from nothing, with no window open."""

    game: Game = "pong"
    """Which one."""
    seeds: tuple[int, ...] = (1, 2, 3)
    """One training for each."""
    minutes: float = 6.0
    """Training time; the agent is judged at every full minute and at the end."""
    raw_steps: int = 0
    """Instead, end the training when ALE's vector environment by itself would have made so many agent steps,
    and judge it every 300,000 of them and at the end (0: train for the minutes)."""
    games: int = 20
    """Whole games to judge every agent by."""
    window: bool = False
    """Measure the learner in the app's window as well, with a hand at the keys, under Xvfb (Pong only)."""
    sb3: bool = False
    """Measure Stable-Baselines3's PPO with the RL-Zoo's Atari settings as well (Pong only)."""
    out: Path | None = None
    """Everything that was measured, by default runs/bench-learn-GAME.json; the agents lie in a folder of the
    same name."""

    def __post_init__(self) -> None:
        """Check every field.

        Raises:
            ValueError: Naming the field that is out of range.
        """
        if self.minutes <= 0 or self.raw_steps < 0 or self.games < 1 or not self.seeds:
            raise ValueError("minutes, raw-steps and games must be positive, and there must be a seed")
        if (self.window or self.sb3) and (self.raw_steps or self.game != "pong"):
            raise ValueError("window and sb3 are measured with pong, for minutes")

    @property
    def file(self) -> Path:
        """Where to write."""
        return self.out or Path(f"runs/bench-learn-{self.game}.json")


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
        "game": options.game,
        **({"raw_steps": options.raw_steps} if options.raw_steps else {"minutes": options.minutes}),
        "games": options.games,
        "config": json.loads(json.dumps(asdict(tuned(options.game)))),
        "sb3": SB3_SETTINGS,
    }
    if not options.file.exists():
        return {"settings": settings, "runs": []}
    record: dict[str, Any] = json.loads(options.file.read_text("utf-8"))
    if record.get("settings") != settings:
        raise ValueError(f"{options.file} was measured with other settings; give another --out")
    return record


def measure(options: Options, record: dict[str, Any]) -> None:
    """Do what is not done yet; the file is written after every run."""
    plan = Plan(options.game, options.minutes, options.raw_steps, options.games, options.file.with_suffix(""))
    length = f"{plan.raw_steps:,} raw steps" if plan.raw_steps else f"{plan.minutes:g} minutes"
    learners: dict[str, Learner] = {"ours": ours}
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
            print(f"{name} seed {seed}: training for {length} …", flush=True)
            # In a process of its own, so that no run inherits another's threads, memory or caches.
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                run = pool.submit(learner, plan, seed).result()
            record["runs"].append({**run.as_dict(), "machine": here, "when": time.strftime("%Y-%m-%d %H:%M")})
            record["medians"] = medians(record["runs"])
            write_atomically(options.file, json.dumps(record, indent=1).encode())


def medians(runs: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """Over the seeds: the middle one of the evaluations' means, by learner and moment."""
    found: dict[str, dict[str, list[float]]] = {}
    for run in runs:
        for mark in run["marks"]:
            found.setdefault(run["learner"], {}).setdefault(mark["at"], []).append(mark["mean"])
    return {
        name: {at: statistics.median(means) for at, means in moments.items()}
        for name, moments in found.items()
    }


def report(record: dict[str, Any]) -> str:
    """The measurement in words and columns."""
    lines = []
    game = record["settings"]["game"]
    for run in record["runs"]:
        here, raw = run["machine"], run["raw_steps_per_s"]
        busy = f", busy: load {here['load_before'][0]:.1f}" if here["busy"] else ""
        alone = "" if raw is None else f" · bare consoles {raw:,.0f} steps/s"
        lines += [
            "",
            f"{game}, {run['learner']}, seed {run['seed']}{alone}",
            f"{here['processor']}, {here['cores']} cores{busy}",
            f"{'judged at':>17} {'raw steps':>10} {'steps':>10} {'steps/s':>8} {'training':>9}   games",
        ]
        for mark in run["marks"]:
            training = "–" if mark["return_mean"] is None else f"{mark['return_mean']:+.1f}"
            lines.append(
                f"{mark['at']:>17} {_raw(mark['seconds'], raw):>10} {mark['steps']:>10,}"
                f" {mark['steps_per_s']:>8,.0f} {training:>9}   {mark['mean']:+.1f} ± {mark['std']:.1f}"
            )
        for name, seconds in run["passed"].items():
            when = "not reached" if seconds is None else f"{seconds:.0f} s, {_raw(seconds, raw)} raw steps"
            lines.append(f"training return {name}: {when}")
        spent = ", ".join(
            f"{name} {seconds:.0f} s ({seconds / run['seconds']:.0%})"
            for name, seconds in run["split"].items()
        )
        lines.append(f"where {run['seconds']:.0f} s went: {spent}")
    raw_goals = {f"{steps:,} raw steps": goal for steps, goal in GOALS[game].items()}
    for learner, found in record.get("medians", {}).items():
        goals = raw_goals | (MINUTES.get(learner, {}) if game == "pong" else {})
        seeds = sorted(run["seed"] for run in record["runs"] if run["learner"] == learner)
        lines += ["", f"{learner}, median over seeds {', '.join(map(str, seeds))}"]
        for at, mean in found.items():
            goal = goals.get(at)
            words = "" if goal is None else f"   (goal {goal:+d}: {'reached' if mean >= goal else 'missed'})"
            lines.append(f"{at:>17} {mean:+.1f}{words}")
    return "\n".join(lines)


def _raw(seconds: float, raw_steps_per_s: float | None) -> str:
    """How many steps the bare consoles would have made, in words."""
    return "–" if raw_steps_per_s is None else f"{seconds * raw_steps_per_s:,.0f}"


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
    print(f"\neverything measured: {options.file}")
    return 0


if __name__ == "__main__":
    sys.exit(main())

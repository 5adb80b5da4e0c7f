"""The part of docs/reliability.md about an hour of play: `python -m tools.soak_page runs/soak.json`."""

from __future__ import annotations

import json
import statistics
import time
from pathlib import Path
from typing import Any

import tyro

HEADING = "## An hour of play"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "reliability.md"
EVERY_MINUTES = 5
LAST_MINUTES = 30.0
KINDS = {"app": "app_mb", "training": "training_mb"}


def part(page: Path) -> str:
    """The part in a page that is there already, from its heading on; empty where there is none."""
    text = page.read_text("utf-8") if page.exists() else ""
    return HEADING.join(["", *text.split(HEADING)[1:]])


def level(samples: list[dict[str, Any]], minute: float, kind: str) -> float:
    """Memory in MB: the median of a minute's samples around a time."""
    near = sorted(samples, key=lambda item: abs(item["seconds"] - 60 * minute))[:6]
    return float(statistics.median(item[kind] for item in near))


def slope(samples: list[dict[str, Any]], minutes: float, kind: str) -> float:
    """MB a minute in the last minutes, by the straight line that is nearest to the samples."""
    last = [item for item in samples if item["seconds"] >= samples[-1]["seconds"] - 60 * minutes]
    line = statistics.linear_regression(
        [item["seconds"] / 60 for item in last], [item[kind] for item in last]
    )
    return line.slope


def write_up(record: dict[str, Any]) -> str:
    """The part, from what `tools.soak` has measured."""
    samples = record["samples"]
    settled, end = record["settled_minutes"], samples[-1]["seconds"] / 60
    rows = [5.0, *range(10, int(end), EVERY_MINUTES), end]
    table = "\n".join(
        f"| {minute:.0f} | {' | '.join(f'{level(samples, minute, kind):.0f}' for kind in KINDS.values())} |"
        for minute in rows
    )
    grown = ", ".join(
        f"{name} {level(samples, end, kind) - level(samples, settled, kind):+.0f} MB, in the last "
        f"{LAST_MINUTES:.0f} minutes {slope(samples, LAST_MINUTES, kind):+.1f} MB a minute"
        for name, kind in KINDS.items()
    )
    slow = ", ".join(f"{scene} {spans['p99']:.0f}" for scene, spans in record["frame_ms_by_scene"].items())
    return f"""{HEADING}

Made by `python -m tools.soak_page` of what `python -m tools.soak` measured: a hand led by a seed goes through
every tab, overlay and window once, looks on for a while where something learns, and then does what a newcomer
does, a dozen things in every tab at each visit. Memory counts from the fifth minute on, or from a minute
after the last thing was opened for the first time. "Training" is all processes that the app has started, each
with its own torch; pages that they share count in each. The process of a training that was left ends after
45 seconds; whoever comes back gets another one, which goes on where that one was.

{time.strftime("%Y-%m-%d")}, {record["minutes"]:.0f} minutes, load average {record["load"]:.0f}:
{len(record["places"])} places and {len(record["windows"])} windows, {len(record["foreign"])} widgets that
outlived their layout, {record["errors"].count("Traceback")} exceptions, exit status {record["exit_status"]}.
Since minute {settled:.0f}: {grown}.
99 of 100 frames took no longer than (ms): {slow}.

| minute | app, MB | training, MB |
|---|---|---|
{table}

Never opened: {", ".join(record["unopened"]) or "nothing"}.
Not as it shall be: {"; ".join(record["failed"]) or "nothing"}.
"""


def main(record: Path, out: Path = PAGE) -> None:
    """Put the part at the end of the page, in the place of an older one.

    Args:
        record: What `tools.soak` has written.
        out: The page.
    """
    text = out.read_text("utf-8") if out.exists() else "# Reliability\n"
    before = text.split(HEADING)[0].rstrip()
    out.write_text(f"{before}\n\n{write_up(json.loads(record.read_text('utf-8')))}", "utf-8")


if __name__ == "__main__":
    tyro.cli(main, config=(tyro.conf.PositionalRequiredArgs,))

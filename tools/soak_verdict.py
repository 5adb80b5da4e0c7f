"""What came of an hour of play, from what `tools.soak` measured."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, replace
from typing import Any

from game.benchmarks.measuring import percentiles

SAMPLE_SECONDS = 10.0
SETTLED_SECONDS = 300.0
"""Memory counts from here on, or from a little after the last place or window was opened that had not been
before: what is opened for the first time loads its networks, and keeps them. In these minutes the hand has
gone through every place once."""
LOADING_SECONDS = 60.0
JUDGED_SHARE = 0.5
"""Of the whole time, for which memory has to be looked at from then on."""
GROWTH_MB = 50.0
P99_MS = 20.0
SOUND_MINUTES = 10.0
"""So much of the console's sound shall be heard without a gap, where a soak is long enough for it."""
FPS_SHARE = 0.95
"""The last tenth's frame rate, in parts of the first tenth's, below which it did not hold."""


@dataclass(frozen=True)
class Sample:
    """The processes at one moment: memory in MB, seconds of computing so far, the machine's load average."""

    seconds: float
    app_mb: float
    training_mb: float
    training_cpu: float
    load: float = 0.0
    opened: int = 0
    """Places and windows so far."""

    @property
    def total_mb(self) -> float:
        """Both processes together."""
        return self.app_mb + self.training_mb


@dataclass(frozen=True)
class Findings:
    """What came of it; `failed` lists what is not as it shall be, and is empty when all is well."""

    minutes: float
    settled_minutes: float
    settled_mb: float
    last_mb: float
    growth_mb: float
    app_growth_mb: float
    """Of the app by itself: a training that has ended must not hide it."""
    load: float
    fps: float
    fps_first_tenth: float
    fps_last_tenth: float
    frame_ms: dict[str, float]
    frame_ms_by_scene: dict[str, dict[str, float]]
    sound_minutes: float
    sound_gaps: int
    sound_longest_minutes: float
    training_cpu_share: float
    steps: int
    exit_status: int
    errors: str
    places: tuple[str, ...]
    windows: tuple[str, ...]
    unopened: tuple[str, ...]
    foreign: tuple[str, ...]
    failed: tuple[str, ...] = ()


def judge(
    samples: list[Sample],
    diary: list[dict[str, Any]],
    *,
    minutes: float,
    steps: int,
    exit_status: int,
    errors: str,
    seen: dict[str, Any],
    speed: bool = True,
) -> Findings:
    """Compare what was measured with what is wanted.

    Args:
        samples: of memory, in the order of time.
        diary: the lines of `--diary`.
        minutes: how long it lasted.
        steps: how many the agent has learned from.
        exit_status: the app's.
        errors: what it wrote to its error output.
        seen: what `tools.soak_eyes` wrote last.
        speed: whether frames and sound count.
    """
    spans = [ms / 1000 for line in diary for ms in line["frame_ms"]]
    scenes = dict.fromkeys(line["scene"] for line in diary)
    tenth = max(1, len(spans) // 10)
    begun = _settled(samples)
    settled, last = _level(samples, begun), _level(samples, float("inf"))
    alone = [replace(item, training_mb=0.0) for item in samples]
    app_growth = _level(alone, float("inf")) - _level(alone, begun)
    duration = samples[-1].seconds - samples[0].seconds if len(samples) > 1 else 0.0
    found = Findings(
        minutes=round(minutes, 1),
        settled_minutes=round(begun / 60, 1),
        settled_mb=settled,
        last_mb=last,
        growth_mb=round(last - settled, 1),
        app_growth_mb=round(app_growth, 1),
        load=round(statistics.fmean(item.load for item in samples), 1) if samples else 0.0,
        fps=_rate(spans),
        fps_first_tenth=_rate(spans[:tenth]),
        fps_last_tenth=_rate(spans[-tenth:]),
        frame_ms=percentiles(spans),
        frame_ms_by_scene={
            scene: percentiles(
                [ms / 1000 for line in diary if line["scene"] == scene for ms in line["frame_ms"]]
            )
            for scene in scenes
        },
        sound_minutes=round(sum(line["sound_s"] for line in diary) / 60, 1),
        sound_gaps=sum(line["sound_gaps"] for line in diary),
        sound_longest_minutes=round(_longest(diary) / 60, 1),
        training_cpu_share=round((samples[-1].training_cpu - samples[0].training_cpu) / duration, 2)
        if duration
        else 0.0,
        steps=steps,
        exit_status=exit_status,
        errors=errors[-20_000:],
        **{name: tuple(seen.get(name, ())) for name in ("places", "windows", "unopened", "foreign")},
    )
    slow = {
        f"p99 frame of {found.frame_ms.get('p99', 0)} ms": not 0 < found.frame_ms.get("p99", 0) <= P99_MS,
        f"{found.fps_last_tenth:.0f} frames a second at the end, {found.fps_first_tenth:.0f} before": (
            found.fps_last_tenth < FPS_SHARE * found.fps_first_tenth
        ),
        f"{found.sound_gaps} gaps in {found.sound_minutes} minutes of sound": (
            found.sound_gaps > 0 and found.sound_longest_minutes < SOUND_MINUTES
        ),
    }
    late = f"something was opened for the first time only after {begun / 60:.0f} minutes of {minutes:.0f}"
    failed = {
        f"memory grew by {found.growth_mb:.0f} MB": found.growth_mb > GROWTH_MB,
        f"the app's memory grew by {found.app_growth_mb:.0f} MB": found.app_growth_mb > GROWTH_MB,
        late: begun > max(SETTLED_SECONDS, (1 - JUDGED_SHARE) * minutes * 60),
        f"memory after {SETTLED_SECONDS / 60:g} minutes was not measured": minutes * 60 <= SETTLED_SECONDS,
        f"{errors.count('Traceback')} exceptions, {len(errors.splitlines())} lines of errors": bool(errors),
        f"exit status {exit_status}": exit_status != 0,
        "nothing was learned": steps == 0,
        f"{len(found.foreign)} foreign widgets": bool(found.foreign),
        f"never opened: {', '.join(found.unopened)}": bool(found.unopened),
        **(slow if speed else {}),
    }
    return replace(found, failed=tuple(words for words, wrong in failed.items() if wrong))


def _longest(diary: list[dict[str, Any]]) -> float:
    """Seconds of sound between two gaps, at the most."""
    longest = here = 0.0
    for line in diary:
        here = 0.0 if line["sound_gaps"] else here + line["sound_s"]
        longest = max(longest, here)
    return longest


def _settled(samples: list[Sample]) -> float:
    """From when on memory counts, in seconds."""
    most = max((item.opened for item in samples), default=0)
    complete = next((item.seconds for item in samples if item.opened == most), 0.0)
    return max(SETTLED_SECONDS, complete + LOADING_SECONDS)


def _level(samples: list[Sample], seconds: float) -> float:
    """Memory around a time, in MB: the median of six samples, or of those at the end."""
    before = [item.total_mb for item in samples if item.seconds <= seconds + 3 * SAMPLE_SECONDS]
    return round(statistics.median(before[-6:]), 1) if before else 0.0


def _rate(spans: list[float]) -> float:
    return round(len(spans) / sum(spans), 2) if spans else 0.0
